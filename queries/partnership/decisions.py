"""The decisions of the Region, and the territorial needs that they answer."""

from __future__ import annotations

from graph.store import Graph
from graph.visibility import Caller
from queries.cypher import load
from queries.models import Answer

CYPHER = load(__file__)
MOST = 100


class Decided(Answer):
    """One decision; `answers` is the uid of the territorial need that it answers, where it answers one."""

    uid: str
    institution: str
    own: bool
    title: str
    kind: str | None
    theme: str | None
    on: str | None
    amount_eur: float | None
    summary: str | None
    answers: str | None
    answers_title: str | None


def decisions(graph: Graph, caller: Caller, *, answers: str | None = None, most: int = MOST) -> tuple[Decided, ...]:
    """Return the decisions that the caller may know in full, latest first.

    Args:
        graph: the store.
        caller: a member.
        answers: only those that answer this territorial need, by its uid.
        most: how many.

    Raises:
        AccessRefused: the caller is not a member.
    """
    caller.members_only()
    return tuple(graph.read_all(CYPHER, Decided, caller, answers=answers, many=most))
