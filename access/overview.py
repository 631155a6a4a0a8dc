"""The institutions as the platform's administrator sees them: counts alone, never who is a member of another's."""

from __future__ import annotations

from dataclasses import dataclass

from access import moments
from access.roles import Action, Identity, Role
from graph.store import Graph

_OVERVIEW = """
MATCH (o:Operator) WHERE o.admitted_at IS NOT NULL
CALL (o) {
  MATCH (m:Membership {organisation: o.uid}) WHERE m.standing IS NOT NULL
  RETURN collect(m.role) AS roles, count(CASE WHEN m.charter_accepted_at IS NULL THEN 1 END) AS invited
}
CALL (o) {
  MATCH (k:Key {organisation: o.uid}) WHERE k.revoked_at IS NULL AND k.expires_at > $now
  RETURN count(k) AS keys
}
RETURN o.uid AS uid, o.name AS name, o.admitted_at AS admitted_at, o.suspended_at AS suspended_at,
  o.charter_accepted_at AS charter_accepted_at, roles, invited, keys
ORDER BY toLower(name), uid
"""


@dataclass(frozen=True, slots=True)
class Overview:
    """One institution that was admitted, in counts.

    Args:
        uid: of its `Operator`.
        name: as people read it.
        admitted_at: since when.
        suspended_at: since when nobody acts for it; None: it is open.
        charter_accepted_at: when a steward accepted the charter for it; None: nobody did yet.
        roles: how many members of each role, those that nobody has left out.
        invited: members among them who have not come yet.
        keys: keys that are valid now.
    """

    uid: str
    name: str
    admitted_at: str
    suspended_at: str | None
    charter_accepted_at: str | None
    roles: dict[Role, int]
    invited: int
    keys: int


def overview(graph: Graph, by: Identity) -> list[Overview]:
    """Return the institutions that were admitted, by name.

    Raises:
        AccessRefused: not the platform's administrator.
    """
    by.require(Action.PLATFORM)
    found = graph.system_read(_OVERVIEW, now=moments.present())
    return [Overview(**{**record, "roles": _counted(record["roles"])}) for record in found]


def _counted(roles: list[str]) -> dict[Role, int]:
    return {role: roles.count(role) for role in Role if role in roles}
