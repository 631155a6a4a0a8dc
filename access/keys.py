"""Keys: what programs of an institution sign in with. Made and revoked by its stewards; never in an address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from access import moments
from access.audit import event, recorded
from access.roles import Action, Identity, Role
from access.secret import Secret, digest, new_secret, new_uid
from graph.errors import AccessRefused, Misuse, NotFound, Unauthenticated
from graph.store import Graph

LONGEST_DAYS = 365

_FIELDS = """
RETURN k.uid AS uid, k.label AS label, k.created_at AS created_at, k.created_by AS created_by,
  k.expires_at AS expires_at, k.revoked_at AS revoked_at
"""
_LIST = f"MATCH (k:Key {{organisation: $organisation}}) {_FIELDS} ORDER BY created_at DESC, uid"
_CREATE = f"""
MATCH (o:Operator {{uid: $organisation}}) WHERE o.admitted_at IS NOT NULL AND o.suspended_at IS NULL
MERGE (k:Key {{sha256: $sha256}})
ON CREATE SET k.uid = $uid, k.organisation = o.uid, k.label = $label, k.created_at = $now, k.created_by = $by,
  k.expires_at = $expires_at
{_FIELDS}
"""
_REVOKE = """
MATCH (k:Key {uid: $uid, organisation: $organisation})
SET k.revoked_at = coalesce(k.revoked_at, $now), k.revoked_by = coalesce(k.revoked_by, $by)
RETURN k.uid AS uid
"""
_READ = """
MATCH (k:Key {sha256: $sha256}) WHERE k.revoked_at IS NULL AND k.expires_at > $now
MATCH (o:Operator {uid: k.organisation}) WHERE o.admitted_at IS NOT NULL AND o.suspended_at IS NULL
RETURN k.uid AS uid, k.label AS label, o.uid AS organisation, o.name AS organisation_name,
  o.charter_accepted_at IS NOT NULL AS charter
"""


@dataclass(frozen=True, slots=True)
class Key:
    """A key, without its secret, which nobody has any more but its owner.

    Args:
        uid: what revokes it.
        label: what it is for.
        created_at: since when.
        created_by: uid of who made it.
        expires_at: until when, twelve months at most.
        revoked_at: when it was revoked, None when it was not.
    """

    uid: str
    label: str
    created_at: str
    created_by: str
    expires_at: str
    revoked_at: str | None


def keys(graph: Graph, by: Identity) -> list[Key]:
    """Return the keys of one's institution, latest first, ended ones included.

    Raises:
        AccessRefused: the role does not manage keys.
    """
    return [Key(**record) for record in graph.system_read(_LIST, organisation=_managed(by))]


def create_key(graph: Graph, by: Identity, label: str, *, days: int = LONGEST_DAYS) -> tuple[Key, Secret]:
    """Make a key for one's institution and return its secret, to be shown once.

    Raises:
        AccessRefused: the role does not manage keys.
        Misuse: no label, or more than twelve months.
        NotFound: the institution was not admitted, or is suspended.
    """
    organisation, said = _managed(by), " ".join(label.split())
    if not said:
        raise Misuse("Dites à quoi servira la clé.")
    if not 1 <= days <= LONGEST_DAYS:
        raise Misuse(f"Une clé dure de 1 à {LONGEST_DAYS} jours.")
    secret, uid = new_secret(), new_uid()
    line = event(by, "key-create", about=organisation, target=uid)
    made = {
        "organisation": organisation,
        "sha256": secret.sha256,
        "uid": uid,
        "label": said,
        "now": line.at,
        "by": by.actor,
        "expires_at": moments.ahead(timedelta(days=days)),
    }
    answers = graph.write_all([(_CREATE, made), recorded(line)], guarded=True)
    if not answers:
        raise NotFound(
            "Cette institution n'est pas membre de la plateforme.", hint="Admettez-la d'abord : dore org add."
        )
    return Key(**answers[0][0]), secret


def revoke_key(graph: Graph, by: Identity, uid: str) -> None:
    """End a key, at its next request; one that was revoked already stays so.

    Raises:
        AccessRefused: the role does not manage keys.
        NotFound: no such key of one's institution, whatever there is elsewhere.
    """
    organisation = _managed(by)
    line = event(by, "key-revoke", about=organisation, target=uid)
    asked = {"uid": uid, "organisation": organisation, "now": line.at, "by": by.actor}
    if not graph.write_all([(_REVOKE, asked), recorded(line)], guarded=True):
        raise NotFound("Cette clé n'est pas de votre institution.", hint="Voyez la liste des clés.")


def identify(graph: Graph, shown: str) -> Identity:
    """Return on whose behalf a request that shows this key is answered, in one read.

    Raises:
        Unauthenticated: no such key, or revoked, or too old, or its institution was suspended: the same answer.
    """
    found = graph.system_read(_READ, sha256=digest(shown), now=moments.present())
    if not found:
        raise Unauthenticated("Cette clé n'est pas valable.", hint="Demandez-en une au responsable des données.")
    [record] = found
    return Identity(
        role=Role.API_KEY,
        organisation=record["organisation"],
        organisation_name=record["organisation_name"],
        name=record["label"],
        actor=f"key:{record['uid']}",
        charter=record["charter"],
        via="key",
    )


def _managed(by: Identity) -> str:
    by.require(Action.MANAGE)
    if by.organisation is None:
        raise AccessRefused("Vous n'agissez pour aucune institution.")
    return by.organisation
