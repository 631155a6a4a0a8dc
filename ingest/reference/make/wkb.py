"""Reads the (E)WKB of communes: rings of whole numbers, so that shared vertices are equal, not nearly so."""

from __future__ import annotations

import itertools
import struct
from collections.abc import Iterator

Vertex = tuple[int, int]
Ring = list[Vertex]

# One unit is 1e-5 degree, about a metre: finer than the source, which is itself generalised.
UNITS_PER_DEGREE = 100_000
_HAS_SRID = 0x20000000
_POINT, _POLYGON, _MULTIPOLYGON = 1, 3, 6


def rings(hexadecimal: str) -> Iterator[Ring]:
    """Closed rings of a polygon or multipolygon, interior on the left: outer ones turn counter-clockwise."""
    raw = bytes.fromhex(hexadecimal)
    kind, offset = _head(raw, 0)
    if kind == _POLYGON:
        yield from _polygon(raw, 0)[0]
    elif kind == _MULTIPOLYGON:
        (count,) = struct.unpack_from("<I", raw, offset)
        offset += 4
        for _ in range(count):
            found, offset = _polygon(raw, offset)
            yield from found


def point(hexadecimal: str) -> tuple[float, float] | None:
    """Longitude and latitude in degrees of a point, or None when there is none."""
    if len(hexadecimal) < 42:
        return None
    raw = bytes.fromhex(hexadecimal)
    kind, offset = _head(raw, 0)
    if kind != _POINT:
        return None
    lon, lat = struct.unpack_from("<2d", raw, offset)
    return lon, lat


def doubled_area(ring: Ring) -> int:
    """Twice the signed area of a closed ring, in square units; above 0 when it turns counter-clockwise."""
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in itertools.pairwise(ring))


def inside(vertex: Vertex, line: Ring) -> bool:
    """Whether a point lies within a ring, closed or not."""
    x, y = vertex
    within = False
    for (ax, ay), (bx, by) in zip(line, [*line[1:], line[0]], strict=True):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            within = not within
    return within


def _head(raw: bytes, offset: int) -> tuple[int, int]:
    _, kind = struct.unpack_from("<BI", raw, offset)
    return kind & 0xFF, offset + (9 if kind & _HAS_SRID else 5)


def _polygon(raw: bytes, offset: int) -> tuple[list[Ring], int]:
    _, offset = _head(raw, offset)
    (count,) = struct.unpack_from("<I", raw, offset)
    offset += 4
    found = []
    for rank in range(count):
        (size,) = struct.unpack_from("<I", raw, offset)
        numbers = struct.unpack_from(f"<{2 * size}d", raw, offset + 4)
        offset += 4 + 16 * size
        ring = _whole(numbers)
        if len(ring) < 4:
            continue
        if (doubled_area(ring) > 0) != (rank == 0):
            ring.reverse()
        found.append(ring)
    return found, offset


def _whole(numbers: tuple[float, ...]) -> Ring:
    ring: Ring = []
    for x, y in zip(numbers[::2], numbers[1::2], strict=True):
        vertex = (round(x * UNITS_PER_DEGREE), round(y * UNITS_PER_DEGREE))
        if not ring or ring[-1] != vertex:
            ring.append(vertex)
    return ring
