from __future__ import annotations

from pathlib import Path

import pytest

from graph.embedded.failures import failure_of
from graph.embedded.layout import create, layout_of
from graph.embedded.state import ServerState
from graph.errors import RuntimeMissing, StoreError, StoreRefused, StoreUnavailable


@pytest.mark.parametrize(
    ("chain", "kind", "words"),
    [
        (["RuntimeException: x", "java.net.BindException: Address already in use"], StoreUnavailable, "port"),
        (["java.io.IOException: No space left on device"], StoreUnavailable, "place"),
        (["UnableToMigrateException: store version 'AA-1' is newer"], StoreRefused, "autre version"),
        (["org.neo4j.kernel.FileLockException: lock file"], StoreUnavailable, "utilise déjà"),
        (["java.nio.file.AccessDeniedException: /data"], StoreUnavailable, "droit d'écrire"),
        (["java.lang.NoClassDefFoundError: org/neo4j/X"], RuntimeMissing, "endommagés"),
        (["java.lang.OutOfMemoryError: Java heap space"], StoreUnavailable, "mémoire"),
    ],
)
def test_a_known_cause_has_its_own_sentence(
    tmp_path: Path, chain: list[str], kind: type[StoreError], words: str
) -> None:
    error = failure_of(layout_of(tmp_path), _failed(chain))
    assert type(error) is kind
    assert words in error.message
    assert error.hint


def test_an_unknown_cause_is_quoted_by_its_innermost_line(tmp_path: Path) -> None:
    error = failure_of(layout_of(tmp_path), _failed(["RuntimeException: outer", "OddException: the real one"]))
    assert "OddException: the real one" in error.message
    assert "server.out" in error.hint


def test_a_process_that_died_without_a_word_is_quoted_from_its_output(tmp_path: Path) -> None:
    layout = layout_of(tmp_path)
    create(layout)
    layout.output.write_text("first\nthe last word\n\tat java.base/Thread.run\n", encoding="utf-8")
    assert "the last word" in failure_of(layout, None).message


def test_a_process_that_left_nothing_still_gives_a_sentence(tmp_path: Path) -> None:
    assert "n'a pas pu démarrer" in failure_of(layout_of(tmp_path), None).message


def _failed(chain: list[str]) -> ServerState:
    return ServerState(1, "1", 7687, "2026.09.0", "2026-01-01T00:00:00+00:00", "failed", 512, 64, tuple(chain))
