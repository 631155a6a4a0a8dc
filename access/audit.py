"""Who did or read what, for whom and when: never what was read or written, only ever added to.

A change of accounts records itself in its own transaction (`recorded`). Reads are recorded in batches, outside the
requests (`access.journal`). After twelve months both go (`forget_old`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from access import moments
from access.roles import Action, Identity
from access.secret import new_uid
from graph.store import Graph, Statement

KEPT = timedelta(days=365)
_LATEST = "9999"
"""After every day, as text."""
_ADD = """
UNWIND $events AS event
MERGE (e:AuditEvent {uid: event.uid})
ON CREATE SET e += event
"""
# What another institution read concerns an owner when the answer named a company of which the owner tells something
# that this reader may know, and told it by then; of the companies named, the owner is told those and no other.
_OF = """
MATCH (e:AuditEvent)
WHERE e.at >= $since AND e.at < $before AND e.at < $until
  AND ($action IS NULL OR e.action = $action) AND ($reader IS NULL OR e.organisation = $reader)
  AND ($company IS NULL OR e.target = $company OR $company IN e.shown)
CALL (e) {
  WITH e WHERE e.action STARTS WITH 'read'
  UNWIND coalesce(e.shown, []) + coalesce(e.target, []) AS key
  WITH DISTINCT e, key
  MATCH (c:Company) WHERE (c.siren = key OR c.uid = key) AND ($company IS NULL OR key = $company)
    AND (EXISTS {
      MATCH (c)-[fact:VISITED|SUPPORTED|RAISED|CARRIES]-() WHERE fact.owner = $organisation
        AND (fact.visibility = 'open' OR (fact.visibility <> 'private' AND e.actor <> 'anonymous'))
        AND fact.recorded_at <= e.at
    })
  WITH DISTINCT key ORDER BY key
  RETURN collect(key) AS told
}
WITH e, told WHERE e.organisation = $organisation OR e.about = $organisation OR told <> []
WITH e, told, coalesce(e.organisation = $organisation, false) AS own ORDER BY e.at DESC, e.uid LIMIT $limit
OPTIONAL MATCH (reader:Operator {uid: e.organisation})
OPTIONAL MATCH (m:Membership {person: e.actor, organisation: e.organisation}) WHERE own
OPTIONAL MATCH (k:Key {uid: e.actor}) WHERE own
WITH e, told, own, reader, max(m.name) AS member, max(k.label) AS label
RETURN e.uid AS uid, e.at AS at, e.action AS action, e.organisation AS organisation, e.about AS about,
  CASE WHEN own OR e.about = $organisation OR e.target IN told THEN e.target END AS target, e.via AS via,
  e.request_id AS request_id, CASE WHEN own THEN e.actor ELSE '' END AS actor,
  CASE WHEN own THEN coalesce(e.shown, []) ELSE told END AS shown,
  coalesce(reader.name, '') AS institution, coalesce(member, label, '') AS name
ORDER BY at DESC, uid
"""
_IDLE = """
MATCH (m:Membership) WHERE m.standing IS NOT NULL AND m.since < $before AND m.role <> 'admin'
  AND ($owner IS NULL OR m.organisation = $owner)
  AND NOT EXISTS { MATCH (e:AuditEvent {organisation: m.organisation}) WHERE e.actor = m.person AND e.at >= $before }
RETURN m.organisation AS organisation, m.uid AS uid ORDER BY organisation, uid
"""
_COUNT_OLD = "MATCH (e:AuditEvent) WHERE e.at < $before RETURN count(e) AS count"
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
        shown: the companies that an answer named, by SIREN or uid; to another institution, those it told of.
        institution: name of the one for whom it was done, when it is read.
        name: of the person or key, when their own institution reads.
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
    shown: tuple[str, ...] = ()
    institution: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which lines are wanted; None is any.

    Args:
        since: first day, in ISO form.
        until: last day.
        action: what was done.
        reader: uid of the institution for which it was done.
        company: SIREN or uid.
    """

    since: str | None = None
    until: str | None = None
    action: str | None = None
    reader: str | None = None
    company: str | None = None

    @property
    def parameters(self) -> dict[str, str | None]:
        """As the reading takes them: the last day is one of them."""
        after = f"{self.until}T24" if self.until else _LATEST
        return {"since": self.since or "", "until": after, "action": self.action, "reader": self.reader,
                "company": self.company}  # fmt: skip


ANY = Filter()


def event(
    by: Identity, action: str, *, about: str | None = None, target: str | None = None, shown: Iterable[str] = ()
) -> Event:
    """Return the line that says that `by` does something now; `shown` are the companies that the answer names."""
    said = (action, by.actor, by.organisation, about, target, by.via, by.request_id, tuple(sorted(set(shown))))
    return Event(new_uid(), moments.present(), *said)


def recorded(*events: Event) -> Statement:
    """Return the statement that adds lines, to be run in the transaction of the change that they tell."""
    return _ADD, {"events": [_kept(one) for one in events]}


def _kept(one: Event) -> dict[str, Any]:
    """A line as it is kept: names are those of the day it is read."""
    kept = {name: value for name, value in asdict(one).items() if name not in ("institution", "name")}
    return kept | {"shown": list(one.shown)} if one.shown else {**kept, "shown": None}


def record(graph: Graph, events: Sequence[Event]) -> None:
    """Add lines in a transaction of their own."""
    cypher, parameters = recorded(*events)
    graph.write(cypher, **parameters)


def events_of(
    graph: Graph, by: Identity, *, limit: int = 100, before: str | None = None, where: Filter = ANY
) -> list[Event]:
    """Return what concerns an institution, latest first: what it did, and who was shown companies that it told of.

    Of the others it is told the institution, not the person.

    Raises:
        AccessRefused: the role does not read the audit.
    """
    by.require(Action.READ_AUDIT)
    found = graph.system_read(
        _OF, organisation=by.organisation, before=before or _LATEST, limit=limit, **where.parameters
    )
    return [Event(**{**record, "shown": tuple(record["shown"])}) for record in found]


def forget_old(graph: Graph) -> None:
    """Remove the lines of more than twelve months: the only way that one ever goes; `rights.retention` alone does."""
    graph.auto_commit(_FORGET, before=moments.ago(KEPT))


def count_old(graph: Graph) -> int:
    """Return how many lines are more than twelve months old."""
    [found] = graph.system_read(_COUNT_OLD, before=moments.ago(KEPT))
    return int(found["count"])


def idle_members(graph: Graph, before: str, owner: str | None = None) -> list[tuple[str, str]]:
    """Return the members, as (institution, membership), who have done nothing since a day."""
    found = graph.system_read(_IDLE, before=before, owner=owner)
    return [(record["organisation"], record["uid"]) for record in found]
