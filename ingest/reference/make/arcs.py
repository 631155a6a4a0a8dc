"""From communes that share their edges to arcs: lines between two junctions, each stored once."""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from ingest.reference.make.wkb import Ring, Vertex

Edge = tuple[Vertex, Vertex]
Face = tuple[str, ...]
OUTSIDE: Face = ()


@dataclass(frozen=True, slots=True)
class Arc:
    """A line with the same face all along its left side, and the same along its right side."""

    line: Ring
    left: Face
    right: Face


def arcs_between(shapes: Mapping[str, list[Ring]], faces: Mapping[str, Face]) -> list[Arc]:
    """The borders between faces, as arcs in an order that depends on the data alone.

    Args:
        shapes: rings of each commune, interior on the left.
        faces: the territories each commune belongs to; two communes of one face have no border.
    """
    left: dict[Edge, Face] = {}
    for code in sorted(shapes):
        for ring in shapes[code]:
            for a, b in itertools.pairwise(ring):
                left[a, b] = faces[code]
    borders: dict[Edge, tuple[Face, Face]] = {}
    for (a, b), face in left.items():
        other = left.get((b, a), OUTSIDE)
        if face != other:
            borders[a, b] = (face, other)
            borders[b, a] = (other, face)
    return _chains(borders)


def _chains(borders: dict[Edge, tuple[Face, Face]]) -> list[Arc]:
    nexts: dict[Vertex, list[Vertex]] = defaultdict(list)
    for a, b in borders:
        nexts[a].append(b)
    free = set(borders)

    def is_junction(vertex: Vertex) -> bool:
        around = nexts[vertex]
        return len(around) != 2 or borders[around[0], vertex] != borders[vertex, around[1]]

    found: list[Arc] = []
    junctions = sorted(vertex for vertex in nexts if is_junction(vertex))
    closed = sorted(vertex for vertex in nexts if not is_junction(vertex))
    for start in (*junctions, *closed):
        for second in sorted(nexts[start]):
            if (start, second) not in free:
                continue
            line = [start, second]
            while line[-1] != start and not is_junction(line[-1]):
                one, two = nexts[line[-1]]
                line.append(two if one == line[-2] else one)
            for a, b in itertools.pairwise(line):
                free.discard((a, b))
                free.discard((b, a))
            found.append(Arc(line, *borders[start, second]))
    return found


def simplified(line: Ring, tolerance: float) -> Ring:
    """Douglas and Peucker's line: both ends kept, no point left further than `tolerance` units away.

    A degree of longitude is shorter than one of latitude: distances are measured at the line's latitude.
    """
    squeeze = math.cos(math.radians(line[0][1] / 100_000))
    keep = [False] * len(line)
    keep[0] = keep[-1] = True
    middle = max(range(len(line)), key=lambda i: _distance(line[i], line[0], line[-1], squeeze))
    todo = [(0, len(line) - 1)]
    if line[0] == line[-1]:
        keep[middle] = True
        todo = [(0, middle), (middle, len(line) - 1)]
    while todo:
        first, last = todo.pop()
        far, where = 0.0, 0
        for i in range(first + 1, last):
            distance = _distance(line[i], line[first], line[last], squeeze)
            if distance > far:
                far, where = distance, i
        if far > tolerance:
            keep[where] = True
            todo += [(first, where), (where, last)]
    return [vertex for vertex, kept in zip(line, keep, strict=True) if kept]


def _distance(p: Vertex, a: Vertex, b: Vertex, squeeze: float) -> float:
    ax, ay = 0.0, 0.0
    bx, by = (b[0] - a[0]) * squeeze, float(b[1] - a[1])
    px, py = (p[0] - a[0]) * squeeze, float(p[1] - a[1])
    length = bx * bx + by * by
    if length > 0:
        along = max(0.0, min(1.0, (px * bx + py * by) / length))
        ax, ay = along * bx, along * by
    return math.hypot(px - ax, py - ay)
