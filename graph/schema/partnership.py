"""What the Region and the territories do together: needs raised, agreements signed, strategies, consultations."""

from __future__ import annotations

from neomodel import (
    ArrayProperty,
    BooleanProperty,
    DateProperty,
    FloatProperty,
    IntegerProperty,
    RelationshipTo,
    StringProperty,
)

from graph.schema.base import FactNode
from graph.schema.edges import ActionOf, InvitedTo, PartyTo

NEED_STATUSES = {
    "quo": "sans réponse",
    "taking_care": "prise en charge",
    "done": "traité",
    "done_no_help": "clos sans aide",
    "done_not_reachable": "clos, injoignable",
    "not_for_me": "hors de mon champ",
}


class Need(FactNode):
    """A need raised by a company or a territory, and how far it has been answered.

    `told` is the status that its source last said: an act of an institution changes `status` alone, and stands until
    the source says another. `handed_to` is the institution to which it was passed on. A holder without SIREN has
    `holder_name`, and its place in `code_commune` and `epci`.
    """

    title = StringProperty(required=True)
    theme = StringProperty(index=True)
    status = StringProperty(required=True, choices=NEED_STATUSES)
    told = StringProperty()
    reference = StringProperty()
    handed_to = StringProperty()
    holder_name = StringProperty()
    holder_place = StringProperty()
    code_commune = StringProperty()
    epci = StringProperty()
    on = DateProperty()
    earliest = DateProperty()
    latest = DateProperty()
    answered_on = DateProperty()
    summary = StringProperty()
    raw = StringProperty()


ACTION_STATES = {"planned": "à lancer", "running": "en cours", "done": "faite", "abandoned": "abandonnée"}
OUTCOMES = {"kept": "retenue", "partly": "retenue en partie", "not_kept": "non retenue"}


class Agreement(FactNode):
    """A partnership contract, such as a PDEC: what the parties do together, from when to when.

    `sectors` and `territories` are uids; what each party answers for stands on its `PARTY_TO`. `amount_eur` and
    `engineering_fte` are those of the whole: the sum of the parties' where nothing else is said.
    """

    title = StringProperty(required=True)
    kind = StringProperty()
    reference = StringProperty()
    on = DateProperty()
    starts_on = DateProperty()
    ends_on = DateProperty()
    earliest = DateProperty()
    latest = DateProperty()
    amount_eur = FloatProperty()
    engineering_fte = FloatProperty()
    jobs_expected = FloatProperty()
    jobs_created = FloatProperty()
    est_ess = BooleanProperty()
    sectors = ArrayProperty(StringProperty())
    territories = ArrayProperty(StringProperty())
    responsibilities = ArrayProperty(StringProperty())
    summary = StringProperty()
    raw = StringProperty()


class AgreementAction(FactNode):
    """What the parties of an agreement undertake: who leads it, until when, with which jobs."""

    title = StringProperty(required=True)
    reference = StringProperty()
    status = StringProperty(required=True, choices=ACTION_STATES)
    leader_name = StringProperty()
    due_on = DateProperty()
    done_on = DateProperty()
    jobs_expected = FloatProperty()
    jobs_created = FloatProperty()
    sectors = ArrayProperty(StringProperty())
    summary = StringProperty()
    raw = StringProperty()

    action_of = RelationshipTo("Agreement", "ACTION_OF", model=ActionOf)


class Outsider(FactNode):
    """Who is named in an agreement or consultation and is no institution, company or territory: an association.

    It belongs to that agreement or consultation alone, whose uid its own begins with.
    """

    name = StringProperty(required=True)
    raw = StringProperty()

    party_to = RelationshipTo("Agreement", "PARTY_TO", model=PartyTo)
    invited_to = RelationshipTo("Consultation", "INVITED_TO", model=InvitedTo)


class Strategy(FactNode):
    """What a territory declares to be its priorities: themes, sectors, until when, in which documents.

    `document_urls` are addresses as they were typed: nothing ever fetches them.
    """

    title = StringProperty(required=True)
    reference = StringProperty()
    on = DateProperty()
    earliest = DateProperty()
    latest = DateProperty()
    horizon = IntegerProperty()
    territories = ArrayProperty(StringProperty())
    themes = ArrayProperty(StringProperty())
    sectors = ArrayProperty(StringProperty())
    document_titles = ArrayProperty(StringProperty())
    document_urls = ArrayProperty(StringProperty())
    summary = StringProperty()
    raw = StringProperty()


class Consultation(FactNode):
    """A question that an institution asks of those concerned, by territory and sector, until a day.

    `closed_on` is set by whoever closes it, and outlives a correction by file.
    """

    title = StringProperty(required=True)
    reference = StringProperty()
    on = DateProperty()
    earliest = DateProperty()
    latest = DateProperty()
    until = DateProperty()
    closed_on = DateProperty()
    closed_by = StringProperty()
    territories = ArrayProperty(StringProperty())
    sectors = ArrayProperty(StringProperty())
    summary = StringProperty()
    raw = StringProperty()


class ConsultationReply(FactNode):
    """What a guest answered, by itself or typed by the institution that asks, and what was kept of it and why.

    `guest` is the uid of its `INVITED_TO`; the reply is the guest's own where the guest is an institution.
    """

    consultation = StringProperty(index=True, required=True)
    guest = StringProperty(required=True)
    guest_name = StringProperty()
    on = DateProperty()
    earliest = DateProperty()
    latest = DateProperty()
    summary = StringProperty(required=True)
    said_at = StringProperty(required=True)
    outcome = StringProperty(choices=OUTCOMES)
    reason = StringProperty()
    outcome_on = DateProperty()
    outcome_by = StringProperty()
