"""Servers of their own for the tests of the embedded server; only the downloaded runtime is shared."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import neo4j
import pytest

from graph.embedded import Endpoint, start, stop
from graph.settings import Settings

ROOT = Path(__file__).resolve().parents[3]
RUNTIME = Path(os.environ.get("DORE_RUNTIME", ROOT / ".dore" / "runtime"))


def small(home: Path, **changes: object) -> Settings:
    """Settings of a small embedded server, whatever the environment says."""
    values = {"home": home, "runtime": RUNTIME, "heap_mib": 512, "page_cache_mib": 64, "neo4j_uri": None}
    return Settings.model_validate(values | changes)


def ask(endpoint: Endpoint, statement: str, **parameters: object) -> list[dict[str, object]]:
    """The rows of one statement, on a connection of its own; errors are never retried."""
    auth = (endpoint.user, endpoint.password)
    with neo4j.GraphDatabase.driver(endpoint.uri, auth=auth) as driver, driver.session() as session:
        return session.run(neo4j.Query(statement), parameters).data()


@pytest.fixture
def home_settings(tmp_path: Path) -> Iterator[Settings]:
    """A home of one test; whatever runs on it is stopped afterwards."""
    settings = small(tmp_path / "home")
    yield settings
    stop(settings)


@pytest.fixture(scope="module")
def server_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of `server`, with limits low enough to be reached by a test."""
    return small(tmp_path_factory.mktemp("home"), transaction_timeout_s=8, transaction_memory_mib=32)


@pytest.fixture(scope="module")
def server(server_settings: Settings) -> Iterator[Endpoint]:
    """One server for the tests of a module that only look at it."""
    yield start(server_settings, progress=False)
    stop(server_settings)
