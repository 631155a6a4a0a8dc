"""The measures against networkx, on graphs drawn at random, and against results worked out by hand."""

from __future__ import annotations

import random

import igraph
import networkx as nx
import numpy as np
import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from queries.analytics.betweenness import SAMPLED_SOURCES, betweenness
from queries.analytics.measures import measure
from tests.queries.analytics.worlds import arrays, random_sector


def weighted(drawn: nx.Graph, seed: int) -> nx.Graph:
    rng = random.Random(seed)
    for one, other in drawn.edges:
        drawn[one][other]["weight"] = rng.randint(1, 9)
    return drawn


def random_graph(seed: int) -> nx.Graph:
    """A graph of one of four shapes: few links, many, operators and companies, or twins in plenty."""
    rng = random.Random(seed)
    size = rng.randint(1, 60)
    shapes = [
        lambda: nx.gnp_random_graph(size, 0.05, seed=seed),
        lambda: nx.gnp_random_graph(size, 0.4, seed=seed),
        lambda: random_sector(max(1, size // 8), size, 2 * size, seed),
        lambda: nx.complete_multipartite_graph(*(rng.randint(1, 4) for _ in range(rng.randint(1, 4)))),
    ]
    return weighted(shapes[seed % 4](), seed)


@settings(max_examples=60, deadline=None)
@for_all(st.integers(0, 100_000))
def test_all_measures_equal_those_of_networkx(seed: int) -> None:
    drawn = random_graph(seed)
    found = measure(*arrays(drawn))
    nodes = range(drawn.number_of_nodes())
    pagerank = nx.pagerank(drawn, alpha=0.85, weight="weight", tol=1e-15, max_iter=100_000)
    between = nx.betweenness_centrality(drawn)
    assert found.degree.tolist() == [drawn.degree(node) for node in nodes]
    assert found.weighted_degree.tolist() == [drawn.degree(node, weight="weight") for node in nodes]
    assert found.pagerank == pytest.approx([pagerank[node] for node in nodes], abs=1e-9)
    assert found.betweenness.values == pytest.approx([between[node] for node in nodes], abs=1e-9)
    assert found.betweenness.exact


def test_betweenness_of_a_star_a_path_and_a_square_is_what_one_counts_by_hand() -> None:
    assert measure(*arrays(nx.star_graph(4))).betweenness.values.tolist() == [1, 0, 0, 0, 0]
    assert measure(*arrays(nx.path_graph(4))).betweenness.values == pytest.approx([0, 2 / 3, 2 / 3, 0])
    assert measure(*arrays(nx.cycle_graph(4))).betweenness.values == pytest.approx([1 / 6] * 4)


def test_twins_are_walked_from_once() -> None:
    assert measure(*arrays(nx.star_graph(500))).betweenness.sources == 2


def test_above_the_stated_size_betweenness_is_sampled_with_an_error_that_holds() -> None:
    drawn = random_sector(40, 1_500, 4_000, seed=7)
    graph = igraph.Graph(n=drawn.number_of_nodes(), edges=list(drawn.edges))
    exact, sampled = betweenness(graph), betweenness(graph, exact_sources=10)
    assert (exact.exact, sampled.exact, sampled.sources) == (True, False, SAMPLED_SOURCES)
    assert 0 < sampled.error < 0.02
    wrong = np.abs(exact.values - sampled.values)
    assert (wrong > sampled.error).mean() <= 0.05
    first = np.argsort(-exact.values)[:10]
    assert set(np.argsort(-sampled.values)[:10]) == set(first)


def test_a_sample_is_always_the_same() -> None:
    drawn = random_sector(40, 1_500, 4_000, seed=8)
    graph = igraph.Graph(n=drawn.number_of_nodes(), edges=list(drawn.edges))
    once, again = betweenness(graph, exact_sources=10), betweenness(graph, exact_sources=10)
    assert once.values.tolist() == again.values.tolist()


def test_communities_are_the_groups_one_sees_the_largest_first() -> None:
    drawn = nx.disjoint_union(nx.complete_graph(4), nx.complete_graph(6))
    drawn.add_edge(0, 9)
    found = measure(*arrays(drawn))
    assert found.community.tolist() == [2] * 4 + [1] * 6
    assert found.modularity == pytest.approx(nx.community.modularity(drawn, [set(range(4)), set(range(4, 10))]))


def test_weights_pull_communities_together() -> None:
    drawn = nx.cycle_graph(4)
    nx.set_edge_attributes(drawn, 1, "weight")
    drawn[0][1]["weight"] = drawn[2][3]["weight"] = 9
    assert measure(*arrays(drawn)).community.tolist() == [1, 1, 2, 2]


def test_communities_do_not_depend_on_the_random_numbers_drawn_before() -> None:
    columns = arrays(random_sector(30, 400, 900, seed=3))
    random.seed(1)
    once = measure(*columns)
    random.seed(2)
    assert once.community.tolist() == measure(*columns).community.tolist()


def test_measuring_leaves_the_random_numbers_of_others_alone() -> None:
    random.seed(1)
    expected = random.random()
    random.seed(1)
    measure(*arrays(nx.karate_club_graph()))
    assert random.random() == expected


@pytest.mark.parametrize("size", [0, 1, 3])
def test_a_graph_without_links_has_measures_too(size: int) -> None:
    found = measure(*arrays(nx.empty_graph(size)))
    assert found.degree.tolist() == [0] * size
    assert found.pagerank == pytest.approx([1 / max(size, 1)] * size)
    assert (found.community.tolist(), found.modularity) == (list(range(1, size + 1)), None)
