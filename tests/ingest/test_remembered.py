"""What an institution said of its columns: its own, in the backup, and taken over from the files of earlier versions."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from graph import Graph
from graph.backup import backup, restore
from graph.visibility import Caller
from ingest.binding import REASON
from ingest.remembered import OLDER, Recalled, recall, remember
from tests.conftest import EMPTY

CCI, CMA = Caller(organisation="cci"), Caller(organisation="cma")
TITLES = ("Quand", "Qui", "Où")
SAID = Recalled(source="visits", mapping={"on": "Quand", "name": "Qui", "theme": ""}, visibility="private")


def test_it_comes_back_from_a_backup_for_its_institution_alone(graph: Graph, tmp_path: Path) -> None:
    remember(graph, CCI, TITLES, SAID)
    path = tmp_path / "b.dore.zip"
    assert "Quand" not in str(graph.system_read("MATCH (r:Reading) RETURN properties(r)")), "no title is kept"
    backup(graph, path)
    graph.auto_commit(EMPTY)
    assert recall(graph, CCI, TITLES, home=tmp_path) is None
    restore(graph, path, erasures=tmp_path / "none")
    assert recall(graph, CCI, TITLES, home=tmp_path) == SAID
    assert recall(graph, CMA, TITLES, home=tmp_path) is None
    assert recall(graph, CCI, ("Quand", "Qui"), home=tmp_path) is None


def test_titles_are_the_same_whatever_their_case_and_the_reasons_of_refused_rows(graph: Graph, tmp_path: Path) -> None:
    remember(graph, CCI, TITLES, SAID)
    found = recall(graph, CCI, (REASON, "QUAND", "qui", "ou"), home=tmp_path)
    assert found is not None
    assert found.mapping == {"on": "QUAND", "name": "qui", "theme": ""}


def test_what_an_earlier_version_kept_in_a_file_goes_into_the_graph_once(graph: Graph, tmp_path: Path) -> None:
    name = sha256("\x1f".join(["cci", "quand", "qui", "ou"]).encode()).hexdigest()
    older = tmp_path / OLDER / f"{name}.json"
    older.parent.mkdir()
    older.write_text(SAID.model_dump_json())
    assert recall(graph, CMA, TITLES, home=tmp_path) is None
    assert recall(graph, CCI, TITLES, home=tmp_path) == SAID
    assert not older.exists()
    assert recall(graph, CCI, TITLES, home=tmp_path) == SAID
