"""People who may sign in: one address is one person."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from access.audit import event, recorded
from access.roles import Action, Identity
from graph.errors import Misuse, NotFound
from graph.store import Graph, Statement

_EMAIL = re.compile(r"[^@\s<>(),;:\"]+@[^@\s<>(),;:\"]+\.[^@\s<>(),;:\".]+")
_LONGEST = 254
_READ = """
MATCH (p:Person)
WHERE (p.uid = $written OR p.email = $written) AND p.disabled_at IS NULL
RETURN p.uid AS uid, p.email AS email, p.name AS name
"""
_NAMES = """
MATCH (m:Membership {organisation: $organisation}) WHERE m.person IN $actors
RETURN m.person AS uid, m.name AS name
UNION
MATCH (k:Key {organisation: $organisation}) WHERE 'key:' + k.uid IN $actors
RETURN 'key:' + k.uid AS uid, 'clé « ' + k.label + ' »' AS name
"""
_MEMBERS = """
MATCH (m:Membership) WHERE $organisation IS NULL OR m.organisation = $organisation
WITH m WHERE $ended_before IS NULL OR (m.standing IS NULL AND m.until < $ended_before)
MATCH (p:Person {uid: m.person})
RETURN m.uid AS uid, m.name AS name, m.role AS role, m.since AS since, m.until AS until,
  p.uid AS person, p.email AS email, p.name AS own_name, m.standing IS NOT NULL AS live,
  COUNT { MATCH (other:Membership {person: p.uid}) WHERE other.organisation <> m.organisation } AS elsewhere
ORDER BY since, uid
"""
_FORGET_MEMBERSHIPS = "UNWIND $uids AS uid MATCH (m:Membership {uid: uid}) WHERE m.standing IS NULL DETACH DELETE m"
_FORGET_PEOPLE = """
UNWIND $uids AS uid
MATCH (p:Person {uid: uid}) WHERE NOT EXISTS { MATCH (:Membership {person: uid}) }
CALL (p) { MATCH (s:Session {person: p.uid}) DETACH DELETE s }
CALL (p) { MATCH (l:Link {person: p.uid}) DETACH DELETE l }
DETACH DELETE p
"""
_DISABLE = """
MATCH (p:Person {uid: $uid}) WHERE p.disabled_at IS NULL OR p.disabled_at = $now
SET p.disabled_at = $now
WITH p
CALL (p) { MATCH (s:Session {person: p.uid}) DETACH DELETE s }
CALL (p) { MATCH (l:Link {person: p.uid}) WHERE l.used_at IS NULL SET l.expires_at = $now }
RETURN p.uid AS uid
"""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may sign in.

    Args:
        uid: what provenance and audit keep.
        email: folded.
        name: as they are called.
    """

    uid: str
    email: str
    name: str


@dataclass(frozen=True, slots=True)
class Account:
    """What the accounts hold of somebody for one institution, past memberships included.

    Args:
        uid: of the membership.
        name: as the institution wrote it.
        role: what they are or were there.
        since: from when.
        until: to when.
        person: uid of the person.
        email: folded.
        own_name: as whoever invited them first wrote it.
        live: whether the membership lasts.
        elsewhere: memberships of other institutions.
    """

    uid: str
    name: str
    role: str
    since: str
    until: str | None
    person: str
    email: str
    own_name: str
    live: bool
    elsewhere: int


def accounts(graph: Graph, by: Identity) -> list[Account]:
    """Return everybody who is or was a member of one's institution.

    Raises:
        AccessRefused: the role does not act on persons.
    """
    by.require(Action.PERSONS)
    found = graph.system_read(_MEMBERS, organisation=by.organisation, ended_before=None)
    return [Account(**record) for record in found]


def ended_before(graph: Graph, before: str, organisation: str | None = None) -> list[Account]:
    """Return the memberships that ended before a day, of one institution or of all: for upkeep."""
    found = graph.system_read(_MEMBERS, organisation=organisation, ended_before=before)
    return [Account(**record) for record in found]


def forgetting(found: Sequence[Account]) -> list[Statement]:
    """Return the statements that delete memberships that have ended, and people who are members of nothing more."""
    people = sorted({one.person for one in found})
    uids = [one.uid for one in found]
    return [(_FORGET_MEMBERSHIPS, {"uids": uids}), (_FORGET_PEOPLE, {"uids": people})] if found else []


def fold_email(written: str) -> str:
    """Return an address as it is compared: no blanks around, one form for each letter, in lower case.

    >>> fold_email(" Ada.Lovelace@CCI.example ")
    'ada.lovelace@cci.example'

    Raises:
        Misuse: it is no address.
    """
    folded = unicodedata.normalize("NFKC", written).strip().casefold()
    if len(folded) > _LONGEST or not _EMAIL.fullmatch(folded):
        raise Misuse(
            "Cette adresse électronique n'est pas valable.", hint="Écrivez-la ainsi : prenom.nom@institution.fr."
        )
    return folded


def person(graph: Graph, written: str) -> Person:
    """Return the person of that uid or address.

    Raises:
        NotFound: nobody, or nobody any more.
    """
    folded = fold_email(written) if "@" in written else written
    found = graph.system_read(_READ, written=folded)
    if not found:
        raise NotFound("Personne n'est connu sous cette adresse.", hint="Invitez d'abord cette personne.")
    return Person(**found[0])


def names_of(graph: Graph, organisation: str, actors: Collection[str]) -> dict[str, str]:
    """Return how an institution's own people and keys are called, by the uid that provenance keeps.

    Whoever was never its member, or is erased, is not in it.
    """
    found = graph.system_read(_NAMES, organisation=organisation, actors=sorted(set(actors)))
    return {row["uid"]: row["name"] for row in found}


def disable(graph: Graph, by: Identity, uid: str) -> None:
    """Let a person sign in no more, anywhere, from now on: its sessions end, its links die.

    Raises:
        AccessRefused: not the platform's administrator.
        NotFound: nobody of that uid, or disabled already.
    """
    by.require(Action.PLATFORM)
    line = event(by, "person-disable", target=uid)
    if not graph.write_all([(_DISABLE, {"uid": uid, "now": line.at}), recorded(line)], guarded=True):
        raise NotFound("Personne n'est connu sous cet identifiant.")
