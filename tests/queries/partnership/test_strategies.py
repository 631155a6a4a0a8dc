"""Strategies: what a territory declares."""

from __future__ import annotations

import pytest

from graph import Graph
from graph.errors import NotFound
from queries.partnership.strategies import strategies, strategy
from tests.conftest import CMA


def test_a_strategy_says_its_priorities_and_documents(drawn: Graph) -> None:
    found = strategy(drawn, CMA, "s1")
    assert (found.themes, found.horizon, found.documents[0].url) == (
        ("export", "recrutement"),
        2030,
        "https://x.example/a",
    )
    assert [one.uid for one in strategies(drawn, CMA, "departement:80")] == ["s1"]
    assert strategies(drawn, CMA, "epci:200000001") == ()


def test_a_signalled_strategy_tells_no_priority_and_a_private_one_nothing(drawn: Graph) -> None:
    drawn.write("MATCH (s:Strategy) SET s.visibility = 'signalled'")
    found = strategy(drawn, CMA, "s1")
    assert (found.title, found.themes, found.documents, found.institution) == (None, (), (), "CCI")
    drawn.write("MATCH (s:Strategy) SET s.visibility = 'private'")
    with pytest.raises(NotFound):
        strategy(drawn, CMA, "s1")
