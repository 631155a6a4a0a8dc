"""A client of the whole application, on the real graph, without a socket in between."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
import structlog

from access import ANONYMOUS, Identity
from access.roles import local
from api.app import create_app
from gate import logs
from gate.service import Service
from graph import Graph, Settings
from graph.visibility import MEMBER, Caller, Layer
from ingest.reference.tables import VINTAGE
from tests.given import given

HERE = ("127.0.0.1", 50_000)
LYS = "732829320"
PEUGEOT = "552100554"
OPERATORS = (
    "(cci:Operator {uid: 'cci', name: 'CCI Test', mailbox: 'contact@cci.example'})",
    "(cma:Operator {uid: 'cma', name: 'CMA Test', mailbox: 'contact@cma.example'})",
)
COMPANIES = (
    f"(lys:Company {{siren: '{LYS}', name: 'TEXTILES DE LA LYS', code_postal: '59280',"
    " commune: 'ARMENTIERES', code_commune: '59017'})",
    f"(peugeot:Company {{siren: '{PEUGEOT}', name: 'AUTOMOBILES PEUGEOT', code_postal: '80000',"
    " commune: 'AMIENS', code_commune: '80021'})",
)


class Client:
    """Calls the application; one event loop for each call, closed with its connections."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.app = create_app(service)
        self.caller = (service.local or ANONYMOUS).caller

    def request(
        self,
        method: str,
        path: str,
        *,
        client: tuple[str, int] = HERE,
        base: str = "http://127.0.0.1",
        **options: Any,
    ) -> httpx.Response:
        async def call() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app, client=client)
            async with httpx.AsyncClient(transport=transport, base_url=base) as caller:
                try:
                    return await caller.request(method, path, **options)
                finally:
                    await self.service.graph.close_async()

        return anyio.run(call)

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self.request("GET", path, **options)

    def post(self, path: str, **options: Any) -> httpx.Response:
        return self.request("POST", path, **options)


def standing(caller: Caller, operator: str = "") -> Identity:
    """The identity that asks as a caller would."""
    if caller.layer is Layer.PUBLIC:
        return ANONYMOUS
    return local(caller.organisation, operator, actor=caller.actor)


Calling = Callable[..., Client]


@pytest.fixture
def calling(graph: Graph, tmp_path: Path) -> Calling:
    """Make a client of a service that acts for a caller."""

    def make(caller: Caller, operator: str = "") -> Client:
        return Client(Service(graph, Settings(home=tmp_path), standing(caller, operator)))

    return make


@pytest.fixture
def client(calling: Calling) -> Client:
    """A client of a service that acts for nobody: the members' layer, and nothing to write."""
    return calling(MEMBER)


@pytest.fixture
def region(graph: Graph) -> Graph:
    """Two institutions and two companies; the reference tables are there, as far as ingest can tell."""
    given(graph, *OPERATORS, *COMPANIES)
    graph.write("MERGE (c:Counter {name: 'reference'}) SET c.value = $vintage", vintage=VINTAGE)
    return graph


@pytest.fixture
def cci(region: Graph, calling: Calling) -> Client:
    """A client of a service that acts for CCI Test, in the region of two companies."""
    return calling(Caller(organisation="cci", actor="api"), "CCI Test")


@pytest.fixture
def cma(region: Graph, calling: Calling) -> Client:
    """A client of a service that acts for CMA Test."""
    return calling(Caller(organisation="cma", actor="api"), "CMA Test")


@pytest.fixture
def log() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """Read the lines that the service wrote."""
    stream = io.StringIO()
    logs.configure(stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    structlog.reset_defaults()
