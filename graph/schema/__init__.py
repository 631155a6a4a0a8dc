"""The schema, in neomodel: what exists, what is unique, what is indexed."""

from __future__ import annotations

from neomodel import StructuredNode

from graph.schema.accounts import ACCOUNT_MODELS, AuditEvent, Key, Link, Membership, Person, Session
from graph.schema.actors import Company, Establishment, FormerCompany, Operator
from graph.schema.campaigns import CAMPAIGN_MODELS, Campaign, CampaignTarget
from graph.schema.edges import FACT_EDGE_MODELS, VISIT_ROLES, VISIT_STATUSES
from graph.schema.exchanges import EXCHANGE_MODELS, Exchange, Notice, OverlapDecision, VisitChange
from graph.schema.means import Committee, Envelope, Scheme
from graph.schema.merging import Merging
from graph.schema.partnership import NEED_STATUSES, Agreement, Need
from graph.schema.people import PERSON_MODELS, Agent, Contact, Frozen, Suppression
from graph.schema.projects import Project
from graph.schema.provenance import Change, Counter, Edition, Import, Migration, Reading, Review, Source
from graph.schema.territories import Sector, Territory, Theme

NODE_MODELS: tuple[type[StructuredNode], ...] = (
    Company,
    FormerCompany,
    Establishment,
    Operator,
    Territory,
    Sector,
    Theme,
    Project,
    Need,
    Agreement,
    Scheme,
    Envelope,
    Committee,
    Agent,
    Contact,
    Source,
    Import,
    Review,
    Reading,
    Counter,
    Edition,
    Change,
    Migration,
    *EXCHANGE_MODELS,
    *CAMPAIGN_MODELS,
    Merging,
    *PERSON_MODELS,
    *ACCOUNT_MODELS,
)

__all__ = [
    "FACT_EDGE_MODELS",
    "NEED_STATUSES",
    "NODE_MODELS",
    "VISIT_ROLES",
    "VISIT_STATUSES",
    "Agent",
    "Agreement",
    "AuditEvent",
    "Campaign",
    "CampaignTarget",
    "Change",
    "Committee",
    "Company",
    "Contact",
    "Counter",
    "Edition",
    "Envelope",
    "Establishment",
    "Exchange",
    "FormerCompany",
    "Frozen",
    "Import",
    "Key",
    "Link",
    "Membership",
    "Merging",
    "Migration",
    "Need",
    "Notice",
    "Operator",
    "OverlapDecision",
    "Person",
    "Project",
    "Reading",
    "Review",
    "Scheme",
    "Sector",
    "Session",
    "Source",
    "Suppression",
    "Territory",
    "Theme",
    "VisitChange",
]
