"""What is measured of territories: one table of indicators, and their values for all EPCI or départements at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Literal, NamedTuple

from graph.errors import AccessRefused
from graph.store import Graph
from graph.visibility import Caller, Layer
from queries.cypher import load
from queries.days import months_before, today
from queries.indicators import IndicatorScope, Rate, indicators
from queries.kept import remembered
from queries.models import Answer

CYPHER = load(__file__, "territory_figures")
Level = Literal["epci", "departement"]
MONTHS = 12


class Figures(Answer):
    """The sums of one territory over the last twelve months; shares have None when there is nothing to divide by."""

    code: str
    companies: int
    visited: int
    visits: int
    listed: int
    supported: int
    needs_open: int
    support_eur: float
    overlap_rate: float | None = None
    warned_rate: float | None = None


class Indicator(NamedTuple):
    """One measure: how it is called, said in one line, written (`number`, `percent`, `euros`), and computed."""

    label: str
    definition: str
    unit: str
    source: str
    value: Callable[[Figures], float | None]
    levels: tuple[Level, ...] = ("epci", "departement")


REGISTER, SHARED = "répertoire des entreprises", "faits partagés par les institutions membres"


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


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
        lambda one: _share(one.visited, one.companies),
    ),
    "sans-accompagnement": Indicator(
        "Sans accompagnement connu",
        "Part des entreprises sans visite, aide, besoin pris en charge ni projet suivi connus depuis douze mois, hors "
        "diffusion partielle.",
        "percent",
        SHARED,
        lambda one: _share(one.listed - one.supported, one.listed),
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
        lambda one: one.overlap_rate,
        ("epci",),
    ),
    "averties": Indicator(
        "Recouvrements avertis",
        "Part des recouvrements dont la seconde visite avait été précédée d'un avertissement.",
        "percent",
        SHARED,
        lambda one: one.warned_rate,
        ("epci",),
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
    """Return the figures of every EPCI or département where a company is known, by code.

    They are computed on the members' layer alone, so that all members get the same.

    Raises:
        AccessRefused: the caller is not a member.
    """
    if caller.layer is not Layer.MEMBERS:
        raise AccessRefused("Cette question est réservée aux institutions membres.")
    as_of = as_of or today()
    return remembered(graph, ("territory_figures", level, as_of), lambda: _all(graph, caller, level, as_of))


def _all(graph: Graph, caller: Caller, level: Level, as_of: date) -> dict[str, Figures]:
    since = months_before(as_of, MONTHS)
    rates: dict[str | None, Rate] = {}
    if level == "epci":
        scope = IndicatorScope(since=since, until=as_of)
        rates = {one.code: one for one in indicators(graph, caller.across, scope, as_of=as_of).by_territory}
    rows = graph.read(CYPHER, caller.across, level=level, since=since.isoformat(), as_of=as_of.isoformat())
    return {row["code"]: _figures(dict(row), rates.get(row["code"])) for row in rows}


def _figures(row: dict[str, object], rate: Rate | None) -> Figures:
    told = {"overlap_rate": rate.overlap_rate, "warned_rate": rate.warned_rate} if rate else {}
    return Figures.model_validate(row | told)
