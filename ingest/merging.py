"""Several rows that describe one company, site or institution, merged as if they had come one after the other.

A batch must hold each record once: Neo4j reads all rows of an `UNWIND` before it sets anything, so that the second
row of a company would not see the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ingest.statements import RANK


@dataclass(slots=True)
class Described:
    """What one row says of a record.

    Args:
        uid: of the record.
        key: stands for the row; 16 hexadecimal digits.
        content: hash of all the row says.
        properties: what it says, provenance included.
        names: all names it gives.
        register: whether it comes from the register, which wins over lists.
        tracked: whether the record keeps the row's hash; a company leaves those of its sites to them.
        extra: what the writer needs besides, the last row's wins.
    """

    uid: str
    key: str
    content: str
    properties: dict[str, Any]
    names: tuple[str, ...] = ()
    register: bool = False
    tracked: bool = True
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def hash(self) -> str:
        """The row and what it says, as the record keeps it."""
        return f"{self.key}:{self.content}"


def merge(rows: Iterable[Described], leads: Mapping[str, str | None]) -> list[dict[str, Any]]:
    """Return one record for each uid, in the order of uids.

    The row that made a record leads: what it says replaces what is there, and the register leads over lists. The
    others only fill what nobody has said.

    Args:
        rows: in the order of the file.
        leads: key of the row that leads each record that is known already.
    """
    merged: dict[str, dict[str, Any]] = {}
    for row in rows:
        record = merged.setdefault(row.uid, _empty(row, leads.get(row.uid)))
        if record["lead"] is None or row.register:
            record["lead"] = row.key
        if record["lead"] == row.key:
            record["over"].update(row.properties)
        else:
            for name, value in row.properties.items():
                record["fill"].setdefault(name, value)
        record["names"] += [name for name in row.names if name not in record["names"]]
        if row.tracked:
            record["keys"].append(row.key)
            record["hashes"].append(row.hash)
        record["verified"] = record["verified"] or row.properties.get("verified")
        record["visibility"] = _widest(record["visibility"], row.properties.get("visibility"))
        record.update(row.extra)
    return [merged[uid] for uid in sorted(merged)]


def _empty(row: Described, lead: str | None) -> dict[str, Any]:
    return {
        "uid": row.uid,
        "lead": lead,
        "over": {},
        "fill": {},
        "names": [],
        "keys": [],
        "hashes": [],
        "verified": None,
        "visibility": None,
    }


def _widest(one: str | None, other: str | None) -> str | None:
    if one is None or other is None:
        return one or other
    return max(one, other, key=lambda level: RANK[level])
