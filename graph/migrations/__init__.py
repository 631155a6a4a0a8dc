"""Numbered changes of the schema. Each module `mNNNN_name.py` has `up(graph) -> str`, which says what it did.

They run in order at start, once each; a change is safe to run twice, since a stop between its work and its
record runs it again.
"""

from __future__ import annotations

import importlib
import pkgutil
from datetime import UTC, datetime
from typing import NamedTuple

from graph.store import Graph


class Applied(NamedTuple):
    """A migration that has just run."""

    number: int
    name: str
    said: str


def known() -> list[tuple[int, str]]:
    """The migrations of this version, as (number, module name), in order."""
    names = [module.name for module in pkgutil.iter_modules(__path__) if module.name.startswith("m")]
    return sorted((int(name[1:5]), name) for name in names)


def migrate(graph: Graph) -> list[Applied]:
    """Bring the database to this version's schema and return what was done, nothing when it was up to date."""
    done = {record["number"] for record in graph.system_read("MATCH (m:Migration) RETURN m.number AS number")}
    applied = []
    for number, name in known():
        if number in done:
            continue
        said = importlib.import_module(f"{__name__}.{name}").up(graph)
        graph.write(
            "MERGE (m:Migration {number: $number}) SET m.name = $name, m.said = $said, m.applied_at = $now",
            number=number,
            name=name,
            said=said,
            now=datetime.now(UTC).isoformat(timespec="seconds"),
        )
        applied.append(Applied(number, name, said))
    return applied
