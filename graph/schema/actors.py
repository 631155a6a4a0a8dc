"""Companies, their sites, and the institutions that accompany them."""

from __future__ import annotations

from neomodel import (
    ArrayProperty,
    BooleanProperty,
    DateProperty,
    IntegerProperty,
    RelationshipTo,
    StringProperty,
    StructuredNode,
)

from graph.schema.base import FactNode
from graph.schema.edges import (
    Attended,
    BenefitsFrom,
    Carries,
    Follows,
    Holds,
    InvitedTo,
    Leads,
    OnAgenda,
    PartnersWith,
    PartyTo,
    Raised,
    SucceededBy,
    Supported,
    TakesCareOf,
    Visited,
)


class DescribedCompany(FactNode):
    """What is said of a legal unit."""

    __abstract_node__ = True

    siren = StringProperty(unique_index=True)
    name = StringProperty(required=True)
    names = ArrayProperty(StringProperty())
    sigle = StringProperty()
    naf = StringProperty(index=True)
    naf_version = StringProperty()
    tranche_effectif = StringProperty()
    effectif_year = IntegerProperty()
    categorie = StringProperty()
    nature_juridique = StringProperty()
    est_ess = BooleanProperty()
    state = StringProperty(choices={"open": "ouverte", "closed": "fermée", "unknown": "inconnu"})
    statut_diffusion = StringProperty(choices={"O": "diffusible", "P": "diffusion partielle"})
    created_on = DateProperty()
    closed_on = DateProperty()
    address = StringProperty()
    code_postal = StringProperty()
    commune = StringProperty()
    code_commune = StringProperty(index=True)
    epci = StringProperty(index=True)
    departement = StringProperty(index=True)
    region = StringProperty()
    verified = BooleanProperty()
    fictional = BooleanProperty()
    edition = IntegerProperty(index=True)
    row_hashes = ArrayProperty(StringProperty())
    lead_row = StringProperty()
    raw = StringProperty()

    located_in = RelationshipTo("graph.schema.territories.Territory", "LOCATED_IN")
    in_sector = RelationshipTo("graph.schema.territories.Sector", "IN_SECTOR")


class Company(DescribedCompany):
    """A legal unit. Its level is `open` when it comes from the register, its first fact's level otherwise.

    `uid` is the SIREN when it was known at creation. `names` are all names it is known by, the legal one first.
    `verified` is False for a valid SIREN that no register has confirmed yet. `edition` is the number that the
    counter of companies had when it was last written; `row_hashes` and `lead_row` tell the rows that describe it.
    """

    carries = RelationshipTo("graph.schema.projects.Project", "CARRIES", model=Carries)
    raised = RelationshipTo("graph.schema.partnership.Need", "RAISED", model=Raised)
    party_to = RelationshipTo("graph.schema.partnership.Agreement", "PARTY_TO", model=PartyTo)
    benefits_from = RelationshipTo("graph.schema.means.Commitment", "BENEFITS_FROM", model=BenefitsFrom)
    on_agenda = RelationshipTo("graph.schema.means.AgendaItem", "ON_AGENDA", model=OnAgenda)
    partners_with = RelationshipTo("Company", "PARTNERS_WITH", model=PartnersWith)


class FormerCompany(DescribedCompany):
    """A company that was found to be another one: all that it said stays, its facts are the other's.

    It is a `Company` again when the merging is undone.
    """

    merged_into = RelationshipTo("Company", "MERGED_INTO")


class Establishment(StructuredNode):
    """A site of a company, from the register or a company list."""

    siret = StringProperty(unique_index=True, required=True)
    siren = StringProperty(index=True)
    enseignes = ArrayProperty(StringProperty())
    address = StringProperty()
    code_postal = StringProperty()
    commune = StringProperty()
    code_commune = StringProperty(index=True)
    epci = StringProperty()
    departement = StringProperty()
    region = StringProperty()
    naf = StringProperty()
    state = StringProperty()
    is_head_office = BooleanProperty()
    created_on = DateProperty()
    closed_on = DateProperty()
    tranche_effectif = StringProperty()
    statut_diffusion = StringProperty()
    source_uid = StringProperty(required=True)
    import_uid = StringProperty(required=True)
    recorded_at = StringProperty(required=True)
    recorded_by = StringProperty(required=True)
    content_hash = StringProperty()

    site_of = RelationshipTo("Company", "SITE_OF")
    located_in = RelationshipTo("graph.schema.territories.Territory", "LOCATED_IN")
    succeeded_by = RelationshipTo("Establishment", "SUCCEEDED_BY", model=SucceededBy)


class Operator(StructuredNode):
    """An institution: the Region, an EPCI, a chamber, an agency, a cluster. People belong to it.

    `kind` is a code of the vocabulary of operators; `mailbox` is the functional address that others may see.
    `is_member` is what a list says of it; what opens the doors is `admitted_at`, which no file can write, until
    `suspended_at`. `charter_accepted_at` is when a steward accepted the charter for it, `digest_at` until when its
    last digest told.
    """

    uid = StringProperty(unique_index=True, required=True)
    name = StringProperty(unique_index=True, required=True)
    aliases = ArrayProperty(StringProperty())
    kind = StringProperty()
    siren = StringProperty(index=True)
    mailbox = StringProperty()
    departement = StringProperty()
    commune = StringProperty()
    is_member = BooleanProperty()
    admitted_at = StringProperty()
    suspended_at = StringProperty()
    charter_accepted_at = StringProperty()
    digest_at = StringProperty()
    fictional = BooleanProperty()
    source_uid = StringProperty(required=True)
    import_uid = StringProperty(required=True)
    recorded_at = StringProperty(required=True)
    recorded_by = StringProperty(required=True)
    content_hash = StringProperty()

    visited = RelationshipTo("Company", "VISITED", model=Visited)
    supported = RelationshipTo("Company", "SUPPORTED", model=Supported)
    partners_with = RelationshipTo("Operator", "PARTNERS_WITH", model=PartnersWith)
    follows = RelationshipTo("graph.schema.projects.Project", "FOLLOWS", model=Follows)
    covers_territory = RelationshipTo("graph.schema.territories.Territory", "COVERS")
    covers_sector = RelationshipTo("graph.schema.territories.Sector", "COVERS")
    carries = RelationshipTo("graph.schema.projects.Project", "CARRIES", model=Carries)
    raised = RelationshipTo("graph.schema.partnership.Need", "RAISED", model=Raised)
    takes_care_of = RelationshipTo("graph.schema.partnership.Need", "TAKES_CARE_OF", model=TakesCareOf)
    party_to = RelationshipTo("graph.schema.partnership.Agreement", "PARTY_TO", model=PartyTo)
    leads = RelationshipTo("graph.schema.partnership.AgreementAction", "LEADS", model=Leads)
    invited_to = RelationshipTo("graph.schema.partnership.Consultation", "INVITED_TO", model=InvitedTo)
    benefits_from = RelationshipTo("graph.schema.means.Commitment", "BENEFITS_FROM", model=BenefitsFrom)
    on_agenda = RelationshipTo("graph.schema.means.AgendaItem", "ON_AGENDA", model=OnAgenda)
    holds = RelationshipTo("graph.schema.means.Post", "HOLDS", model=Holds)
    attended = RelationshipTo("graph.schema.means.Training", "ATTENDED", model=Attended)
    offers = RelationshipTo("graph.schema.means.Scheme", "OFFERS")
