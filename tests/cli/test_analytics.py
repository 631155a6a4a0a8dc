"""`dore network` and `dore centrality`, as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

import networkx as nx
import pytest
import typer
from typer.testing import CliRunner

import cli.common
from cli import analytics
from graph import Graph
from graph.errors import DoreError, Misuse
from queries.analytics import CentralityReport, NetworkAnswer
from tests.given import given
from tests.queries.analytics.worlds import BOB, FRAMES, company, draw

SOMME = ("--territory", "80", "--as-of", "2026-08-01")


@pytest.fixture
def dore(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> Dore:
    """The two commands on the graph of the test, through a connection of their own."""
    monkeypatch.setattr(cli.common, "connect", lambda: Graph(graph.uri, *graph._auth))
    monkeypatch.setenv("COLUMNS", "160")
    return Dore()


class Dore:
    """Runs a command and returns what it writes."""

    def __init__(self) -> None:
        self.app = typer.Typer(pretty_exceptions_enable=False)
        analytics.register(self.app)

    def __call__(self, *arguments: str) -> str:
        result = CliRunner().invoke(self.app, arguments)
        if isinstance(result.exception, DoreError):
            raise result.exception
        assert result.exit_code == 0, result.output
        return result.stdout


def test_a_network_is_told_in_french_with_its_operators_and_links(graph: Graph, dore: Dore) -> None:
    draw(graph)
    lines = dore("network", *SOMME).splitlines()
    assert lines[0] == "département Somme"
    assert lines[1] == "3 entreprises, dont 1 sans lien connu"
    assert lines[2] == "2 opérateurs, 2 entreprises ; 3 liens, 5 faits"
    [cci] = [line.split() for line in lines if line.startswith("CCI ") and "Société" not in line]
    assert cci == ["CCI", "1", "1", "1", "1", "2019", "septembre", "2026"]


def test_centrality_is_told_in_french_with_its_definitions(graph: Graph, dore: Dore) -> None:
    draw(graph)
    text = dore("centrality", *SOMME, "--by", "weighted_degree")
    assert "4 acteurs, 3 liens" in text
    assert "Intermédiarité exacte." in text
    assert [line.split()[:2] for line in text.splitlines() if line.startswith("   1 ")] == [["1", "Société"]]
    assert "Intermédiaires : les acteurs de plus forte intermédiarité" in text


def test_the_name_of_a_company_of_partial_diffusion_is_shown_as_masked(graph: Graph, dore: Dore) -> None:
    draw(graph, company("m", "500000005", "name: 'Martin', statut_diffusion: 'P'"), "(cma)-[:VISITED]->(m)")
    for command in ("network", "centrality"):
        text = dore(command, *SOMME)
        assert "Martin" not in text
        assert "[entreprise à diffusion partielle]" in text


def test_json_is_the_answer_of_the_question(graph: Graph, dore: Dore) -> None:
    draw(graph)
    drawn = NetworkAnswer.model_validate_json(dore("network", *SOMME, "--json", "--limit", "1"))
    assert (drawn.link_count, len(drawn.links), drawn.hidden_links) == (3, 1, 2)
    answer = CentralityReport.model_validate_json(dore("centrality", *SOMME, "--json", "--mode", "operators"))
    assert (answer.actor_count, answer.link_count) == (2, 1)


@pytest.mark.parametrize("command", ["network", "centrality"])
def test_an_export_is_written_beside_the_answer(graph: Graph, dore: Dore, tmp_path: Path, command: str) -> None:
    draw(graph)
    content = dore(command, *SOMME, "--json", "--export", str(tmp_path / "somme.gexf"))
    assert json.loads(content)["perimeter"] == "département Somme"
    assert len(nx.read_gexf(tmp_path / "somme.gexf")) == 4
    dore(command, *SOMME, "--export", str(tmp_path / "somme.csv"))
    assert sorted(file.name for file in tmp_path.glob("*.csv")) == ["somme-edges.csv", "somme-nodes.csv"]


def test_an_unknown_form_of_file_is_refused_before_any_work(dore: Dore, tmp_path: Path) -> None:
    with pytest.raises(Misuse, match=r"somme\.xlsx"):
        dore("network", "--territory", "nulle part", "--export", str(tmp_path / "somme.xlsx"))


def test_a_perimeter_without_links_is_said_to_be_empty(graph: Graph, dore: Dore) -> None:
    given(graph, *FRAMES, BOB)
    for command in ("network", "centrality"):
        assert "Aucun accompagnement connu" in dore(command, "--territory", "80")


def test_without_a_perimeter_the_command_says_what_to_give(graph: Graph, dore: Dore) -> None:
    with pytest.raises(Misuse, match="Donnez un territoire, un secteur, une filière ou un acteur"):
        dore("network")
