from __future__ import annotations

from pathlib import Path

from graph.embedded import admin, start, stop
from graph.settings import Settings
from tests.graph.embedded.conftest import ask, small


def test_a_dump_is_refused_while_the_server_runs_and_loads_into_another_home(
    home_settings: Settings, tmp_path: Path
) -> None:
    dumps = tmp_path / "dumps"
    dumps.mkdir()
    ask(start(home_settings, progress=False), "UNWIND range(1, 100) AS i CREATE (:Kept {i: i})")
    refused = admin(home_settings, "database", "dump", "neo4j", f"--to-path={dumps}")
    assert refused.returncode != 0
    assert "in use" in refused.stderr.lower() or "stop" in refused.stderr.lower()
    stop(home_settings)
    done = admin(home_settings, "database", "dump", "neo4j", f"--to-path={dumps}")
    assert done.returncode == 0, done.stderr

    other = small(tmp_path / "other")
    loaded = admin(other, "database", "load", "neo4j", f"--from-path={dumps}", "--overwrite-destination=true")
    assert loaded.returncode == 0, loaded.stderr
    checked = admin(other, "database", "check", "neo4j")
    assert checked.returncode == 0, checked.stderr
    try:
        assert ask(start(other, progress=False), "MATCH (n:Kept) RETURN sum(n.i) AS sum") == [{"sum": 5050}]
    finally:
        stop(other)


def test_an_unknown_command_says_so_by_its_exit_status(home_settings: Settings) -> None:
    assert admin(home_settings, "no-such-command").returncode != 0
