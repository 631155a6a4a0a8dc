"""Maps as SVG: the contours of a region or of an EPCI drawn on a sheet, and the classes of an indicator."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from math import cos, radians
from typing import Any, NamedTuple

import numpy as np

from graph.errors import NotFound
from ingest.reference.contours import contours
from ingest.reference.tables import communes, departements, epcis
from queries.territory_indicators import Level

WIDTH = 360
"""Steps of the grid on which every point is put: neighbours keep the same border, and paths stay short."""
MARGIN = 8
CLASSES = 5
TOLERANCE_M = 850
"""A step and a half of the grid on the map of a region: two pixels of a screen."""
ROOM = 5.0
"""Steps around a label that must be free of any border, or the shape has none."""
TRIED = 14


class Shape(NamedTuple):
    """One territory on the sheet: its outline, and where a label stands, None when there is no room."""

    code: str
    name: str
    path: str
    label: tuple[int, int] | None


class Sheet(NamedTuple):
    """Territories drawn in a box of `width` x `height`; `frame` is the outline of their départements, or nothing."""

    width: int
    height: int
    shapes: tuple[Shape, ...]
    frame: str


class Line(NamedTuple):
    """A territory, its value and the rank of its class; 0 without a value."""

    code: str
    name: str
    value: float | None
    companies: int
    rank: int


class Class(NamedTuple):
    """A class of the legend: its bounds, both included, and how many territories it holds."""

    low: float
    high: float
    held: int


@lru_cache(maxsize=1)
def populations() -> Mapping[str, int]:
    """Return the inhabitants of every EPCI and département, by code."""
    found: dict[str, int] = {}
    for one in communes().values():
        found[one.departement] = found.get(one.departement, 0) + (one.population or 0)
    return found | {code: one.population for code, one in epcis().items()}


@lru_cache(maxsize=8)
def territories(region: str, level: Level) -> Mapping[str, str]:
    """Return the names of the territories of a region, by code; an EPCI is there when one of its communes is."""
    if level == "departement":
        return {code: one.name for code, one in departements().items() if one.region == region}
    inside = {one.epci for one in communes().values() if one.region == region}
    return {code: one.name for code, one in epcis().items() if code in inside}


@lru_cache(maxsize=64)
def communes_of(epci: str) -> Mapping[str, str]:
    """Return the names of the communes of an EPCI, by code."""
    return {code: one.name for code, one in communes().items() if one.epci == epci}


@lru_cache(maxsize=8)
def sheet(region: str, level: Level) -> Sheet | None:
    """Draw a region, north up, distances true along the parallel of its middle; None overseas, without contours."""
    names = territories(region, level)
    try:
        borders = contours("departement", sorted(territories(region, "departement")), tolerance_m=TOLERANCE_M)
        shapes = contours(level, sorted(names), tolerance_m=TOLERANCE_M)
    except NotFound:
        return None
    return _drawn(shapes["features"], names, borders["features"])


@lru_cache(maxsize=64)
def sheet_of(epci: str) -> Sheet | None:
    """Draw the communes of an EPCI; None where the contours of its communes are not in the tables."""
    names = communes_of(epci)
    try:
        return _drawn(contours("commune", sorted(names))["features"], names, [])
    except NotFound:
        return None


def _drawn(features: list[dict[str, Any]], names: Mapping[str, str], borders: list[dict[str, Any]]) -> Sheet:
    every = np.array([point for one in (*features, *borders) for ring in _rings(one) for point in ring])
    (west, south), (east, north) = every.min(axis=0), every.max(axis=0)
    flat = cos(radians((south + north) / 2))
    # A tall territory is drawn no taller than wide.
    scale = (WIDTH - 2 * MARGIN) / max((east - west) * flat, (north - south) * 0.9)

    def place(ring: list[tuple[float, float]]) -> list[tuple[int, int]]:
        return [(round(MARGIN + (x - west) * flat * scale), round(MARGIN + (north - y) * scale)) for x, y in ring]

    shapes = []
    for one in features:
        rings = [place(ring) for ring in _rings(one)]
        shapes.append(Shape(one["id"], names[one["id"]], "".join(map(_path, rings)), _label(rings)))
    frame = "".join(_path(place(ring)) for one in borders for ring in _rings(one))
    width, height = (2 * MARGIN + (east - west) * flat * scale, 2 * MARGIN + (north - south) * scale)
    return Sheet(round(width), round(height), tuple(shapes), frame)


def _rings(feature: dict[str, Any]) -> list[list[tuple[float, float]]]:
    return [ring for part in feature["geometry"]["coordinates"] for ring in part]


def _path(points: list[tuple[int, int]]) -> str:
    """Write a ring in steps from point to point; nothing when it is too small to enclose a square of the grid.

    >>> _path([(0, 0), (0, 0), (2, 0), (4, 0), (4, 3), (0, 0)])
    'M0 0l4 0 0 3z'
    """
    kept: list[tuple[int, int]] = []
    for point in points:
        if kept and point == kept[-1]:
            continue
        if len(kept) > 1 and _straight(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    if kept[0] == kept[-1]:
        kept.pop()
    if len(kept) < 3:
        return ""
    steps = " ".join(f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(kept))
    # A sign separates as well as a space does.
    return f"M{kept[0][0]} {kept[0][1]}l{steps}z".replace(" -", "-")


def _straight(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]) -> bool:
    return (b[0] - a[0]) * (c[1] - b[1]) == (b[1] - a[1]) * (c[0] - b[0])


def _label(rings: list[list[tuple[int, int]]]) -> tuple[int, int] | None:
    """Return the place inside a shape that is furthest from its borders, if a label has room there."""
    corners = np.array([point for ring in rings for point in ring], float)
    ends = np.array([point for ring in rings for point in (*ring[1:], ring[0])], float)
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    x, y = (one.ravel() for one in np.meshgrid(np.linspace(left, right, TRIED), np.linspace(top, bottom, TRIED)))
    (ax, ay), (bx, by) = corners.T[:, :, None], ends.T[:, :, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        crossed = ((ay > y) != (by > y)) & (x < (bx - ax) * (y - ay) / (by - ay) + ax)
        along = np.nan_to_num(((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2))
    along = np.clip(along, 0, 1)
    far = np.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay)).min(axis=0)
    far[crossed.sum(axis=0) % 2 == 0] = 0
    best = int(far.argmax())
    return (round(x[best]), round(y[best])) if far[best] >= ROOM else None


def classes(values: list[float]) -> list[Class]:
    """Cut values into at most five classes of about as many territories each; equal values share a class.

    >>> [(one.low, one.high) for one in classes([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])]
    [(1, 2), (3, 4), (5, 6), (7, 8), (9, 10)]
    >>> classes([4, 4, 4])
    [Class(low=4, high=4, held=3)]
    """
    ordered = sorted(values)
    if not ordered:
        return []
    cuts = sorted({ordered[len(ordered) * part // CLASSES] for part in range(CLASSES)})
    found = []
    for low, beyond in zip(cuts, [*cuts[1:], None], strict=True):
        held = [one for one in ordered if one >= low and (beyond is None or one < beyond)]
        found.append(Class(low, held[-1], len(held)))
    return found


def class_of(value: float, among: list[Class]) -> int:
    """Return the rank, from 1, of the class that holds a value."""
    return next(rank for rank, one in enumerate(among, 1) if value <= one.high)


def class_lines(
    names: Mapping[str, str], values: Mapping[str, float | None], companies: Mapping[str, int]
) -> tuple[list[Line], list[Class]]:
    """Return a line a territory, ranked in the classes of the values, and those classes."""
    cut = classes([one for one in values.values() if one is not None])
    found = []
    for code, name in names.items():
        value = values.get(code)
        rank = 0 if value is None else class_of(value, cut)
        found.append(Line(code, name, value, companies.get(code, 0), rank))
    return found, cut
