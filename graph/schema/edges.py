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
    in `joined` the exchange or decision that joined it.
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
    """(Operator, Company or Territory)-[:PARTY_TO]->(Agreement)."""

    role = StringProperty()
    responsibilities = ArrayProperty(StringProperty())


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
}
