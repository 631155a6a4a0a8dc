"""Values of properties as JSON and back: what JSON has no word for is `{"$": type, "v": value}`.

No property of Neo4j is a map, so that nothing else can look like it.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from typing import Any

from neo4j.spatial import CartesianPoint, Point, WGS84Point
from neo4j.time import Date, DateTime, Duration, Time

from graph.errors import Refused

_FLAT, _GLOBE = (7203, 9157), (4326, 4979)


class _Zone(tzinfo):
    """A zone at one instant, named or not: the file says its offset, so that no table of zones is asked.

    Those of the standard library refuse the driver's own instants and hours.
    """

    def __init__(self, zone: str | None, offset_s: int) -> None:
        self.zone = zone
        self._offset = timedelta(seconds=offset_s)

    def utcoffset(self, _on: datetime | None) -> timedelta:
        """Return the offset that was in force."""
        return self._offset

    def tzname(self, _on: datetime | None) -> str | None:
        """Return the name of the zone."""
        return self.zone

    def dst(self, _on: datetime | None) -> None:
        """Say nothing of summer time: the offset holds it."""


def to_plain(value: Any) -> Any:
    """Return a value as JSON holds it without loss.

    >>> to_plain(Date(2026, 11, 22)), to_plain([1, "a"]), to_plain(float("inf"))
    ({'$': 'date', 'v': '2026-11-22'}, [1, 'a'], {'$': 'float', 'v': 'inf'})

    Raises:
        Refused: a type that no property of DORE has.
    """
    if isinstance(value, list):
        return [to_plain(item) for item in value]
    if isinstance(value, _JSON) and not (isinstance(value, float) and not math.isfinite(value)):
        return value
    for kind, (type_, write, _) in _KINDS.items():
        if isinstance(value, type_):
            return {"$": kind, "v": write(value)}
    raise Refused(f"Une propriété est d'un type que la sauvegarde ne connaît pas : {type(value).__name__}.")


def from_plain(value: Any) -> Any:
    """Return the value that `to_plain` wrote.

    Raises:
        Refused: it is of a type that this version does not know.
    """
    if isinstance(value, list):
        return [from_plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    kind, held = value.get("$"), value.get("v")
    if kind not in _KINDS:
        raise Refused(f"Le fichier contient une valeur d'un type inconnu de cette version : « {kind} ».")
    return _KINDS[kind][2](held)


def _offset_s(value: Any) -> int | None:
    offset = value.utcoffset()
    return None if offset is None else int(offset.total_seconds())


def _point(held: list[float]) -> Point:
    srid, *coordinates = held
    if srid in _GLOBE:
        return WGS84Point(coordinates)
    if srid in _FLAT:
        return CartesianPoint(coordinates)
    raise Refused(f"Le fichier contient un point d'un repère inconnu : {srid}.")


def _duration(held: list[int]) -> Duration:
    return Duration(months=held[0], days=held[1], seconds=held[2], nanoseconds=held[3])


def _plain_datetime(value: DateTime) -> list[Any]:
    naive = value.replace(tzinfo=None).iso_format()
    return [naive, _offset_s(value), getattr(value.tzinfo, "zone", None)]


def _datetime(held: list[Any]) -> DateTime:
    naive, offset_s, zone = held
    found = DateTime.from_iso_format(naive)
    if offset_s is None:
        return found
    return found.replace(tzinfo=_Zone(zone, offset_s))


def _time(held: list[Any]) -> Time:
    ticks, offset_s = held
    found = Time.from_ticks(ticks)
    return found if offset_s is None else found.replace(tzinfo=_Zone(None, offset_s))


_JSON = (str, bool, int, float, type(None))
_KINDS: dict[Any, tuple[Any, Callable[[Any], Any], Callable[[Any], Any]]] = {
    "float": (float, repr, float),
    "bytes": ((bytes, bytearray), lambda value: base64.b64encode(value).decode(), base64.b64decode),
    "point": (Point, lambda value: [value.srid, *map(float, value)], _point),
    "duration": (Duration, lambda value: [value.months, value.days, value.seconds, value.nanoseconds], _duration),
    "datetime": (DateTime, _plain_datetime, _datetime),
    "time": (Time, lambda value: [value.ticks, _offset_s(value)], _time),
    "date": (Date, Date.iso_format, Date.from_iso_format),
}
"""Name in the file, type, and both ways."""
