"""What concerns one institution: overlaps, requests to join, objections, decisions, companies made one of two.

A notice keeps no content: what it says is read at the moment it is asked for, so that nothing is told any more of a
visit whose level was lowered, or that was cancelled, since.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from graph.store import Graph
from graph.visibility import Caller
from queries import marker
from queries.cypher import load
from queries.days import shown
from queries.models import MASKED_NAME, Answer, Status

CYPHER = load(__file__)
MOST = 200
WINDOW_DAYS = 90


class TheirVisit(Answer):
    """The visit of the other institution, as far as it may be known."""

    on: str | None
    status: Status
    theme: str | None
    reason: str | None


class Said(Answer):
    """What became of a request, an objection, a decision or a merging; `own` when the reader's institution made it."""

    status: str
    own: bool
    uid: str | None = None
    reason: str | None = None
    answer: str | None = None
    other: str | None = Field(default=None, description="of a merging: the company that is gone, or would be")


class Notice(Answer):
    """One thing told: `who` did it, at which company; `visit` is the uid of the reader's own visit, `on` its day."""

    uid: str
    kind: Literal["overlap", "joint", "join", "objection", "decision", "merge"]
    at: str
    read: bool
    who: str
    mailbox: str | None
    company: str
    siren: str | None
    name: str
    visit: str | None
    on: str | None
    theirs: TheirVisit | None
    said: Said | None

    @property
    def place(self) -> str:
        """Where the list goes on after this one."""
        return marker.write(self.at, self.uid)


def notices(
    graph: Graph, caller: Caller, *, reader: str = "", unread: bool = False, most: int = MOST, after: str | None = None
) -> tuple[Notice, ...]:
    """Return what the caller's institution is told, latest first.

    Args:
        graph: the store.
        caller: acts for the institution; another member's notices are never read.
        reader: uid of the person, to tell what that person has read; a digest for everybody leaves it out.
        unread: only what the reader has not read.
        most: how many.
        after: the `place` of the last one shown.

    Raises:
        Misuse: `after` is no place.
    """
    at, uid = marker.read(after, str, str) or (None, None)
    asked = {"reader": reader, "unread": unread, "at": at, "after": uid, "many": most}
    rows = graph.read(CYPHER, caller, window_days=WINDOW_DAYS, masked_name=MASKED_NAME, **asked)
    for row in rows:
        if theirs := row["theirs"]:
            on = shown(theirs.pop("earliest"), theirs.pop("latest"), signalled=theirs.pop("signalled"))
            row["theirs"] = TheirVisit(on=on, **theirs)
    return tuple(Notice(**row) for row in rows)
