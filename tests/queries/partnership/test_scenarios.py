"""Kept scenarios, as each caller may know them."""

from __future__ import annotations

import pytest

from graph import Graph
from graph.errors import NotFound
from queries.partnership.scenarios import scenario, scenarios
from tests.conftest import CCI, CMA
from tests.given import given


def test_a_private_scenario_is_its_owners_alone(graph: Graph) -> None:
    said = "owner: 'cci', name: 'S', level: 'epci', amount_cents: 3, floor_cents: 0, indicators: ['population'], weights: [1.0], codes: ['1'], cents: [3], made_by: 'p'"
    given(
        graph,
        "(:Operator {uid: 'cci', name: 'CCI'})",
        f"(:AllocationScenario {{uid: 'a', visibility: 'shared', made_at: '2026-10-01', {said}}})",
        f"(:AllocationScenario {{uid: 'b', visibility: 'private', made_at: '2026-10-02', {said}}})",
    )
    assert ([one.uid for one in scenarios(graph, CCI)], [one.uid for one in scenarios(graph, CMA)]) == (
        ["b", "a"],
        ["a"],
    )
    assert scenario(graph, CMA, "a").shares == (("1", 3),)
    with pytest.raises(NotFound):
        scenario(graph, CMA, "b")
