"""The economic profile of territories: the indicators by which an amount may be shared between them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from statistics import fmean
from typing import Any, Literal, NamedTuple

import numpy as np

from graph.store import Graph
from graph.visibility import Caller
from queries.columns import Seen
from queries.cypher import load
from queries.days import today
from queries.kept import answered
from queries.models import Answer
from queries.scope import SIZES, Scope
from queries.territory_indicators import REGISTER, SHARED, Figures, share, territory_figures

CYPHER = load(__file__)
Level = Literal["epci", "departement"]
_CLOSED = 1
_SMALL = frozenset((*SIZES["0"], *SIZES["1-9"]))


class Criterion(NamedTuple):
    """An indicator that may be weighed: `volume` adds up over territories, `intensity` is a share of each."""

    label: str
    definition: str
    kind: Literal["volume", "intensity"]
    source: str
    value: Callable[[Figures, Counts], float | None]


class Counts(NamedTuple):
    """Of one territory: inhabitants, companies of fewer than ten employees, and of the social economy."""

    population: int
    small: int = 0
    ess: int = 0


class Profile(Answer):
    """One territory; a value that is not known is taken as the mean of the others, and said in `unknown`."""

    code: str
    name: str
    values: dict[str, float]
    unknown: tuple[str, ...]


CRITERIA: dict[str, Criterion] = {
    "population": Criterion(
        "Population", "Habitants au dernier recensement.", "volume", "INSEE", lambda _, counts: counts.population
    ),
    "entreprises": Criterion(
        "Entreprises",
        "Entreprises qui ne sont pas connues comme fermées, par siège.",
        "volume",
        REGISTER,
        lambda one, _: one.companies,
    ),
    "petites": Criterion(
        "Petites entreprises",
        "Entreprises de moins de dix salariés, d'effectif connu.",
        "volume",
        REGISTER,
        lambda _, counts: counts.small,
    ),
    "besoins": Criterion(
        "Besoins ouverts",
        "Besoins d'entreprises sans réponse, partagés par les institutions.",
        "volume",
        SHARED,
        lambda one, _: one.needs_open,
    ),
    "sans-accompagnement": Criterion(
        "Part sans accompagnement connu",
        "Part des entreprises sans visite, aide, besoin pris en charge ni projet suivi connus depuis douze mois.",
        "intensity",
        SHARED,
        lambda one, _: share(one.unsupported, one.listed),
    ),
    "ess": Criterion(
        "Part de l'ESS",
        "Part des entreprises de l'économie sociale et solidaire.",
        "intensity",
        REGISTER,
        lambda one, counts: share(counts.ess, one.companies),
    ),
}


def profiles(
    graph: Graph, caller: Caller, level: Level, region: str, *, as_of: date | None = None
) -> tuple[Profile, ...]:
    """Return the profile of every territory of a level in a region, by code, on the members' layer alone.

    Raises:
        AccessRefused: the caller is not a member.
    """
    as_of = as_of or today()
    figures = territory_figures(graph, caller, level, as_of=as_of)
    kinds = answered(graph, caller, Scope(), lambda seen: _kinds(seen, level), key=("profiles", level))
    found = []
    for row in graph.read(CYPHER, caller.across, level=level, region=region):
        code = row["code"]
        counts = Counts(row["population"], *kinds.get(code, (0, 0)))
        one = figures.get(code) or _nothing(code)
        values = {name: criterion.value(one, counts) for name, criterion in CRITERIA.items()}
        found.append({"code": code, "name": row["name"], "values": values})
    return tuple(_completed(found))


def _completed(found: list[dict[str, Any]]) -> list[Profile]:
    """Put the mean of the known values where one is not known: it neither helps nor harms the territory."""
    means = {}
    for name in CRITERIA:
        known = [one["values"][name] for one in found if one["values"][name] is not None]
        means[name] = fmean(known) if known else 0.0
    return [
        Profile(
            code=one["code"],
            name=one["name"],
            values={name: float(means[name] if value is None else value) for name, value in one["values"].items()},
            unknown=tuple(name for name, value in one["values"].items() if value is None),
        )
        for one in found
    ]


def _kinds(seen: Seen, level: Level) -> Mapping[str, tuple[int, int]]:
    """Return, by code, the companies in activity that are small, and those of the social economy."""
    columns = seen.columns
    places, codes = columns.coded(level)
    sizes, bands = columns.coded("size")
    in_activity = np.asarray(columns.tables.known["state"].to_numpy()) != _CLOSED
    small = in_activity & np.array([band in _SMALL for band in bands] or [False], np.bool_)[sizes]
    ess = in_activity & np.asarray(columns.text("ess").to_numpy(), np.bool_)
    counted = [np.bincount(places[rows], minlength=len(codes)).tolist() for rows in (small, ess)]
    return {code: (counted[0][rank], counted[1][rank]) for rank, code in enumerate(codes) if code}


def _nothing(code: str) -> Figures:
    names = ("companies", "visited", "visits", "listed", "unsupported", "overlapping", "overlaps", "warned")
    return Figures(code=code, **dict.fromkeys(names, 0))
