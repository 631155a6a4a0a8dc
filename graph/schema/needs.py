"""What becomes of needs: acts, requests from outside, territorial needs, the Region's decisions, allocations."""

from __future__ import annotations

from neomodel import (
    ArrayProperty,
    DateProperty,
    FloatProperty,
    IntegerProperty,
    StringProperty,
    StructuredNode,
)

from graph.schema.base import FactNode

NEED_ACTS = {
    "take": "pris en charge",
    "answer": "réponse apportée",
    "close_no_help": "clos sans aide",
    "close_unreachable": "clos, injoignable",
    "not_for_me": "rendu, hors de notre champ",
    "hand_over": "transmis",
    "reopen": "rouvert",
}
TERRITORIAL_ACTS = {
    "promote": "besoin territorial reconnu",
    "answer": "réponse de la Région",
    "due": "échéance changée",
}
DEMAND_STATES = {"open": "à l'étude", "validated": "retenue", "refused": "non retenue"}
DECISION_KINDS = {
    "answer": "réponse à un besoin",
    "agreement": "convention",
    "scheme": "dispositif",
    "call": "appel à projets",
    "other": "autre décision",
}
ALLOCATION_LEVELS = {"epci": "intercommunalités", "departement": "départements"}


class NeedAct(StructuredNode):
    """What an institution (`owner`) did about a need: taking care, answering, closing, handing over.

    `about` is the uid of a Need or of a TerritorialNeed; the level is that of the need when it was done.
    """

    uid = StringProperty(unique_index=True, required=True)
    owner = StringProperty(index=True, required=True)
    visibility = StringProperty(required=True)
    about = StringProperty(index=True, required=True)
    kind = StringProperty(required=True, choices={**NEED_ACTS, **TERRITORIAL_ACTS})
    at = StringProperty(required=True)
    by = StringProperty(required=True)
    text = StringProperty()
    addressee = StringProperty()


class Demand(StructuredNode):
    """A request sent from outside, by a person without account: no fact until a member makes a need of it.

    `owner` is the institution that receives it, `dore` while any may. What is said of the person is for it alone.
    `number` is what the person follows it by.
    """

    uid = StringProperty(unique_index=True, required=True)
    number = StringProperty(unique_index=True, required=True)
    owner = StringProperty(index=True, required=True)
    status = StringProperty(required=True, choices=DEMAND_STATES)
    received_at = StringProperty(required=True)
    title = StringProperty(required=True)
    summary = StringProperty()
    theme = StringProperty()
    holder = StringProperty()
    siren = StringProperty()
    code_commune = StringProperty()
    commune = StringProperty()
    epci = StringProperty()
    contact_name = StringProperty()
    contact_email = StringProperty()
    contact_phone = StringProperty()
    doubts = ArrayProperty(StringProperty())
    need = StringProperty(index=True)
    refusal = StringProperty()
    note = StringProperty()
    decided_at = StringProperty()
    decided_by = StringProperty()


class TerritorialNeed(StructuredNode):
    """A theme heard in several companies or territories, to which an institution of the Region owes an answer.

    `owner` is who had it recognised, `addressee` who owes the answer until `due`; `raisers` are the institutions whose
    needs it is made of, to whom the answer is sent back.
    """

    uid = StringProperty(unique_index=True, required=True)
    owner = StringProperty(index=True, required=True)
    visibility = StringProperty(required=True)
    title = StringProperty(required=True)
    theme = StringProperty(index=True, required=True)
    since = StringProperty(required=True)
    until = StringProperty(required=True)
    companies = IntegerProperty(required=True)
    epcis = IntegerProperty(required=True)
    addressee = StringProperty(index=True, required=True)
    raisers = ArrayProperty(StringProperty())
    due = StringProperty(required=True)
    promoted_at = StringProperty(required=True)
    promoted_by = StringProperty(required=True)
    answer = StringProperty()
    answered_at = StringProperty()
    answered_by = StringProperty()


class Decision(FactNode):
    """A decision of an institution of the Region: a scheme, a call for projects, an agreement.

    `answers` is the uid of the territorial need that it answers, where it answers one.
    """

    title = StringProperty(required=True)
    kind = StringProperty(choices=DECISION_KINDS)
    theme = StringProperty()
    on = DateProperty()
    earliest = DateProperty()
    latest = DateProperty()
    answers = StringProperty()
    amount_eur = FloatProperty()
    summary = StringProperty()
    raw = StringProperty()


class AllocationScenario(StructuredNode):
    """An amount shared out between territories as somebody weighed it: what was asked, and what each got that day."""

    uid = StringProperty(unique_index=True, required=True)
    owner = StringProperty(index=True, required=True)
    visibility = StringProperty(required=True)
    name = StringProperty(required=True)
    level = StringProperty(required=True, choices=ALLOCATION_LEVELS)
    amount_cents = IntegerProperty(required=True)
    floor_cents = IntegerProperty(required=True)
    indicators = ArrayProperty(StringProperty())
    weights = ArrayProperty(FloatProperty())
    codes = ArrayProperty(StringProperty())
    cents = ArrayProperty(IntegerProperty())
    made_at = StringProperty(required=True)
    made_by = StringProperty(required=True)


NEED_MODELS: tuple[type[StructuredNode], ...] = (NeedAct, Demand, TerritorialNeed, Decision, AllocationScenario)
