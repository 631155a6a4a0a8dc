"""The visits that one organisation recorded, planned ones and past ones."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from graph.errors import NotFound
from graph.store import Graph
from graph.visibility import Caller, Visibility
from queries.cursor import Cursor
from queries.cypher import load
from queries.days import today
from queries.models import MASKED_NAME, Answer, Page, Status

CYPHER = load(__file__)
MOST = 500
LOOK_BACK_DAYS = (15, 100, 500)
"""How far the past is looked at before all of it is: an index finds the last weeks of an institution at once."""
LOOK_AHEAD_DAYS = (15, 100)
NEAR_DAYS = 7
_FIRST, _LAST = "", "9999-12-31"
_PAST = ("done", "cancelled")
NOTHING: dict[str, Any] = {
    **dict.fromkeys(("uids", "windows", "all", "statuses"), ()),
    "soonest": False,
    "since": _FIRST,
    "before": _LAST,
    "after": "",
    "masked_name": MASKED_NAME,
}
"""The parameters of the text when no way to the visits is taken."""


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
    siret: str | None = None
    role: str | None = None
    joint_reference: str | None = None
    duration_minutes: int | None = None


class OwnVisits(Answer):
    """A page of the caller's own visits, latest first; `next_cursor` is None on the last page."""

    visits: tuple[OwnVisit, ...]
    next_cursor: str | None = None


class Agenda(Answer):
    """Planned visits of the caller's own: `ahead`, soonest first; `due`, whose day is past, latest first.

    `more` says that others than these are ahead.
    """

    ahead: tuple[OwnVisit, ...]
    due: tuple[OwnVisit, ...]
    more: bool = False


def own_visits(graph: Graph, caller: Caller, *, past: bool = False, page: Page | None = None) -> OwnVisits:
    """Return the caller's own visits, latest first.

    Args:
        graph: the store.
        caller: whose visits.
        past: whether those that are still planned are left out.
        page: which part of the list, 500 visits at most.

    Raises:
        Misuse: a cursor that is none.
    """
    page = page or Page()
    cursor, limit = Cursor.read(page.cursor), min(page.limit or MOST, MOST)
    statuses = _PAST if past else tuple(Status)
    before, after = (_day(cursor.rank), cursor.uid) if cursor else (_LAST, "")
    asked = {"statuses": statuses, "before": before, "after": after, "many": limit + 1}
    found: list[OwnVisit] = []
    for days in LOOK_BACK_DAYS if past else ():
        window = [_month_of(min(before, _day_from(today(), -days))), _LAST]
        found = _read(graph, caller, windows=[window], **asked)
        if len(found) > limit:
            break
    else:
        found = _read(graph, caller, all=[True], **asked)
    last = found[limit - 1] if len(found) > limit else None
    more = Cursor(int((last.on or "0").replace("-", "")), last.uid).text if last else None
    return OwnVisits(visits=tuple(found[:limit]), next_cursor=more)


def agenda(graph: Graph, caller: Caller, *, as_of: date | None = None, limit: int = MOST) -> Agenda:
    """Return the caller's own visits that are planned.

    Args:
        graph: the store.
        caller: whose visits.
        as_of: the day that tells those ahead from those due; default today.
        limit: of those ahead, and of those due, how many at most; 500 visits at most.
    """
    day, limit = as_of or today(), min(limit, MOST)
    on = day.isoformat()
    planned: dict[str, Any] = {"statuses": (Status.PLANNED.value,)}
    found: list[OwnVisit] = []
    for last in (*(_day_from(day, days) for days in LOOK_AHEAD_DAYS), _LAST):
        window = [_month_of(on), last]
        found = _read(graph, caller, windows=[window], soonest=True, since=on, many=limit + 1, **planned)
        if len(found) > limit:
            break
    due = _read(graph, caller, windows=[[_FIRST, on]], before=_day_from(day, -1), many=limit, **planned)
    return Agenda(ahead=tuple(found[:limit]), due=tuple(due), more=len(found) > limit)


def to_report(graph: Graph, caller: Caller, *, as_of: date | None = None, limit: int = MOST) -> list[OwnVisit]:
    """Return the caller's own planned visits whose day has come or is past, latest first."""
    on = (as_of or today()).isoformat()
    asked: dict[str, Any] = {"statuses": (Status.PLANNED.value,), "windows": [[_FIRST, on]], "many": limit}
    return _read(graph, caller, before=_day_from(date.fromisoformat(on), 1), **asked)


def planned_at(graph: Graph, caller: Caller, company: str, *, as_of: date | None = None) -> list[OwnVisit]:
    """Return the caller's own planned visits to a company that a report may be about: due, or ahead within a week."""
    day = as_of or today()
    found = agenda(graph, caller, as_of=day)
    near = [one for one in found.ahead if (one.on or _LAST) <= _day_from(day, NEAR_DAYS)]
    return [one for one in (*near, *found.due) if one.company == company]


def own_at(graph: Graph, caller: Caller, company: str, on: date) -> list[OwnVisit]:
    """Return the caller's own visits to a company on a day, planned or done."""
    day = on.isoformat()
    asked: dict[str, Any] = {"statuses": ("planned", "done"), "windows": [[_month_of(day), day]], "many": MOST}
    found = _read(graph, caller, since=day, before=day, **asked)
    return [one for one in found if one.company == company]


def _read(graph: Graph, caller: Caller, **asked: Any) -> list[OwnVisit]:
    return [OwnVisit(**row) for row in graph.read(CYPHER, caller, **NOTHING | asked)]


def _day_from(start: date, days: int) -> str:
    return (start + timedelta(days=days)).isoformat()


def _month_of(day: str) -> str:
    """Return the first day of its month: where the bounds of a visit that is only signalled start."""
    return f"{day[:8]}01"


def _day(rank: int) -> str:
    """Return the day that a cursor stands for."""
    text = f"{rank:08}"
    return f"{text[:4]}-{text[4:6]}-{text[6:]}" if rank else ""


def own_visit(graph: Graph, caller: Caller, uid: str) -> OwnVisit:
    """Return one of the caller's own visits.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    found = _read(graph, caller, uids=[uid], many=1)
    if not found:
        raise NotFound("Cette visite n'est pas l'une des vôtres.", hint="Voyez la liste de vos visites.")
    return found[0]
