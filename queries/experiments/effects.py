"""What the figures of an experiment let one say: each change beside that of like territories, and no cause.

DORE compares and never explains: a change may have many reasons, and the words here name none. Where the data cannot
carry a conclusion, the sentence says so and why.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from statistics import median
from typing import NamedTuple

from graph.store import Graph
from graph.visibility import Caller
from queries.days import in_french
from queries.experiments.ledger import Experiment, family, ledger
from queries.experiments.sheet import ExperimentSheet, Indicator
from queries.experiments.wording import figure, signed
from queries.likeness import like_territories
from queries.models import Answer
from queries.territory_indicators import INDICATORS, LEAST, Level, territory_figures

FEW_RESULTS = 2
"""Fewer results than this do not tell a change from a chance reading."""
SHORT_DAYS = 180
COMPARED = 8
"""Like territories looked at: enough to see how much such a figure moves by itself."""


class Change(Answer):
    """From the baseline to the last result; `wanted` says whether it goes the way that was hoped for."""

    since: str
    until: str
    before: float
    after: float
    change: float
    wanted: bool | None
    of_target: float | None


class Compared(Answer):
    """The change of one territory over the same time, as DORE measures it: in points where it is a share."""

    territory: str
    name: str
    change: float


class Beside(Answer):
    """The change of the territory and those of like ones, measured alike; `within` their spread or not."""

    measure: str
    unit: str
    own: float
    likes: tuple[Compared, ...]
    low: float
    high: float
    middle: float
    within: bool


class Effect(Answer):
    """One indicator: what changed, beside what, at what cost for each unit, and what may be said of it."""

    indicator: str
    unit: str | None
    change: Change | None
    beside: Beside | None
    eur_per_unit: float | None
    conclusive: bool
    said: tuple[str, ...]


class _Span(NamedTuple):
    """The same time for all that are compared."""

    since: date
    until: date


def effects(graph: Graph, caller: Caller, one: ExperimentSheet) -> tuple[Effect, ...]:
    """Return what may be said of each indicator of an experiment.

    The change is the last result less the baseline. It is compared where DORE measures the same of territories
    (`measure`): the change of the territory as DORE measures it, beside those of the like territories that have not
    tried, over the same days. Figures conclude nothing with fewer than two results, without baseline, over less than
    180 days, without comparison, or when the change is inside the spread of the like ones.

    Raises:
        AccessRefused: the caller is not a member.
    """
    caller.members_only()
    return tuple(_effect(graph, caller, one.experiment, indicator) for indicator in one.indicators)


def _effect(graph: Graph, caller: Caller, experiment: Experiment, indicator: Indicator) -> Effect:
    change = _change(indicator)
    beside = _beside(graph, caller, experiment, indicator, change) if change else None
    reasons = _reasons(indicator, change, beside)
    cost = None
    if change and change.wanted and experiment.amount_eur:
        cost = round(experiment.amount_eur / abs(change.change), 2)
    return Effect(
        indicator=indicator.name,
        unit=indicator.unit,
        change=change,
        beside=beside,
        eur_per_unit=cost,
        conclusive=not reasons,
        said=tuple(_sentences(indicator, change, beside, cost, reasons)),
    )


def _change(indicator: Indicator) -> Change | None:
    since = indicator.baseline_on
    later = [result for result in indicator.results if since and result.on > since]
    if indicator.baseline is None or since is None or not later:
        return None
    last, change = later[-1], later[-1].value - indicator.baseline
    wanted = None if indicator.better is None else (change > 0 if indicator.better == "up" else change < 0)
    way = (indicator.target - indicator.baseline) if indicator.target is not None else 0.0
    return Change(
        since=since,
        until=last.on,
        before=indicator.baseline,
        after=last.value,
        change=round(change, 6),
        wanted=wanted,
        of_target=round(change / way, 3) if way else None,
    )


def _beside(
    graph: Graph, caller: Caller, experiment: Experiment, indicator: Indicator, change: Change
) -> Beside | None:
    place = experiment.territory
    if indicator.measure not in INDICATORS or place is None:
        return None
    level, _, code = place.uid.partition(":")
    if level not in ("commune", "epci", "departement"):
        return None
    span = _Span(date.fromisoformat(change.since), date.fromisoformat(change.until))
    moved = _moved(graph, caller, level, indicator.measure, span)  # type: ignore[arg-type]
    every = ledger(graph, caller.across)
    tried = {each for one in every if one.uid in family(every, experiment.uid or "") for each in one.within}
    likes = [
        Compared(territory=like.territory, name=like.name, change=moved[like.code])
        for like in like_territories(graph, caller, place.uid, as_of=span.since)
        if like.code in moved and like.territory not in tried
    ][:COMPARED]
    if code not in moved or len(likes) < LEAST:
        return None
    changes = [one.change for one in likes]
    measured = INDICATORS[indicator.measure]
    low, high = min(changes), max(changes)
    return Beside(
        measure=measured.label,
        unit="points" if measured.unit == "percent" else "",
        own=moved[code],
        likes=tuple(likes),
        low=low,
        high=high,
        middle=round(median(changes), 2),
        within=low <= moved[code] <= high,
    )


def _moved(graph: Graph, caller: Caller, level: Level, measure: str, span: _Span) -> dict[str, float]:
    """How much DORE's own measure moved between two days, by code; shares in points."""
    one = INDICATORS[measure]
    before, after = (
        {code: one.value(figures) for code, figures in territory_figures(graph, caller, level, as_of=day).items()}
        for day in span
    )
    scale = 100 if one.unit == "percent" else 1
    moved = {}
    for code, value in after.items():
        earlier = before.get(code)
        if value is not None and earlier is not None:
            moved[code] = round(scale * (value - earlier), 2)
    return moved


