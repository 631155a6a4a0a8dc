"""The file of a backup: a zip with `nodes.jsonl`, `edges.jsonl` and, last, `manifest.json`."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from graph.backup.records import Tally
from graph.check import KEYS
from graph.errors import FileRefused
from graph.migrations import known

FORMAT = 1
NODES, EDGES, MANIFEST = "nodes.jsonl", "edges.jsonl", "manifest.json"
LONGEST_LINE = 64 << 20
# What `zipfile` raises of a damaged file: one changed bit of a header may claim another method, or encryption.
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError)
Advance = Callable[[int], None]


class Manifest(BaseModel):
    """What a backup says of itself."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int
    dore: str = Field(description="version that wrote it")
    made_at: str
    migrations: list[int]
    nodes: dict[str, int] = Field(description="by label")
    edges: dict[str, int] = Field(description="by type")
    late: int = Field(description="edges left out: one of their ends came while the backup was being made")
    hash: str = Field(pattern="^[0-9a-f]{64}$", description="sum of the digests of all records, modulo 2^256")

    @property
    def total(self) -> int:
        """Records in the file."""
        return sum(self.nodes.values()) + sum(self.edges.values())


def read_manifest(path: Path) -> Manifest:
    """Return what a backup says of itself.

    Raises:
        FileRefused: absent, no backup of DORE, cut short, or of a newer version.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            text = archive.read(MANIFEST)
            if set(archive.namelist()) != {NODES, EDGES, MANIFEST}:
                raise KeyError(MANIFEST)
        manifest = Manifest.model_validate_json(text)
    except OSError as error:
        raise FileRefused(f"Impossible de lire {path.name} : {error.strerror or error}.", code="unreadable") from error
    except (*_DAMAGED, ValidationError) as error:
        raise FileRefused(
            f"{path.name} n'est pas une sauvegarde de DORE, ou elle est incomplète.",
            code="not-a-backup",
            hint="Donnez un fichier écrit par `dore backup`, entier. Rien n'a été écrit.",
        ) from error
    if manifest.format > FORMAT or not set(manifest.migrations) <= {number for number, _ in known()}:
        raise FileRefused(
            f"{path.name} a été écrit par une version plus récente de DORE ({manifest.dore}).",
            code="newer-backup",
            hint="Mettez DORE à jour. Rien n'a été écrit.",
        )
    return manifest


def identity(path: Path) -> str:
    """Return what tells this very file from another of the same content: the order of its records counts."""
    with zipfile.ZipFile(path) as archive:
        return "-".join(f"{archive.getinfo(member).CRC:08x}" for member in (NODES, EDGES))


def lines(path: Path, member: str) -> Iterator[bytes]:
    """Give the lines of a part of a backup, one at a time.

    Raises:
        FileRefused: the part is cut or altered.
    """
    try:
        with zipfile.ZipFile(path) as archive, archive.open(member) as stream:
            while line := stream.readline(LONGEST_LINE):
                if not line.endswith(b"\n"):
                    raise zipfile.BadZipFile
                yield line[:-1]
    except (*_DAMAGED, OSError) as error:
        raise altered(path) from error


def verify(path: Path, *, advance: Advance = lambda _: None) -> Manifest:
    """Read a whole backup against its manifest, and return that; nothing is written anywhere.

    Raises:
        FileRefused: it is not one, is of a newer version, or does not hold what it says.
    """
    manifest = read_manifest(path)
    tally = Tally()
    for member, kind in ((NODES, "n"), (EDGES, "e")):
        for line in lines(path, member):
            tally.add(line, _record(path, line, kind))
            advance(1)
    if (tally.hash, dict(tally.nodes), dict(tally.edges)) != (manifest.hash, manifest.nodes, manifest.edges):
        raise altered(path)
    return manifest


def altered(path: Path) -> FileRefused:
    """Return the refusal of a file that does not hold what its manifest says."""
    return FileRefused(
        f"{path.name} est abîmé : son contenu n'est pas celui qu'annonce son manifeste.",
        code="altered-backup",
        hint="Prenez une autre copie de cette sauvegarde. Rien n'a été écrit.",
    )


def _record(path: Path, line: bytes, kind: str) -> list[Any]:
    try:
        record = orjson.loads(line)
        if record[0] != kind or len(record) != {"n": 3, "e": 5}[kind]:
            raise altered(path)
        # Labels of ends become part of a query: only those of the schema may.
        if kind == "e" and not {record[2][0], record[3][0]} <= set(KEYS):
            raise altered(path)
    except (ValueError, TypeError, IndexError, KeyError) as error:
        raise altered(path) from error
    return list(record)
