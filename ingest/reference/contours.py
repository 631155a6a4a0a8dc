"""Contours of territories as GeoJSON, from the TopoJSON table that shares every border."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Literal

from graph.errors import NotFound
from ingest.reference.tables import DATA, departements, epcis, regions

ContourLevel = Literal["epci", "departement", "region"]
Position = tuple[float, float]


def contours(level: ContourLevel, codes: Iterable[str] | None = None) -> dict[str, Any]:
    """A GeoJSON FeatureCollection (RFC 7946, WGS 84), one feature a territory, in the order of their codes.

    Args:
        level: `epci`, `departement` or `region`.
        codes: the territories wanted, all of them by default; one that has no contour is refused.

    Raises:
        NotFound: a code has no contour at that level.
    """
    shapes = _topology()["objects"]
    by_code = {geometry["id"]: geometry for geometry in shapes[level]["geometries"]}
    wanted = sorted(by_code) if codes is None else sorted(set(codes))
    missing = [code for code in wanted if code not in by_code]
    if missing:
        raise NotFound(f"Aucun contour de niveau {level} pour {', '.join(missing[:5])}.")
    return {
        "type": "FeatureCollection",
        "features": [_feature(level, by_code[code]) for code in wanted],
    }


def _feature(level: ContourLevel, geometry: dict[str, Any]) -> dict[str, Any]:
    code = geometry["id"]
    polygons = [[_ring(ring) for ring in polygon] for polygon in geometry["arcs"]]
    return {
        "type": "Feature",
        "id": code,
        "properties": {"code": code, "nom": _name(level, code)},
        "geometry": {"type": "MultiPolygon", "coordinates": polygons},
    }


def _name(level: ContourLevel, code: str) -> str:
    if level == "epci":
        return epcis()[code].name
    return departements()[code].name if level == "departement" else regions()[code].name


def _ring(indexes: list[int]) -> list[Position]:
    """The arcs end to end; each starts where the one before ends, and that point is written once."""
    lines = _lines()
    ring: list[Position] = []
    for index in indexes:
        line = lines[index] if index >= 0 else lines[~index][::-1]
        ring += line[1:] if ring else line
    return ring


@lru_cache(maxsize=1)
def _topology() -> dict[str, Any]:
    topology: dict[str, Any] = json.loads(gzip.decompress((DATA / "contours.topojson.gz").read_bytes()))
    return topology


@lru_cache(maxsize=1)
def _lines() -> list[list[Position]]:
    topology = _topology()
    step = round(1 / topology["transform"]["scale"][0])
    lines = []
    for arc in topology["arcs"]:
        x = y = 0
        line: list[Position] = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x / step, y / step))
        lines.append(line)
    return lines
