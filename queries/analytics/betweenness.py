"""Betweenness: how many of the shortest ways between two others go through an actor.

Freeman, "A set of measures of centrality based on betweenness", Sociometry 40(1), 1977; computed source by
source as Brandes, "A faster algorithm for betweenness centrality", Journal of Mathematical Sociology 25(2),
2001.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

EXACT_SOURCES = 4_096
SAMPLED_SOURCES = 1_024
LARGE = 1_000_000
"""Vertices and edge ends of a graph beyond which a quarter of the sources is walked from: a whole region."""
LOTS = 16
STUDENT_95 = 2.131
"""Two-sided 95 % of Student's t with 15 degrees of freedom, for the 16 lots."""
SEED = 20_260_520
DECIMALS = 12

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Betweenness:
    """The share, from 0 to 1, of the pairs of others whose shortest ways go through each actor.

    Args:
        values: one an actor; shape (actors,).
        exact: False when it was estimated from a sample of sources.
        sources: number of sources that were walked from.
        error: half-width of the widest 95 % interval of an actor; 0 when exact.
    """

    values: Floats
    exact: bool
    sources: int
    error: float


def betweenness(graph: Any, *, exact_sources: int = EXACT_SOURCES) -> Betweenness:
    """Return the betweenness of each vertex of an undirected igraph graph, normalised like networkx does.

    Two actors with the same neighbours, such as two companies that one chamber alone has met, are the same
    start for all others: one walk stands for all of them, which is exact. Up to `exact_sources` such
    different starts, all are walked; beyond, a sample of 1,024 actors drawn with a fixed seed (256 in a graph
    of a whole region). Its error is estimated from 16 lots (Brandes and Pich, "Centrality estimation in large
    networks", International Journal of Bifurcation and Chaos 17(7), 2007).
    """
    size = graph.vcount()
    pairs = (size - 1) * (size - 2) / 2
    if pairs <= 0 or graph.ecount() == 0:
        return Betweenness(np.zeros(size), True, 0, 0.0)
    twins = _twins(graph)
    if len(twins) <= max(exact_sources, 0) or size <= SAMPLED_SOURCES:
        values = _exact(graph, twins) / pairs
        return Betweenness(np.round(values, DECIMALS), True, len(twins), 0.0)
    return _sampled(graph, pairs)


def _twins(graph: Any) -> list[list[int]]:
    """Return the vertices grouped by equal neighbours, in order; vertices alone in the world are left out."""
    groups: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for vertex, neighbours in enumerate(graph.get_adjlist()):
        if neighbours:
            groups[tuple(sorted(neighbours))].append(vertex)
    return list(groups.values())


def _exact(graph: Any, twins: list[list[int]]) -> Floats:
    """Return the sum over all sources of what each vertex carries, from one walk a group of twins.

    Let d(s, v) be what `v` carries of the ways from `s`. For twins s and s', d(s, v) = d(s', v) for any other
    v; so a group T counts as |T| walks from its first member, but for its own members. Those are not sources
    of ways through themselves: the true sum over T is (|T| - 1) d(s, t) for each, the first one included, by
    symmetry.
    """
    total = np.zeros(graph.vcount())
    by_count: dict[int, list[int]] = defaultdict(list)
    for group in twins:
        by_count[len(group)].append(group[0])
    for count, sources in by_count.items():
        total += count * np.array(graph.betweenness(directed=False, sources=sources))
    for group in twins:
        if len(group) > 1:
            first, other = group[0], group[1]
            own = (total[other] - total[first]) / len(group)
            total[group] = total[first] + (len(group) - 1) * own
    return total


def _sampled(graph: Any, pairs: float) -> Betweenness:
    size = graph.vcount()
    sources = SAMPLED_SOURCES if size + 2 * graph.ecount() <= LARGE else SAMPLED_SOURCES // 4
    chosen = np.random.default_rng(SEED).permutation(size)[:sources]
    scale = size * LOTS / sources / pairs
    lots = np.array([graph.betweenness(directed=False, sources=lot.tolist()) for lot in np.array_split(chosen, LOTS)])
    lots *= scale
    spread = lots.std(axis=0, ddof=1) / np.sqrt(LOTS) * np.sqrt(1 - sources / size)
    error = float(STUDENT_95 * spread.max())
    return Betweenness(np.round(lots.mean(axis=0), DECIMALS), False, sources, round(error, DECIMALS))
