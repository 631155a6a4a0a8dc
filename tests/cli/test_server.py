from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.embedded import status, stop
from graph.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
RUNTIME = Path(os.environ.get("DORE_RUNTIME", ROOT / ".dore" / "runtime"))


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Settings]:
    """A home of this test's own, stopped afterwards."""
    settings = Settings(home=tmp_path / "home", runtime=RUNTIME, heap_mib=512, page_cache_mib=64)
    yield settings
    stop(settings)


def dore(settings: Settings, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("NEO4J_")}
    values = {
        "PYTHONPATH": str(ROOT),
        "DORE_HOME": str(settings.home),
        "DORE_RUNTIME": str(RUNTIME),
        "DORE_HEAP_MIB": "512",
        "DORE_PAGE_CACHE_MIB": "64",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "cli.main", *arguments],
        env=inherited | values | environment,
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_up_status_and_down_answer_in_json_and_up_twice_is_the_same_server(home: Settings) -> None:
    first = _answer(dore(home, "up", "--json"))
    again = _answer(dore(home, "up", "--json"))
    assert first == again
    assert Path(str(first["password_file"])).stat().st_mode & 0o777 == 0o600
    seen = _answer(dore(home, "status", "--json"))
    assert seen["running"] is True
    assert (seen["pid"], seen["uri"], seen["heap_mib"]) == (first["pid"], first["uri"], 512)
    assert _answer(dore(home, "down", "--json")) == {"embedded": True, "stopped": True}
    assert _answer(dore(home, "down", "--json")) == {"embedded": True, "stopped": False}
    assert _answer(dore(home, "status", "--json"), code=1) == {"embedded": True, "running": False}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_foreground_command_and_its_server(home: Settings, number: signal.Signals) -> None:
    command = dore(home, "up", "--foreground")
    assert command.stdout is not None
    assert "répond sur bolt://127.0.0.1:" in command.stdout.readline()
    time.sleep(0.3)  # the line is printed just before the signals are listened to
    command.send_signal(number)
    assert command.wait(timeout=60) == 0
    assert status(home) is None


def test_a_server_of_ones_own_is_named_and_the_embedded_one_left_alone(home: Settings) -> None:
    unreachable = {"NEO4J_URI": "bolt://127.0.0.1:9", "NEO4J_PASSWORD": "x"}
    for command in ("up", "status"):
        seen = _answer(dore(home, command, "--json", **unreachable), code=1)
        assert seen["embedded"] is False
        assert seen["uri"] == "bolt://127.0.0.1:9"
        assert seen["running"] is False
    assert not home.home.exists()


def test_an_error_is_one_french_sentence_without_a_stack(home: Settings, tmp_path: Path) -> None:
    (tmp_path / "home").write_text("not a folder", encoding="utf-8")
    command = dore(home, "up")
    _, errors = command.communicate(timeout=60)
    assert command.returncode == 1
    assert "Impossible d'écrire" in errors
    assert "Traceback" not in errors
    (tmp_path / "home").unlink()


def _answer(command: subprocess.Popen[str], code: int = 0) -> dict[str, object]:
    printed, errors = command.communicate(timeout=300)
    assert command.returncode == code, errors
    answer = json.loads(printed)
    assert isinstance(answer, dict)
    return answer
