"""What institutions ask of each other about a visit: to join it, or not to make it."""

from __future__ import annotations

from typing import Literal

from graph.errors import NotFound
from graph.store import Graph
from graph.visibility import Caller
from queries.cypher import load
from queries.days import shown
from queries.models import MASKED_NAME, Answer

CYPHER = load(__file__)
MOST = 200


class Exchange(Answer):
    """One request or objection.

    `visit` is the caller's own visit, `on` what may be known of the visit concerned, `asker_on` of that of whoever
    asks. `by_month` is whether the visit concerned is the caller's, and told to the others by its month alone.
    """

    uid: str
    kind: Literal["join", "objection"]
    status: Literal["open", "accepted", "declined", "withdrawn"]
    own: bool
    counterpart: str
    asker: str
    asked: str
    mailbox: str | None
    company: str
    siren: str | None
    name: str
    on: str | None
    asker_on: str | None = None
    by_month: bool = False
    visit: str | None
    reason: str | None
    answer: str | None
    asked_at: str
    answered_at: str | None


def exchanges(graph: Graph, caller: Caller, *, open_only: bool = False) -> tuple[Exchange, ...]:
    """Return what the caller's institution asked and was asked, latest first, 200 at most."""
    return _read(graph, caller, None, open_only=open_only)


def exchange(graph: Graph, caller: Caller, uid: str) -> Exchange:
    """Return one of the caller's own exchanges.

    Raises:
        NotFound: there is none, or it is between others.
    """
    found = _read(graph, caller, uid, open_only=False)
    if not found:
        raise NotFound("Cette demande n'existe pas, ou ne concerne pas votre institution.", hint="Voyez vos avis.")
    return found[0]


def _read(graph: Graph, caller: Caller, uid: str | None, *, open_only: bool) -> tuple[Exchange, ...]:
    rows = graph.read(CYPHER, caller, uid=uid, open=open_only, masked_name=MASKED_NAME, many=MOST)
    for row in rows:
        row["on"] = shown(row.pop("earliest"), row.pop("latest"), signalled=bool(row.pop("signalled")))
        theirs = (row.pop("asker_earliest"), row.pop("asker_latest"))
        row["asker_on"] = shown(*theirs, signalled=bool(row.pop("asker_signalled")))
        row["by_month"] = bool(row["by_month"])
    return tuple(Exchange(**row) for row in rows)
