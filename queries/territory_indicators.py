"""What is measured of territories: one table of indicators, and their values for all territories of a level at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Literal, NamedTuple

import numpy as np

from graph.store import Graph
from graph.visibility import Caller
from queries.columns import Columns, Seen
from queries.cypher import load
from queries.days import months_before, today
from queries.indicators import IndicatorScope, counted_in, rates_of
from queries.kept import answered
from queries.models import Answer
from queries.scope import Scope
from queries.season import Ints, day_number
from queries.unsupported import UnsupportedScope
from queries.unsupported_ranking import listed

CYPHER = load(__file__, "territory_figures")
Level = Literal["commune", "epci", "departement"]
MONTHS = 12
LEAST = 3
"""A share of fewer companies, visits or overlaps than this says nothing of a territory: it has no value."""
_CLOSED = 1


class Figures(Answer):
    """The sums of one territory over the last twelve months, of its companies not known to be closed."""

    code: str
    companies: int
    visited: int
    visits: int
    listed: int
    unsupported: int
    overlapping: int
    overlaps: int
    warned: int
    needs_open: int = 0
    support_eur: float = 0.0


class Waiting(NamedTuple):
    """Of a territory: companies that lists may show, and those that nobody is known to accompany."""

    code: str
    companies: int
    unsupported: int


class Indicator(NamedTuple):
    """One measure: how it is called, said in one line, written (`number`, `percent`, `euros`), and computed."""

    label: str
    definition: str
    unit: str
    source: str
    value: Callable[[Figures], float | None]


REGISTER, SHARED = "répertoire des entreprises", "faits partagés par les institutions membres"


def share(part: int, whole: int) -> float | None:
    """Return a share, or None of so few that it says nothing.

    >>> share(1, 4), share(1, 2)
    (0.25, None)
    """
    return part / whole if whole >= LEAST else None


INDICATORS: dict[str, Indicator] = {
    "entreprises": Indicator(
        "Entreprises",
        "Entreprises qui ne sont pas connues comme fermées, par siège.",
        "number",
        REGISTER,
        lambda one: one.companies,
    ),
    "visitees": Indicator(
        "Entreprises visitées",
        "Entreprises qui ont reçu au moins une visite faite depuis douze mois.",
        "number",
        SHARED,
        lambda one: one.visited,
    ),
    "couverture": Indicator(
        "Taux de couverture",
        "Part des entreprises visitées depuis douze mois parmi toutes.",
        "percent",
        SHARED,
        lambda one: share(one.visited, one.companies),
    ),
    "sans-accompagnement": Indicator(
        "Sans accompagnement connu",
        "Part des entreprises sans visite, aide, besoin pris en charge ni projet suivi connus depuis douze mois, hors "
        "diffusion partielle.",
        "percent",
        SHARED,
        lambda one: share(one.unsupported, one.listed),
    ),
    "visites": Indicator(
        "Visites",
        "Visites faites depuis douze mois ; une visite commune compte une fois.",
        "number",
        SHARED,
        lambda one: one.visits,
    ),
    "recouvrements": Indicator(
        "Taux de recouvrement",
        "Part des visites faites depuis douze mois à moins de 90 jours de celle d'une autre institution.",
        "percent",
        SHARED,
        lambda one: share(one.overlapping, one.visits),
    ),
    "averties": Indicator(
        "Recouvrements avertis",
        "Part des recouvrements dont la seconde visite avait été précédée d'un avertissement.",
        "percent",
        SHARED,
        lambda one: share(one.warned, one.overlaps),
    ),
    "besoins": Indicator(
        "Besoins ouverts",
        "Besoins d'entreprises sans réponse, quelle que soit leur ancienneté.",
        "number",
        SHARED,
        lambda one: one.needs_open,
    ),
    "soutiens": Indicator(
        "Montants de soutien",
        "Somme des aides accordées depuis douze mois dont le montant est partagé.",
        "euros",
        SHARED,
        lambda one: one.support_eur,
    ),
}


def territory_figures(graph: Graph, caller: Caller, level: Level, *, as_of: date | None = None) -> dict[str, Figures]:
    """Return the figures of every commune, EPCI or département where a company is known, by code.

    They are computed on the members' layer alone, so that all members get the same; "without known accompaniment"
    and "overlap" mean what they mean to `unsupported` and `indicators`.

    Raises:
        AccessRefused: the caller is not a member.
    """
    as_of = as_of or today()
    since = months_before(as_of, MONTHS)

    def make(seen: Seen) -> dict[str, Figures]:
        found = _counted(seen, level, since, as_of)
        asked = {"level": level, "since": since.isoformat(), "as_of": as_of.isoformat()}
        told = {row["code"]: dict(row) for row in graph.read(CYPHER, caller.across, **asked)}
        return {code: Figures.model_validate(one | told.get(code, {})) for code, one in found.items()}

    return answered(graph, caller, Scope(), make, key=("territory_figures", level, as_of))


def unsupported_shares(
    graph: Graph, caller: Caller, scope: UnsupportedScope, level: Level, *, as_of: date | None = None
) -> list[Waiting]:
    """Return how many companies of a scope nobody is known to accompany, by territory.

    Raises:
        AccessRefused: the caller is not a member.
        Misuse: an unknown territory or sector.
    """
    as_of = as_of or today()

    def make(seen: Seen) -> list[Waiting]:
        codes, place = _places(seen.columns, level)
        found = listed(seen, scope.start(as_of), as_of)
        inside = found.ranking.state == 0
        if seen.inside is not None:
            inside &= seen.inside
        many = _number(place, np.flatnonzero(inside), len(codes))
        without = _number(place, found.order, len(codes))
        return [Waiting(*one) for one in zip(codes, many, without, strict=True) if one[0] and one[1]]

    return answered(graph, caller, scope, make, key=("unsupported_shares", level, as_of))


def _counted(seen: Seen, level: Level, since: date, as_of: date) -> dict[str, dict[str, Any]]:
    columns = seen.columns
    codes, place = _places(columns, level)
    visits, found = columns.season, listed(seen, since, as_of)
    # A company is visited when any day of a visit may lie in the period, as in `unsupported`.
    done = ~visits.planned & (visits.last >= day_number(since)) & (visits.first <= day_number(as_of))
    open_now = found.ranking.state != _CLOSED
    visited = np.unique(columns.visited[done & open_now[columns.visited]])
    period = counted_in(seen, IndicatorScope(since=since, until=as_of), day_number(as_of))
    rates = rates_of(period, place[columns.visited], len(codes))
    counts = {
        "companies": _number(place, np.flatnonzero(open_now), len(codes)),
        "visited": _number(place, visited, len(codes)),
        "listed": _number(place, np.flatnonzero(found.ranking.state == 0), len(codes)),
        "unsupported": _number(place, found.order, len(codes)),
        "visits": [one["visits_done"] for one in rates],
        "overlapping": [one["visits_overlapping"] for one in rates],
        "overlaps": [one["overlaps"] for one in rates],
        "warned": [one["overlaps_warned"] for one in rates],
    }
    return {
        code: {"code": code, **{name: values[rank] for name, values in counts.items()}}
        for rank, code in enumerate(codes)
        if code and counts["companies"][rank]
    }


def _number(place: Ints, rows: Ints, many: int) -> list[int]:
    counts: list[int] = np.bincount(place[rows], minlength=many).tolist()
    return counts


def _places(columns: Columns, level: Level) -> tuple[list[str], Ints]:
    """Return the codes of a level, and which of them each company has."""
    coded = columns.text(level).combine_chunks().dictionary_encode()
    return coded.dictionary.to_pylist(), np.asarray(coded.indices.to_numpy(), np.int64)
