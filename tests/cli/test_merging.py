"""Duplicates proposed, made one and two again, as typed."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from cli import merging
from graph import Graph, Settings, connect
from graph.errors import DoreError, Misuse
from tests.given import given

Dore = Callable[..., Any]
LYS = "732829320"


@pytest.fixture
def dore(graph: Graph, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Dore:
    """Run a command and return what it prints, in JSON where that is asked for; errors are raised as they are."""
    place = "commune: 'Lille', code_commune: '59350', code_postal: '59000'"
    given(
        graph,
        f"(:Company {{siren: '{LYS}', name: 'TEXTILES DE LA LYS', {place}}})",
        f"(:Operator {{uid: 'cci', name: 'CCI Test'}})-[:VISITED {{on: '2026-03-01'}}]->(:Company {{uid: 'x1', "
        f"name: 'Textile de la Lys', verified: false, owner: 'cci', visibility: 'shared', {place}}})",
    )
    for module in ("cli.common", "cli.merging"):
        monkeypatch.setattr(f"{module}.connect", lambda: connect(settings))
    app = typer.Typer()
    merging.register(app)

    def run(*arguments: str) -> Any:
        result = CliRunner().invoke(app, [*arguments])
        if isinstance(result.exception, DoreError):
            raise result.exception
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout) if "--json" in arguments else " ".join(result.stdout.split())

    return run


def test_a_duplicate_is_proposed_made_one_listed_and_taken_back(dore: Dore, graph: Graph) -> None:
    assert "Pour les réunir : dore merge pair 732829320 x1 --as INSTITUTION" in dore("duplicates")
    [group] = dore("duplicates", "--json")["groups"]
    assert (group["keep"]["siren"], group["others"][0]["company"]["uid"]) == (LYS, "x1")
    with pytest.raises(Misuse, match="pour une institution"):
        dore("merge", "pair", LYS, "x1")
    assert "attend" not in dore("merge", "list")
    assert "quand l'auront dit cci" in dore("merge", "pair", LYS, "x1", "--as", "dore")
    assert dore("merge", "list", "--json")[0]["waits_for"] == ["CCI Test"]
    assert "attend un" in dore("merge", "list")
    done = dore("merge", "pair", LYS, "x1", "--as", "CCI Test", "--json")
    assert (done["status"], done["facts"]) == ("done", 1)
    assert dore("duplicates") == "Aucun doublon proposé."
    assert dore("merge", "list", "--status", "done", "--json")[0]["uid"] == done["uid"]
    assert dore("merge", "undo", done["uid"], "--as", "CCI Test").startswith("Annulé")
    dore("merge", "distinct", LYS, "x1", "--as", "CCI Test")
    assert dore("duplicates", "--json")["count"] == 0
    told = graph.system_read(
        "MATCH (e:AuditEvent) WHERE e.action STARTS WITH 'merge' RETURN e.action AS a ORDER BY e.at"
    )
    assert [one["a"] for one in told] == ["merge-propose", "merge-propose", "merge", "merge-undo", "merge-distinct"]
