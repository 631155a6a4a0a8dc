"""The institutions that may sign in: admitted, suspended, resumed by whoever runs the platform.

An institution is an `Operator`; being one opens nothing. What opens is `admitted_at`, which no import can write.
"""

from __future__ import annotations

from dataclasses import dataclass

from access.audit import event, recorded
from access.people import fold_email
from access.roles import Action, Identity
from graph.errors import NotFound
from graph.store import Graph

_LIST = """
MATCH (o:Operator) WHERE o.admitted_at IS NOT NULL
RETURN o.uid AS uid, o.name AS name, o.admitted_at AS admitted_at, o.suspended_at AS suspended_at,
  o.charter_accepted_at AS charter_accepted_at,
  COUNT { MATCH (m:Membership {organisation: o.uid}) WHERE m.standing IS NOT NULL } AS members
ORDER BY toLower(name), uid
"""
_ADMIT = """
MATCH (o:Operator {uid: $uid})
SET o.admitted_at = coalesce(o.admitted_at, $now), o.is_member = true
RETURN o.uid AS uid
"""
_SUSPEND = """
MATCH (o:Operator {uid: $uid}) WHERE o.admitted_at IS NOT NULL
SET o.suspended_at = coalesce(o.suspended_at, $now)
RETURN o.uid AS uid
"""
_RESUME = """
MATCH (o:Operator {uid: $uid}) WHERE o.admitted_at IS NOT NULL
REMOVE o.suspended_at
RETURN o.uid AS uid
"""
_MAILBOX = "MATCH (o:Operator {uid: $uid}) SET o.mailbox = $mailbox RETURN o.uid AS uid"


@dataclass(frozen=True, slots=True)
class Organisation:
    """An institution that was admitted.

    Args:
        uid: of its `Operator`.
        name: as people read it.
        admitted_at: since when.
        suspended_at: since when nobody acts for it, None when it is not suspended.
        charter_accepted_at: when a steward accepted the charter for it.
        members: how many people are of it.
    """

    uid: str
    name: str
    admitted_at: str
    suspended_at: str | None
    charter_accepted_at: str | None
    members: int


def organisations(graph: Graph, by: Identity) -> list[Organisation]:
    """Return the institutions that were admitted, by name.

    Raises:
        AccessRefused: not the platform's administrator.
    """
    by.require(Action.PLATFORM)
    return [Organisation(**record) for record in graph.system_read(_LIST)]


def admit(graph: Graph, by: Identity, uid: str) -> None:
    """Let an institution have members and keys; one that was admitted already stays so.

    Raises:
        AccessRefused: not the platform's administrator.
        NotFound: no institution of that uid.
    """
    _change(graph, by, uid, _ADMIT, "organisation-admit")


def suspend(graph: Graph, by: Identity, uid: str) -> None:
    """Close the doors to all members and keys of an institution, at their next request.

    Raises:
        AccessRefused: not the platform's administrator.
        NotFound: no institution of that uid was admitted.
    """
    _change(graph, by, uid, _SUSPEND, "organisation-suspend")


def resume(graph: Graph, by: Identity, uid: str) -> None:
    """Open them again.

    Raises:
        AccessRefused: not the platform's administrator.
        NotFound: no institution of that uid was admitted.
    """
    _change(graph, by, uid, _RESUME, "organisation-resume")


def set_mailbox(graph: Graph, by: Identity, written: str) -> None:
    """Say where one's institution is written to: by the others, who see it, and by the digests; empty takes it away.

    Raises:
        AccessRefused: the role does not manage the institution.
        Misuse: it is no address.
    """
    by.require(Action.MANAGE)
    mailbox = fold_email(written) if written.strip() else None
    line = event(by, "organisation-mailbox", about=by.organisation, target=by.organisation)
    graph.write_all([(_MAILBOX, {"uid": by.organisation, "mailbox": mailbox}), recorded(line)], guarded=True)


def mailbox(graph: Graph, by: Identity) -> str | None:
    """Return where one's institution is written to."""
    found = graph.system_read("MATCH (o:Operator {uid: $uid}) RETURN o.mailbox AS mailbox", uid=by.organisation)
    return found[0]["mailbox"] if found else None


def _change(graph: Graph, by: Identity, uid: str, cypher: str, action: str) -> None:
    by.require(Action.PLATFORM)
    line = event(by, action, about=uid, target=uid)
    if not graph.write_all([(cypher, {"uid": uid, "now": line.at}), recorded(line)], guarded=True):
        raise NotFound(
            "Cette institution n'est pas membre de la plateforme.", hint="Admettez-la d'abord : dore org add."
        )
