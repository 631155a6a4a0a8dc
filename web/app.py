"""The application of the pages: its routes, and what every request passes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import to_thread
from fastapi import Depends, FastAPI

from access.journal import Journal
from gate import compressing, problems
from gate.asgi import Bounded, Numbered, Welcomed
from gate.asking import WhoAsks
from gate.headers import Guarded
from gate.service import Service
from ingest.reading import WEB_LIMITS
from queries.kept import Keeping
from queries.warming import warm
from rights.daily import Daily
from web import assets, warming
from web.genuine import genuine
from web.guide import pages, pictures
from web.mapping import sheet
from web.permissions import listed, permitted
from web.problems import AsPages
from web.routes import (
    administration,
    agreements,
    allocations,
    analyses,
    campaigns,
    companies,
    components,
    consultations,
    demands,
    duplicates,
    exchanges,
    experiments,
    guide,
    imports,
    membership,
    needs,
    networks,
    overlaps,
    protection,
    provider,
    results,
    reviews,
    search,
    sign_in,
    strategies,
    territorial,
    territories,
    unsupported,
    visits,
)
from web.routes.means import agents, envelopes
from web.routes.means import committees as committee_pages
from web.routes.territories import LEVELS_FR
from web.signed_in import SignedIn, ended

MOST_BYTES = 256_000
"""Of a form."""
UPLOAD_PATH = "/imports/nouveau"
UPLOAD_EXTRA_BYTES = 100_000
"""What the form around a file may weigh."""
ROUTERS = (
    assets.router,
    sign_in.router,
    provider.router,
    search.router,
    companies.router,
    unsupported.router,
    campaigns.router,
    demands.public,
    territorial.router,
    demands.router,  # before the needs, whose address any word fits
    needs.router,
    allocations.router,
    experiments.router,
    agreements.router,
    strategies.router,
    consultations.router,
    overlaps.router,
    territories.router,
    results.router,
    networks.router,
    analyses.router,
    agents.router,
    envelopes.router,
    committee_pages.router,
    components.router,
    visits.router,
    exchanges.router,
    duplicates.router,  # before the rows, whose address any word fits
    reviews.router,
    imports.router,
    protection.router,
    protection.readers,
    membership.router,
    administration.router,
    guide.router,
)


def create_pages(service: Service) -> FastAPI:
    """Return the application that shows one service to people.

    Raises:
        FileNotFoundError: a file that pages load is missing.
        KeyError: a page of the guide is.
    """
    assets.assets()
    pages()
    pictures()
    for level in LEVELS_FR:
        sheet(service.settings.region, level)  # the contours are read before anybody waits for them
    listed(ROUTERS)
    journal = Journal(service.graph)
    keeping = Keeping(service.graph, warm=[warm] if service.warms else [])
    daily = Daily(service.graph, service.settings.home)

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        journal.start()
        await to_thread.run_sync(keeping.start)
        daily.start()
        warming.start(service)
        yield
        await to_thread.run_sync(daily.stop)
        await to_thread.run_sync(keeping.stop)
        await to_thread.run_sync(journal.stop)

    passed = [Depends(genuine), Depends(permitted)]
    app = FastAPI(title="DORE", openapi_url=None, docs_url=None, redoc_url=None, lifespan=life, dependencies=passed)
    app.state.service = service
    app.state.journal = journal
    for router in ROUTERS:
        app.include_router(router)
    problems.install(app)
    most = (WEB_LIMITS.max_bytes or 0) + UPLOAD_EXTRA_BYTES
    # The last one added is the first to be passed.
    app.add_middleware(SignedIn)
    app.add_middleware(WhoAsks, service=service, refused=ended)
    app.add_middleware(Bounded, most=MOST_BYTES, uploads=most, upload_path=UPLOAD_PATH)
    app.add_middleware(Welcomed, service=service)
    app.add_middleware(Numbered)
    app.add_middleware(AsPages)
    app.add_middleware(Guarded, https=not service.insecure)
    compressing.install(app)
    return app
