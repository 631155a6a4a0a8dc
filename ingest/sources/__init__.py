"""The sources that DORE can read, by name. A new one is a module here and a line below."""

from __future__ import annotations

from ingest.source import Source
from ingest.sources.agreements import AGREEMENTS
from ingest.sources.companies import COMPANIES
from ingest.sources.needs import NEEDS
from ingest.sources.operators import OPERATORS
from ingest.sources.projects import PROJECTS
from ingest.sources.sirene import SIRENE_SITES, SIRENE_UNITS
from ingest.sources.support import SUPPORT
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
        SIRENE_SITES,
        SIRENE_UNITS,
    )
}

__all__ = ["SOURCES"]