def _reasons(indicator: Indicator, change: Change | None, beside: Beside | None) -> list[str]:
    """Why the figures conclude nothing; empty when they may."""
    if indicator.baseline is None or indicator.baseline_on is None:
        return ["il n'y a pas de point de départ daté"]
    if change is None:
        return ["il n'y a pas de résultat après le point de départ"]
    reasons = []
    later = [result for result in indicator.results if result.on > change.since]
    if len(later) < FEW_RESULTS:
        reasons.append("il n'y a qu'un résultat")
    days = (date.fromisoformat(change.until) - date.fromisoformat(change.since)).days
    if days < SHORT_DAYS:
        reasons.append(f"le recul est trop court ({days} jours, il en faudrait {SHORT_DAYS})")
    if beside is None:
        reasons.append("il n'y a pas de territoire semblable où comparer la même mesure")
    elif beside.within:
        reasons.append("le territoire a bougé comme des territoires semblables qui n'ont rien tenté")
    return reasons


def _sentences(
    indicator: Indicator, change: Change | None, beside: Beside | None, cost: float | None, reasons: Sequence[str]
) -> list[str]:
    unit = f" {indicator.unit}" if indicator.unit else ""
    said = []
    if change:
        way = {True: ", dans le sens souhaité", False: ", à l'inverse du sens souhaité", None: ""}[change.wanted]
        way = "" if not change.change else way
        said.append(
            f"De {figure(change.before)} à {figure(change.after)}{unit} entre le {in_french(change.since)} "
            f"et le {in_french(change.until)} : {signed(change.change)}{way}."
        )
    if beside:
        points = f" {beside.unit}" if beside.unit else ""
        said.append(
            f"{beside.measure}, mesuré par DORE sur les mêmes jours : {signed(beside.own)}{points} ici ; "
            f"de {signed(beside.low)} à {signed(beside.high)}{points} dans {len(beside.likes)} territoires semblables "
            "qui n'ont pas tenté."
        )
    if cost is not None:
        said.append(
            f"Montant de l'expérimentation rapporté au changement : {figure(cost)} € par unité"
            f"{f' ({indicator.unit})' if indicator.unit else ''}."
        )
    if reasons:
        said.append(f"On ne peut pas conclure : {' ; '.join(reasons)}.")
    else:
        said.append("Le changement sort de ce qu'ont connu les territoires semblables. Cela ne dit pas pourquoi.")
    return said
