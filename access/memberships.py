"""Who is what for which institution: granted, changed and ended by its stewards, under the institution's lock.

Roles are read from the graph at each request, so that a change is in force at the next one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from access.audit import Event, event, recorded
from access.links import INVITATION, creation
from access.people import fold_email
from access.roles import PERMITTED, PLATFORM, Action, Identity, Role
from access.secret import Secret, new_secret, new_uid
from access.standing import standing
from graph.errors import AccessRefused, Conflict, Misuse, NotFound
from graph.store import Graph

GRANTED = (Role.READER, Role.CONTRIBUTOR, Role.STEWARD, Role.DPO)
"""What a steward may make of somebody."""

_FIELDS = """
RETURN m.uid AS uid, m.person AS person, m.name AS name, p.email AS email, m.organisation AS organisation,
  m.role AS role, m.since AS since, m.granted_by AS granted_by, m.charter_accepted_at AS charter_accepted_at
"""
_MEMBERS = f"""
MATCH (m:Membership {{organisation: $organisation}}) WHERE m.standing IS NOT NULL
MATCH (p:Person {{uid: m.person}})
{_FIELDS} ORDER BY toLower(name), uid
"""
_ONE = f"""
MATCH (m:Membership {{organisation: $organisation}}) WHERE m.standing IS NOT NULL
MATCH (p:Person {{uid: m.person}}) WHERE m.uid = $written OR p.uid = $written OR p.email = $written
{_FIELDS}
"""
# A membership that was there before has another uid than the one asked for: no row, and nothing is written.
_INVITE = """
OPTIONAL MATCH (o:Operator {uid: $organisation}) WHERE o.admitted_at IS NOT NULL AND o.suspended_at IS NULL
WITH o WHERE o IS NOT NULL OR $organisation = $platform
MERGE (p:Person {email: $email})
ON CREATE SET p.uid = $person, p.name = $name, p.created_at = $now, p.created_by = $by
MERGE (m:Membership {standing: $organisation + '/' + p.uid})
ON CREATE SET m.uid = $uid, m.person = p.uid, m.organisation = $organisation, m.name = $name, m.role = $role,
  m.since = $now, m.granted_by = $by
WITH m WHERE m.uid = $uid
RETURN m.uid AS uid
"""
# The first SET takes the institution's lock: of two stewards who leave at once, the second sees the first gone.
# A steward who has not accepted the charter is not in office yet: it neither holds the place nor keeps it.
_UNLESS_LAST = """
MATCH (lock:Operator|Membership) WHERE lock.uid = CASE $organisation WHEN $platform THEN $uid ELSE $organisation END
SET lock.uid = lock.uid
WITH lock
MATCH (m:Membership {standing: $standing})
WHERE m.uid = $uid AND m.role IN [$was, $role]
  AND (m.role <> 'steward' OR m.charter_accepted_at IS NULL OR $role = 'steward' OR COUNT {
    MATCH (other:Membership {organisation: $organisation, role: 'steward'})
    WHERE other.uid <> m.uid AND other.standing IS NOT NULL AND other.charter_accepted_at IS NOT NULL
      AND EXISTS { MATCH (q:Person {uid: other.person}) WHERE q.disabled_at IS NULL }
  } > 0)
