"""Projects, needs, agreements, and the means of the partnership: schemes, envelopes, committees."""

from __future__ import annotations

from neomodel import (
    ArrayProperty,
    BooleanProperty,
    DateProperty,
    FloatProperty,
    IntegerProperty,
    RelationshipTo,
    StringProperty,
    StructuredNode,
)

from graph.schema.base import FactNode

NEED_STATUSES = {
    "quo": "sans réponse",
    "taking_care": "prise en charge",
    "done": "traité",
    "done_no_help": "clos sans aide",
    "done_not_reachable": "clos, injoignable",
    "not_for_me": "hors de mon champ",
}
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


class Need(FactNode):
    """A need raised by a company or a territory, and how far it has been answered."""

    title = StringProperty(required=True)
    theme = StringProperty()
    status = StringProperty(required=True, choices=NEED_STATUSES)
    holder_name = StringProperty()
    holder_place = StringProperty()
    on = DateProperty()
    earliest = DateProperty()
    latest = DateProperty()
    answered_on = DateProperty()
    summary = StringProperty()
    raw = StringProperty()


class Agreement(FactNode):
    """A partnership contract, such as a PDEC: what the parties do together, from when to when."""

    title = StringProperty(required=True)
    kind = StringProperty()
    starts_on = DateProperty()
    ends_on = DateProperty()
    earliest = DateProperty()
    latest = DateProperty()
    amount_eur = FloatProperty()
    engineering_fte = FloatProperty()
    est_ess = BooleanProperty()
    summary = StringProperty()
    raw = StringProperty()

    priority_sectors = RelationshipTo("graph.schema.territories.Sector", "COVERS")
    territories = RelationshipTo("graph.schema.territories.Territory", "COVERS")


class Scheme(StructuredNode):
    """An aid scheme, as its operator names it."""

    uid = StringProperty(unique_index=True, required=True)
    name = StringProperty(required=True)
    aliases = ArrayProperty(StringProperty())


class Envelope(FactNode):
    """An amount delegated to a territory for a year."""

    year = IntegerProperty(required=True)
    amount_eur = FloatProperty(required=True)
    used_eur = FloatProperty()
    territory = StringProperty()
    scheme = StringProperty()


class Committee(FactNode):
    """A commitment or territorial committee: its date and what it decided."""

    kind = StringProperty()
    on = DateProperty()
    territory = StringProperty()
    decided = ArrayProperty(StringProperty())
