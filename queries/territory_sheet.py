"""The sheet of one territory: its companies, who visits them, and what they wait for."""

from __future__ import annotations

from datetime import date

from graph.store import Graph
from graph.visibility import Caller
from queries.cypher import load
from queries.days import months_before, today
from queries.kept import remembered
from queries.models import MASKED_NAME, Answer
from queries.territory_indicators import MONTHS, Level

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

    uid: str
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
