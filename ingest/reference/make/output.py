"""Writes tables so that the same content always leaves the same bytes."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable, Sequence
from pathlib import Path


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The rows as UTF-8 CSV with `\\n` line ends, whatever the platform."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return buffer.getvalue().encode()


def write(path: Path, content: bytes) -> bool:
    """Write `content` at `path`, compressed when its name ends in `.gz`; return whether it had changed.

    The comparison is on the content, not on the compressed bytes: two builds of zlib compress differently,
    and a table that has not changed must not change in the repository.
    """
    if path.exists() and _content_of(path) == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".gz":
        buffer = io.BytesIO()
        with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=buffer, mtime=0) as packed:
            packed.write(content)
        content = buffer.getvalue()
    path.write_bytes(content)
    return True


def _content_of(path: Path) -> bytes:
    raw = path.read_bytes()
    return gzip.decompress(raw) if path.suffix == ".gz" else raw
