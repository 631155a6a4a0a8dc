"""How far a sheet reaches: the reader of workbooks allocates the whole rectangle, full or not.

Two cells at the far corners of a sheet, or a count that lies about the number of texts, would take
hundreds of gigabytes and kill the process; neither is a zip bomb. Both are measured here beforehand.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from graph.errors import FileRefused
from ingest.reading.table import thousands

MAX_AREA = 25_000_000
"""Cells: a full sheet of 1,048,576 rows and 23 columns."""

_CHUNK = 1 << 20
_OVERLAP = 4_096
_REFERENCE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]*)([0-9]+)[\"']")
_FILLED = re.compile(rb"<(?:\w+:)?(?:c|row)\b([^>]*[^/>]|)>")
_UNIQUE = re.compile(rb"\buniqueCount\s*=\s*[\"']([0-9]+)")


def check_extent(path: Path, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuse a part whose declared or scattered size has nothing to do with its bytes.

    Raises:
        FileRefused: `zip-bomb`, `sheet-too-wide`.
    """
    # Whatever it is called: the workbook's own index says which part is a sheet, not the name.
    _check_count(path, archive, part)
    if _area(archive, part, filled_only=False) > MAX_AREA:
        # Formats put on whole columns reach far too; only cells that hold something count.
        area = _area(archive, part, filled_only=True)
        if area > MAX_AREA:
            raise FileRefused(
                f"Une feuille de {path.name} s'étend sur {thousands(area)} cases : "
                "une valeur isolée se trouve sans doute très loin du tableau.",
                code="sheet-too-wide",
                hint="Supprimez les lignes et colonnes au-delà du tableau, ou enregistrez-le en CSV UTF-8.",
            )


def _check_count(path: Path, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    with archive.open(part) as stream:
        declared = _UNIQUE.search(stream.read(_CHUNK))
    if declared and int(declared[1]) > part.file_size:
        raise FileRefused(
            f"{path.name} annonce {declared[1].decode()} textes en {thousands(part.file_size)} octets : "
            "c'est une bombe de décompression.",
            code="zip-bomb",
            hint="Enregistrez les données en CSV UTF-8.",
        )


def _area(archive: zipfile.ZipFile, part: zipfile.ZipInfo, *, filled_only: bool) -> int:
    """Return the rectangle, from the first cell, that holds every cell referred to."""
    columns: set[bytes] = set()
    last, tail = 0, b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            piece = tail + chunk.replace(b"\0", b"")
            found = _filled(piece) if filled_only else _REFERENCE.findall(piece)
            if found:
                letters, numbers = zip(*found, strict=True)
                columns.update(letters)
                last = max(last, *map(int, numbers))
            tail = piece[-_OVERLAP:]
    width = max(map(_column_number, columns), default=0)
    return last * width


def _filled(piece: bytes) -> list[tuple[bytes, bytes]]:
    found: list[tuple[bytes, bytes]] = []
    for attributes in _FILLED.findall(piece):
        found += _REFERENCE.findall(attributes)
    return found


def _column_number(letters: bytes) -> int:
    """Return 1 for A, 27 for AA; a row without letters counts as one column."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number or 1
