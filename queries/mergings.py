"""What was decided of companies that may be one: proposed, made one, two again, or said to be two."""

from __future__ import annotations

from graph.store import Graph
from graph.visibility import Caller
from queries.cypher import load
from queries.models import MASKED_NAME, Answer

CYPHER = load(__file__)


class Side(Answer):
    """One of the two companies."""

    uid: str
    siren: str | None
    name: str | None
    commune: str | None
    masked: bool


class Merging(Answer):
    """What was decided of a pair: `status` is `proposed`, `done`, `undone` or `distinct`.

    `waits_for` are the institutions whose word is still missing; `mine` says whether the caller's may go back on it.
    """

    uid: str
    status: str
    keep: Side
    gone: Side
    reason: str | None
    owner: str
    institution: str
    at: str
    undone_at: str | None
    asked: tuple[str, ...]
    agreed: tuple[str, ...]
    waits_for: tuple[str, ...]
    mine: bool


def mergings(
    graph: Graph, caller: Caller, *, uid: str | None = None, status: str | None = None, limit: int = 50
) -> list[Merging]:
    """Return what was decided of the pairs of companies that the caller may know, latest first.

    Args:
        graph: the store.
        caller: on whose behalf.
        uid: of the only one wanted.
        status: the only one wanted.
        limit: how many at most.

    Raises:
        AccessRefused: the caller is not a member.
    """
    caller.members_only()
    return graph.read_all(CYPHER, Merging, caller, uid=uid, status=status, many=limit, masked_name=MASKED_NAME)
