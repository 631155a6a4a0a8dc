"""The sources that DORE can read, by name. A new one is a module here and a line below."""

from __future__ import annotations

from ingest.source import Source
from ingest.sources.agreements import ACTIONS, AGREEMENTS
from ingest.sources.commitments import COMMITMENTS
from ingest.sources.committees import AGENDA, COMMITTEES, REFERRALS
from ingest.sources.companies import COMPANIES
from ingest.sources.consultations import CONSULTATIONS
from ingest.sources.decisions import DECISIONS
from ingest.sources.envelopes import ENVELOPES
from ingest.sources.experiments import (
    EXPERIMENT_DIFFICULTIES,
    EXPERIMENT_INDICATORS,
    EXPERIMENT_RESULTS,
    EXPERIMENTS,
)
from ingest.sources.needs import NEEDS
from ingest.sources.operators import OPERATORS
from ingest.sources.posts import POSTS
from ingest.sources.projects import PROJECTS
from ingest.sources.sirene import SIRENE_SITES, SIRENE_UNITS
from ingest.sources.strategies import STRATEGIES
from ingest.sources.support import SUPPORT
from ingest.sources.trainings import TRAININGS
from ingest.sources.visits import VISITS

SOURCES: dict[str, Source] = {
    source.name: source
    for source in (
        COMPANIES,
        OPERATORS,
        VISITS,
        SUPPORT,
        PROJECTS,
        NEEDS,
        AGREEMENTS,
        DECISIONS,
        EXPERIMENTS,
        EXPERIMENT_INDICATORS,
        EXPERIMENT_RESULTS,
        EXPERIMENT_DIFFICULTIES,
        ACTIONS,
        STRATEGIES,
        CONSULTATIONS,
        POSTS,
        TRAININGS,
        ENVELOPES,
        COMMITMENTS,
        COMMITTEES,
        AGENDA,
        REFERRALS,
        SIRENE_SITES,
        SIRENE_UNITS,
    )
}

__all__ = ["SOURCES"]
