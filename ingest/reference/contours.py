"""Contours of territories as GeoJSON, from the TopoJSON tables that share every border."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Literal

from graph.errors import NotFound
from ingest.reference.make.arcs import simplified
from ingest.reference.make.wkb import UNITS_PER_DEGREE
from ingest.reference.tables import DATA, communes, departements, epcis, regions

ContourLevel = Literal["commune", "epci", "departement", "region"]
Position = tuple[float, float]
METRES_PER_DEGREE = 111_000
OTHERS = "contours.topojson.gz"
FILES = {"commune": "contours_communes.topojson.gz"}


def contours(level: ContourLevel, codes: Iterable[str] | None = None, *, tolerance_m: int = 0) -> dict[str, Any]:
    """A GeoJSON FeatureCollection (RFC 7946, WGS 84), one feature a territory, in the order of their codes.

    Args:
        level: `commune` (of the région that the tables were made for), `epci`, `departement` or `region`.
        codes: the territories wanted, all of them by default; one that has no contour is refused.
        tolerance_m: how far lines may move to have fewer points; borders stay shared. 0 moves none.

    Raises:
        NotFound: a code has no contour at that level.
    """
    by_code = _geometries(level)
    wanted = sorted(by_code) if codes is None else sorted(set(codes))
    missing = [code for code in wanted if code not in by_code]
    if missing:
        raise NotFound(f"Aucun contour de niveau {level} pour {', '.join(missing[:5])}.")
    return {
        "type": "FeatureCollection",
        "features": [_feature(level, by_code[code], tolerance_m) for code in wanted],
    }


def _feature(level: ContourLevel, geometry: dict[str, Any], tolerance_m: int) -> dict[str, Any]:
    code = geometry["id"]
    file = FILES.get(level, OTHERS)
    polygons = [[_ring(file, ring, tolerance_m) for ring in polygon] for polygon in geometry["arcs"]]
    return {
        "type": "Feature",
        "id": code,
        "properties": {"code": code, "nom": _name(level, code)},
        "geometry": {"type": "MultiPolygon", "coordinates": polygons},
    }


def _name(level: ContourLevel, code: str) -> str:
    if level == "epci":
        return epcis()[code].name
    if level == "commune":
        return communes()[code].name
    return departements()[code].name if level == "departement" else regions()[code].name


def _ring(file: str, indexes: list[int], tolerance_m: int) -> list[Position]:
    """The arcs end to end; each starts where the one before ends, and that point is written once."""
    ring: list[Position] = []
    for index in indexes:
        line = _line(file, index, tolerance_m) if index >= 0 else _line(file, ~index, tolerance_m)[::-1]
        ring += line[1:] if ring else line
    return ring


@lru_cache(maxsize=4)
def _geometries(level: ContourLevel) -> dict[str, dict[str, Any]]:
    shapes = _topology(FILES.get(level, OTHERS))["objects"]
    return {geometry["id"]: geometry for geometry in shapes[level]["geometries"]}


@lru_cache(maxsize=2)
def _topology(file: str) -> dict[str, Any]:
    topology: dict[str, Any] = json.loads(gzip.decompress((DATA / file).read_bytes()))
    return topology


def _line(file: str, index: int, tolerance_m: int) -> list[Position]:
    topology = _topology(file)
    step = round(1 / topology["transform"]["scale"][0])
    x = y = 0
    line: list[tuple[int, int]] = []
    for dx, dy in topology["arcs"][index]:
        x, y = x + dx, y + dy
        line.append((x * (UNITS_PER_DEGREE // step), y * (UNITS_PER_DEGREE // step)))
    if tolerance_m:
        line = simplified(line, tolerance_m * UNITS_PER_DEGREE / METRES_PER_DEGREE)
    return [(x / UNITS_PER_DEGREE, y / UNITS_PER_DEGREE) for x, y in line]
