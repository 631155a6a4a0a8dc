"""The application: routes, what every request passes, and how it starts and stops."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import Depends, FastAPI
from fastapi.openapi.utils import get_openapi

from access.journal import Journal
from api.documents import completed
from api.permissions import listed, permitted
from api.routes import (
    agents,
    agreements,
    allocations,
    briefings,
    campaigns,
    committees,
    companies,
    consultations,
    duplicates,
    envelopes,
    exchanges,
    experiments,
    health,
    imports,
    indicators,
    matches,
    needs,
    networks,
    overlaps,
    reviews,
    strategies,
    unsupported,
    visits,
)
from api.warming import warm
from gate import compressing, problems
from gate.asgi import Bounded, Numbered, Welcomed
from gate.asking import WhoAsks
from gate.headers import Guarded
from gate.service import Service
from gate.upkeep import Upkeep
from ingest.reading import WEB_LIMITS

MOST_BYTES = 256_000
"""Of a body in JSON."""
UPLOAD_PATH = "/api/v1/imports"
UPLOAD_EXTRA_BYTES = 100_000
"""What the form around a file may weigh."""

DESCRIPTION = """Who accompanies which companies, and which ones nobody does.

Errors are RFC 9457 problems, in French. Lists page by `next_cursor`. What may not be seen answers like what
does not exist. The organisation that a request acts for never comes from the request.
"""
TAGS = [
    {"name": "companies", "description": "finding a company, and what is known of it"},
    {"name": "questions", "description": "overlaps, companies without accompaniment, briefings, indicators"},
    {"name": "networks", "description": "who is linked with whom, and who counts"},
    {"name": "matching", "description": "whom names designate; OpenRefine's reconciliation service"},
    {"name": "visits", "description": "announcing a visit, and the overlaps that it makes"},
    {"name": "exchanges", "description": "what institutions ask, tell and decide of each other's visits"},
    {"name": "needs", "description": "what companies and territories ask for, and what becomes of it"},
    {"name": "allocations", "description": "an amount shared out between territories"},
    {"name": "campaigns", "description": "visits that institutions share out before a day"},
    {"name": "partnership", "description": "agreements, strategies of territories, consultations"},
    {"name": "means", "description": "envelopes, posts and committees"},
    {"name": "duplicates", "description": "companies that may be one, made one and two again"},
    {"name": "experiments", "description": "what territories try, what it gives, and what a failure teaches"},
    {"name": "imports", "description": "files in, and what became of their rows"},
    {"name": "reviews", "description": "rows that a person must decide"},
    {"name": "service", "description": "whether the service works"},
]
ROUTERS = (
    companies, overlaps, unsupported, briefings, indicators, networks, matches, visits, exchanges, campaigns,
    needs, allocations, agreements, strategies, consultations, experiments, envelopes, agents, committees,
    duplicates, imports, reviews, health,
)  # fmt: skip


def create_app(service: Service) -> FastAPI:
    """Return the application that answers for one service.

    Raises:
        RuntimeError: a route of which nothing says who may call it.
    """
    journal, upkeep = Journal(service.graph), Upkeep(service.graph)

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        warm(service)
        journal.start()
        upkeep.start()
        yield
        upkeep.stop()
        journal.stop()
        await service.graph.close_async()

    # No documentation page: those of FastAPI bring their scripts from another site.
    app = FastAPI(
        title="DORE",
        version="1",
        description=DESCRIPTION,
        openapi_url="/api/v1/openapi.json",
        openapi_tags=TAGS,
        docs_url=None,
        redoc_url=None,
        lifespan=life,
    )
    app.state.service = service
    app.state.journal = journal
    for module in ROUTERS:
        app.include_router(module.router, dependencies=[Depends(permitted)])
    listed(module.router for module in ROUTERS)
    problems.install(app)
    most = (WEB_LIMITS.max_bytes or 0) + UPLOAD_EXTRA_BYTES
    # The last one added is the first to be passed.
    app.add_middleware(WhoAsks, service=service)
    app.add_middleware(Bounded, most=MOST_BYTES, uploads=most, upload_path=UPLOAD_PATH)
    app.add_middleware(Welcomed, service=service)
    app.add_middleware(Numbered)
    app.add_middleware(Guarded, https=not service.insecure)
    compressing.install(app)
    app.openapi = lambda: _openapi(app)  # type: ignore[method-assign]
    return app


def _openapi(app: FastAPI) -> dict[str, Any]:
    if app.openapi_schema is None:
        made = get_openapi(
            title=app.title, version=app.version, description=app.description, tags=TAGS, routes=app.routes
        )
        app.openapi_schema = completed(made, (module.router for module in ROUTERS))
    return app.openapi_schema
