"""What concerns an institution about needs: acts on those it raised or cares for, answers of the Region, requests."""

from __future__ import annotations

from typing import Literal

from graph.store import Graph
from graph.visibility import Caller
from queries.cypher import load
from queries.models import Answer

CYPHER = load(__file__)
MOST = 100
_ADDRESSES = {"need": "/besoins/{}", "territorial": "/besoins/territoriaux/{}", "demand": "/besoins/demandes/{}"}


class NeedNotice(Answer):
    """One thing told: `who` did `act` about `title`; nobody of the members when a person sent a request."""

    uid: str
    kind: Literal["need", "territorial", "demand"]
    at: str
    read: bool
    who: str | None
    mailbox: str | None
    act: str
    target: str
    title: str
    text: str | None

    @property
    def address(self) -> str:
        """The page where it goes on."""
        return _ADDRESSES[self.kind].format(self.target)


def need_notices(
    graph: Graph, caller: Caller, *, reader: str = "", unread: bool = False, most: int = MOST
) -> tuple[NeedNotice, ...]:
    """Return what the caller's institution is told of needs, latest first, as far as levels now permit.

    Args:
        graph: the store.
        caller: acts for the institution.
        reader: uid of the person, to tell what that person has read.
        unread: only what the reader has not read.
        most: how many.
    """
    return tuple(graph.read_all(CYPHER, NeedNotice, caller, reader=reader, unread=unread, many=most))
