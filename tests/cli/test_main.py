"""The `dore` command: what is misused exits with 2 and says so on stderr, without a traceback."""

from __future__ import annotations

import subprocess
import sys

import pytest

from cli.families import FAMILIES, registered


def dore(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "cli.main", *words], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("words", [["inconnue"], ["who"], ["overlaps", "--window", "abc"]])
def test_a_misused_command_exits_with_2_and_one_sentence(words: list[str]) -> None:
    done = dore(*words)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Commande mal écrite" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("overlap", "la commande « overlap » n'existe pas (vouliez-vous dire overlaps ?)"),
        ("who", "il manque query"),
        ("who --nope x", "l'option --nope n'existe pas"),
        ("overlaps --window abc", "un nombre entier est attendu pour --window"),
        ("overlaps --as-of 2026-13-40", "« 2026-13-40 » n'est pas une date"),
        ("centrality --by rien", "« rien » n'est pas possible pour --by ; choix : degree"),
        ("overlaps --limit -2", "il faut au moins 0 pour --limit"),
        ("overlaps --as-of", "l'option --as-of attend une valeur"),
        ("status x y", "« x y » est de trop"),
    ],
)
def test_what_is_wrong_with_a_command_is_said_in_french(written: str, said: str) -> None:
    done = dore(*written.split())
    assert (done.returncode, said in done.stderr) == (2, True), done.stderr


@pytest.mark.parametrize("module", FAMILIES)
def test_each_family_has_the_commands_that_its_module_adds(module: str) -> None:
    assert set(registered(module)) == set(FAMILIES[module])


def test_a_misused_command_imports_no_other() -> None:
    heavy = "networkx", "scipy", "fastapi", "igraph"
    loaded = f"import sys, cli.main; print(*sorted(set({heavy}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("\n", "")


def test_dore_alone_says_what_it_can_do() -> None:
    done = dore()
    assert done.returncode == 2
    assert done.stdout.startswith("Usage:")
    assert "unsupported" in done.stdout
    assert done.stderr == ""
