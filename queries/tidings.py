"""What concerns an institution beside visits: needs, agreements, consultations, committees, envelopes.

As of visits (`queries.notices`), what is told keeps no content: it is read when it is asked for, as levels then permit.
"""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import Field

from graph.store import Graph
from graph.visibility import Caller
from queries.cypher import load
from queries.models import Answer

CYPHER = load(__file__)
MOST = 100
Kind = Literal[
    "agreement", "consultation", "consultation_reply", "consultation_outcome",
    "need", "territorial", "demand",
    "referral", "referral_answer", "ruling", "envelope", "transfer",
]  # fmt: skip
_ADDRESSES: dict[str, str] = {
    "agreement": "/conventions/{}",
    "consultation": "/consultations/{}",
    "consultation_reply": "/consultations/{}",
    "consultation_outcome": "/consultations/{}",
    "need": "/besoins/{}",
    "territorial": "/besoins/territoriaux/{}",
    "demand": "/besoins/demandes/{}",
    "referral": "/questions/{}",
    "referral_answer": "/questions/{}",
    "ruling": "/dossiers/{}",
    "envelope": "/enveloppes/{}",
    "transfer": "/enveloppes/{}",
}


class Tiding(Answer):
    """One thing told: `who` did `act` about `title`; nobody of the members when a person sent a request."""

    uid: str
    kind: Kind
    at: str
    read: bool
    who: str | None
    mailbox: str | None
    act: str | None = Field(
        description="of a need, what was done; of a committee, the verdict; of a transfer, its sense"
    )
    target: str = Field(description="uid of what it is about")
    title: str
    text: str | None

    @property
    def address(self) -> str:
        """The page where it goes on."""
        return _ADDRESSES[self.kind].format(self.target)


def tidings(
    graph: Graph, caller: Caller, *, reader: str = "", unread: bool = False, most: int = MOST
) -> tuple[Tiding, ...]:
    """Return what the caller's institution is told, latest first.

    Args:
        graph: the store.
        caller: acts for the institution; another member's notices are never read.
        reader: uid of the person, to tell what that person has read; a digest for everybody leaves it out.
        unread: only what the reader has not read.
        most: how many.
    """
    asked = {"reader": reader, "unread": unread, "kinds": list(get_args(Kind)), "many": most}
    return tuple(graph.read_all(CYPHER, Tiding, caller, **asked))
