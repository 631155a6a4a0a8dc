"""A client of the whole application, on the real graph, without a socket in between."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest

from api.app import create_app
from api.dependencies import Service
from graph import Graph, Settings
from graph.visibility import MEMBER, Caller

HERE = ("127.0.0.1", 50_000)


class Client:
    """Calls the application; one event loop for each call, closed with its connections."""

    def __init__(self, graph: Graph, settings: Settings, caller: Caller) -> None:
        self.service = Service(graph, settings, caller)
        self.app = create_app(self.service)

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
            transport = httpx.ASGITransport(app=self.app, client=client, raise_app_exceptions=True)
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


Calling = Callable[[Caller], Client]


@pytest.fixture
def calling(graph: Graph, tmp_path: Path) -> Calling:
    """Make a client of a service that acts for a caller."""

    def make(caller: Caller) -> Client:
        return Client(graph, Settings(home=tmp_path), caller)

    return make


@pytest.fixture
def client(calling: Calling) -> Client:
    """A client of a service that acts for nobody: the members' layer, and nothing to write."""
    return calling(MEMBER)
