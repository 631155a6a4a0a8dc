"""The measures of a network, computed by igraph on positions: nothing here knows what an actor is.

The graph is undirected, without loops, with at most one edge a pair; a weight is a number of facts, which
makes a tie stronger. Sources: Freeman 1977 (betweenness), Freeman 1978 (degree), Brin and Page 1998
(PageRank), Newman 2004 (weighted networks), Traag, Waltman and van Eck 2019 (Leiden).
"""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import igraph
import numpy as np
from numpy.typing import NDArray

from queries.analytics.betweenness import EXACT_SOURCES, Betweenness, betweenness
from queries.analytics.model import Ints

Floats = NDArray[np.float64]

DAMPING = 0.85
SEED = 20_260_520
DECIMALS = 12
"""Values are rounded, so that equal places in a network get equal values and ties are real ties."""

_igraph_random = threading.Lock()


@dataclass(frozen=True, slots=True)
class Measures:
    """The measures of each actor, in order; each of shape (actors,).

    `community` counts from 1, the largest community first; `modularity` is how far the communities differ
    from chance: 0 not at all, above 0.3 clearly; None without a link.
    """

    degree: Ints
    weighted_degree: Ints
    pagerank: Floats
    betweenness: Betweenness
    community: Ints
    modularity: float | None


@contextmanager
def repeatable() -> Iterator[None]:
    """Let igraph draw the same numbers each time: it has one generator for the whole process, one user at a time."""
    with _igraph_random:
        igraph.set_random_number_generator(random.Random(SEED))
        try:
            yield
        finally:
            igraph.set_random_number_generator(random)


def measure(size: int, source: Ints, target: Ints, weight: Ints, *, exact_sources: int = EXACT_SOURCES) -> Measures:
    """Return all measures of a graph of `size` nodes, those without a link included.

    - degree: number of neighbours. Freeman, "Centrality in social networks: conceptual clarification", Social
      Networks 1(3), 1978.
    - weighted degree: sum of the weights of the node's edges ("strength"). Newman, "Analysis of weighted
      networks", Physical Review E 70, 2004.
    - PageRank: share of time that a walker spends at a node who follows edges in proportion to their weights,
      in either direction, and jumps anywhere with a probability of 0.15; sums to 1. Brin and Page, "The
      anatomy of a large-scale hypertextual Web search engine", Computer Networks 30, 1998.
    - betweenness: see `queries.analytics.betweenness`. Weights play no part: a strong tie is not a long way.
    - community: Leiden on weighted modularity, from a fixed seed, until nothing improves: the same network
      gives the same communities. Traag, Waltman, van Eck, "From Louvain to Leiden: guaranteeing
      well-connected communities", Scientific Reports 9, 5233, 2019.

    Args:
        size: number of nodes.
        source: one end of each edge, as a position; shape (edges,).
        target: the other end; shape (edges,).
        weight: number of facts of each edge, >= 1; shape (edges,).
        exact_sources: up to how many different sources betweenness is exact.
    """
    graph = igraph.Graph(n=size, edges=np.column_stack([source, target]).astype(np.int64))
    weights = weight.tolist()
    community, modularity = _communities(graph, weights)
    return Measures(
        degree=np.array(graph.degree(), dtype=np.int64),
        weighted_degree=np.array(graph.strength(weights=weights or None), dtype=np.float64).round().astype(np.int64),
        pagerank=np.round(np.array(graph.pagerank(damping=DAMPING, weights=weights or None), dtype=float), DECIMALS),
        betweenness=betweenness(graph, exact_sources=exact_sources),
        community=community,
        modularity=modularity,
    )


def _communities(graph: Any, weights: Sequence[int]) -> tuple[Ints, float | None]:
    if not weights:
        return np.arange(1, graph.vcount() + 1, dtype=np.int64), None
    with repeatable():
        found = graph.community_leiden(objective_function="modularity", weights=weights, n_iterations=-1)
    members = np.array(found.membership, dtype=np.int64)
    sizes = np.bincount(members)
    first = np.full(len(sizes), len(members))
    np.minimum.at(first, members, np.arange(len(members)))
    number = np.empty(len(sizes), dtype=np.int64)
    number[np.lexsort([first, -sizes])] = np.arange(1, len(sizes) + 1)
    return number[members], round(float(graph.modularity(members.tolist(), weights=weights)), DECIMALS)
