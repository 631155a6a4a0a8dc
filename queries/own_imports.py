"""The imports of one organisation, and the remarks made on each."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Any

import orjson
from pydantic import Field

from graph.errors import NotFound
from graph.store import Graph
from graph.visibility import Caller
from queries import marker
from queries.cypher import load
from queries.models import Answer, Page

CYPHER = load(__file__)
ONE = load(__file__, "one_import")


class ImportCard(Answer):
    """One file taken in; `counts` is there once it is finished, and adds up to `read`."""

    uid: str
    source: str
    file: str
    status: str = Field(description="running, done or stopped")
    started_at: str
    finished_at: str | None = None
    recorded_by: str | None = None
    seconds: float | None = None
    counts: dict[str, int] = Field(default_factory=dict)


class Imports(Answer):
    """A page of imports, latest first."""

    imports: tuple[ImportCard, ...]
    next_cursor: str | None = None


class Remark(Answer):
    """What was found wrong, doubtful or worth saying of a cell, a row or the file."""

    line: int | None
    column: str | None
    severity: str
    code: str
    message: str = Field(description="one French sentence")
    original: str | None
    understood: str | None


class Remarks(Answer):
    """A page of remarks, in the order of the file."""

    remarks: tuple[Remark, ...]
    next_cursor: str | None = None


def imports(graph: Graph, caller: Caller, page: Page, *, but: str | None = None) -> Imports:
    """Return the caller's own imports, latest first; `but` is the name of a file that is left out."""
    at, uid = marker.read(page.cursor, str, str) or (None, None)
    found = graph.read(CYPHER, caller, after_at=at, after_uid=uid, many=page.limit + 1, but=but)
    cards = tuple(_card(record) for record in found[: page.limit])
    more = len(found) > page.limit
    return Imports(imports=cards, next_cursor=marker.write(cards[-1].started_at, cards[-1].uid) if more else None)


def one_import(graph: Graph, caller: Caller, uid: str) -> ImportCard:
    """Return one of the caller's own imports.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    found = graph.read(ONE, caller, uid=uid)
    if not found:
        raise NotFound("Cet import n'est pas l'un des vôtres.", hint="Voyez la liste de vos imports.")
    return _card(found[0])


def remarks(graph: Graph, caller: Caller, uid: str, folder: Path, page: Page) -> Remarks:
    """Return the remarks of one of the caller's own imports; none when their file was deleted.

    Raises:
        NotFound: no such import of the caller's.
    """
    card = one_import(graph, caller, uid)
    [start] = marker.read(page.cursor, int) or [0]
    path = folder / f"{card.uid}.jsonl"
    if not path.is_file():
        return Remarks(remarks=())
    with path.open("rb") as stream:
        lines = list(islice(stream, start, start + page.limit + 1))
    told = [orjson.loads(line) for line in lines[: page.limit]]
    return Remarks(
        remarks=tuple(Remark(**{name: one[name] for name in Remark.model_fields}) for one in told),
        next_cursor=marker.write(start + page.limit) if len(lines) > page.limit else None,
    )


def _card(record: dict[str, Any]) -> ImportCard:
    return ImportCard(**{**record, "counts": orjson.loads(record["counts"] or "{}")})
