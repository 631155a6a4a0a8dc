"""`centrality`: the report, its order, its words."""

from __future__ import annotations

from datetime import date

import pytest

from graph import MEMBER, Graph
from queries.analytics import Around, CentralityOptions, Measure, Mode, centrality, report
from queries.analytics.answers import NOTHING
from tests.given import given
from tests.queries.analytics.worlds import BOB, FRAMES, draw, network_of

SOMME = Around(territory=("80",), as_of=date(2026, 8, 1))
TWO_STARS = {
    **{("operator:a", f"company:a{i}"): 1 for i in range(5)},
    **{("operator:b", f"company:b{i}"): 2 for i in range(4)},
    ("operator:a", "company:bridge"): 1,
    ("operator:b", "company:bridge"): 1,
}


def test_the_network_of_the_graph_is_measured(graph: Graph) -> None:
    draw(graph)
    answer = centrality(graph, MEMBER, SOMME, CentralityOptions(by=Measure.WEIGHTED_DEGREE))
    assert [(row.rank, row.id, row.weighted_degree) for row in answer.rows] == [
        (1, "company:100000009", 4),
        (2, "operator:cci", 3),
        (3, "operator:cma", 2),
        (4, "company:200000008", 1),
    ]
    assert [broker.id for broker in answer.brokers] == ["company:100000009", "operator:cma"]
    assert (answer.companies, answer.unlinked, answer.actor_count, answer.link_count) == (3, 1, 4, 3)
    assert answer.betweenness.statement == "Intermédiarité exacte."


def test_equal_values_have_equal_ranks_and_stand_by_uid() -> None:
    answer, _ = report(network_of(TWO_STARS), CentralityOptions(limit=6))
    assert [(row.rank, row.uid) for row in answer.rows] == [
        (1, "a"), (2, "b"), (3, "bridge"), (4, "a0"), (4, "a1"), (4, "a2"),
    ]  # fmt: skip
    assert answer.row_count == 12


def test_one_kind_of_actor_can_be_ranked_alone() -> None:
    answer, _ = report(network_of(TWO_STARS), CentralityOptions(kind="operator", by=Measure.BETWEENNESS))
    assert [(row.rank, row.uid) for row in answer.rows] == [(1, "a"), (2, "b")]
    assert (answer.row_count, answer.actor_count) == (2, 12)


def test_who_bridges_two_groups_is_a_broker_of_both() -> None:
    answer, _ = report(network_of(TWO_STARS), CentralityOptions())
    by_uid = {broker.label: broker for broker in answer.brokers}
    assert list(by_uid) == ["a", "b", "bridge"]
    assert by_uid["bridge"].communities == 2
    assert by_uid["bridge"].betweenness == pytest.approx(6 * 5 / (11 * 10 / 2), abs=1e-9)
    assert [(group.size, group.operators, group.leaders[0]) for group in answer.communities] == [
        (7, 1, "a"),
        (5, 1, "b"),
    ]


def test_operators_are_measured_by_companies_in_common() -> None:
    answer, measured = report(network_of(TWO_STARS), CentralityOptions(mode=Mode.OPERATORS))
    assert [(row.uid, row.degree, row.weighted_degree) for row in answer.rows] == [("a", 1, 1), ("b", 1, 1)]
    assert [actor.uid for actor in measured.actors] == ["a", "b"]
    assert "entreprises en commun" in answer.definitions["weighted_degree"]


def test_operators_that_never_meet_are_named_with_what_chance_would_do() -> None:
    links = {("operator:a", f"company:{i}"): 1 for i in range(6)} | {("operator:b", f"company:{i}"): 1 for i in (6, 7)}
    answer, _ = report(network_of(links, a="CCI", b="CMA"), CentralityOptions())
    [pair] = answer.apart
    assert (pair.operators, pair.companies, pair.expected, answer.apart_count) == (
        ("CCI", "CMA"),
        (6, 2),
        1.5,
        1,
    )


def test_an_empty_perimeter_is_said_to_be_empty_in_both_modes(graph: Graph) -> None:
    given(graph, *FRAMES, BOB)
    for mode in Mode:
        answer = centrality(graph, MEMBER, SOMME, CentralityOptions(mode=mode))
        assert (answer.message, answer.rows, answer.brokers, answer.apart) == (NOTHING, [], [], [])


def test_each_measure_is_defined_in_words() -> None:
    for mode in Mode:
        answer, _ = report(network_of(TWO_STARS), CentralityOptions(mode=mode))
        assert set(answer.definitions) == {
            *(measure.value for measure in Measure),
            "community",
            "brokers",
            "apart",
        }
