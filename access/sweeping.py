"""Who opened an unusual number of company sheets or lists lately: for the institution's stewards and the platform."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from access import moments
from access.roles import Action, Identity
from graph.store import Graph

SLOWED, REFUSED = "sweep-slowed", "sweep-refused"
"""Names of the lines of the audit."""

_OF = """
MATCH (e:AuditEvent)
WHERE e.at > $since AND e.action IN $actions AND ($organisation IS NULL OR e.organisation = $organisation)
OPTIONAL MATCH (p:Person {uid: e.actor})
OPTIONAL MATCH (k:Key {uid: substring(e.actor, 4)})
OPTIONAL MATCH (o:Operator {uid: e.organisation})
RETURN e.uid AS uid, e.at AS at, e.action AS action, e.target AS what, e.actor AS actor,
  coalesce(p.name, k.label, '') AS name, coalesce(o.name, '') AS organisation
ORDER BY at DESC, uid LIMIT 200
"""


@dataclass(frozen=True, slots=True)
class Sweep:
    """Somebody who was slowed down or refused.

    Args:
        uid: of the line of the audit.
        at: when, in UTC.
        action: `SLOWED` or `REFUSED`.
        what: `sheets` or `lists`.
        actor: uid of the person or key.
        name: of the person, or label of the key.
        organisation: name of the institution that they acted for.
    """

    uid: str
    at: str
    action: str
    what: str
    actor: str
    name: str
    organisation: str


def sweeps(graph: Graph, by: Identity, *, since: timedelta = timedelta(days=30)) -> list[Sweep]:
    """Return who was slowed down or refused, latest first: in one's institution, or everywhere for the administrator.

    Raises:
        AccessRefused: the role reads no audit.
    """
    if not by.may(Action.PLATFORM):
        by.require(Action.READ_AUDIT)
    asked = {"since": moments.ago(since), "actions": [SLOWED, REFUSED], "organisation": by.organisation}
    return [Sweep(**record) for record in graph.system_read(_OF, **asked)]
