"""The visits that one organisation recorded."""

from __future__ import annotations

from datetime import date

import pytest

from graph.errors import Misuse, NotFound
from graph.store import Graph
from graph.visibility import Caller
from queries.models import Page
from queries.own_visits import agenda, own_visit, own_visits
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
            answer = own_visits(graph, CCI, past=True, page=Page(limit=limit, cursor=cursor))
            seen += [one.uid for one in answer.visits]
            cursor = answer.next_cursor
        assert seen == ["v0", "v1", "signalled", "v2", "v3", "v4", "year", "v5", "undated"]
    assert own_visits(graph, CCI).visits[0].uid == "ahead"
    with pytest.raises(Misuse, match="curseur"):
        own_visits(graph, CCI, page=Page(cursor="x"))


def test_an_agenda_gives_the_next_visits_first_and_apart_those_whose_day_is_past(graph: Graph) -> None:
    days = {"late": "2026-11-20", "later": "2026-03-02", "today": "2026-11-23", "soon": "2026-12-01",
            "spring": "2027-03-01", "next": "2028-01-10"}  # fmt: skip
    given(
        graph,
        "(cci:Operator {uid: 'cci', name: 'CCI'})",
        "(c:Company {siren: '732829320'})",
        *(f"(cci)-[:VISITED {{uid: '{uid}', on: '{day}', status: 'planned'}}]->(c)" for uid, day in days.items()),
        "(cci)-[:VISITED {uid: 'month', on: '2026-11-28', visibility: 'signalled', status: 'planned'}]->(c)",
        "(cci)-[:VISITED {uid: 'dropped', on: '2026-12-02', status: 'cancelled'}]->(c)",
        "(cma:Operator {uid: 'cma', name: 'CMA'})-[:VISITED {uid: 'theirs', on: '2026-12-03', status: 'planned'}]->(c)",
    )
    asked = date(2026, 11, 23)
    found = agenda(graph, CCI, as_of=asked)
    assert [one.uid for one in found.ahead] == ["today", "month", "soon", "spring", "next"]
    assert [one.uid for one in found.due] == ["late", "later"]
    assert not found.more
    first = agenda(graph, CCI, as_of=asked, limit=2)
    assert ([one.uid for one in first.ahead], first.more) == (["today", "month"], True)
