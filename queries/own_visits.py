"""The visits that one organisation recorded, planned ones and past ones."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from graph.errors import NotFound
from graph.store import Graph
from graph.visibility import Caller, Visibility
from queries.cursor import Cursor
from queries.cypher import load
from queries.days import today
from queries.models import MASKED_NAME, Answer, Page, Status

CYPHER = load(__file__)
LATELY = load(__file__, "own_visits_lately")
MOST = 500
LOOK_BACK_DAYS = (100, 500)
"""How far the past is looked at before all of it is: an index finds the last months of an institution at once."""
_ALWAYS = "9999-12-31"


class OwnVisit(Answer):
    """One visit of the caller's own, with all its fields; `reference` is what it may be corrected by."""

    uid: str
    visit: str
    company: str
    siren: str | None
    commune: str | None
    name: str
    on: str | None
    status: Status
    theme: str | None
    purpose: str | None
    note: str | None
    agent: str | None
    visibility: Visibility
    reference: str | None
    reason: str | None


class OwnVisits(Answer):
    """A page of the caller's own visits, latest first; `next_cursor` is None on the last page."""

    visits: tuple[OwnVisit, ...]
    next_cursor: str | None = None


def own_visits(graph: Graph, caller: Caller, *, planned: bool | None = None, page: Page | None = None) -> OwnVisits:
    """Return the caller's own visits, latest first.

    Args:
        graph: the store.
        caller: whose visits.
        planned: only those to come, or only the others; None takes all.
        page: which part of the list, 500 visits at most.

    Raises:
        Misuse: a cursor that is none.
    """
    page = page or Page()
    cursor, limit = Cursor.read(page.cursor), min(page.limit or MOST, MOST)
    asked = {
        "planned": planned,
        "before": _day(cursor.rank) if cursor else _ALWAYS,
        "after": cursor.uid if cursor else "",
        "masked_name": MASKED_NAME,
        "many": limit + 1,
    }
    found = [OwnVisit(**row) for row in _read(graph, caller, asked)]
    last = found[limit - 1] if len(found) > limit else None
    more = Cursor(int((last.on or "0").replace("-", "")), last.uid).text if last else None
    return OwnVisits(visits=tuple(found[:limit]), next_cursor=more)


def _read(graph: Graph, caller: Caller, asked: dict[str, Any]) -> list[dict[str, Any]]:
    """Look at the last months first, then further back, until a page is full."""
    if not asked["planned"]:
        for days in LOOK_BACK_DAYS:
            # Bounds of a visit start with a month at the earliest, where one only signalled it.
            since = min(asked["before"], (today() - timedelta(days=days)).isoformat())[:8] + "01"
            found = graph.read(LATELY, caller, since=since, **asked)
            if len(found) == asked["many"]:
                return found
    return graph.read(CYPHER, caller, uid=None, **asked)


def _day(rank: int) -> str:
    """Return the day that a cursor stands for."""
    text = f"{rank:08}"
    return f"{text[:4]}-{text[4:6]}-{text[6:]}" if rank else ""


def own_visit(graph: Graph, caller: Caller, uid: str) -> OwnVisit:
    """Return one of the caller's own visits.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    asked = {"uid": uid, "planned": None, "before": _ALWAYS, "after": ""}
    found = graph.read(CYPHER, caller, **asked, masked_name=MASKED_NAME, many=1)
    if not found:
        raise NotFound("Cette visite n'est pas l'une des vôtres.", hint="Voyez la liste de vos visites.")
    return OwnVisit(**found[0])
