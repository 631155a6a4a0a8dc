"""The indicators of experiments, against sums done by hand on a small drawn ledger."""

from __future__ import annotations

from datetime import date

import pytest

from graph import Graph
from graph.errors import AccessRefused
from graph.visibility import MEMBER, PUBLIC, Caller
from queries.experiments.indicators import experiment_indicators
from tests.queries.experiments.drawn import A, B, C, experiment, indicator, places, replicated

DAY = date(2026, 11, 20)


@pytest.fixture
def tried(graph: Graph) -> Graph:
    places(graph)
    experiment(graph, "x1", A, starts_on="2026-01-12", verdict="succeeded", verdict_on="2026-09-10", lesson="Oui",
               amount_eur=5000.0, jobs_created=3.0, effect_eur=20000.0, contributes_to_sri=True)  # fmt: skip
    experiment(graph, "x2", B, starts_on="2026-10-01", amount_eur=1000.0, contributes_to_sri=False)
    experiment(
        graph,
        "x3",
        B,
        starts_on="2026-02-01",
        verdict="failed",
        verdict_on="2026-06-01",
        lesson="Non",
        jobs_created=0.0,
    )
    experiment(graph, "x4", C, starts_on="2026-03-01", verdict="inconclusive", verdict_on="2026-07-01", lesson="?")
    experiment(graph, "x5", C, starts_on="2026-04-17", visibility="signalled", amount_eur=9.0)
    experiment(graph, "x6", C, starts_on="2026-04-17", visibility="private", amount_eur=9.0)
    experiment(graph, "x7", C, starts_on="2027-01-01")
    replicated(graph, "x1", "x2")
    indicator(graph, "x1", "i1", {"2026-02-11": 1.0, "2026-05-01": 2.0})  # 30 days
    indicator(graph, "x3", "i3", {"2026-05-12": 1.0})  # 100 days
    return graph


def test_each_indicator_is_the_sum_done_by_hand(tried: Graph) -> None:
    found = {one.code: one for one in experiment_indicators(tried, MEMBER, None, DAY)}
    assert {code: one.value for code, one in found.items()} == {
        "experimentations": 5.0,  # x1 x2 x3 x4, and x5 by its month
        "experimentations-differentes": 3.0,  # x1 with x2
        "experimentations-en-cours": 1.0,
        "experimentations-reussies": 1.0,
        "experimentations-echouees": 1.0,
        "experimentations-non-concluantes": 1.0,
        "echecs-partages": 1.0,
        "territoires-experimentation": 3.0,
        "experimentations-essaimees": 1.0,
        "experimentations-innovation": 1.0,
        "montant-experimentations": 6000.0,
        "emplois-experimentation": 3.0,
        "retombees-experimentation": 20000.0,
        "delai-premier-resultat": 65.0,  # between 30 and 100
    }
    assert found["montant-experimentations"].gaps == "1 seulement signalée, sans détail ; 2 sans montant"
    assert found["experimentations"].fresh_on == "2026-02-01"


def test_months_are_as_they_stood(tried: Graph) -> None:
    found = {
        one.code: {m.month: m.value for m in one.months} for one in experiment_indicators(tried, MEMBER, None, DAY)
    }
    assert list(found["experimentations"]) == ["2025-12", *(f"2026-{n:02}" for n in range(1, 12))]
    assert found["experimentations"]["2025-12"] == 0.0
    assert found["experimentations"]["2026-02"] == 2.0
    assert (found["experimentations-en-cours"]["2026-05"], found["experimentations-en-cours"]["2026-08"]) == (3.0, 1.0)
    assert (found["emplois-experimentation"]["2026-05"], found["emplois-experimentation"]["2026-06"]) == (None, 0.0)
    assert found["experimentations-essaimees"]["2026-09"] == 0.0
    assert found["delai-premier-resultat"]["2026-03"] == 30.0


def test_a_territory_has_its_own_and_its_page(tried: Graph) -> None:
    found = {one.code: one for one in experiment_indicators(tried, MEMBER, "epci:2", DAY)}
    assert found["experimentations"].value == 2.0
    assert found["experimentations-echouees"].page == "/experimentations?bilan=failed&territoire=epci:2"
    assert found["experimentations-reussies"].value == 0.0


def test_they_are_the_same_for_all_members_and_none_of_the_public(tried: Graph) -> None:
    assert experiment_indicators(tried, Caller(organisation="agglo"), None, DAY) == experiment_indicators(
        tried, MEMBER, None, DAY
    )
    with pytest.raises(AccessRefused):
        experiment_indicators(tried, PUBLIC, None, DAY)
