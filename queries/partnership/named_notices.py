"""Agreements and consultations in which another institution named the caller's, and answers to its consultations."""

from __future__ import annotations

from typing import Literal

from graph.store import Graph
from graph.visibility import Caller
from queries.cypher import load
from queries.models import Answer

CYPHER = load(__file__)
MOST = 100


class NamedNotice(Answer):
    """One thing told: `who` named the reader's institution in `title`, or answered its consultation."""

    uid: str
    kind: Literal["agreement", "consultation", "consultation_reply"]
    at: str
    read: bool
    who: str
    mailbox: str | None
    about: str
    title: str

    @property
    def address(self) -> str:
        """The page that it is about."""
        return f"/{'conventions' if self.kind == 'agreement' else 'consultations'}/{self.about}"


def named_notices(
    graph: Graph, caller: Caller, *, reader: str = "", unread: bool = False, most: int = MOST
) -> tuple[NamedNotice, ...]:
    """Return what the caller's institution is told of agreements and consultations, as far as levels now permit.

    Args:
        graph: the store.
        caller: acts for the institution; another member's notices are never read.
        reader: uid of the person, to tell what that person has read.
        unread: only what the reader has not read.
        most: how many.
    """
    return tuple(graph.read_all(CYPHER, NamedNotice, caller, reader=reader, unread=unread, many=most))
