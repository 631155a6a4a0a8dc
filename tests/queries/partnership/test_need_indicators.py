"""Indicators of needs, counted by hand on a small drawn graph."""

from __future__ import annotations

from datetime import date

import pytest

from graph import Graph
from graph.errors import AccessRefused
from graph.visibility import PUBLIC
from queries.partnership.need_indicators import need_indicators
from tests.conftest import CCI, CMA
from tests.given import given

END = date(2026, 10, 31)


def need(uid: str, on: str, status: str, *, answered: str = "", epci: str = "1", level: str = "shared") -> str:
    said = f"owner: 'cci', visibility: '{level}'"
    more = f", answered_on: '{answered}'" if answered else ""
    return (
        f"(:Company {{uid: 'c{uid}', name: 'C{uid}', epci: '{epci}'}})-[:RAISED {{{said}}}]->"
        f"(:Need {{uid: '{uid}', {said}, title: 'x', theme: 'emploi', status: '{status}', on: '{on}'{more}}})"
    )


@pytest.fixture
def region(graph: Graph) -> Graph:
    given(
        graph,
        "(:Operator {uid: 'cci', name: 'CCI'})",
        "(r:Operator {uid: 'region', name: 'Région', kind: 'région'})-[:PARTY_TO]->"
        "(:Agreement {uid: 'a', owner: 'region', title: 'PDEC', starts_on: '2026-05-01'})",
        "(:Territory {uid: 'epci:1', code: '1', level: 'epci', name: 'Un'})",
        "(:Territory {uid: 'epci:2', code: '2', level: 'epci', name: 'Deux'})",
        need("n1", "2026-10-01", "quo"),
        need("n2", "2026-05-01", "quo", epci="2"),
        need("n3", "2026-06-01", "done", answered="2026-06-11"),
        need("n4", "2026-06-01", "done", answered="2026-06-21"),
        need("n5", "2026-06-01", "done", answered="2026-07-31"),
        need("n6", "2026-08-01", "taking_care"),
        need("n7", "2025-01-01", "quo"),
        need("n8", "2026-10-02", "quo", level="signalled"),
        need("n9", "2026-10-02", "quo", level="private"),
        "(:TerritorialNeed {uid: 't1', owner: 'cci', visibility: 'shared', title: 'x', theme: 'emploi', addressee: 'region',"
        " promoted_at: '2026-03-01T08:00', due: '2026-04-01', answered_at: '2026-05-02T08:00'})",
        "(:TerritorialNeed {uid: 't2', owner: 'cci', visibility: 'shared', title: 'y', theme: 'export', addressee: 'region',"
        " promoted_at: '2026-08-01T08:00', due: '2026-09-01'})",
        "(:Decision {uid: 'd1', owner: 'region', visibility: 'shared', title: 'Appel', on: '2026-09-05', earliest: '2026-09-05',"
        " latest: '2026-09-05', answers: 't1', recorded_at: '2026-09-06T08:00'})",
        "(:Decision {uid: 'd2', owner: 'region', visibility: 'shared', title: 'Aide', on: '2026-09-05', earliest: '2026-09-05',"
        " latest: '2026-09-05', recorded_at: '2026-09-06T08:00'})",
    )
    return graph


def values(graph: Graph, territory: str | None = None) -> dict[str, float | None]:
    return {one.code: one.value for one in need_indicators(graph, CMA, territory, END)}


def test_each_is_what_a_hand_counts(region: Graph) -> None:
    assert values(region) == {
        "besoins-exprimes": 6,  # n1 to n6
        "besoins-pris-en-charge": 4,  # n3 to n6
        "besoins-traites": 3,
        "delai-de-reponse": 20,  # of 10, 20 and 60 days
        "besoins-en-souffrance": 2,  # n2, n7
        "besoins-territoriaux": 2,
        "reponses-territoriales": 1,
        "besoins-territoriaux-en-retard": 1,
        "part-des-decisions": 0.5,  # t1's answer and d1, of these, d2 and the agreement
    }


def test_of_a_territory_its_own_needs_are_counted_and_too_few_say_nothing(region: Graph) -> None:
    found = values(region, "epci:2")
    assert (found["besoins-exprimes"], found["besoins-en-souffrance"], found["delai-de-reponse"]) == (1, 1, None)


def test_months_add_up_and_each_says_where_it_comes_from(region: Graph) -> None:
    found = {one.code: one for one in need_indicators(region, CMA, None, END)}
    raised = found["besoins-exprimes"]
    assert [one.value for one in raised.months if one.value] == [1, 3, 1, 1]
    assert (len(raised.months), raised.months[-1].month, raised.fresh_on) == (12, "2026-10", "2026-09-06")
    assert all(one.definition and one.page.startswith("/besoins") for one in found.values())
    assert "signalés" in (raised.gaps or "")


def test_own_records_change_nothing_and_the_public_has_no_answer(region: Graph) -> None:
    assert need_indicators(region, CCI, None, END) == need_indicators(region, CMA, None, END)
    with pytest.raises(AccessRefused):
        need_indicators(region, PUBLIC, None, END)
