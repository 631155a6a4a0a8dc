"""The institutions that a form offers as party or guest."""

from __future__ import annotations

from graph.store import Graph
from graph.visibility import Caller
from queries.cypher import load
from queries.models import Answer

CYPHER = load(__file__)


class Institution(Answer):
    """An institution by name; who belongs to DORE is no secret."""

    uid: str
    name: str
    member: bool


def institutions(graph: Graph, caller: Caller) -> tuple[Institution, ...]:
    """Return the institutions, members first, 500 at most.

    Raises:
        AccessRefused: the caller is not a member.
    """
    caller.members_only()
    return tuple(graph.read_all(CYPHER, Institution, caller))
