"""A client of the pages, on the real graph, without a socket in between."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest

from access import Identity
from bench.serving import listening
from gate import forgery
from gate.service import Service
from graph import Graph, Settings
from graph.visibility import Caller
from tests.api.conftest import HERE, LYS, PEUGEOT, log, region, standing
from web.app import create_pages

__all__ = ["HERE", "LYS", "PEUGEOT", "listening", "log", "region"]


class Browser:
    """Asks for pages; one event loop for each, closed with its connections."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.app = create_pages(service)

    @property
    def identity(self) -> Identity:
        """Who asks."""
        assert self.service.local is not None
        return self.service.local

    def request(self, method: str, path: str, *, client: tuple[str, int] = HERE, **options: Any) -> httpx.Response:
        async def call() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app, client=client, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as caller:
                try:
                    return await caller.request(method, path, **options)
                finally:
                    await self.service.graph.close_async()

        return anyio.run(call)

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self.request("GET", path, **options)

    def post(self, path: str, data: dict[str, Any] | None = None, **options: Any) -> httpx.Response:
        """Send a form as one of our pages would: with its token."""
        return self.request("POST", path, data={forgery.FIELD: forgery.token(self.identity), **(data or {})}, **options)


Browsing = Callable[..., Browser]


@pytest.fixture(autouse=True)
def one_pad(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write the token of forms the same in each answer, so that answers can be compared byte for byte."""
    monkeypatch.setattr(forgery, "_pad", lambda: bytes(32))


@pytest.fixture
def browsing(graph: Graph, tmp_path: Path) -> Browsing:
    """Make a browser of a service that acts for a caller."""

    def make(caller: Caller, operator: str = "") -> Browser:
        return Browser(Service(graph, Settings(home=tmp_path), standing(caller, operator)))

    return make


@pytest.fixture
def cci(region: Graph, browsing: Browsing) -> Browser:
    """A browser of CCI Test, in the region of two companies."""
    return browsing(Caller(organisation="cci", actor="web"), "CCI Test")


@pytest.fixture
def cma(region: Graph, browsing: Browsing) -> Browser:
    """A browser of CMA Test."""
    return browsing(Caller(organisation="cma", actor="web"), "CMA Test")


@pytest.fixture
def chromium() -> Iterator[Any]:
    """Debian's Chromium, driven by Playwright; it may be absent on a developer's machine, never on CI."""
    found = shutil.which("chromium")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium manque sur la machine d'intégration")
        pytest.skip("Chromium absent : ce test ne peut pas être joué ici")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(cci: Browser, chromium: Any) -> Iterator[Any]:
    """A page of Chromium, on the service of CCI Test."""
    with listening(cci.app) as address:
        yield chromium.new_page(base_url=address)
