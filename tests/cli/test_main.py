"""The `dore` command: what is misused exits with 2 and says so on stderr, without a traceback."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize("words", [["inconnue"], ["who"], ["overlaps", "--window", "abc"]])
def test_a_misused_command_exits_with_2_and_one_sentence(words: list[str]) -> None:
    done = subprocess.run([sys.executable, "-m", "cli.main", *words], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Commande mal écrite" in done.stderr
    assert "Traceback" not in done.stderr
