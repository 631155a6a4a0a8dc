"""Neo4j's own dump, on homes of this test's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph import Settings
from graph.backup import dump, load_dump
from graph.embedded import start, status, stop
from graph.errors import FileRefused, Misuse, StoreRefused, StoreUnavailable
from tests.graph.embedded.conftest import ask, small


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Settings]:
    """A home of this test's own, stopped afterwards."""
    settings = small(tmp_path / "home")
    yield settings
    stop(settings)


def test_a_dump_comes_back_and_the_server_runs_again_after_both(home: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    ask(start(home, progress=False), "CREATE (:Kept {i: 1})")
    made = dump(home, folder)
    assert made.stat().st_mode & 0o777 == 0o600
    assert list(folder.iterdir()) == [made]
    assert status(home) is not None
    ask(start(home, progress=False), "CREATE (:Kept {i: 2})")

    with pytest.raises(FileRefused, match="existe déjà"):
        dump(home, folder)
    with pytest.raises(StoreRefused, match="Il y a déjà une base"):
        load_dump(home, folder)
    load_dump(home, folder, replace=True)
    assert status(home) is not None
    assert ask(start(home, progress=False), "MATCH (n:Kept) RETURN collect(n.i) AS kept") == [{"kept": [1]}]

    made.write_bytes(b"abime")
    with pytest.raises(StoreUnavailable, match="Neo4j a refusé"):
        load_dump(home, folder, replace=True)
    assert status(home) is not None


def test_there_is_nothing_to_dump_before_a_first_start(home: Settings, tmp_path: Path) -> None:
    with pytest.raises(StoreRefused, match="aucune base"):
        dump(home, tmp_path / "copies")
    with pytest.raises(FileRefused, match=r"pas de neo4j\.dump"):
        load_dump(home, tmp_path)


def test_a_server_of_ones_own_is_not_dumped(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, neo4j_uri="bolt://127.0.0.1:9")
    with pytest.raises(Misuse, match="NEO4J_URI"):
        dump(settings, tmp_path)
