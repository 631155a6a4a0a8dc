"""One experiment: the help it got, what it is judged by, its results by date, its difficulties, its replicas."""

from __future__ import annotations

from typing import Any

from graph.errors import NotFound
from graph.store import Graph
from graph.visibility import Caller
from queries.cypher import load
from queries.experiments.ledger import Experiment, ledger
from queries.models import Answer

CYPHER = load(__file__)
UNKNOWN = "Cette expérimentation n'existe pas."


class Result(Answer):
    """What an indicator stood at on a day."""

    on: str
    value: float
    comment: str | None = None


class Indicator(Answer):
    """What an experiment is judged by, with its series; `better` is `up` or `down`."""

    uid: str
    name: str
    unit: str | None = None
    better: str | None = None
    measure: str | None = None
    baseline: float | None = None
    baseline_on: str | None = None
    target: float | None = None
    target_on: str | None = None
    results: tuple[Result, ...] = ()


class Difficulty(Answer):
    """A difficulty told on the way."""

    on: str
    text: str


class More(Answer):
    """What the ledger does not show of an experiment."""

    summary: str | None = None
    baseline: str | None = None
    target: str | None = None
    result: str | None = None
    partners: tuple[str, ...] = ()
    technical_help: str | None = None
    financial_help: str | None = None
    administrative_help: str | None = None
    derogation: str | None = None
    derogation_from: str | None = None
    derogation_until: str | None = None


class ExperimentSheet(Answer):
    """One experiment whole; `reference` and `version` are its institution's own, to correct it."""

    experiment: Experiment
    more: More
    indicators: tuple[Indicator, ...]
    difficulties: tuple[Difficulty, ...]
    origin: Experiment | None
    replicas: tuple[Experiment, ...]
    reference: str | None = None
    version: str | None = None
    source: str


def sheet(graph: Graph, caller: Caller, uid: str) -> ExperimentSheet:
    """Return one experiment as far as the caller may know it.

    Raises:
        AccessRefused: the caller is not a member.
        NotFound: there is none, or another institution keeps it to itself or only signals it.
    """
    every = {one.uid: one for one in ledger(graph, caller) if one.uid}
    found = graph.read(CYPHER, caller, uid=uid) if uid in every else []
    if not found:
        raise NotFound(UNKNOWN, hint="Voyez la liste des expérimentations.")
    row: dict[str, Any] = found[0]
    one = every[uid]
    return ExperimentSheet(
        experiment=one,
        more=More(**row["more"]),
        indicators=tuple(Indicator(**each) for each in row["indicators"]),
        difficulties=tuple(Difficulty(**each) for each in row["difficulties"]),
        origin=every.get(one.origin) if one.origin else None,
        replicas=tuple(each for each in every.values() if each.origin == uid),
        reference=row["reference"],
        version=row["version"],
        source=row["source"],
    )
