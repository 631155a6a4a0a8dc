"""Operators by companies in common, and those that never meet."""

from __future__ import annotations

import itertools

import networkx as nx
import pytest

from queries.analytics.projection import never_meet, operators_by_common_companies
from tests.queries.analytics.worlds import network_of, random_sector


def as_links(drawn: nx.Graph, operators: int) -> dict[tuple[str, str], int]:
    return {(f"operator:{one:03}", f"company:{other:03}"): 1 for one, other in drawn.edges if one < operators}


@pytest.mark.parametrize("seed", range(5))
def test_the_projection_is_that_of_networkx(seed: int) -> None:
    drawn = random_sector(12, 40, 60, seed)
    found = operators_by_common_companies(network_of(as_links(drawn, 12))).to_networkx()
    active = [node for node in range(12) if drawn.degree(node)]
    wanted = nx.bipartite.weighted_projected_graph(drawn, active)
    links = {frozenset((int(a[-3:]), int(b[-3:]))): w for a, b, w in found.edges(data="weight")}
    assert links == {frozenset((one, other)): weight for one, other, weight in wanted.edges(data="weight")}
    assert sorted(int(node[-3:]) for node in found) == active


def test_a_link_that_counts_many_facts_is_one_company_in_common() -> None:
    drawn = network_of({("operator:a", "company:1"): 7, ("operator:b", "company:1"): 2})
    [link] = operators_by_common_companies(drawn).each_link()
    assert (link.source.uid, link.target.uid, link.counts) == ("a", "b", {"common": 1})


@pytest.mark.parametrize("seed", range(5))
def test_the_pairs_that_never_meet_are_all_those_without_a_common_company(seed: int) -> None:
    drawn = random_sector(15, 60, 70, seed)
    network = network_of(as_links(drawn, 15))
    companies = sum(actor.kind == "company" for actor in network.actors)
    count, pairs = never_meet(network, 1_000)
    active = [node for node in range(15) if drawn.degree(node)]
    wanted = []
    for one, other in itertools.combinations(active, 2):
        if not set(drawn[one]) & set(drawn[other]):
            wanted.append((-drawn.degree(one) * drawn.degree(other), f"{one:03}", f"{other:03}"))
    assert count == len(wanted)
    assert [(pair.one.uid, pair.other.uid) for pair in pairs] == [(one, other) for _, one, other in sorted(wanted)]
    assert [pair.expected for pair in pairs] == pytest.approx(
        [-key / companies for key, _, _ in sorted(wanted)], abs=1e-6
    )


@pytest.mark.parametrize(
    "meeting",
    [
        {("operator:a", "operator:b"): 1},
        {("operator:a", "project:p"): 1, ("operator:b", "project:p"): 1},
        {("operator:a", "agreement:p"): 1, ("operator:b", "agreement:p"): 1},
        {("operator:a", "company:2"): 1},
    ],
)
def test_operators_meet_through_a_partnership_a_project_an_agreement_or_a_company(
    meeting: dict[tuple[str, str], int],
) -> None:
    apart = {("operator:a", "company:1"): 1, ("operator:b", "company:2"): 1}
    assert never_meet(network_of(apart), 10)[0] == 1
    assert never_meet(network_of({**apart, **meeting}), 10) == (0, [])


def test_the_list_is_cut_and_the_count_is_not() -> None:
    count, pairs = never_meet(network_of({(f"operator:{i}", f"company:{i}"): 1 for i in range(6)}), 4)
    assert (count, [(p.one.uid, p.other.uid) for p in pairs]) == (15, [("0", str(i)) for i in range(1, 5)])


def test_operators_without_a_company_are_left_out() -> None:
    drawn = network_of({("operator:a", "company:1"): 1, ("operator:b", "project:p"): 1})
    assert never_meet(drawn, 10) == (0, [])
    assert [actor.uid for actor in operators_by_common_companies(drawn).actors] == ["a"]
