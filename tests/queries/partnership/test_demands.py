"""Requests from outside: read by their institution alone, their state by whoever has the number."""

from __future__ import annotations

import pytest

from graph import Graph
from graph.errors import AccessRefused, NotFound
from graph.visibility import PUBLIC, Caller
from queries.models import Page
from queries.partnership.demands import demand, demand_state, demands
from tests.conftest import CCI, CMA
from tests.given import given

NUMBER = "2222-AAAA-BBBB"


@pytest.fixture
def told(graph: Graph) -> Graph:
    given(
        graph,
        f"(:Demand {{uid: 'd1', number: '{NUMBER}', owner: 'cci', status: 'validated', received_at: '2026-10-01T08:00', title: 'Local',"
        " contact_name: 'Ninon', need: 'n', decided_at: '2026-10-02T08:00', note: 'interne'})",
        "(:Demand {uid: 'd2', number: '2222-AAAA-CCCC', owner: 'cci', status: 'open', received_at: '2026-10-02T08:00', title: 'Prêt'})",
        "(:Demand {uid: 'd3', number: '2222-AAAA-DDDD', owner: 'dore', status: 'open', received_at: '2026-10-03T08:00', title: 'À prendre',"
        " contact_name: 'Ninon', summary: 'secret'})",
        "(:Need {uid: 'n', owner: 'cci', visibility: 'private', title: 'Local', status: 'taking_care', on: '2026-10-01'})",
    )
    return graph


def test_an_institution_reads_its_own_and_those_of_nobody_without_the_person(told: Graph) -> None:
    assert [one.uid for one in demands(told, CCI)] == ["d2", "d3"]
    [nobodys] = demands(told, CMA)
    assert (nobodys.uid, nobodys.contact_name, nobodys.summary) == ("d3", None, None)
    assert demand(told, CCI, "d1").contact_name == "Ninon"
    with pytest.raises(NotFound):
        demand(told, CMA, "d1")
    with pytest.raises(AccessRefused):
        demands(told, PUBLIC)
    assert demands(told, Caller()) == (), "who acts for no institution takes none"
    first = demands(told, CCI, page=Page(limit=1))
    assert [one.uid for one in demands(told, CCI, page=Page(cursor=first[0].place))] == ["d3"]


def test_the_number_tells_a_state_and_nothing_else(told: Graph) -> None:
    for caller in (PUBLIC, CMA):
        state = demand_state(told, caller, f" {NUMBER.lower()} ")
        assert (state.status, state.need) == ("validated", "taking_care")
        assert "Ninon" not in str(state)
        assert "interne" not in str(state)
