"""The member institutions, and which of them speak for the Region."""

from __future__ import annotations

from graph.store import Graph
from graph.visibility import Caller
from queries.cypher import load
from queries.models import Answer

CYPHER = load(__file__)
REGION_KINDS = ("région", "region", "conseil régional", "conseil regional")
"""How lists of institutions write the kind of the Region itself."""


class Member(Answer):
    """An institution that one may hand something over to."""

    uid: str
    name: str
    kind: str | None = None

    @property
    def is_region(self) -> bool:
        """Whether it is the Region."""
        return (self.kind or "").strip().lower() in REGION_KINDS


def members(graph: Graph, caller: Caller) -> list[Member]:
    """Return the member institutions by name.

    Raises:
        AccessRefused: the caller is not a member.
    """
    caller.members_only()
    return graph.read_all(CYPHER, Member, caller)
