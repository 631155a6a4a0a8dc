"""How an institution read its files: what the columns of those with the same titles mean, said once by hand.

Kept in the graph, so that a backup holds it; of the titles themselves nothing is kept but a digest and positions.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from graph.store import Graph
from graph.visibility import Caller
from ingest.binding import ADDED
from ingest.reading import fold_header

OLDER = "columns"
"""Under `DORE_HOME`: where it was kept before, one file for each institution and list of titles."""
_ADDED = frozenset(map(fold_header, ADDED))
_ABSENT = -1
_READ = """
MATCH (r:Reading {uid: $uid})
WHERE r.owner IN $own
RETURN r.source AS source, r.columns AS columns, r.positions AS positions, r.level AS visibility
"""
_WRITE = """
MERGE (r:Reading {uid: $uid})
SET r += {owner: $owner, source: $source, columns: $columns, positions: $positions, level: $level, recorded_at: $at,
          recorded_by: $by}
"""


class Recalled(BaseModel):
    """How an organisation read a file: what it held, what its columns meant, who sees its rows.

    Args:
        source: name of the source.
        mapping: title by column of the source; an empty one is a column that the file does not have.
        visibility: level of the rows, empty for that of the source.
    """

    model_config = ConfigDict(extra="forbid")

    source: str
    mapping: dict[str, str]
    visibility: str


def recall(graph: Graph, caller: Caller, header: Sequence[str], *, home: Path) -> Recalled | None:
    """Return how the caller's institution read its last file with these titles, None for titles never met.

    What an earlier version kept in a file under `home` is taken into the graph the first time that it serves: the
    file alone does not say whose it is, nor which titles it is about.
    """
    own, titles = caller.organisation or "", _own_titles(header)
    uid = _uid(own, titles)
    found = graph.read(_READ, caller, uid=uid)
    if found:
        [kept] = found
        pairs = zip(kept["columns"], kept["positions"], strict=True)
        mapping = {name: "" if position == _ABSENT else titles[position] for name, position in pairs}
        return Recalled(source=kept["source"], mapping=mapping, visibility=kept["visibility"])
    older = home / OLDER / f"{uid}.json"
    if not own or not older.is_file():
        return None
    recalled = Recalled.model_validate_json(older.read_text(encoding="utf-8"))
    remember(graph, caller, header, recalled)
    older.unlink(missing_ok=True)
    return recall(graph, caller, header, home=home)


def remember(graph: Graph, caller: Caller, header: Sequence[str], recalled: Recalled) -> None:
    """Keep how the caller's institution reads files with these titles."""
    own, titles = caller.organisation or "", _own_titles(header)
    places = {fold_header(title): position for position, title in reversed(list(enumerate(titles)))}
    # A title that this file has not is forgotten: the column is found by its own names again.
    said = {
        name: places[fold_header(title)] if title else _ABSENT
        for name, title in recalled.mapping.items()
        if not title or fold_header(title) in places
    }
    kept = {
        "uid": _uid(own, titles), "owner": own, "source": recalled.source, "columns": list(said),
        "positions": list(said.values()), "level": recalled.visibility, "by": caller.actor,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
    }  # fmt: skip
    graph.write_all([(_WRITE, kept)], companies=())


def _own_titles(header: Sequence[str]) -> list[str]:
    """The titles but for those that refused rows come back with."""
    return [title for title in header if fold_header(title) not in _ADDED]


def _uid(owner: str, titles: Sequence[str]) -> str:
    return sha256("\x1f".join([owner, *map(fold_header, titles)]).encode()).hexdigest()
