"""The files: they open elsewhere, hold nothing dangerous, and are the same bytes for the same network."""

from __future__ import annotations

import csv
import io
import json
import time
from pathlib import Path

import networkx as nx
import pytest

from graph.errors import Misuse, Refused
from queries.analytics import FORMS, CentralityOptions, Network, NetworkAnswer, render, report, write
from queries.analytics.model import Columns
from tests.queries.analytics.worlds import network_of

LINKS = {("operator:a", "company:1"): 3, ("operator:b", "company:1"): 1, ("operator:a", "operator:b"): 2}
DRAWN = network_of(LINKS, a="CCI d'Amiens & Cie", b="CMA", **{"1": "Société <Ada>"})


def test_networkx_is_the_graph_handed_to_people() -> None:
    drawn = DRAWN.to_networkx()
    assert drawn.nodes["operator:a"] == {"kind": "operator", "uid": "a", "label": "CCI d'Amiens & Cie"}
    assert drawn.edges["operator:a", "company:1"] == {
        "weight": 3,
        "visits": 3,
        "first": "2026-03",
        "last": "2026",
    }
    assert drawn.degree("operator:a", weight="weight") == 5


@pytest.mark.parametrize(("form", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_gephi_formats_read_back_as_the_same_network(form: str, read: object, tmp_path: Path) -> None:
    _, measured = report(DRAWN, CentralityOptions())
    [file] = write(measured, tmp_path / f"réseau.{form}")
    again = read(file)  # type: ignore[operator]
    assert set(again) == {"operator:a", "operator:b", "company:1"}
    assert {frozenset(edge): weight for *edge, weight in again.edges(data="weight")} == {
        frozenset(pair): weight for pair, weight in LINKS.items()
    }
    node = again.nodes["operator:a"]
    assert (node["label"], node["nature"], node["degré"]) == ("CCI d'Amiens & Cie", "opérateur", 2)
    assert node["PageRank"] == pytest.approx(measured.measures["pagerank"][measured.actors.index(DRAWN.actors[1])])
    assert again.edges["operator:a", "company:1"]["visites"] == 3


def test_gexf_gives_each_kind_a_colour_and_no_date() -> None:
    text = render(DRAWN, "gexf")[".gexf"].decode()
    assert text.count("viz:color") == 3
    assert 'defaultedgetype="undirected"' in text
    assert "lastmodified" not in text


def test_csv_is_two_tables_with_the_headers_gephi_looks_for() -> None:
    files = {ending: list(csv.DictReader(io.StringIO(text.decode()))) for ending, text in render(DRAWN, "csv").items()}
    assert [row["Id"] for row in files["-nodes.csv"]] == ["company:1", "operator:a", "operator:b"]
    assert [row["Label"] for row in files["-nodes.csv"]] == ["Société <Ada>", "CCI d'Amiens & Cie", "CMA"]
    first = files["-edges.csv"][0]
    assert (first["Source"], first["Target"], first["Type"], first["Weight"]) == (
        "operator:a", "company:1", "Undirected", "3",
    )  # fmt: skip
    assert (first["visites"], first["premier"], first["dernier"]) == ("3", "2026-03", "2026")


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+33", "-1", "@cmd", "\t=1"])
def test_a_formula_in_a_name_does_not_run(name: str) -> None:
    text = render(network_of({("operator:a", "company:1"): 1}, a=name), "csv")["-nodes.csv"].decode()
    [label] = [row["Label"] for row in csv.DictReader(io.StringIO(text)) if row["Id"] == "operator:a"]
    assert label == f"'{name}"


@pytest.mark.parametrize("form", ["gexf", "graphml"])
def test_characters_that_xml_refuses_are_left_out(form: str, tmp_path: Path) -> None:
    drawn = network_of({("operator:a", "company:1"): 1}, a="A\x0b\x00B\ud800C")
    [file] = write(drawn, tmp_path / f"x.{form}")
    read = nx.read_gexf if form == "gexf" else nx.read_graphml
    assert read(file).nodes["operator:a"]["label"] == "ABC"


@pytest.mark.parametrize("form", FORMS)
def test_the_same_network_gives_the_same_bytes_on_another_day(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = render(DRAWN, form)
    monkeypatch.setattr(time, "strftime", lambda *_: "1999-01-01")
    assert render(DRAWN, form) == before


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_network_is_a_file_too(form: str, tmp_path: Path) -> None:
    nothing = DRAWN.links.source[:0]
    empty = Network("vide", 3, [], Columns(nothing, nothing, nothing, {"visits": nothing}, [], []))
    for file in write(empty, tmp_path / f"vide.{form}"):
        assert file.stat().st_size > 0


def test_json_has_the_shape_of_the_answer_and_all_links() -> None:
    content = json.loads(render(DRAWN, "json")[".json"])
    assert NetworkAnswer.model_validate(content).link_count == 3
    assert content["links"][0]["counts"] == {"visits": 3}


def test_a_name_that_tells_no_form_is_a_misuse(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match=r"\.gexf"):
        write(DRAWN, tmp_path / "réseau.xlsx")


def test_a_place_that_cannot_be_written_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="Impossible d'écrire"):
        write(DRAWN, tmp_path / "absent" / "x.gexf")
    assert list(tmp_path.iterdir()) == []