"""
_SET_ROLE = _UNLESS_LAST + "SET m.role = $role RETURN m.uid AS uid"
_END = _UNLESS_LAST + "SET m.until = $now, m.ended_by = $by REMOVE m.standing RETURN m.uid AS uid"
_ACCEPT = """
MATCH (m:Membership {standing: $standing})
SET m.charter_accepted_at = coalesce(m.charter_accepted_at, $now)
WITH m
OPTIONAL MATCH (o:Operator {uid: m.organisation}) WHERE m.role = 'steward'
SET o.charter_accepted_at = coalesce(o.charter_accepted_at, $now)
RETURN m.uid AS uid
"""


@dataclass(frozen=True, slots=True)
class Membership:
    """What a person is for an institution.

    Args:
        uid: of the membership.
        person: uid of the person.
        name: as this institution wrote it.
        email: folded.
        organisation: uid of the institution; `dore` for the platform.
        role: what the person is there.
        since: from when.
        granted_by: uid of who granted it.
        charter_accepted_at: when the person accepted the charter; None: not yet, nothing is answered until then.
    """

    uid: str
    person: str
    name: str
    email: str
    organisation: str
    role: Role
    since: str
    granted_by: str
    charter_accepted_at: str | None


@dataclass(frozen=True, slots=True)
class Invitation:
    """Somebody just made a member, and the link that lets them in.

    Args:
        membership: what they are.
        link: `shown` is part of the address that they are sent, once.
    """

    membership: Membership
    link: Secret


@dataclass(frozen=True, slots=True)
class Guest:
    """Whom a steward invites, as what.

    Args:
        email: as typed.
        name: as they are called.
        role: what they will be.
    """

    email: str
    name: str
    role: Role = Role.READER


def members(graph: Graph, by: Identity) -> list[Membership]:
    """Return the members of one's institution, by name.

    Raises:
        AccessRefused: the role does not manage members.
    """
    organisation = _managed(by)
    return [_membership(record) for record in graph.system_read(_MEMBERS, organisation=organisation)]


def invite(graph: Graph, by: Identity, guest: Guest, *, lasts: timedelta = INVITATION) -> Invitation:
    """Make somebody a member of one's institution and return the link that lets them in.

    Whether that address is known elsewhere changes nothing of the answer, and the link opens nothing elsewhere.

    Raises:
        AccessRefused: the role does not manage members.
        Conflict: already a member.
        Misuse: no address, no name, or a role that is not granted here.
    """
    organisation = _managed(by)
    email, name = fold_email(guest.email), " ".join(guest.name.split())
    if not name:
        raise Misuse("Donnez le nom de la personne.")
    if guest.role not in ((Role.ADMIN,) if organisation == PLATFORM else GRANTED):
        raise Misuse("Ce rôle ne s'attribue pas ici.", hint=f"Rôles possibles : {', '.join(GRANTED)}.")
    if not timedelta(0) < lasts <= INVITATION:
        raise Misuse("Une invitation dure au plus sept jours.")
    link, uid = new_secret(), new_uid()
    line = event(by, "member-invite", about=organisation, target=uid)
    asked = {"organisation": organisation, "platform": PLATFORM, "email": email, "name": name, "role": guest.role}
    made = {"person": new_uid(), "uid": uid, "now": line.at, "by": by.actor}
    statements = [(_INVITE, {**asked, **made}), creation(by, email, link, lasts), recorded(line)]
    if not graph.write_all(statements, guarded=True):
        raise Conflict("Cette personne est déjà membre de votre institution, ou celle-ci est suspendue.")
    return Invitation(membership(graph, by, uid), link)


def invite_again(graph: Graph, by: Identity, written: str, *, lasts: timedelta = INVITATION) -> Invitation:
    """Return another link for somebody who was invited and never came: who has come signs in by themselves.

    Raises:
        AccessRefused: the role does not manage members.
        Conflict: the person came already.
        NotFound: no such member.
    """
    found = membership(graph, by, written)
    if found.charter_accepted_at is not None:
        raise Conflict("Cette personne s'est déjà connectée.", hint="Elle se connecte elle-même.")
    if not timedelta(0) < lasts <= INVITATION:
        raise Misuse("Une invitation dure au plus sept jours.")
    link = new_secret()
    line = event(by, "member-invite", about=found.organisation, target=found.uid)
    graph.write_all([creation(by, found.email, link, lasts), recorded(line)])
    return Invitation(found, link)


def membership(graph: Graph, by: Identity, written: str) -> Membership:
    """Return the member of one's institution of that uid or address.

    Raises:
        AccessRefused: the role does not manage members.
        NotFound: no such member here, whatever there is elsewhere.
    """
    return _found(graph, _managed(by), fold_email(written) if "@" in written else written)


def set_role(graph: Graph, by: Identity, written: str, role: Role) -> Membership:
    """Make something else of a member.

    Raises:
        AccessRefused: the role does not manage members, or one would raise one's own.
        Conflict: the last steward, or somebody was faster.
        Misuse: a role that is not granted here.
        NotFound: no such member.
    """
    found = membership(graph, by, written)
    if role not in GRANTED or found.organisation == PLATFORM:
        raise Misuse("Ce rôle ne s'attribue pas ici.", hint=f"Rôles possibles : {', '.join(GRANTED)}.")
    if found.person == by.person and not _powers(role) <= _powers(found.role):
        raise AccessRefused("Nul n'élargit son propre rôle.", hint="Demandez-le à un autre responsable des données.")
    line = event(by, f"member-role-{role}", about=found.organisation, target=found.uid)
    _change(graph, _SET_ROLE, found, role, line)
    return membership(graph, by, found.uid)


def end(graph: Graph, by: Identity, written: str) -> None:
    """End a membership: from the next request on, the person is nothing there.

    Raises:
        AccessRefused: the role does not manage members.
        Conflict: the last steward, or somebody was faster.
        NotFound: no such member.
    """
    found = membership(graph, by, written)
    _change(graph, _END, found, None, event(by, "member-end", about=found.organisation, target=found.uid))


def leave(graph: Graph, by: Identity) -> None:
    """End one's own membership of the institution that one acts for, whatever one's role.

    Raises:
        Conflict: the last steward.
        NotFound: one is member of nothing.
    """
    found = _found(graph, by.organisation or PLATFORM, by.person or "")
    _change(graph, _END, found, None, event(by, "member-leave", about=found.organisation, target=found.uid))


def accept_charter(graph: Graph, by: Identity) -> None:
    """Accept the charter, for oneself; a steward does it for the institution and its keys too.

    Raises:
        NotFound: one is member of nothing.
    """
    asked = {"standing": standing(by.organisation or PLATFORM, by.person or ""), "now": ""}
    line = event(by, "charter-accept", about=by.organisation, target=by.person)
    if not graph.write_all([(_ACCEPT, {**asked, "now": line.at}), recorded(line)], guarded=True):
        raise NotFound("Vous n'êtes membre d'aucune institution.")


def _found(graph: Graph, organisation: str, written: str) -> Membership:
    found = graph.system_read(_ONE, organisation=organisation, written=written)
    if not found:
        raise NotFound("Cette personne n'est pas membre de votre institution.", hint="Voyez la liste des membres.")
    return _membership(found[0])


def _managed(by: Identity) -> str:
    """Return whose members `by` manages: its institution's, or the platform's administrators."""
    if by.role is Role.ADMIN:
        by.require(Action.PLATFORM)
        return PLATFORM
    by.require(Action.MANAGE)
    if by.organisation is None:
        raise AccessRefused("Vous n'agissez pour aucune institution.")
    return by.organisation


def _powers(role: Role) -> set[Action]:
    return {action for action, roles in PERMITTED.items() if role in roles}


def _change(graph: Graph, cypher: str, found: Membership, role: Role | None, line: Event) -> None:
    asked = {
        "organisation": found.organisation,
        "platform": PLATFORM,
        "standing": standing(found.organisation, found.person),
        "uid": found.uid,
        "was": found.role,
        "role": role or "",
        "now": line.at,
        "by": line.actor,
    }
    if not graph.write_all([(cypher, asked), recorded(line)], guarded=True):
        raise Conflict(
            "Le dernier responsable des données ne peut ni partir ni changer de rôle.",
            hint="Nommez-en d'abord un autre, qui ait accepté la charte ; sinon, relisez la liste des membres.",
        )


def _membership(record: dict[str, object]) -> Membership:
    return Membership(**{**record, "role": Role(str(record["role"]))})  # type: ignore[arg-type]
