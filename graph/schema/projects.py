"""Projects of companies and territories; an experiment is one of them."""

from __future__ import annotations

from neomodel import (
    ArrayProperty,
    BooleanProperty,
    DateProperty,
    FloatProperty,
    RelationshipTo,
    StringProperty,
    StructuredNode,
)

from graph.schema.base import FactNode
from graph.schema.edges import Gave, MeasuredBy, Met, ReplicatedIn

PROJECT_STAGES = {"planned": "annoncé", "running": "en cours", "done": "terminé", "abandoned": "abandonné"}
VERDICTS = {
    "running": "en cours",
    "succeeded": "réussie",
    "failed": "échouée",
    "inconclusive": "non concluante",
}
ENDED = ("succeeded", "failed", "inconclusive")
"""Verdicts that close an experiment: none is given without its lesson."""
DIRECTIONS = {"up": "à la hausse", "down": "à la baisse"}

MEASURES = {
    "couverture": "Taux de couverture (calculé par DORE)",
    "visitees": "Entreprises visitées (calculé par DORE)",
    "visites": "Visites (calculé par DORE)",
    "sans-accompagnement": "Part sans accompagnement connu (calculé par DORE)",
    "recouvrements": "Taux de recouvrement (calculé par DORE)",
}
"""What DORE measures of territories as of any past day: comparable with territories that try nothing."""


class Project(FactNode):
    """A project of a company or a territory. An experiment is a project with a hypothesis and a verdict.

    `holder_name` names a holder that has no SIREN. Of an experiment, `baseline`, `target` and `result` are what a
    file said in words; what is measured by date is in its indicators. `jobs` are those expected, `jobs_created` and
    `effect_eur` those reported.
    """

    title = StringProperty(required=True)
    kind = StringProperty(
        choices={"company": "entreprise", "territorial": "territoire", "experiment": "expérimentation"}
    )
    stage = StringProperty(choices=PROJECT_STAGES)
    theme = StringProperty()
    summary = StringProperty()
    holder_name = StringProperty()
    holder_place = StringProperty()
    amount_eur = FloatProperty()
    jobs = FloatProperty()
    starts_on = DateProperty()
    ends_on = DateProperty()
    earliest = DateProperty()
    latest = DateProperty()
    hypothesis = StringProperty()
    baseline = StringProperty()
    target = StringProperty()
    result = StringProperty()
    verdict = StringProperty(choices=VERDICTS)
    verdict_on = DateProperty()
    lesson = StringProperty()
    reference = StringProperty()
    call = StringProperty()
    call_until = DateProperty()
    partners = ArrayProperty(StringProperty())
    technical_help = StringProperty()
    financial_help = StringProperty()
    administrative_help = StringProperty()
    derogation = StringProperty()
    derogation_from = DateProperty()
    derogation_until = DateProperty()
    contributes_to_sri = BooleanProperty()
    jobs_created = FloatProperty()
    effect_eur = FloatProperty()
    raw = StringProperty()

    measured_by = RelationshipTo("ExperimentIndicator", "MEASURED_BY", model=MeasuredBy)
    met = RelationshipTo("Difficulty", "MET", model=Met)
    replicated_in = RelationshipTo("Project", "REPLICATED_IN", model=ReplicatedIn)


class ExperimentIndicator(FactNode):
    """What an experiment is judged by: its unit, which way is better, where it stood and where it is to go.

    `measure` is the code of the same thing where DORE measures it of territories itself, such as `couverture`.
    Its level is that of the experiment, as for the results and difficulties.
    """

    name = StringProperty(required=True)
    unit = StringProperty()
    better = StringProperty(choices=DIRECTIONS)
    measure = StringProperty()
    baseline = FloatProperty()
    baseline_on = DateProperty()
    target = FloatProperty()
    target_on = DateProperty()
    raw = StringProperty()

    gave = RelationshipTo("ExperimentResult", "GAVE", model=Gave)


class ExperimentResult(FactNode):
    """What an indicator stood at on a day."""

    value = FloatProperty(required=True)
    on = DateProperty()
    earliest = DateProperty()
    latest = DateProperty()
    comment = StringProperty()
    raw = StringProperty()


class Difficulty(FactNode):
    """A difficulty met on the way, told on a day."""

    text = StringProperty(required=True)
    on = DateProperty()
    earliest = DateProperty()
    latest = DateProperty()
    raw = StringProperty()


EXPERIMENT_MODELS: tuple[type[StructuredNode], ...] = (ExperimentIndicator, ExperimentResult, Difficulty)
