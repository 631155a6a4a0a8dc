"""The edges that carry facts, and the few that carry reference data."""

from __future__ import annotations

from neomodel import (
    ArrayProperty,
    DateProperty,
    FloatProperty,
    IntegerProperty,
    StringProperty,
    StructuredRel,
)

from graph.schema.base import FactEdge

VISIT_STATUSES = {"planned": "prévue", "done": "réalisée", "cancelled": "annulée"}
VISIT_ROLES = {"lead": "pilote", "participant": "participant", "on_behalf_of": "pour le compte de"}


class Visited(FactEdge):
    """(Operator)-[:VISITED]->(Company): one institution's part in one visit.

    A visit made by several institutions has as many edges, which share `visit`: it is one visit.
    `siret` is the site that was visited, where it is known. `overlap_reason` says why it takes place in spite of an
    overlap. An edge that was joined to another institution's visit keeps in `alone` the key that it had before, and
    in `joined` the exchange or decision that joined it. One that a person changed since a file brought it keeps digests
    of what that file had said: `file_hash` of the row, `file_said` of each of its values, and in `file_rows` the uids
    of other rows that were found to speak of it.
    """

    visit = StringProperty(index=True, required=True)
    on = DateProperty()
    status = StringProperty(required=True, choices=VISIT_STATUSES)
    role = StringProperty(choices=VISIT_ROLES)
    siret = StringProperty()
    theme = StringProperty()
    purpose = StringProperty()
    note = StringProperty()
    agent = StringProperty()
    duration_minutes = IntegerProperty()
    joint_reference = StringProperty(index=True)
    reference = StringProperty()
    overlap_reason = StringProperty()
    joined = StringProperty()
    alone = StringProperty()
    file_hash = StringProperty()
    file_said = ArrayProperty(StringProperty())
    file_rows = ArrayProperty(StringProperty())
    raw = StringProperty()


class Supported(FactEdge):
    """(Operator)-[:SUPPORTED]->(Company): an aid granted under a scheme."""

    scheme = StringProperty()
    amount_eur = FloatProperty()
    on = DateProperty()
    until = DateProperty()
    jobs = FloatProperty()
    purpose = StringProperty()
    siret = StringProperty()
    raw = StringProperty()


class PartnersWith(FactEdge):
    """(Operator or Company)-[:PARTNERS_WITH]->(Operator or Company): derived from an agreement."""

    agreement = StringProperty(index=True, required=True)


class Carries(FactEdge):
    """(Company, Territory or Operator)-[:CARRIES]->(Project)."""


class Follows(FactEdge):
    """(Operator)-[:FOLLOWS]->(Project): the operator that accompanies it."""


class Raised(FactEdge):
    """(Company, Territory or Operator)-[:RAISED]->(Need)."""


class TakesCareOf(FactEdge):
    """(Operator)-[:TAKES_CARE_OF]->(Need): who answers it, and since when."""

    status = StringProperty()


class PartyTo(FactEdge):
    """(Operator, Company, Territory or Outsider)-[:PARTY_TO]->(Agreement): what each answers for and brings.

    With the role `perimeter` it is the territory that the agreement is about, which signs nothing.
    """

    role = StringProperty()
    responsibilities = ArrayProperty(StringProperty())
    amount_eur = FloatProperty()
    engineering_fte = FloatProperty()


class ActionOf(FactEdge):
    """(AgreementAction)-[:ACTION_OF]->(Agreement)."""


class Leads(FactEdge):
    """(Operator)-[:LEADS]->(AgreementAction)."""


class Declares(FactEdge):
    """(Territory)-[:DECLARES]->(Strategy)."""


class InvitedTo(FactEdge):
    """(Operator, Company, Territory or Outsider)-[:INVITED_TO]->(Consultation)."""


class MeasuredBy(FactEdge):
    """(Project)-[:MEASURED_BY]->(ExperimentIndicator): what an experiment is judged by."""


class Gave(FactEdge):
    """(ExperimentIndicator)-[:GAVE]->(ExperimentResult): one value of its series."""


class Met(FactEdge):
    """(Project)-[:MET]->(Difficulty): what an experiment ran into."""


class ReplicatedIn(FactEdge):
    """(Project)-[:REPLICATED_IN]->(Project): an experiment tried again elsewhere; said by whoever tries it again."""


class BenefitsFrom(FactEdge):
    """(Company, Territory or Operator)-[:BENEFITS_FROM]->(Commitment)."""


class OnAgenda(FactEdge):
    """(Company, Territory or Operator)-[:ON_AGENDA]->(AgendaItem): of whom a committee has to speak."""


class Holds(FactEdge):
    """(Operator)-[:HOLDS]->(Post): the institution whose post it is."""


class Attended(FactEdge):
    """(Operator)-[:ATTENDED]->(Training): the institution whose people followed it."""


class SucceededBy(StructuredRel):
    """(Establishment)-[:SUCCEEDED_BY]->(Establishment): a move or a takeover keeps its history."""

    on = DateProperty()


FACT_EDGE_MODELS: dict[str, type[FactEdge]] = {
    "VISITED": Visited,
    "SUPPORTED": Supported,
    "PARTNERS_WITH": PartnersWith,
    "CARRIES": Carries,
    "FOLLOWS": Follows,
    "RAISED": Raised,
    "TAKES_CARE_OF": TakesCareOf,
    "PARTY_TO": PartyTo,
    "MEASURED_BY": MeasuredBy,
    "GAVE": Gave,
    "MET": Met,
    "REPLICATED_IN": ReplicatedIn,
    "ACTION_OF": ActionOf,
    "LEADS": Leads,
    "DECLARES": Declares,
    "INVITED_TO": InvitedTo,
    "BENEFITS_FROM": BenefitsFrom,
    "ON_AGENDA": OnAgenda,
    "HOLDS": Holds,
    "ATTENDED": Attended,
}
