"""`dore backup` and `dore restore`, as typed, on the graph of the tests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from graph import Graph, Settings
from graph.backup.last import last
from graph.backup.records import tally_of
from tests.conftest import EMPTY
from tests.graph.backup.drawn import draw
from tests.tree import ROOT


@pytest.fixture
def environment(settings: Settings, graph: Graph, tmp_path: Path) -> dict[str, str]:
    """Another home, and the server of the tests as a server of one's own."""
    _, password = graph._auth
    return os.environ | {
        "PYTHONPATH": str(ROOT),
        "DORE_HOME": str(tmp_path / "home"),
        "NEO4J_URI": graph.uri,
        "NEO4J_USER": settings.neo4j_user,
        "NEO4J_PASSWORD": password,
    }


def dore(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cli.main", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_a_base_goes_out_and_comes_back(graph: Graph, environment: dict[str, str], tmp_path: Path) -> None:
    draw(graph)
    before = tally_of(graph).hash
    path = tmp_path / "b.dore.zip"
    out = dore(environment, "backup", str(path))
    assert out.returncode == 0, out.stderr
    assert f"Empreinte : {before}." in out.stdout
    told = last(Path(environment["DORE_HOME"]))
    assert told is not None
    assert (told.kind, told.records) == ("file", tally_of(graph).total)

    refused = dore(environment, "restore", str(path))
    assert refused.returncode == 1
    assert "n'est pas vide" in refused.stderr
    unconfirmed = dore(environment, "restore", str(path), "--replace")
    assert unconfirmed.returncode == 2
    assert "--yes" in unconfirmed.stderr

    graph.auto_commit(EMPTY)
    home = Path(environment["DORE_HOME"])
    (home / "erasures.jsonl").write_text('{"uid": "p1", "label": "Contact"}\n', encoding="utf-8")
    back = dore(environment, "restore", str(path))
    assert back.returncode == 0, back.stderr
    assert f"Empreinte du fichier : {before}." in back.stdout
    assert f"Empreinte de la base : {before}, la même." in back.stdout
    assert "Effacements rejoués : 1." in back.stdout

    again = dore(environment, "restore", str(path), "--replace", "--yes", "--json")
    assert json.loads(again.stdout)["hash_after"] == before


@pytest.mark.parametrize("words", [["backup"], ["restore"], ["backup", "a.zip", "--dump", "b"]])
def test_a_file_or_a_folder_is_asked_for_and_not_both(environment: dict[str, str], words: list[str]) -> None:
    done = dore(environment, *words)
    assert done.returncode == 2
    assert "Donnez un fichier" in done.stderr


def test_a_file_that_is_no_backup_is_one_sentence(environment: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "b.dore.zip"
    path.write_text("autre chose", encoding="utf-8")
    done = dore(environment, "restore", str(path))
    assert done.returncode == 1
    assert "n'est pas une sauvegarde de DORE" in done.stderr
    assert "Traceback" not in done.stderr
