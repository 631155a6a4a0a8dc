"""The review queue of one organisation, page by page: deciding some of it moves nothing of the rest."""

from __future__ import annotations

import orjson

from graph.store import Graph
from graph.visibility import Caller
from ingest.queue import ReviewItem
from queries import marker
from queries.cypher import load
from queries.models import Answer, Page

CYPHER = load(__file__)


class Reviews(Answer):
    """A page of the queue; `count` is that of all of it."""

    count: int
    reviews: tuple[ReviewItem, ...]
    next_cursor: str | None = None


def reviews(graph: Graph, caller: Caller, page: Page, *, status: str = "open", kind: str | None = None) -> Reviews:
    """Return the caller's own queue, in the order of the files."""
    after = marker.read(page.cursor, str, int, str)
    [found] = graph.read(CYPHER, caller, status=status, kind=kind, after=after, many=page.limit + 1)
    items = tuple(
        ReviewItem(**{**row, "row": orjson.loads(row["row"]), "candidates": orjson.loads(row["candidates"])})
        for row in found["reviews"][: page.limit]
    )
    last = items[-1] if len(found["reviews"]) > page.limit else None
    return Reviews(
        count=found["count"],
        reviews=items,
        next_cursor=marker.write(last.file or "", last.line or 0, last.uid) if last else None,
    )
