"""A territory's declared priorities beside what is asked there and what is given: aligned, missing, unasked.

What is declared comes from the strategies that are shared and whose horizon is not past; what is asked, from the needs
of the territory and of its companies, recorded in the window or still open; what is given, from the visits done and
the support granted in the window. A support has no theme: it counts by sector alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Any

from graph.errors import NotFound
from graph.store import Graph
from graph.visibility import Caller
from queries.cypher import load
from queries.days import months_before
from queries.models import Answer

CYPHER = load(__file__)


class Fit(StrEnum):
    """How what is given stands to what is declared or asked."""

    ALIGNED = "aligned"
    MISSING = "missing"
    UNASKED = "unasked"


FITS_FR = {
    Fit.ALIGNED: "servi",
    Fit.MISSING: "sans réponse connue",
    Fit.UNASKED: "ni déclaré, ni demandé",
}


class Line(Answer):
    """One theme or sector: whether it is declared, how many needs ask for it, how many visits and supports gave it."""

    uid: str
    name: str | None
    declared: bool
    asked: int
    visits: int
    supports: int
    fit: Fit


class Priorities(Answer):
    """The comparison of one territory; each list goes from what is missing to what nobody asked."""

    territory: str
    name: str
    strategies: int
    companies: int
    since: str
    themes: tuple[Line, ...]
    sectors: tuple[Line, ...]


def priorities(graph: Graph, caller: Caller, territory: str, *, as_of: date, months: int = 12) -> Priorities:
    """Return what a territory declares beside what is asked there and what is given.

    Args:
        graph: the store.
        caller: a member; its own records are left out, for the answer is the same for all members.
        territory: uid, such as `epci:200067999`.
        as_of: the day on which it is asked.
        months: how far back visits, support and needs that are settled count.

    Raises:
        AccessRefused: the caller is not a member.
        NotFound: no such territory.
    """
    caller.members_only()
    since = months_before(as_of, months).isoformat()
    rows = graph.read(CYPHER, caller.across, territory=territory, since=since, as_of=as_of.isoformat())
    if not rows:
        raise NotFound("Ce territoire n'est pas connu.", hint="Cherchez-le sur la carte.")
    row = rows[0]
    by_theme = [_line((uid, None, uid in row["themes"]), _themed(row, uid)) for uid in _themes_of(row)]
    by_sector = [
        _line((uid, label, uid in row["sectors"]), _within(row, codes))
        for uid, label, codes in [*row["filieres"], *row["positions"]]
    ]
    return Priorities(
        territory=territory, name=row["name"], strategies=row["strategies"], companies=row["companies"], since=since,
        themes=_ordered(by_theme), sectors=_ordered(by_sector),
    )  # fmt: skip


def _themes_of(row: dict[str, Any]) -> list[str]:
    found = {theme for key in ("asked", "visited") for _, theme, _ in row[key]}
    return sorted((found | set(row["themes"])) - {""})


def _themed(row: dict[str, Any], theme: str) -> list[int]:
    return [*(len({uid for uid, one, _ in row[key] if one == theme}) for key in ("asked", "visited")), 0]


def _within(row: dict[str, Any], codes: list[str]) -> list[int]:
    starts = tuple(codes)
    return [
        len({uid for uid, _, naf in row[key] if naf.startswith(starts)}) for key in ("asked", "visited", "supported")
    ]


def _line(named: tuple[str, str | None, bool], counted: list[int]) -> Line | None:
    """Return one line, None where nothing is declared, asked or given."""
    (uid, name, declared), (asked, visits, supports) = named, counted
    if not (declared or any(counted)):
        return None
    wanted, given = declared or asked > 0, visits + supports > 0
    fit = Fit.ALIGNED if wanted and given else Fit.MISSING if wanted else Fit.UNASKED
    return Line(uid=uid, name=name, declared=declared, asked=asked, visits=visits, supports=supports, fit=fit)


def _ordered(lines: Iterable[Line | None]) -> tuple[Line, ...]:
    order = (Fit.MISSING, Fit.ALIGNED, Fit.UNASKED)
    known = [one for one in lines if one is not None]
    return tuple(sorted(known, key=lambda one: (order.index(one.fit), not one.declared, -one.asked, one.uid)))
