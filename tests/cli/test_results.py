"""The indicators of the four actions on the command line."""

from __future__ import annotations

import json

import pytest
import typer
from typer.testing import CliRunner

from cli import results
from graph import Graph, Settings, connect
from tests.given import given

DRAWN = (
    "(:Territory {uid: 'epci:200093201', code: '200093201', level: 'epci', name: 'Métropole de Lille'})",
    "(a:Company {siren: '732829320', epci: '200093201', code_commune: '59350', departement: '59'})",
    "(cci:Operator {uid: 'cci', name: 'CCI [du Val]'})",
    "(cci)-[:VISITED {on: '2026-10-01', recorded_at: '2026-10-02T08:00:00+00:00'}]->(a)",
    "(cci)-[:SUPPORTED {on: '2026-02-01', scheme: 'Prêt', recorded_at: '2026-02-02T08:00:00+00:00'}]->(a)",
)


@pytest.fixture
def app(graph: Graph, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> typer.Typer:
    given(graph, *DRAWN)
    monkeypatch.setattr("cli.common.connect", lambda: connect(settings))
    monkeypatch.setenv("COLUMNS", "100")
    made = typer.Typer()
    results.register(made)
    return made


def told(app: typer.Typer, *arguments: str) -> str:
    result = CliRunner().invoke(app, [*arguments, "--as-of", "2026-11-20"])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_each_indicator_is_a_line_that_fits_in_100_columns(app: typer.Typer) -> None:
    text = told(app, "results")
    assert "DORE, la base partagée" in text
    assert "Données partagées" in text
    assert max(map(len, text.splitlines())) <= 100


def test_json_holds_every_month(app: typer.Typer) -> None:
    answer = json.loads(told(app, "results", "--months", "3", "--territory", "epci:200093201", "--json"))
    known = {one["code"]: one for one in answer["indicators"]}
    assert known["donnees"]["value"] == 2
    assert [one["month"] for one in known["visites"]["months"]] == ["2026-09", "2026-10", "2026-11"]
    assert [one["value"] for one in known["visites"]["months"]] == [0, 1, 0]


def test_what_each_institution_shares_is_told_with_the_medians(app: typer.Typer) -> None:
    text = told(app, "sharing")
    assert "CCI [du Val]" in text
    assert "1 aides, 1 visites" in text
    assert "Médianes : 2 faits, 49 jours depuis le dernier ajout." in text
