"""People signed in: what a session is good for is read from the graph at each request, never kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from access import moments
from access.audit import event, recorded
from access.roles import Identity, Role
from access.secret import Secret, digest, new_uid
from access.standing import LIVE
from graph.errors import NotFound, Unauthenticated
from graph.store import Graph, Statement

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
_TOUCHED_EVERY = timedelta(minutes=1)
"""A session in use is written to once a minute, not at each request."""

_READ = f"""
MATCH (s:Session {{sha256: $sha256}}) WHERE s.seen_at > $idle AND s.created_at > $oldest
MATCH (p:Person {{uid: s.person}}) WHERE p.disabled_at IS NULL
OPTIONAL MATCH (m:Membership {{standing: s.organisation + '/' + p.uid}})
  WHERE s.within IS NULL OR s.within = s.organisation
OPTIONAL MATCH (o:Operator {{uid: m.organisation}})
WITH s, p, m, o, coalesce({LIVE}, false) AS live
RETURN s.uid AS session, s.seen_at AS seen_at, p.uid AS person, p.name AS name,
  CASE WHEN live THEN m.role END AS role, CASE WHEN live THEN o.uid END AS organisation,
  CASE WHEN live THEN o.name END AS organisation_name, m.charter_accepted_at AS charter_accepted_at
"""
_TOUCH = "MATCH (s:Session {sha256: $sha256}) WHERE s.seen_at < $now SET s.seen_at = $now"
_CHOICES = f"""
MATCH (s:Session {{sha256: $sha256}}) WHERE s.seen_at > $idle AND s.created_at > $oldest
MATCH (p:Person {{uid: s.person}}) WHERE p.disabled_at IS NULL
MATCH (m:Membership {{person: p.uid}}) WHERE s.within IS NULL OR s.within = m.organisation
OPTIONAL MATCH (o:Operator {{uid: m.organisation}})
WITH m, o WHERE {LIVE}
RETURN m.organisation AS organisation, coalesce(o.name, 'Plateforme') AS name, m.role AS role
ORDER BY name, organisation
"""
_CHOOSE = "MATCH (s:Session {sha256: $sha256}) SET s.organisation = $organisation RETURN s.uid AS uid"
_OPENED = """
MATCH (s:Session {sha256: $session})
MERGE (e:AuditEvent {uid: $event})
ON CREATE SET e.at = $now, e.action = 'sign-in', e.actor = s.person, e.organisation = s.organisation,
  e.target = s.person, e.via = 'session', e.request_id = $request_id
"""
_OVER = "MATCH (s:Session) WHERE s.created_at < $oldest OR s.seen_at < $idle DETACH DELETE s"
_CLOSE = "MATCH (s:Session {sha256: $sha256}) WITH s, s.uid AS uid DELETE s RETURN uid"


@dataclass(frozen=True, slots=True)
class Choice:
    """An institution that a person may act for.

    Args:
        organisation: its uid; `dore` for the administration of the platform.
        name: as people read it.
        role: what the person is there.
    """

    organisation: str
    name: str
    role: Role


def identify(graph: Graph, shown: str) -> Identity:
    """Return on whose behalf a request of this session is answered, in one read.

    Where no institution was chosen yet, or the one chosen has ended the membership or was suspended, the identity
    has a person and the role of nobody: it sees the open layer and may choose (`choices`, `choose`).

    Raises:
        Unauthenticated: no such session, or ended, or too old, or its person was disabled.
    """
    found = graph.system_read(_READ, **_asked(shown))
    if not found:
        raise Unauthenticated("Votre session est terminée.", hint="Connectez-vous de nouveau.")
    [record] = found
    if record["seen_at"] < moments.ago(_TOUCHED_EVERY):
        graph.write(_TOUCH, sha256=digest(shown), now=moments.present())
    return _identity(record)


def choices(graph: Graph, shown: str) -> list[Choice]:
    """Return the institutions that the person of a session may act for, by name; none for a session that ended."""
    found = graph.system_read(_CHOICES, **_asked(shown))
    return [Choice(record["organisation"], record["name"], Role(record["role"])) for record in found]


def choose(graph: Graph, shown: str, organisation: str, *, request_id: str = "") -> Identity:
    """Act for another institution from now on, in this session.

    Raises:
        NotFound: the person is nothing there, or there is no such institution: the same answer.
        Unauthenticated: the session ended.
    """
    before = identify(graph, shown)
    if organisation not in {choice.organisation for choice in choices(graph, shown)}:
        raise NotFound("Vous n'êtes pas membre de cette institution.", hint="Choisissez-en une de la liste.")
    by = Identity(organisation=organisation, actor=before.actor, via="session", request_id=request_id)
    line = event(by, "organisation-choose", about=organisation)
    change = {"sha256": digest(shown), "organisation": organisation}
    graph.write_all([(_CHOOSE, change), recorded(line)], guarded=True)
    return identify(graph, shown)


def close(graph: Graph, by: Identity, shown: str) -> None:
    """End a session; one that has ended already stays so."""
    line = event(by, "sign-out", target=by.session)
    graph.write_all([(_CLOSE, {"sha256": digest(shown)}), recorded(line)], guarded=True)


def opening(secret: Secret, now: str, request_id: str) -> list[Statement]:
    """Return what goes with opening a session, in its transaction: its line in the audit, the end of those over."""
    told = {"session": secret.sha256, "event": new_uid(), "now": now, "request_id": request_id}
    return [(_OPENED, told), _over()]


def forget_over(graph: Graph) -> None:
    """Remove the sessions that are over."""
    cypher, parameters = _over()
    graph.write(cypher, **parameters)


def _over() -> Statement:
    return _OVER, {"oldest": moments.ago(LONGEST), "idle": moments.ago(IDLE)}


def _asked(shown: str) -> dict[str, Any]:
    return {
        "sha256": digest(shown),
        "now": moments.present(),
        "idle": moments.ago(IDLE),
        "oldest": moments.ago(LONGEST),
    }


def _identity(record: dict[str, Any]) -> Identity:
    role = Role(record["role"] or Role.ANONYMOUS)
    return Identity(
        role=role,
        organisation=record["organisation"],
        organisation_name="Plateforme" if role is Role.ADMIN else record["organisation_name"] or "",
        person=record["person"],
        name=record["name"],
        actor=record["person"],
        charter=role in (Role.ANONYMOUS, Role.ADMIN) or record["charter_accepted_at"] is not None,
        via="session",
        session=record["session"],
    )
