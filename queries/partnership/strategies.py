"""Strategies that territories declare: priorities, horizon, documents."""

from __future__ import annotations

from typing import Any

from graph.errors import NotFound
from graph.store import Graph
from graph.visibility import Caller
from queries.cypher import load
from queries.days import shown
from queries.models import Answer
from queries.partnership.told import Told

CYPHER = load(__file__)
MOST = 1000


class Document(Answer):
    """A document that a strategy names; the address is a text that was typed, fetched by nobody."""

    title: str
    url: str


class Strategy(Told):
    """One strategy: its horizon, priorities and documents."""

    horizon: int | None = None
    themes: tuple[str, ...] = ()
    documents: tuple[Document, ...] = ()


def strategies(graph: Graph, caller: Caller, territory: str | None = None) -> tuple[Strategy, ...]:
    """Return the strategies that the caller may know, of one territory and those within it, or all.

    Raises:
        AccessRefused: the caller is not a member.
    """
    caller.members_only()
    return tuple(_made(row) for row in graph.read(CYPHER, caller, uid=None, territory=territory, many=MOST))


def strategy(graph: Graph, caller: Caller, uid: str) -> Strategy:
    """Return one strategy.

    Raises:
        AccessRefused: the caller is not a member.
        NotFound: there is none, or another institution keeps it to itself.
    """
    caller.members_only()
    rows = graph.read(CYPHER, caller, uid=uid, territory=None, many=1)
    if not rows:
        raise NotFound("Cette stratégie n'existe pas.", hint="Voyez la liste des stratégies.")
    return _made(rows[0])


def _made(row: dict[str, Any]) -> Strategy:
    said = row.pop("said") or {}
    pairs = zip(said.pop("document_titles", ()), said.pop("document_urls", ()), strict=True)
    documents = tuple(Document(title=title, url=url) for title, url in pairs)
    on = shown(row.pop("earliest"), row.pop("latest"), signalled=row["signalled"])
    return Strategy(**row, **said, on=on, documents=documents)
