"""The whole graph into one file, online: read in two streams, written beside and renamed when it is whole."""

from __future__ import annotations

import os
import zipfile
from array import array
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from graph.backup import archive, records
from graph.backup.archive import Advance, Manifest
from graph.backup.records import Tally, line_of
from graph.errors import Conflict, FileRefused
from graph.store import Graph

ATTEMPTS = 3
_CHUNK = 10_000
_ZIP: dict[str, Any] = {"compression": zipfile.ZIP_DEFLATED, "compresslevel": 4}


class _MovedError(Exception):
    """The graph changed under the reading in a way that would make a file nobody could restore."""


def backup(graph: Graph, path: Path, *, advance: Advance = lambda _: None) -> Manifest:
    """Write every node and edge to a file that did not exist, readable by its owner alone, and say what it holds.

    People may go on working: what they write meanwhile may be in the file or not. An edge whose end came after the
    nodes were read is left out and counted; a record moved so that it would stand twice makes the reading start again.

    Args:
        graph: the store.
        path: of the file, by custom `NAME.dore.zip`.
        advance: told how many records were just written.

    Raises:
        FileRefused: the file exists, or cannot be written.
        Conflict: the graph changed too much, three times.
    """
    if path.exists():
        raise FileRefused(
            f"{path} existe déjà.", code="exists", hint="Choisissez un autre nom, ou déplacez ce fichier."
        )
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        for _ in range(ATTEMPTS):
            try:
                manifest = _write(graph, draft, advance)
            except _MovedError:
                continue
            _publish(draft, path)
            return manifest
    except OSError as error:
        raise FileRefused(f"Impossible d'écrire {path} : {error.strerror or error}.", code="unwritable") from error
    finally:
        draft.unlink(missing_ok=True)
    raise Conflict("La base change trop pendant la sauvegarde.", hint="Recommencez quand aucun import n'est en cours.")


def _publish(draft: Path, path: Path) -> None:
    """Put the whole file in place at once, and on the disk."""
    draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _write(graph: Graph, draft: Path, advance: Advance) -> Manifest:
    tally = Tally()
    seen = _Keys()
    migrations = [found["number"] for found in graph.system_read("MATCH (m:Migration) RETURN m.number AS number")]
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        with zipfile.ZipFile(file, "w", **_ZIP) as made:
            with made.open(archive.NODES, "w", force_zip64=True) as part:
                for record in records.nodes(graph):
                    seen.add(records.key_of(record[1], record[2]))
                    part.write(_told(tally, record))
                    advance(1)
            ends = seen.settled()
            late = 0
            uids = _Keys()
            with made.open(archive.EDGES, "w", force_zip64=True) as part:
                for chunk in _chunks(records.edges(graph)):
                    there = ends.hold([record[2] for record in chunk]) & ends.hold([record[3] for record in chunk])
                    for record, held in zip(chunk, there, strict=True):
                        if held:
                            uids.add([record[1], record[4].get("uid")])
                            part.write(_told(tally, record))
                        late += not held
                    advance(len(chunk))
            uids.settled()
            manifest = _manifest(tally, sorted(migrations), late)
            made.writestr(archive.MANIFEST, manifest.model_dump_json(indent=1))
        file.flush()
        os.fsync(file.fileno())
    return manifest


def _told(tally: Tally, record: list[Any]) -> bytes:
    line = line_of(record)
    tally.add(line, record)
    return line + b"\n"


def _manifest(tally: Tally, migrations: list[int], late: int) -> Manifest:
    return Manifest(
        format=archive.FORMAT,
        dore=version("dore"),
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        migrations=migrations,
        nodes=dict(sorted(tally.nodes.items())),
        edges=dict(sorted(tally.edges.items())),
        late=late,
        hash=tally.hash,
    )


class _Keys:
    """Which keys were met, in 8 bytes each: ten million nodes take 80 MB."""

    def __init__(self) -> None:
        self._met = array("Q")
        self._sorted: np.ndarray[Any, np.dtype[np.uint64]] = np.empty(0, dtype=np.uint64)

    def add(self, key: list[Any] | None) -> None:
        """Take a key into account; one without a value names nothing."""
        if key is not None and key[1] is not None:
            self._met.append(_digest(key))

    def settled(self) -> _Keys:
        """Sort them, once all were met.

        Raises:
            _MovedError: one was met twice: its record was deleted and made again under the reading.
        """
        self._sorted = np.sort(np.frombuffer(self._met, dtype=np.uint64)) if self._met else self._sorted
        if np.any(self._sorted[1:] == self._sorted[:-1]):
            raise _MovedError
        return self

    def hold(self, keys: list[list[Any] | None]) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Say of each key whether it was met."""
        asked = np.array([_digest(key) if key else 0 for key in keys], dtype=np.uint64)
        if not len(self._sorted):
            return np.zeros(len(asked), dtype=bool)
        places = np.minimum(np.searchsorted(self._sorted, asked), len(self._sorted) - 1)
        return np.asarray(self._sorted[places] == asked)


def _digest(key: list[Any]) -> int:
    return int.from_bytes(blake2b(line_of(key), digest_size=8).digest())


def _chunks(found: Iterator[list[Any]]) -> Iterator[list[list[Any]]]:
    chunk: list[list[Any]] = []
    for record in found:
        chunk.append(record)
        if len(chunk) == _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
