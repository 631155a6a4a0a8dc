"""Files kept beside the database, where a person may stand: remarks of imports, and files left to be imported."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

import orjson

from graph.errors import Conflict, DoreError
from graph.persons.holdings import replaced_in
from graph.persons.traces import Wanted
from graph.store import Graph
from ingest.reading import CLI_LIMITS, open_table

REMARKS, DEPOSITS, UPLOADS, EXPORTS, LETTERS = "imports", "deposits", "uploads", "exports", "digests"
KEPT_DAYS = {REMARKS: 30, DEPOSITS: 30, UPLOADS: 30, EXPORTS: 7, LETTERS: 30}
_IMPORTS = "MATCH (i:Import {owner: $owner}) RETURN i.uid AS uid, i.file AS file"
_UNDER_WAY = ("waiting", "running")


@dataclass(frozen=True, slots=True)
class InFile:
    """A line of a kept file in which a person stands.

    Args:
        ref: what names the line among all: folder, file, line.
        file: the file as its sender called it.
        line: from 1.
        text: the line.
    """

    ref: str
    file: str
    line: int
    text: str


def standing(graph: Graph, home: Path, owner: str, wanted: Wanted) -> Iterator[InFile]:
    """Give every line of an institution's kept files in which somebody stands."""
    for path, name in _remarks(graph, home, owner):
        for number, line in enumerate(path.read_bytes().splitlines(), start=1):
            if wanted.replaced(line.decode(errors="replace"), "") is not None:
                yield InFile(f"{REMARKS}/{path.stem}:{number}", name, number, line.decode(errors="replace"))
    for folder, known in _deposits(home, owner):
        for path in sorted((folder / "file").glob("*")):
            for number, text in _lines(path):
                if wanted.replaced(text, "") is not None:
                    yield InFile(f"{DEPOSITS}/{folder.name}:{number}", str(known["file"]), number, text)


def refuse_under_way(home: Path, owner: str) -> None:
    """Pass, or say that an import has to end first: it would write what is being taken out.

    Raises:
        Conflict: one of the institution's imports is under way.
    """
    if any(known.get("state") in _UNDER_WAY for _, known in _deposits(home, owner)):
        raise Conflict("Un import de votre institution est en cours.", hint="Recommencez quand il sera terminé.")


def take_out(graph: Graph, home: Path, owner: str, wanted: Wanted, by: str) -> int:
    """Take somebody out of the remarks of imports, drop the deposited files that name them; return how many changed.

    The institution has the files that it deposited: a copy that names somebody is deleted, not rewritten.
    """
    changed = 0
    for path, _ in _remarks(graph, home, owner):
        lines = [orjson.loads(line) for line in path.read_bytes().splitlines()]
        made = [{name: replaced_in(name, text, wanted, by) for name, text in line.items()} for line in lines]
        if any(new is not None for line in made for new in line.values()):
            kept = [
                {name: old if new[name] is None else new[name] for name, old in line.items()}
                for line, new in zip(lines, made, strict=True)
            ]
            _rewrite(path, b"".join(orjson.dumps(line) + b"\n" for line in kept))
            changed += 1
    for folder, known in list(_deposits(home, owner)):
        inside = (text for path in sorted((folder / "file").glob("*")) for _, text in _lines(path))
        texts = chain([str(known["file"])], inside)
        if any(wanted.replaced(text, "") is not None for text in texts):
            shutil.rmtree(folder, ignore_errors=True)
            changed += 1
    return changed


def due(home: Path, today: date) -> dict[str, list[Path]]:
    """Return what has been kept for long enough, by folder."""
    found = {}
    for folder, days in KEPT_DAYS.items():
        before = today - timedelta(days=days)
        every = sorted((home / folder).glob("*"))
        found[folder] = [path for path in every if datetime.fromtimestamp(path.stat().st_mtime).date() < before]
    return found


def remove(paths: list[Path]) -> int:
    """Delete files and folders, and return how many."""
    for path in paths:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    return len(paths)


def _remarks(graph: Graph, home: Path, owner: str) -> Iterator[tuple[Path, str]]:
    for one in graph.system_read(_IMPORTS, owner=owner):
        path = home / REMARKS / f"{one['uid']}.jsonl"
        if re.fullmatch(r"[0-9a-f]+", one["uid"]) and path.is_file():
            yield path, one["file"]


def _deposits(home: Path, owner: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    for path in sorted((home / DEPOSITS).glob("*/deposit.json")):
        known = orjson.loads(path.read_bytes())
        if known.get("owner") == owner:
            yield path.parent, known


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a file, its cells joined; a file that is no table is read as text."""
    try:
        table = open_table(path, set(), limits=CLI_LIMITS)
        yield 1, ", ".join(table.header)
        for row in table.rows():
            yield row.line, ", ".join(str(cell) for cell in row.cells)
    except DoreError:
        text = path.read_bytes().decode("utf-8", "replace")
        yield from enumerate(text.splitlines(), start=1)


def _rewrite(path: Path, content: bytes) -> None:
    draft = path.with_suffix(".part")
    draft.touch(mode=0o600)
    draft.write_bytes(content)
    draft.replace(path)
