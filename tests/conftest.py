"""What all tests share: a real Neo4j, the embedded one by default, `NEO4J_URI` where it is set."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph import Graph, Settings, connect
from graph.visibility import Caller

ROOT = Path(__file__).resolve().parent.parent
SHARED_DATA = ROOT.parent / "shared" / "data"
EMPTY = "MATCH (n) WHERE NOT n:Migration CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS"

# Companies that the suite may use as real: their keys are right and nobody bears them.
CCI = Caller(organisation="cci")
CMA = Caller(organisation="cma")


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of the suite: a home of its own, the runtime shared with `make demo`."""
    runtime = Path(os.environ.get("DORE_RUNTIME", ROOT / ".dore" / "runtime"))
    return Settings(home=tmp_path_factory.mktemp("home"), runtime=runtime, heap_mib=1024, page_cache_mib=256)


@pytest.fixture(scope="session")
def database(settings: Settings) -> Iterator[Graph]:
    """One connection for the whole run; the embedded server is stopped at the end."""
    with connect(settings) as graph:
        graph.auto_commit(EMPTY)
        yield graph
        graph.auto_commit(EMPTY)
    if not settings.neo4j_uri:
        from graph.embedded import stop

        stop(settings)


@pytest.fixture
def graph(database: Graph) -> Iterator[Graph]:
    """An empty graph with its schema in place, emptied again after the test."""
    yield database
    database.auto_commit(EMPTY)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The real data beside the repository; the test skips where there is none."""
    if not SHARED_DATA.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"les données réelles manquent sur la machine d'intégration : {SHARED_DATA}")
        pytest.skip("données réelles absentes (../shared/data) : ce test ne peut pas être joué ici")
    return SHARED_DATA
