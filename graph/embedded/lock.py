"""The lock of the jars: which files the embedded server is made of, and the only bytes that are accepted.

`jars.lock` is committed. Each line is `group:artifact:version[:classifier]  sha256  bytes`; it names no
registry, so the same lock serves behind any mirror. To write it again after a change of version, run
`python -m graph.embedded.relock`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from graph.errors import RuntimeMissing

LOCK_FILE = Path(__file__).with_name("jars.lock")
NEO4J_VERSION = "2026.09.0"
ROOT_COORDINATE = ("org.neo4j", "neo4j", NEO4J_VERSION)
_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, order=True)
class Jar:
    """One file of the class path, by its Maven coordinate."""

    group: str
    artifact: str
    version: str
    classifier: str
    sha256: str
    size_bytes: int

    @property
    def file_name(self) -> str:
        """Name in the runtime folder; the group is in it because two groups may use one artifact name."""
        tail = f"-{self.classifier}" if self.classifier else ""
        return f"{self.group}.{self.artifact}-{self.version}{tail}.jar"

    def as_line(self) -> str:
        """This jar as a line of the lock."""
        parts = [self.group, self.artifact, self.version, *([self.classifier] if self.classifier else [])]
        return f"{':'.join(parts)}  {self.sha256}  {self.size_bytes}"


def parse_line(line: str) -> Jar:
    """Read one line of the lock.

    >>> parse_line("org.slf4j:slf4j-api:2.0.17  7b75  69908").file_name
    'org.slf4j.slf4j-api-2.0.17.jar'

    Raises:
        ValueError: the line is not one that `Jar.as_line` writes.
    """
    coordinate, sha256, size_bytes = line.split()
    group, artifact, version, *rest = coordinate.split(":")
    [classifier] = rest or [""]
    return Jar(group, artifact, version, classifier, sha256, int(size_bytes))


@lru_cache(maxsize=1)
def locked_jars() -> tuple[Jar, ...]:
    """The jars of the committed lock, in class path order.

    Raises:
        RuntimeMissing: the lock is absent or was edited by hand into something unreadable.
    """
    try:
        lines = LOCK_FILE.read_text(encoding="utf-8").splitlines()
        jars = tuple(parse_line(line) for line in lines if line and not line.startswith("#"))
    except (OSError, ValueError) as error:
        raise RuntimeMissing(
            f"La liste des fichiers de Neo4j ({LOCK_FILE.name}) est absente ou illisible : {error}.",
            hint="Réinstallez DORE.",
        ) from error
    return jars


def sha256_of(path: Path) -> str:
    """The sha256 of a file, read in pieces so that memory stays flat."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()
