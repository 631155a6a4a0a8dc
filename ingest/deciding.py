"""The queue as somebody goes through it: from one row to the next, and rows that say the same decided together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson

from graph.errors import Conflict, NotFound
from graph.store import Graph
from graph.visibility import Caller
from ingest.queue import ReviewItem, read_review, review_item, show_review
from ingest.reviewing import accept, reject, undo
from ingest.understanding import mention_key

MOST_TOGETHER = 500
"""Rows that one decision may settle."""
_PLACE = "coalesce(review.file, ''), coalesce(review.line, 0), review.uid"
_OPEN = "MATCH (review:Review) WHERE review.owner IN $own AND review.status = 'open'"
AFTER = f"""
{_OPEN}
WITH review, [{_PLACE}] AS place
WHERE $place IS NULL OR place[0] > $place[0] OR (place[0] = $place[0]
  AND (place[1] > $place[1] OR (place[1] = $place[1] AND (place[2] > $place[2] OR ($itself AND place[2] = $place[2])))))
RETURN properties(review) AS review ORDER BY place[0], place[1], place[2] LIMIT $limit
"""
BEFORE = f"""
{_OPEN}
WITH review, [{_PLACE}] AS place
WHERE place[0] < $place[0] OR (place[0] = $place[0]
  AND (place[1] < $place[1] OR (place[1] = $place[1] AND place[2] < $place[2])))
RETURN properties(review) AS review ORDER BY place[0] DESC, place[1] DESC, place[2] DESC LIMIT 1
"""
SAME = f"""
{_OPEN} AND review.kind = 'company'
  AND review.mention IN $mentions AND review.source_uid IN $sources
RETURN review.uid AS uid, review.mention AS mention, review.source_uid AS source, review.row AS row
ORDER BY {_PLACE}
"""


def rows_after(graph: Graph, caller: Caller, uid: str, limit: int, *, itself: bool = False) -> list[ReviewItem]:
    """Return the rows that wait after one of the queue, decided or not; all from the first when it is of no row.

    Args:
        graph: the store.
        caller: whose queue it is.
        uid: of the row before; "" begins with the first.
        limit: how many at most.
        itself: whether the row itself comes first, if it still waits.
    """
    place = _place(graph, caller, uid)
    found = graph.read(AFTER, caller, place=place, itself=itself, limit=limit)
    return [review_item(record["review"]) for record in found]


def row_before(graph: Graph, caller: Caller, uid: str) -> ReviewItem | None:
    """Return the row that waits just before one of the queue."""
    place = _place(graph, caller, uid)
    found = graph.read(BEFORE, caller, place=place) if place else []
    return review_item(found[0]["review"]) if found else None


def same_rows(graph: Graph, caller: Caller, items: list[ReviewItem]) -> dict[str, list[str]]:
    """Return, by row, the uids of all rows that wait and say the same of their company, itself included."""
    asked = [item for item in items if item.kind == "company" and item.mention]
    if not asked:
        return {}
    wanted = {"mentions": [item.mention for item in asked], "sources": [item.source for item in asked]}
    groups: dict[tuple[str, str], list[str]] = {}
    for found in graph.read(SAME, caller, **wanted):
        groups.setdefault((found["source"], mention_key(orjson.loads(found["row"]))), []).append(found["uid"])
    return {item.uid: groups.get((item.source, mention_key(item.row)), [item.uid])[:MOST_TOGETHER] for item in asked}


def plan(graph: Graph, caller: Caller) -> None:
    """Ask what the queue asks, of nothing: the plans are made before a person waits for them."""
    rows_after(graph, caller, "", 1)
    graph.read(BEFORE, caller, place=["", 0, ""])
    graph.read(SAME, caller, mentions=[], sources=[])


def decide(graph: Graph, caller: Caller, uid: str, decision: str, *, together: bool = False) -> list[str]:
    """Settle a row, and those that say the same where that is wished; return the uids of those settled.

    Args:
        graph: the store.
        caller: whose queue it is.
        uid: of the row.
        decision: `ignore`, `new`, `ok`, or `company:` and a SIREN or uid.
        together: whether the rows that say the same are settled alike.

    Raises:
        NotFound: no such row in the caller's queue, or no such company.
        Conflict: somebody decided the row meanwhile; those that somebody decided among the others are left as they are.
    """
    same = same_rows(graph, caller, [show_review(graph, caller, uid)]) if together else {}
    settle = _settler(graph, caller, decision)
    settle(uid)
    done = [uid]
    for other in same.get(uid, []):
        if other != uid:
            try:
                settle(other)
            except Conflict:
                continue
            done.append(other)
    return done


def take_back(graph: Graph, caller: Caller, uids: list[str]) -> list[str]:
    """Undo the decisions on some rows; return those that wait again.

    Raises:
        Conflict: the first was undone by somebody meanwhile.
    """
    done: list[str] = []
    for uid in uids[:MOST_TOGETHER]:
        try:
            undo(graph, caller, uid)
        except Conflict:
            if not done:
                raise
            continue
        done.append(uid)
    return done


def _settler(graph: Graph, caller: Caller, decision: str) -> Callable[[str], Any]:
    if decision == "ignore":
        return lambda uid: reject(graph, caller, uid)
    if decision == "new":
        return lambda uid: accept(graph, caller, uid, new=True)
    company = decision.partition(":")[2] or None
    return lambda uid: accept(graph, caller, uid, company=company)


def _place(graph: Graph, caller: Caller, uid: str) -> list[Any] | None:
    if not uid:
        return None
    try:
        found = read_review(graph, caller, uid)
    except NotFound:
        return None
    return [found.get("file") or "", found.get("line") or 0, uid]
