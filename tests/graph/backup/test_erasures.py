"""The log of erasures, played again."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph import Graph
from graph.backup import replay
from graph.errors import FileRefused
from tests.graph.backup.drawn import draw


def test_named_nodes_go_with_their_edges_and_nothing_else_does(graph: Graph, tmp_path: Path) -> None:
    draw(graph)
    log = tmp_path / "erasures.jsonl"
    lines = [
        '{"uid": "p1", "label": "Contact"}',
        '{"uid": "absent", "label": "Contact"}',
        '{"uid": "cci", "label": "Contact"}',
        '{"uid": "10000000900017", "label": "Establishment"}',
    ]
    log.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert replay(graph, log) == 2
    assert replay(graph, log) == 0
    left = graph.system_read("MATCH (n) WHERE NOT n:Migration RETURN labels(n)[0] AS label ORDER BY label")
    assert [one["label"] for one in left] == ["Company", "Counter", "Operator", "Territory"]


def test_no_log_erases_nothing(graph: Graph, tmp_path: Path) -> None:
    draw(graph)
    assert replay(graph, tmp_path / "erasures.jsonl") == 0


@pytest.mark.parametrize(
    "line",
    ["", "{", "[]", '{"uid": "p1"}', '{"uid": 1, "label": "Contact"}', '{"uid": "p1", "label": "Contact) DELETE (x"}'],
)
def test_a_line_that_cannot_be_read_stops_before_anything_is_erased(graph: Graph, tmp_path: Path, line: str) -> None:
    draw(graph)
    log = tmp_path / "erasures.jsonl"
    log.write_text('{"uid": "p1", "label": "Contact"}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(FileRefused, match="illisible à la ligne 2"):
        replay(graph, log)
    assert len(graph.system_read("MATCH (p:Contact) RETURN p")) == 1
