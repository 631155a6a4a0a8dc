"""Projects of companies and territories; an experiment is one of them."""

from __future__ import annotations

from neomodel import DateProperty, FloatProperty, StringProperty

from graph.schema.base import FactNode

PROJECT_STAGES = {"planned": "annoncé", "running": "en cours", "done": "terminé", "abandoned": "abandonné"}
VERDICTS = {
    "running": "en cours",
    "succeeded": "réussie",
    "failed": "échouée",
    "inconclusive": "non concluante",
}


class Project(FactNode):
    """A project of a company or a territory. An experiment is a project with a hypothesis and a verdict.

    `holder_name` names a holder that has no SIREN.
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
    lesson = StringProperty()
    raw = StringProperty()
