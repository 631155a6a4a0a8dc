"""The visits that one organisation recorded."""

from __future__ import annotations

import pytest

from graph.errors import Misuse, NotFound
from graph.store import Graph
from graph.visibility import Caller
from queries.models import Page
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
    assert [(one.uid, one.note) for one in own_visits(graph, CCI).visits] == [("b", "secret"), ("a", None)]
    assert own_visit(graph, CCI, "a").on == "2026-01-05"
    with pytest.raises(NotFound):
        own_visit(graph, CCI, "c")


def test_pages_of_own_visits_one_after_the_other_are_all_of_them_however_old(graph: Graph) -> None:
    days = ["2026-11-02", "2026-11-02", "2026-06-01", "2025-12-24", "2019-01-05", "2011-03-03"]
    given(
        graph,
        "(cci:Operator {uid: 'cci', name: 'CCI'})",
        "(c:Company {siren: '732829320'})",
        *(f"(cci)-[:VISITED {{uid: 'v{place}', on: '{day}'}}]->(c)" for place, day in enumerate(days)),
        "(cci)-[:VISITED {uid: 'year', earliest: '2018-01-01', latest: '2018-12-31'}]->(c)",
        "(cci)-[:VISITED {uid: 'signalled', on: '2026-10-30', visibility: 'signalled'}]->(c)",
        "(cci)-[:VISITED {uid: 'undated'}]->(c)",
        "(cci)-[:VISITED {uid: 'ahead', on: '2027-01-01', status: 'planned'}]->(c)",
    )
    for limit in (1, 2, 20):
        seen: list[str] = []
        cursor: str | None = None
        while not seen or cursor:
            answer = own_visits(graph, CCI, planned=False, page=Page(limit=limit, cursor=cursor))
            seen += [one.uid for one in answer.visits]
            cursor = answer.next_cursor
        assert seen == ["v0", "v1", "signalled", "v2", "v3", "v4", "year", "v5", "undated"]
    assert [one.uid for one in own_visits(graph, CCI, planned=True).visits] == ["ahead"]
    with pytest.raises(Misuse, match="curseur"):
        own_visits(graph, CCI, page=Page(cursor="x"))
