"""Who did or read what, for whom and when: never what was read or written, only ever added to.

A change of accounts records itself in its own transaction (`recorded`). Reads are recorded in batches, outside the
requests (`access.journal`). After twelve months both go (`forget_old`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta

from access import moments
from access.roles import Action, Identity
from access.secret import new_uid
from graph.store import Graph, Statement

KEPT = timedelta(days=365)
_ADD = """
UNWIND $events AS event
MERGE (e:AuditEvent {uid: event.uid})
ON CREATE SET e += event
"""
_OF = """
MATCH (e:AuditEvent)
WHERE (e.organisation = $organisation OR e.about = $organisation
    OR (e.action STARTS WITH 'read' AND EXISTS {
      MATCH (:Operator {uid: $organisation})-[fact:VISITED|SUPPORTED]->(:Company {siren: e.target})
      WHERE fact.visibility <> 'private'
    }))
  AND ($before IS NULL OR e.at < $before)
RETURN e.uid AS uid, e.at AS at, e.action AS action, e.organisation AS organisation, e.about AS about,
  e.target AS target, e.via AS via, e.request_id AS request_id,
  CASE WHEN e.organisation = $organisation THEN e.actor ELSE '' END AS actor
ORDER BY at DESC, uid LIMIT $limit
"""
_FORGET = "MATCH (e:AuditEvent) WHERE e.at < $before CALL (e) { DELETE e } IN TRANSACTIONS OF 10000 ROWS"


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the audit.

    Args:
        uid: so that recording it twice leaves one line.
        at: when, in UTC.
        action: one of `Action`, or the name of a change such as `member-invite`.
        actor: uid of the person or key; empty when read by another institution than the actor's.
        organisation: for whom it was done.
        about: the institution that it concerns.
        target: uid of what was read or changed: a SIREN, a member, a key.
        via: `session`, `key` or `local`.
        request_id: number of the request.
    """

    uid: str
    at: str
    action: str
    actor: str
    organisation: str | None = None
    about: str | None = None
    target: str | None = None
    via: str = ""
    request_id: str = ""


def event(by: Identity, action: str, *, about: str | None = None, target: str | None = None) -> Event:
    """Return the line that says that `by` does something now."""
    return Event(new_uid(), moments.present(), action, by.actor, by.organisation, about, target, by.via, by.request_id)


def recorded(*events: Event) -> Statement:
    """Return the statement that adds lines, to be run in the transaction of the change that they tell."""
    return _ADD, {"events": [asdict(one) for one in events]}


def record(graph: Graph, events: Sequence[Event]) -> None:
    """Add lines in a transaction of their own."""
    cypher, parameters = recorded(*events)
    graph.write(cypher, **parameters)


def events_of(graph: Graph, by: Identity, *, limit: int = 100, before: str | None = None) -> list[Event]:
    """Return what concerns an institution, latest first: what it did, and who read companies that it told of.

    Of the others it is told the institution, not the person.

    Raises:
        AccessRefused: the role does not read the audit.
    """
    by.require(Action.READ_AUDIT)
    found = graph.system_read(_OF, organisation=by.organisation, before=before, limit=limit)
    return [Event(**record) for record in found]


def forget_old(graph: Graph) -> None:
    """Remove the lines of more than twelve months: the only way that one ever goes."""
    graph.auto_commit(_FORGET, before=moments.ago(KEPT))
