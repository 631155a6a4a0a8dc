"""The mission's own indicators on visits: the overlap rate and the warned rate."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np
from pydantic import Field

from graph.store import Graph
from graph.visibility import Caller
from queries.cypher import load
from queries.days import today
from queries.models import Answer
from queries.overlap_kinds import pairs
from queries.scope import Scope, resolve
from queries.season import Bools, Ints, Season, day_number, day_of, season

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


class _Counted(NamedTuple):
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
    as_of = as_of or today()
    visits = season(graph, caller, resolve(graph, caller, scope), more="recorded")
    counted = _counted(visits, scope, day_number(as_of))
    places, names = _territories(graph, caller.across, visits)
    months = _months(visits)
    return Indicators(
        as_of=as_of,
        window_days=scope.window_days,
        total=Rate(**_rate(counted, np.ones(visits.size, np.bool_))),
        by_month=tuple(
            MonthRate(month=f"{month // 12:04}-{month % 12 + 1:02}", **_rate(counted, months == month))
            for month in np.unique(months[counted.visit]).tolist()
        ),
        by_territory=tuple(
            TerritoryRate(code=code, name=name, **_rate(counted, places == place))
            for place, (code, name) in enumerate(names)
            if (places[counted.visit] == place).any()
        ),
    )


def _counted(visits: Season, scope: IndicatorScope, as_of: int) -> _Counted:
    assert visits.recorded is not None
    left, right = pairs(visits, scope.window_days)
    overlapping = np.zeros(visits.size, np.bool_)
    overlapping[left] = overlapping[right] = True
    inside = np.ones(visits.size, np.bool_)
    if scope.since:
        inside &= visits.first >= day_number(scope.since)
    if scope.until:
        inside &= visits.first <= day_number(scope.until)
    done = np.flatnonzero(inside & ~visits.planned & (visits.first <= as_of))
    told = inside[right] & ~visits.signalled[left] & ~visits.signalled[right]
    left, right = left[told], right[told]
    warned = np.maximum(visits.recorded[left], visits.recorded[right]) <= visits.first[right]
    return _Counted(done, overlapping[done], right, warned)


def _rate(counted: _Counted, within: Bools) -> dict[str, int | float | None]:
    done = within[counted.visit]
    overlaps = within[counted.overlap]
    visits, overlapping = int(done.sum()), int((done & counted.overlapping).sum())
    pairs_told, warned = int(overlaps.sum()), int((overlaps & counted.warned).sum())
    return {
        "visits_done": visits,
        "visits_overlapping": overlapping,
        "overlap_rate": round(overlapping / visits, 4) if visits else None,
        "overlaps": pairs_told,
        "overlaps_warned": warned,
        "warned_rate": round(warned / pairs_told, 4) if pairs_told else None,
    }


def _months(visits: Season) -> Ints:
    days, where = np.unique(visits.first, return_inverse=True)
    months = [(day := day_of(number)).year * 12 + day.month - 1 for number in days.tolist()]
    return np.array(months, dtype=np.int64)[where]


def _territories(graph: Graph, caller: Caller, visits: Season) -> tuple[Ints, list[tuple[str | None, str]]]:
    """Return the place of each visit in a list of EPCI, the last of which is the unknown one."""
    [record] = graph.read(TERRITORIES, caller)
    named = dict(record["names"])
    groups = sorted(record["places"], key=lambda group: group["epci"])
    names: list[tuple[str | None, str]] = [(one["epci"], named.get(one["epci"], one["epci"])) for one in groups]
    unknown = len(groups)
    if not groups or not visits.size:
        return np.full(visits.size, unknown, np.int64), [(None, UNKNOWN)]
    companies = np.concatenate([np.array(group["companies"], dtype=np.int64) for group in groups])
    group_of = np.repeat(np.arange(unknown), [len(group["companies"]) for group in groups])
    order = np.argsort(companies)
    found = np.minimum(np.searchsorted(companies, visits.company, sorter=order), len(companies) - 1)
    known = companies[order][found] == visits.company
    return np.where(known, group_of[order][found], unknown), [*names, (None, UNKNOWN)]
