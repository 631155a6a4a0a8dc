"""The two visits behind an overlap of the list."""

from __future__ import annotations

from datetime import date

import pytest

from graph import Graph
from graph.errors import NotFound
from queries.overlap_pair import overlap_pair
from queries.overlaps import OverlapScope, overlaps
from tests.conftest import CCI
from tests.given import given

TODAY = date(2026, 11, 23)


def test_each_overlap_of_the_list_is_found_by_its_uid_signalled_twins_included(graph: Graph) -> None:
    given(
        graph,
        "(c:Company {uid: 'a', name: 'ACIER'})",
        "(one:Operator {uid: 'cci', name: 'CCI'})-[:VISITED {uid: 'v1', on: '2026-10-01'}]->(c)",
        "(two:Operator {uid: 'cma', name: 'CMA'})-[:VISITED {uid: 'v2', on: '2026-10-09'}]->(c)",
        "(two)-[:VISITED {uid: 'v3', on: '2026-10-12', visibility: 'signalled'}]->(c)",
        "(two)-[:VISITED {uid: 'v4', on: '2026-10-20', visibility: 'signalled'}]->(c)",
    )
    listed = overlaps(graph, CCI, OverlapScope(), as_of=TODAY).overlaps
    found = {overlap_pair(graph, CCI, "a", one.uid or "", as_of=TODAY).key for one in listed}
    assert found == {"v1|v2", "v1|v3", "v1|v4"}
    pair = overlap_pair(graph, CCI, "a", listed[0].uid or "", as_of=TODAY)
    assert pair.owners == {"cci", "cma"}


def test_an_overlap_of_a_private_visit_is_not_there(graph: Graph) -> None:
    given(graph, "(c:Company {uid: 'a', name: 'ACIER'})")
    with pytest.raises(NotFound):
        overlap_pair(graph, CCI, "a", "0" * 24, as_of=TODAY)
