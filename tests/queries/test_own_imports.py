"""The imports of one organisation."""

from __future__ import annotations

from graph.store import Graph
from graph.visibility import Caller
from queries.models import Page
from queries.own_imports import imports
from tests.given import given

CCI = Caller(organisation="cci")


def test_an_organisation_reads_its_own_imports_latest_first_and_may_leave_a_file_out(graph: Graph) -> None:
    given(
        graph,
        "(:Import {uid: 'a', owner: 'cci', source_uid: 'visits', file: 'a.csv', status: 'done', started_at: '2026-01'})",
        "(:Import {uid: 'b', owner: 'cci', source_uid: 'visits', file: 'saisie', status: 'done', started_at: '2026-02'})",
        "(:Import {uid: 'c', owner: 'cma', source_uid: 'visits', file: 'c.csv', status: 'done', started_at: '2026-03'})",
    )
    assert [one.uid for one in imports(graph, CCI, Page()).imports] == ["b", "a"]
    assert [one.uid for one in imports(graph, CCI, Page(), but="saisie").imports] == ["a"]
