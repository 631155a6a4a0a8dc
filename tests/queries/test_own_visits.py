"""The visits that one organisation recorded."""

from __future__ import annotations

import pytest

from graph.errors import NotFound
from graph.store import Graph
from graph.visibility import Caller
from queries.own_visits import own_visit, own_visits
from tests.given import given

CCI = Caller(organisation="cci")


def test_own_visits_are_all_of_ones_own_private_ones_too_and_nobody_elses(graph: Graph) -> None:
    given(
        graph,
        "(cci:Operator {uid: 'cci', name: 'CCI'})-[:VISITED {uid: 'a', on: '2026-01-05'}]->(c:Company {siren: '732829320'})",
        "(cci)-[:VISITED {uid: 'b', on: '2026-02-05', visibility: 'private', note: 'secret'}]->(c)",
        "(cma:Operator {uid: 'cma', name: 'CMA'})-[:VISITED {uid: 'c', on: '2026-03-05'}]->(c)",
    )
    assert [(one.uid, one.note) for one in own_visits(graph, CCI)] == [("b", "secret"), ("a", None)]
    assert own_visit(graph, CCI, "a").on == "2026-01-05"
    with pytest.raises(NotFound):
        own_visit(graph, CCI, "c")
