"""Gaps between communes, given to the commune whose land the source forgot when it merged with others."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Collection, Mapping

from ingest.reference.make.arcs import Edge
from ingest.reference.make.wkb import Ring, Vertex, doubled_area, inside


def mended(shapes: Mapping[str, list[Ring]], merged: Collection[str]) -> dict[str, list[Ring]]:
    """The same communes, each enclosed gap added to the merged commune that shares most of its border.

    A gap without such a neighbour is left: it is a foreign enclave.

    Args:
        shapes: rings of each commune, interior on the left.
        merged: communes that took in others.
    """
    owner: dict[Edge, str] = {}
    for code in sorted(shapes):
        for ring in shapes[code]:
            owner |= dict.fromkeys(itertools.pairwise(ring), code)
    found = {code: list(rings) for code, rings in shapes.items()}
    rings = _rings({(b, a) for a, b in owner if (b, a) not in owner})
    islands = [ring for ring in rings if doubled_area(ring) < 0]
    for gap in rings:
        if doubled_area(gap) <= 0:
            continue
        within = [ring for ring in islands if inside(ring[0], gap)]
        around = [owner[b, a] for ring in (gap, *within) for a, b in itertools.pairwise(ring)]
        able = sorted({code for code in around if code in merged})
        if able:
            found[max(able, key=around.count)] += [gap, *within]
    return found


def _rings(edges: Collection[Edge]) -> list[Ring]:
    """Closed rings, the outside of the communes on their left; one that meets itself at a point is cut there."""
    leaving: dict[Vertex, list[Vertex]] = defaultdict(list)
    for a, b in sorted(edges, reverse=True):
        leaving[a].append(b)
    found: list[Ring] = []
    for start in sorted(leaving):
        while leaving[start]:
            line, place = [start], {start: 0}
            while leaving[line[-1]]:
                vertex = leaving[line[-1]].pop()
                line.append(vertex)
                if vertex in place:
                    at = place[vertex]
                    found.append(line[at:])
                    for left in line[at + 1 : -1]:
                        del place[left]
                    del line[at + 1 :]
                else:
                    place[vertex] = len(line) - 1
    return found
