"""The mission's own indicators on visits: the overlap rate and the warned rate."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

import numpy as np
from pydantic import Field

from graph.store import Graph
from graph.visibility import Caller
from queries.columns import Columns, Seen
from queries.cypher import load
from queries.days import today
from queries.kept import answered
from queries.models import Answer
from queries.scope import Scope
from queries.season import Bools, Ints, Season, day_number, day_of

TERRITORIES = load(__file__, "indicators_territories")
UNKNOWN = "EPCI inconnu"


class IndicatorScope(Scope):
    """Which visits count: to which companies, in which period (by the first day each may have taken place
    on)."""

    window_days: int = Field(default=90, ge=0, le=3660)
    since: date | None = None
    until: date | None = None


class Rate(Answer):
    """The two rates of a part; a rate is None when there is nothing to divide by."""

    visits_done: int
    visits_overlapping: int
    overlap_rate: float | None
    overlaps: int
    overlaps_warned: int
    warned_rate: float | None


class MonthRate(Rate):
    """The rates of one month, `2026-03`."""

    month: str


class TerritoryRate(Rate):
    """The rates of one EPCI; `code` is None for companies whose EPCI is unknown."""

    code: str | None
    name: str


class Indicators(Answer):
    """The rates in all, by month and by EPCI."""

    as_of: date
    window_days: int
    total: Rate
    by_month: tuple[MonthRate, ...]
    by_territory: tuple[TerritoryRate, ...]


class Counted(NamedTuple):
    """Columns of what is counted: of visits, then of the overlaps of which the warned rate can speak."""

    visit: Ints
    overlapping: Bools
    overlap: Ints
    warned: Bools


def indicators(graph: Graph, caller: Caller, scope: IndicatorScope, *, as_of: date | None = None) -> Indicators:
    """Return the overlap rate and the warned rate, in all, by month and by territory.

    - **Overlap rate**: visits done that are in at least one overlap / visits done. An overlap is that of
      `overlaps`; the other visit may be planned. Done means recorded so and dated `as_of` at the latest.
    - **Warned rate**: overlaps whose second visit was preceded by a warning / overlaps. Replayed in order of
      time, each fact known from the day it was first recorded: the warning is raised on the day when both
      visits are known, and precedes the second (by date) when that is its day at the latest. So an overlap
      whose second visit was told after it took place was not warned, nor one whose first came to be known
      too late. Overlaps of a signalled visit are left out of it: members know neither of its days.

    A visit counts in the month of its first possible day, an overlap in that of its second visit; both in
    the EPCI of the company. The rates are of the members' layer, the same for all members.

    Raises:
        AccessRefused: the caller is not a member.
        Misuse: an unknown territory or sector.
    """
    day = as_of or today()

    def make(seen: Seen) -> Indicators:
        visits = seen.columns.season
        counted = counted_in(seen, scope, day_number(day))
        months, month_of = seen.columns.hold(_months, lambda: np.unique(_months(visits), return_inverse=True))
        places, names = seen.columns.hold(_territories, lambda: _territories(graph, caller.across, seen.columns))
        return Indicators(
            as_of=day,
            window_days=scope.window_days,
            total=Rate(**rates_of(counted, np.zeros(visits.size, np.int64), 1)[0]),
            by_month=tuple(
                MonthRate(month=f"{month // 12:04}-{month % 12 + 1:02}", **rate)
                for month, rate in zip(months.tolist(), rates_of(counted, month_of, len(months)), strict=True)
                if rate["visits_done"]
            ),
            by_territory=tuple(
                TerritoryRate(code=code, name=name, **rate)
                for (code, name), rate in zip(names, rates_of(counted, places, len(names)), strict=True)
                if rate["visits_done"]
            ),
        )

    return answered(graph, caller, scope, make, key=(day,))


def counted_in(seen: Seen, scope: IndicatorScope, as_of: int) -> Counted:
    """Return the visits done, and the overlaps of which the warned rate can speak, of a period."""
    visits = seen.columns.season
    left, right, _ = seen.columns.pairs(scope.window_days)
    overlapping = np.zeros(visits.size, np.bool_)
    overlapping[left] = overlapping[right] = True
    inside = np.ones(visits.size, np.bool_) if seen.inside is None else seen.inside[seen.columns.visited]
    if scope.since:
        inside &= visits.first >= day_number(scope.since)
    if scope.until:
        inside &= visits.first <= day_number(scope.until)
    done = np.flatnonzero(inside & ~visits.planned & (visits.first <= as_of))
    told = inside[right] & ~visits.signalled[left] & ~visits.signalled[right]
    left, right = left[told], right[told]
    warned = np.maximum(visits.recorded[left], visits.recorded[right]) <= visits.first[right]
    return Counted(done, overlapping[done], right, warned)


def rates_of(counted: Counted, part: Ints, many: int) -> list[dict[str, Any]]:
    """Return the rates of each part; `part` says in which one each visit is."""
    done, of_overlap = part[counted.visit], part[counted.overlap]
    columns = (done, done[counted.overlapping], of_overlap, of_overlap[counted.warned])
    return [
        _rate(*counts) for counts in zip(*(np.bincount(one, minlength=many).tolist() for one in columns), strict=True)
    ]


def _rate(visits: int, overlapping: int, overlaps: int, warned: int) -> dict[str, Any]:
    return {
        "visits_done": visits,
        "visits_overlapping": overlapping,
        "overlap_rate": round(overlapping / visits, 4) if visits else None,
        "overlaps": overlaps,
        "overlaps_warned": warned,
        "warned_rate": round(warned / overlaps, 4) if overlaps else None,
    }


def _months(visits: Season) -> Ints:
    days, where = np.unique(visits.first, return_inverse=True)
    months = [(day := day_of(number)).year * 12 + day.month - 1 for number in days.tolist()]
    return np.array(months, dtype=np.int64)[where]


def _territories(graph: Graph, caller: Caller, columns: Columns) -> tuple[Ints, list[tuple[str | None, str]]]:
    """Return the place of each visit in a list of EPCI, the last of which is the unknown one."""
    [record] = graph.read(TERRITORIES, caller)
    named = dict(record["names"])
    of, texts = columns.coded("epci")
    codes = sorted(text for text in texts if text)
    place = {text: number for number, text in enumerate(codes)}
    places = np.array([place.get(text, len(codes)) for text in texts], dtype=np.int64)
    names: list[tuple[str | None, str]] = [(epci, named.get(epci, epci)) for epci in codes]
    by_company = places[of] if texts else np.zeros(0, np.int64)
    return by_company[columns.visited], [*names, (None, UNKNOWN)]
