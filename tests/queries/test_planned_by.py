"""A visit that another institution plans, found by what may be known of it."""

from __future__ import annotations

import pytest

from graph import Graph
from graph.errors import NotFound
from queries.planned_by import planned_by
from tests.conftest import CCI
from tests.given import given

MET = "(c:Company {uid: 'a', name: 'ACIER'}), (o:Operator {uid: 'cma', name: 'CMA'})-[:VISITED %s]->(c)"


def test_a_visit_is_found_by_its_day_or_by_the_month_alone_of_a_signalled_one(graph: Graph) -> None:
    given(graph, MET % "{uid: 'v', on: '2026-11-26', status: 'planned'}")
    graph.write(
        "MATCH (o:Operator {uid: 'cma'}), (c:Company) CREATE (o)-[:VISITED {uid: 's', owner: 'cma', status: 'planned', "
        "on: '2026-12-09', earliest: '2026-12-01', latest: '2026-12-31', visibility: 'signalled'}]->(c)"
    )
    assert planned_by(graph, CCI, "a", "cma", "2026-11-26") == ("v", "cma")
    assert planned_by(graph, CCI, "a", "cma", "2026-12").uid == "s"
    with pytest.raises(NotFound):
        planned_by(graph, CCI, "a", "cma", "2026-12-09")


def test_a_private_visit_is_not_there(graph: Graph) -> None:
    given(graph, MET % "{uid: 'v', on: '2026-11-26', status: 'planned', visibility: 'private'}")
    with pytest.raises(NotFound):
        planned_by(graph, CCI, "a", "cma", "2026-11-26")
