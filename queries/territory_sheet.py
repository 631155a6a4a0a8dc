"""The sheet of one territory: its companies, who visits them, what they wait for, and which territories are like it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from math import log, sqrt

from graph.store import Graph
from graph.visibility import Caller
from queries.cypher import load
from queries.days import months_before, today
from queries.kept import remembered
from queries.models import MASKED_NAME, Answer
from queries.territory_indicators import MONTHS, Figures, Level

CYPHER = load(__file__)


class Present(Answer):
    """An institution that visits there, with its functional mailbox."""

    name: str
    mailbox: str | None
    visits: int


class LastVisit(Answer):
    """A visit done; a signalled one tells its month alone."""

    on: str | None
    operator: str
    company: str
    name: str
    signalled: bool


class Signed(Answer):
    """An agreement to which the territory is a party."""

    title: str
    until: str | None


class TerritorySheet(Answer):
    """What is known of the companies of one territory; pairs are (code, count), months (`2026-03`, visits)."""

    divisions: tuple[tuple[str, int], ...]
    tranches: tuple[tuple[str, int], ...]
    months: tuple[tuple[str, int], ...]
    institutions: tuple[Present, ...]
    last_visits: tuple[LastVisit, ...]
    needs: tuple[tuple[str, int], ...]
    projects: int
    agreements: tuple[Signed, ...]


class Similar(Answer):
    """A territory that resembles another, and the gap on each trait, in standard deviations."""

    code: str
    distance: float
    gaps: tuple[tuple[str, float], ...]


def territory_sheet(
    graph: Graph, caller: Caller, level: Level, code: str, *, as_of: date | None = None
) -> TerritorySheet:
    """Return what members share of the companies of one territory; its last twelve months where time counts.

    Raises:
        AccessRefused: the caller is not a member.
    """
    caller.members_only()
    as_of = as_of or today()
    return remembered(graph, ("territory_sheet", level, code, as_of), lambda: _sheet(graph, caller, level, code, as_of))


def _sheet(graph: Graph, caller: Caller, level: Level, code: str, as_of: date) -> TerritorySheet:
    since = months_before(as_of, MONTHS)
    found = graph.read_one(
        CYPHER,
        TerritorySheet,
        caller.across,
        level=level,
        code=code,
        since=since.isoformat(),
        as_of=as_of.isoformat(),
        masked_name=MASKED_NAME,
    )
    counted = dict(found.months)
    return found.model_copy(update={"months": tuple((one, counted.get(one, 0)) for one in _months(as_of))})


def _months(as_of: date) -> list[str]:
    last = as_of.year * 12 + as_of.month - 1
    return [f"{one // 12:04}-{one % 12 + 1:02}" for one in range(last - MONTHS + 1, last + 1)]


def similar(figures: Mapping[str, Figures], populations: Mapping[str, int], code: str, most: int = 5) -> list[Similar]:
    """Return the territories nearest to one, nearest first.

    The distance is Euclidean over three traits, each in standard deviations over the territories compared: the
    logarithm of the number of inhabitants, companies per 1,000 inhabitants, share of companies visited.
    """
    traits = {one: _traits(figures[one], populations[one]) for one in figures if populations.get(one)}
    if code not in traits:
        return []
    columns = [[one[trait] for one in traits.values()] for trait in range(3)]
    scales = [_deviation(column) or 1.0 for column in columns]
    names = ("population", "densité d'entreprises", "couverture")
    found = []
    for other, values in traits.items():
        if other != code:
            gaps = [(values[at] - traits[code][at]) / scales[at] for at in range(3)]
            told = tuple((name, round(gap, 2)) for name, gap in zip(names, gaps, strict=True))
            found.append(Similar(code=other, distance=round(sqrt(sum(gap * gap for gap in gaps)), 2), gaps=told))
    return sorted(found, key=lambda one: (one.distance, one.code))[:most]


def _traits(one: Figures, population: int) -> tuple[float, float, float]:
    return log(population), 1000 * one.companies / population, one.visited / one.companies


def _deviation(values: list[float]) -> float:
    mean = sum(values) / len(values)
    return sqrt(sum((value - mean) ** 2 for value in values) / len(values))
