"""The file: what it holds, who may read it, and that it appears whole or not at all."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph import Graph
from graph.backup import backup, records, verify
from graph.errors import Conflict, FileRefused, Refused
from tests.graph.backup.drawn import draw


def test_the_file_counts_what_the_graph_holds_and_names_ends_by_their_key(graph: Graph, tmp_path: Path) -> None:
    draw(graph)
    path = tmp_path / "b.dore.zip"
    manifest = backup(graph, path)
    counted = {name: number for name, number in manifest.nodes.items() if name != "Migration"}
    assert counted == {"Company": 1, "Contact": 1, "Counter": 1, "Establishment": 1, "Operator": 1, "Territory": 1}
    assert manifest.edges == {"LOCATED_IN": 3, "SITE_OF": 1, "VISITED": 2}
    assert manifest.nodes["Migration"] == len(manifest.migrations) > 0
    with zipfile.ZipFile(path) as made:
        lines = [json.loads(line) for line in made.read("edges.jsonl").splitlines()]
    site = ["e", "SITE_OF", ["Establishment", "10000000900017"], ["Company", "100000009"], {}]
    assert site in lines
    assert verify(path) == manifest


def test_the_file_is_read_by_its_owner_alone_and_nothing_else_is_left(graph: Graph, tmp_path: Path) -> None:
    path = tmp_path / "b.dore.zip"
    backup(graph, path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_exists_is_left_alone(graph: Graph, tmp_path: Path) -> None:
    path = tmp_path / "b.dore.zip"
    path.write_text("précieux", encoding="utf-8")
    with pytest.raises(FileRefused, match="existe déjà"):
        backup(graph, path)
    assert path.read_text(encoding="utf-8") == "précieux"


def test_a_folder_that_is_not_there_is_one_sentence(graph: Graph, tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="Impossible d'écrire"):
        backup(graph, tmp_path / "absent" / "b.dore.zip")


def test_two_files_of_the_same_graph_have_the_same_hash_and_another_graph_another(graph: Graph, tmp_path: Path) -> None:
    draw(graph)
    first = backup(graph, tmp_path / "1.dore.zip")
    assert backup(graph, tmp_path / "2.dore.zip").hash == first.hash
    graph.write("MATCH ()-[v:VISITED {uid: 'v1'}]->() SET v.note = 'à rappeler.'")
    assert backup(graph, tmp_path / "3.dore.zip").hash != first.hash


def test_the_hash_does_not_depend_on_the_order_but_counts_what_comes_twice() -> None:
    one, two = ["n", ["Theme"], {"uid": "a"}], ["n", ["Theme"], {"uid": "b"}]
    assert hashed(one, two) == hashed(two, one) != hashed(one, two, two)


def hashed(*told: list[Any]) -> str:
    tally = records.Tally()
    for record in told:
        tally.add(records.line_of(record), record)
    return tally.hash


def test_a_node_without_a_key_is_refused_before_it_is_lost(graph: Graph, tmp_path: Path) -> None:
    graph.write("CREATE (:Company {name: 'Sans clé'})")
    with pytest.raises(Refused, match="« Company » n'a pas de clé"):
        backup(graph, tmp_path / "b.dore.zip")
    assert list(tmp_path.iterdir()) == []


def test_an_edge_to_a_node_that_came_during_the_backup_is_left_out_and_counted(
    graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw(graph)
    read = records.edges

    def late(store: Graph) -> Iterator[list[Any]]:
        store.write(
            "MATCH (c:Company) CREATE (:Operator {uid: 'late', name: 'Tard venue'})-[:VISITED {uid: 'v3'}]->(c)"
        )
        return read(store)

    monkeypatch.setattr(records, "edges", late)
    manifest = backup(graph, tmp_path / "b.dore.zip")
    assert (manifest.late, manifest.edges["VISITED"]) == (1, 2)
    assert verify(tmp_path / "b.dore.zip") == manifest


def test_a_record_read_twice_makes_the_reading_start_again(
    graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw(graph)
    calm = backup(graph, tmp_path / "calm.dore.zip")
    read, readings = records.edges, []

    def moved(store: Graph) -> Iterator[list[Any]]:
        readings.append(1)
        found = list(read(store))
        return iter(found + [record for record in found if len(readings) == 1 and record[1] == "VISITED"])

    monkeypatch.setattr(records, "edges", moved)
    assert backup(graph, tmp_path / "b.dore.zip").hash == calm.hash
    assert len(readings) == 2


def test_a_graph_that_never_keeps_still_is_refused(
    graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw(graph)
    read = records.nodes
    monkeypatch.setattr(records, "nodes", lambda store: [*read(store), *read(store)])
    with pytest.raises(Conflict, match="change trop"):
        backup(graph, tmp_path / "b.dore.zip")
    assert list(tmp_path.iterdir()) == []
