"""Graphs of their own for benchmarks: an embedded server in a folder that goes with it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph import Graph, Settings, connect
from graph.embedded import stop

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data"
EMPTY = "MATCH (n) WHERE NOT n:Migration CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS"


@contextmanager
def own_home() -> Iterator[Settings]:
    """Settings of a home that is removed afterwards, its server stopped."""
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=Path(home), runtime=ROOT / ".dore" / "runtime", neo4j_uri=None)
        try:
            yield settings
        finally:
            stop(settings)


@contextmanager
def own_graph() -> Iterator[Graph]:
    """An empty graph with its schema in place."""
    with own_home() as settings, connect(settings) as graph:
        yield graph
