"""Maps as SVG: the contours of a region drawn on a sheet, the classes of an indicator, and their legend."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from math import cos, radians
from typing import NamedTuple

from ingest.reference.contours import contours
from ingest.reference.tables import communes, departements, epcis
from queries.territory_indicators import Level

WIDTH = 640
"""Steps of the grid on which every point is put: neighbours keep the same border, and paths stay short."""
CLASSES = 5


class Shape(NamedTuple):
    """One territory on the sheet: its outline, and where a label stands."""

    code: str
    name: str
    path: str
    x: float
    y: float


class Sheet(NamedTuple):
    """The territories of a region, in a box of `width` x `height`; `frame` is the outline of its départements."""

    width: int
    height: int
    shapes: tuple[Shape, ...]
    frame: str


class Class(NamedTuple):
    """A class of the legend: its bounds, both included, and how many territories it holds."""

    low: float
    high: float
    held: int


@lru_cache(maxsize=1)
def _populations() -> dict[str, int]:
    found: dict[str, int] = {}
    for one in communes().values():
        found[one.departement] = found.get(one.departement, 0) + (one.population or 0)
    return found | {code: one.population for code, one in epcis().items()}


def populations() -> Mapping[str, int]:
    """Return the inhabitants of every EPCI and département, by code."""
    return _populations()


@lru_cache(maxsize=8)
def territories(region: str, level: Level) -> dict[str, str]:
    """Return the names of the territories of a region, by code; an EPCI is where most of its inhabitants live."""
    inside = {code: one.name for code, one in departements().items() if one.region == region}
    if level == "departement":
        return inside
    return {code: one.name for code, one in epcis().items() if one.departement in inside and one.kind != "EPT"}


@lru_cache(maxsize=8)
def sheet(region: str, level: Level) -> Sheet:
    """Draw a region: north up, distances true along the parallel of its middle."""
    names = territories(region, level)
    drawn = contours(level)["features"]
    features = [one for one in drawn if one["id"] in names]
    borders = contours("departement", sorted(territories(region, "departement")))["features"]
    points = [
        point for one in (*features, *borders) for part in one["geometry"]["coordinates"] for r in part for point in r
    ]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    flat = cos(radians((south + north) / 2))
    scale = (WIDTH - 16) / ((east - west) * flat)

    def place(point: tuple[float, float]) -> tuple[int, int]:
        return round(8 + (point[0] - west) * flat * scale), round(8 + (north - point[1]) * scale)

    def outline(feature: dict[str, object]) -> str:
        geometry = feature["geometry"]
        assert isinstance(geometry, dict)
        return "".join(_ring([place(one) for one in ring]) for part in geometry["coordinates"] for ring in part)

    shapes = tuple(
        Shape(one["id"], names[one["id"]], outline(one), *place(_middle(one["geometry"]["coordinates"])))
        for one in features
    )
    height = round(16 + (north - south) * scale)
    return Sheet(WIDTH, height, shapes, "".join(outline(one) for one in borders))


def _ring(points: list[tuple[int, int]]) -> str:
    """Write a ring in steps from point to point; nothing when it is too small to enclose a square of the grid.

    >>> _ring([(0, 0), (0, 0), (2, 0), (4, 0), (4, 3), (0, 0)])
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
    return f"M{kept[0][0]} {kept[0][1]}l{steps}z"


def _straight(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]) -> bool:
    return (b[0] - a[0]) * (c[1] - b[1]) == (b[1] - a[1]) * (c[0] - b[0])


def _middle(parts: list[list[list[tuple[float, float]]]]) -> tuple[float, float]:
    """Return the centroid of the largest ring."""
    ring = max((part[0] for part in parts), key=lambda one: abs(_area(one)))
    area = _area(ring) * 6 or 1.0
    pairs = list(zip(ring, ring[1:] + ring[:1], strict=True))
    x = sum((a[0] + b[0]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / area
    y = sum((a[1] + b[1]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / area
    return x, y


def _area(ring: list[tuple[float, float]]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True)) / 2


def classes(values: list[float]) -> list[Class]:
    """Cut values into at most five classes of about as many territories each; equal values share a class.

    >>> [(one.low, one.high) for one in classes([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])]
    [(1, 2), (3, 4), (5, 6), (7, 8), (9, 10)]
    >>> classes([4, 4, 4])
    [Class(low=4, high=4, held=3)]
    """
    ordered = sorted(values)
    cuts = sorted({ordered[len(ordered) * part // CLASSES] for part in range(CLASSES)}) if ordered else []
    found = []
    for low, beyond in zip(cuts, [*cuts[1:], None], strict=True):
        held = [one for one in ordered if one >= low and (beyond is None or one < beyond)]
        found.append(Class(low, held[-1], len(held)))
    return found


def class_of(value: float, among: list[Class]) -> int:
    """Return the rank, from 1, of the class that holds a value."""
    return next(rank for rank, one in enumerate(among, 1) if value <= one.high)
