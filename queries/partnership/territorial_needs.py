"""What becomes territorial: a theme heard in several companies or EPCI within some months; and what the Region owes.

All of it is computed on the members' layer, on needs that are told in full: the same for all members.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from pydantic import Field

from graph.errors import NotFound
from graph.store import Graph
from graph.visibility import Caller
from queries.cypher import load
from queries.days import months_before, today
from queries.models import Answer

CYPHER = load(__file__)
THEMES = load(__file__, "territorial_themes")
COMPANIES, EPCIS, MONTHS = 3, 2, 6
LEAST = 3
"""A number below is not written."""
MOST = 500


class Threshold(Answer):
    """From when a need is territorial: in so many companies, or so many EPCI, within so many months."""

    companies: int = Field(default=COMPANIES, ge=1, le=1_000, description="companies in which it was heard")
    epcis: int = Field(default=EPCIS, ge=1, le=1_000, description="or EPCI")
    months: int = Field(default=MONTHS, ge=1, le=60, description="within so many months")


class Cell(Answer):
    """A place or a month and how many needs were heard there; None is fewer than three, or withheld beside one."""

    label: str
    needs: int | None


class Heard(Answer):
    """A theme that is territorial by the threshold, with its evidence; `promoted` is its territorial need, if any."""

    theme: str
    label: str
    needs: int
    companies: int
    epcis: int
    since: str
    until: str
    places: tuple[Cell, ...]
    months: tuple[Cell, ...]
    promoted: str | None = None


class TerritorialNeed(Answer):
    """A territorial need that was recognised: who owes an answer, until when, and the answer."""

    uid: str
    own: bool
    institution: str
    title: str
    theme: str
    theme_label: str
    since: str
    until: str
    companies: int
    epcis: int
    addressee: str
    addressee_name: str
    mailbox: str | None
    due: str
    promoted_at: str
    answer: str | None
    answered_at: str | None

    def is_overdue(self, day: str) -> bool:
        """Whether its answer was due before a day and is not there."""
        return self.answered_at is None and self.due < day


def heard(graph: Graph, caller: Caller, threshold: Threshold, *, as_of: date | None = None) -> tuple[Heard, ...]:
    """Return the themes heard widely enough, the widest first.

    A number of needs below three is not written; where one alone would be withheld, the next smallest goes with it, for
    the total would tell it.

    Raises:
        AccessRefused: the caller is not a member.
    """
    caller.members_only()
    until = as_of or today()
    since = months_before(until, threshold.months)
    rows = _rows(graph, caller, since, until)
    open_now = {one.theme: one.uid for one in territorial_needs(graph, caller.across) if one.answered_at is None}
    found = [
        _heard(theme, of_theme, (since, until), open_now.get(theme))
        for theme, of_theme in sorted(_by_theme(rows).items())
        if _is_wide(of_theme, threshold)
    ]
    return tuple(sorted(found, key=lambda one: (-one.companies, -one.epcis, one.theme)))


def raisers(graph: Graph, caller: Caller, theme: str, since: date, until: date) -> tuple[str, ...]:
    """Return the institutions whose needs of a theme are told in full to members."""
    return tuple(sorted({row["owner"] for row in _rows(graph, caller, since, until) if row["theme"] == theme}))


def territorial_needs(graph: Graph, caller: Caller) -> tuple[TerritorialNeed, ...]:
    """Return the territorial needs that the caller may know: unanswered first, the soonest due before the others.

    Raises:
        AccessRefused: the caller is not a member.
    """
    caller.members_only()
    return tuple(graph.read_all(CYPHER, TerritorialNeed, caller, uid=None, many=MOST))


def territorial_need(graph: Graph, caller: Caller, uid: str) -> TerritorialNeed:
    """Return one territorial need.

    Raises:
        NotFound: there is none.
    """
    caller.members_only()
    found = graph.read_all(CYPHER, TerritorialNeed, caller, uid=uid, many=1)
    if not found:
        raise NotFound("Ce besoin territorial n'existe pas.", hint="Voyez la liste des besoins territoriaux.")
    return found[0]


def suppressed(counted: dict[str, int]) -> dict[str, int | None]:
    """Return counts with the small ones withheld, and never one alone, which the total would tell.

    >>> suppressed({"a": 5, "b": 1, "c": 4}), suppressed({"a": 3, "b": 3})
    ({'a': 5, 'b': None, 'c': None}, {'a': 3, 'b': 3})
    """
    hidden = {name for name, many in counted.items() if many < LEAST}
    if len(hidden) == 1:
        rest = sorted((many, name) for name, many in counted.items() if name not in hidden)
        hidden |= {name for _, name in rest[:1]}
    return {name: None if name in hidden else many for name, many in counted.items()}


def _rows(graph: Graph, caller: Caller, since: date, until: date) -> list[dict[str, Any]]:
    return graph.read(THEMES, caller.across, since=since.isoformat(), until=until.isoformat())


def _by_theme(rows: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["theme"], []).append(row)
    return found


def _is_wide(rows: list[dict[str, Any]], threshold: Threshold) -> bool:
    companies = {row["company"] for row in rows} - {None}
    epcis = {row["epci"] for row in rows} - {None}
    return len(companies) >= threshold.companies or len(epcis) >= threshold.epcis


def _heard(theme: str, rows: list[dict[str, Any]], span: tuple[date, date], promoted: str | None) -> Heard:
    needs = {row["need"]: row for row in rows}.values()
    places = Counter(row["epci_name"] or "lieu non précisé" for row in needs)
    months = Counter(row["month"] for row in needs)
    return Heard(
        theme=theme,
        label=rows[0]["label"],
        needs=len(needs),
        companies=len({row["company"] for row in rows} - {None}),
        epcis=len({row["epci"] for row in rows} - {None}),
        since=span[0].isoformat(),
        until=span[1].isoformat(),
        places=tuple(Cell(label=name, needs=many) for name, many in suppressed(dict(sorted(places.items()))).items()),
        months=tuple(Cell(label=name, needs=many) for name, many in suppressed(dict(sorted(months.items()))).items()),
        promoted=promoted,
    )
