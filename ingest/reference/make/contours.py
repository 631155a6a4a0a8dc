"""Simplified contours of territories, as TopoJSON files that share every border."""

from __future__ import annotations

import itertools
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from ingest.reference.make import wkb
from ingest.reference.make.arcs import Arc, Face, arcs_between, simplified
from ingest.reference.make.wkb import Ring, Vertex

LEVELS = ("epci", "departement", "region")
COMMUNES = ("commune",)
# 1e-4 degree: 11 m, well under the tolerance.
STEP = 10
# Units of 1e-5 degree: lines move by 250 m at most.
TOLERANCE = 225.0
# Communes are drawn larger, an EPCI a page.
COMMUNE_TOLERANCE = 110.0
# Islands and enclaves under 0.3 km² (a square of STEP being about 80 m²) are left out; of a territory that
# has nothing larger, its largest part is kept.
SMALLEST_DOUBLED_AREA = 8_000


def topology(
    shapes: Mapping[str, list[Ring]],
    faces: Mapping[str, Face],
    *,
    levels: Sequence[str] = LEVELS,
    tolerance: float = TOLERANCE,
) -> dict[str, Any]:
    """TopoJSON with one object a level, a geometry a territory, its `id` being the territory's code.

    Args:
        shapes: rings of each commune, interior on the left.
        faces: the territory that holds each commune at each level, such as its EPCI (or ""), département and région.
        levels: what each place of a face is.
        tolerance: how far lines may move, in units of 1e-5 degree.
    """
    arcs = arcs_between(shapes, faces)
    lines = [_quantised(simplified(arc.line, tolerance)) for arc in arcs]
    objects = {level: _geometries(arcs, lines, rank) for rank, level in enumerate(levels)}
    used = sorted({abs_index(i) for geoms in objects.values() for i in _indexes(geoms)})
    renumbered = {old: new for new, old in enumerate(used)}
    for geoms in objects.values():
        for geometry in geoms:
            geometry["arcs"] = [[[_moved(i, renumbered) for i in r] for r in p] for p in geometry["arcs"]]
    return {
        "type": "Topology",
        "transform": {"scale": [STEP / wkb.UNITS_PER_DEGREE] * 2, "translate": [0, 0]},
        "objects": {level: {"type": "GeometryCollection", "geometries": geoms} for level, geoms in objects.items()},
        "arcs": [_deltas(lines[i]) for i in used],
    }


def topology_bytes(shape: dict[str, Any]) -> bytes:
    """The topology as JSON, the same bytes for the same content."""
    return json.dumps(shape, separators=(",", ":")).encode() + b"\n"


def abs_index(index: int) -> int:
    """The arc's own number: TopoJSON writes `~i` for arc i walked backwards."""
    return index if index >= 0 else ~index


def _indexes(geometries: Sequence[dict[str, Any]]) -> list[int]:
    return [i for g in geometries for polygon in g["arcs"] for ring in polygon for i in ring]


def _moved(index: int, renumbered: Mapping[int, int]) -> int:
    return renumbered[index] if index >= 0 else ~renumbered[~index]


def _geometries(arcs: Sequence[Arc], lines: Sequence[Ring], rank: int) -> list[dict[str, Any]]:
    """The territories of one level; `rank` says where their code is in a face."""
    sides: dict[str, list[int]] = defaultdict(list)
    for number, arc in enumerate(arcs):
        left = arc.left[rank] if arc.left else ""
        right = arc.right[rank] if arc.right else ""
        if left != right:
            if left:
                sides[left].append(number)
            if right:
                sides[right].append(~number)
    found = []
    for code in sorted(sides):
        polygons = _polygons(_rings(sides[code], arcs), lines)
        found.append({"type": "MultiPolygon", "id": code, "arcs": polygons})
    return found


def _walked(index: int, lines: Sequence[Ring]) -> Ring:
    return lines[index] if index >= 0 else lines[~index][::-1]


def _rings(indexes: Sequence[int], arcs: Sequence[Arc]) -> list[list[int]]:
    """Arcs put end to end; at a vertex where several leave, the lowest-numbered goes on."""
    lines = [arc.line for arc in arcs]
    leaving: dict[Vertex, list[int]] = defaultdict(list)
    for index in sorted(indexes, key=abs_index, reverse=True):
        leaving[_walked(index, lines)[0]].append(index)
    found = []
    for start in sorted(leaving):
        while leaving[start]:
            ring = [leaving[start].pop()]
            while (end := _walked(ring[-1], lines)[-1]) != start:
                ring.append(leaving[end].pop())
            found.append(ring)
    return found


def _polygons(rings: Sequence[list[int]], lines: Sequence[Ring]) -> list[list[list[int]]]:
    """Outer rings, largest first, each followed by its holes."""
    outers: list[tuple[int, list[int], Ring]] = []
    holes: list[tuple[list[int], Vertex]] = []
    for ring in rings:
        line = [vertex for index in ring for vertex in _walked(index, lines)]
        area = wkb.doubled_area([*line, line[0]])
        if area > 0:
            outers.append((area, ring, line))
        elif area <= -SMALLEST_DOUBLED_AREA:
            holes.append((ring, line[0]))
    outers.sort(key=lambda one: -one[0])
    kept = [one for one in outers if one[0] >= SMALLEST_DOUBLED_AREA] or outers[:1]
    polygons = [[ring] for _, ring, _ in kept]
    for ring, vertex in holes:
        # The smallest outer ring around the hole: they are sorted largest first.
        around = [i for i, (_, _, line) in enumerate(kept) if wkb.inside(vertex, line)]
        if around:
            polygons[around[-1]].append(ring)
    return polygons


def _quantised(line: Ring) -> Ring:
    """The line on the grid of the file, points that fall on the one before left out."""
    points: Ring = []
    for x, y in line:
        point = (round(x / STEP), round(y / STEP))
        if not points or point != points[-1]:
            points.append(point)
    return points if len(points) > 1 else points * 2


def _deltas(points: Ring) -> list[list[int]]:
    """The first point, then the step from each point to the next."""
    steps = [points[0]]
    steps += [(bx - ax, by - ay) for (ax, ay), (bx, by) in itertools.pairwise(points)]
    return [list(step) for step in steps]
