"""People who may sign in: one address is one person."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from access.audit import event, recorded
from access.roles import Action, Identity
from graph.errors import Misuse, NotFound
from graph.store import Graph

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
