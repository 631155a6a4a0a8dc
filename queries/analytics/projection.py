"""Operators seen through the companies they have in common, and those that never meet."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from scipy import sparse

from queries.analytics.model import Actor, Columns, Ints, Network

MOST_PAIRS = 10_000
"""Pairs of operators grow with their square: beyond this they are counted, never listed."""


class Apart(NamedTuple):
    """Two operators with nothing known in common, and in how many companies chance would make them meet."""

    one: Actor
    other: Actor
    companies: tuple[int, int]
    expected: float


def operators_by_common_companies(network: Network) -> Network:
    """Return the network of operators alone: a link is the number of companies that both are linked with.

    B·Bᵀ, where B has a row an operator and a column a company, 1 where they are linked; 100 times faster in
    scipy than as a double hop in the database. Operators without a company are not in it.
    """
    operators, incidence = _incidence(network, ("company",))
    active = np.flatnonzero(np.diff(incidence.indptr))
    incidence = incidence[active]
    common = sparse.triu(incidence @ incidence.T, k=1).tocsr()
    common.sort_indices()
    pairs = common.tocoo()
    weight = pairs.data.astype(np.int64)
    links = Columns(
        source=pairs.row.astype(np.int64),
        target=pairs.col.astype(np.int64),
        weight=weight,
        counts={"common": weight},
        first=[""] * len(weight),
        last=[""] * len(weight),
    )
    actors = [network.actors[position] for position in operators[active].tolist()]
    return Network(f"{network.title} ; opérateurs par entreprises en commun", network.companies, actors, links)


def never_meet(network: Network, limit: int) -> tuple[int, list[Apart]]:
    """Return how many pairs of operators have nothing known in common, and those that chance least explains.

    Nothing in common: no company, project or agreement, and no partnership. Operators without a company in
    the network are left out. First those that would share most companies if each picked its own at random (n1
    · n2 / number of companies), then by uid.
    """
    operators, by_company = _incidence(network, ("company",))
    _, by_any = _incidence(network, ("company", "project", "agreement"))
    counts = np.diff(by_company.indptr)
    active = np.flatnonzero(counts)
    direct = _direct(network, operators)
    met = ((by_any @ by_any.T) + direct).tocsr()[active][:, active]
    met.eliminate_zeros()
    pairs_met = (met.nnz - int((met.diagonal() > 0).sum())) // 2
    total = len(active) * (len(active) - 1) // 2 - pairs_met
    neighbours = [set(met.indices[met.indptr[i] : met.indptr[i + 1]].tolist()) for i in range(len(active))]
    companies = max(1, sum(actor.kind == "company" for actor in network.actors))
    found: list[Apart] = []
    sizes = counts[active].tolist()
    for one, other in _by_product(sizes):
        if len(found) >= min(limit, total, MOST_PAIRS):
            break
        if other not in neighbours[one]:
            first, second = min(one, other), max(one, other)  # actors are in order of uid
            expected = round(sizes[one] * sizes[other] / companies, 6)
            low, high = (network.actors[int(operators[active[end]])] for end in (first, second))
            found.append(Apart(low, high, (sizes[first], sizes[second]), expected))
    return total, found


def _by_product(sizes: list[int]) -> Iterator[tuple[int, int]]:
    """Yield all pairs, the largest product of sizes first, then by position, without listing them all."""
    order = sorted(range(len(sizes)), key=lambda position: (-sizes[position], position))
    heap: list[tuple[int, int, int, int, int]] = []

    def push(row: int, column: int) -> None:
        if column < len(order):
            one, other = order[row], order[column]
            heapq.heappush(heap, (-sizes[one] * sizes[other], min(one, other), max(one, other), row, column))

    for row in range(len(order) - 1):
        push(row, row + 1)
    while heap:
        _, first, second, row, column = heapq.heappop(heap)
        yield first, second
        push(row, column + 1)


def _incidence(network: Network, kinds: tuple[str, ...]) -> tuple[Ints, Any]:
    """Return the positions of the operators, and the 0/1 matrix of operators by all actors of some kinds."""
    kind = np.array([actor.kind for actor in network.actors], dtype="U12")
    operators = np.flatnonzero(kind == "operator")
    row_of = np.full(len(kind), -1, dtype=np.int64)
    row_of[operators] = np.arange(len(operators))
    source, target = network.links.source, network.links.target
    # an operator is always the source of its link with anything else
    wanted = (row_of[source] >= 0) & np.isin(kind[target], kinds)
    rows, columns = row_of[source[wanted]], target[wanted]
    ones = np.ones(len(rows), dtype=np.int64)
    return operators, sparse.csr_matrix((ones, (rows, columns)), shape=(len(operators), len(kind)))


def _direct(network: Network, operators: Ints) -> Any:
    row_of = np.full(len(network.actors), -1, dtype=np.int64)
    row_of[operators] = np.arange(len(operators))
    one, other = row_of[network.links.source], row_of[network.links.target]
    both = (one >= 0) & (other >= 0)
    ones = np.ones(2 * int(both.sum()), dtype=np.int64)
    ends = (np.concatenate([one[both], other[both]]), np.concatenate([other[both], one[both]]))
    return sparse.csr_matrix((ones, ends), shape=(len(operators), len(operators)))
