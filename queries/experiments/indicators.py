"""The indicators of the third action: experiments, their territories, what they report, and what failures told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from statistics import median
from typing import NamedTuple

from graph.schema.projects import ENDED
from graph.store import Graph
from graph.visibility import Caller
from queries.experiments.ledger import Experiment, family, ledger
from queries.results.model import Action, Indicator, Meaning, MonthValue, Unit
from queries.results.months import month_ends

QUESTION = "queries.experiments.ledger.ledger"
PAGE = "/experimentations"


class _Day(NamedTuple):
    """What was known of the experiments of a territory on a day.

    Args:
        on: the day.
        known: those that had begun.
        heads: by experiment, what stands for it and all those that it replicates or that replicate it.
        replicated: the experiments that another had taken up, wherever it did.
    """

    on: str
    known: Sequence[Experiment]
    heads: Mapping[str, str]
    replicated: frozenset[str]

    def closed(self, *verdicts: str) -> list[Experiment]:
        """Those whose verdict was given."""
        return [one for one in self.known if one.verdict in verdicts and _closed_on(one) <= self.on]


class _Measure(NamedTuple):
    """One indicator: how it is called and said, the filter of its page, its value, and of which it lacks what."""

    code: str
    label: str
    definition: str
    unit: Unit
    filter: str
    value: Callable[[_Day], float | None]
    lacking: Callable[[Experiment], bool] = lambda one: False  # noqa: ARG005
    lacks: str = ""

    def meaning(self, territory: str | None = None) -> Meaning:
        """What it means, apart from what it is worth; its page shows one territory or all."""
        parts = [part for part in (self.filter, f"territoire={territory}" if territory else "") if part]
        page = f"{PAGE}?{'&'.join(parts)}" if parts else PAGE
        return Meaning(Action.EXPERIMENTS, self.code, self.label, self.definition, QUESTION, page, self.unit)


def experiment_indicators(
    graph: Graph, caller: Caller, territory: str | None, as_of: date, months: int = 12
) -> tuple[Indicator, ...]:
    """Return the indicators of experiments on a day, and as they stood at the end of each of the last months.

    Args:
        graph: the store.
        caller: a member; all members get the same.
        territory: uid of a commune, EPCI, département or région; None for the region.
        as_of: the day.
        months: how many months, that of the day included.

    Raises:
        AccessRefused: the caller is not a member.
    """
    every = ledger(graph, caller.across)
    heads = {one.uid: min(family(every, one.uid)) for one in every if one.uid}
    inside = [one for one in every if territory is None or territory in one.within]

    def stood(end: date) -> _Day:
        on = end.isoformat()
        replicated = frozenset(one.origin for one in every if one.origin and _began(one) <= on)
        return _Day(on, [one for one in inside if _began(one) <= on], heads, replicated)

    days = [stood(end) for end in month_ends(as_of, months)]
    return tuple(_indicator(measure, territory, stood(as_of), days) for measure in MEASURES)


def _indicator(measure: _Measure, territory: str | None, now: _Day, days: Sequence[_Day]) -> Indicator:
    recorded = [max(filter(None, (one.recorded_on, one.last_result_on))) for one in now.known if not one.signalled]
    values = tuple(MonthValue(month=day.on[:7], value=measure.value(day)) for day in days)
    return measure.meaning(territory).measured(
        values, measure.value(now), fresh_on=max(recorded, default=None), gaps=_gaps(measure, now)
    )


def _gaps(measure: _Measure, now: _Day) -> str | None:
    said = []
    signalled = sum(one.signalled for one in now.known)
    if signalled and measure.code != "experimentations":
        said.append(f"{signalled} seulement signalée{'s' if signalled > 1 else ''}, sans détail")
    lacking = sum(measure.lacking(one) for one in now.known if not one.signalled)
    if lacking:
        said.append(f"{lacking} {measure.lacks if lacking > 1 else _of_one(measure.lacks)}")
    return " ; ".join(said) or None


def _of_one(said: str) -> str:
    """What is said of several, of one alone."""
    return (
        said.replace("closes", "close")
        .replace("disent", "dit")
        .replace("elles", "elle")
        .replace("contribuent", "contribue")
    )


def _began(one: Experiment) -> str:
    """The day from which it counts; a month counts from its beginning."""
    return one.on or one.recorded_on


def _closed_on(one: Experiment) -> str:
    return one.verdict_on or one.ends_on or one.recorded_on


def _running(day: _Day) -> float:
    ended = {one.uid for one in day.closed(*ENDED)}
    return float(sum(one.uid not in ended for one in day.known if not one.signalled))


def _verdict(verdict: str) -> Callable[[_Day], float]:
    return lambda day: float(len(day.closed(verdict)))


def _different(day: _Day) -> float:
    return float(len({day.heads[one.uid] for one in day.known if one.uid}))


def _territories(day: _Day) -> float:
    return float(len({one.territory.uid for one in day.known if one.territory}))


def _sum(name: str, *, from_verdict: bool) -> Callable[[_Day], float | None]:
    """A sum; what an experiment reports counts from its verdict, or from the day it was told while it runs."""

    def value(day: _Day) -> float | None:
        told: list[float] = [
            amount
            for one in day.known
            if (amount := getattr(one, name)) is not None and (not from_verdict or _reported_on(one) <= day.on)
        ]
        return float(sum(told)) if told else None

    return value


def _reported_on(one: Experiment) -> str:
    return _closed_on(one) if one.ended else one.recorded_on


def _delay(day: _Day) -> float | None:
    delays = [
        (date.fromisoformat(one.first_result) - date.fromisoformat(one.starts_on)).days
        for one in day.known
        if one.first_result and one.starts_on and one.starts_on <= one.first_result <= day.on
    ]
    return float(median(delays)) if delays else None


MEASURES = (
    _Measure("experimentations", "Expérimentations", "Expérimentations commencées, en cours ou closes, y compris "
             "celles que leur institution n'a que signalées.", "number", "", lambda day: float(len(day.known))),
    _Measure("experimentations-differentes", "Expérimentations différentes", "Expérimentations commencées, celles qui "
             "en reprennent une autre ne comptant qu'une fois avec elle.", "number", "", _different),
    _Measure("experimentations-en-cours", "En cours", "Expérimentations commencées dont le bilan n'est pas donné.",
             "number", "bilan=running", _running),
    _Measure("experimentations-reussies", "Réussies", "Expérimentations closes par une réussite.", "number",
             "bilan=succeeded", _verdict("succeeded")),
    _Measure("experimentations-echouees", "Échouées", "Expérimentations closes par un échec.", "number",
             "bilan=failed", _verdict("failed")),
    _Measure("experimentations-non-concluantes", "Non concluantes", "Expérimentations closes sans qu'on puisse "
             "conclure.", "number", "bilan=inconclusive", _verdict("inconclusive")),
    _Measure("echecs-partages", "Échecs partagés", "Échecs dont la leçon est dite aux autres.", "number",
             "bilan=failed", lambda day: float(sum(bool(one.lesson) for one in day.closed("failed"))),
             lambda one: one.verdict == "failed" and not one.lesson, "sans leçon"),
    _Measure("territoires-experimentation", "Territoires d'expérimentation", "Communes, intercommunalités et "
             "départements où une expérimentation a commencé.", "number", "", _territories,
             lambda one: one.territory is None, "sans territoire connu"),
    _Measure("experimentations-essaimees", "Expérimentations essaimées", "Expérimentations reprises au moins une fois "
             "ailleurs.", "number", "",
             lambda day: float(sum(one.uid in day.replicated for one in day.known))),
    _Measure("experimentations-innovation", "Contribuant à la politique régionale d'innovation", "Expérimentations "
             "commencées dont l'institution dit qu'elles contribuent à la politique régionale d'innovation (SRDEII).",
             "number", "", lambda day: float(sum(bool(one.contributes_to_sri) for one in day.known)),
             lambda one: one.contributes_to_sri is None, "qui ne disent pas si elles y contribuent"),
    _Measure("montant-experimentations", "Montant des expérimentations", "Somme des montants des expérimentations "
             "commencées.", "euros", "", _sum("amount_eur", from_verdict=False),
             lambda one: one.amount_eur is None, "sans montant"),
    _Measure("emplois-experimentation", "Emplois rapportés", "Emplois que les expérimentations disent avoir vus créés, "
             "à compter de leur bilan.", "jobs", "", _sum("jobs_created", from_verdict=True),
             lambda one: one.ended and one.jobs_created is None, "closes sans emplois rapportés"),
    _Measure("retombees-experimentation", "Retombées économiques rapportées", "Somme des retombées économiques que les "
             "expérimentations rapportent, à compter de leur bilan.", "euros", "",
             _sum("effect_eur", from_verdict=True),
             lambda one: one.ended and one.effect_eur is None, "closes sans retombées rapportées"),
    _Measure("delai-premier-resultat", "Délai jusqu'au premier résultat", "Nombre de jours entre le début et le "
             "premier résultat relevé, au milieu des expérimentations qui en ont un.", "days", "", _delay,
             lambda one: not one.first_result or not one.starts_on, "sans début ou sans résultat"),
)  # fmt: skip
MEANINGS = tuple(measure.meaning() for measure in MEASURES)
