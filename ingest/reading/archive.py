"""What is looked at in a workbook before any of it is parsed: bombs, macros, entities, links.

An XLSX is a zip of XML parts. Each part is unpacked here with a budget and its checksum, so the
sizes that the archive declares are known to be true when the real reader unpacks it again.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path
from typing import IO

from graph.errors import FileRefused
from ingest.reading.extent import check_extent

MAX_PARTS = 10_000
MAX_UNPACKED = 2_000_000_000
"""Bytes: a full sheet of 1,048,576 rows and 20 columns unpacks to about 1 GB."""
MAX_RATIO = 200
"""Unpacked over packed, for what unpacks to more than `RATIO_FROM`: real sheets stay below 60."""
RATIO_FROM = 20_000_000

_CHUNK = 1 << 20
_OVERLAP = 16
_ENTITY = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_RELATIONSHIP = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>", re.IGNORECASE)
_TYPE = re.compile(rb"\bType\s*=\s*[\"']([^\"']*)[\"']")
_EXTERNAL = re.compile(rb"\bTargetMode\s*=\s*[\"']External[\"']", re.IGNORECASE)


def check_archive(path: Path) -> None:
    """Refuse a workbook that could harm whoever parses or opens it.

    Raises:
        FileRefused: `zip-bomb`, `sheet-too-wide`, `macros`, `external-link`, `xml-entity`, `damaged-file`.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _check_sizes(path, parts)
            _check_names(path, parts)
            for part in parts:
                with archive.open(part) as stream:
                    _check_part(path, part.filename, stream)
                check_extent(path, archive, part)
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError, EOFError):
        raise FileRefused(
            f"{path.name} est un classeur abîmé ou incomplet.",
            code="damaged-file",
            hint="Enregistrez-le à nouveau.",
        ) from None


def _check_sizes(path: Path, parts: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, path.stat().st_size)
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or (unpacked > RATIO_FROM and unpacked > packed * MAX_RATIO):
        raise FileRefused(
            f"{path.name} se décompresserait de {packed / 1e6:.1f} Mo en {unpacked / 1e6:,.0f} Mo "
            f"({len(parts)} parties) : c'est une bombe de décompression.",
            code="zip-bomb",
            hint="Enregistrez les données en CSV UTF-8.",
        )
    if len({part.filename for part in parts}) != len(parts):
        raise FileRefused(f"{path.name} contient deux fois la même partie.", code="damaged-file")


def _check_names(path: Path, parts: list[zipfile.ZipInfo]) -> None:
    for name in (part.filename.lower() for part in parts):
        if name.endswith(("vbaproject.bin", "vbadata.xml")) or "/macrosheets/" in name or "/dialogsheets/" in name:
            raise FileRefused(
                f"{path.name} contient des macros.",
                code="macros",
                hint="Enregistrez-le en .xlsx sans macros, ou en CSV.",
            )
        if "/externallinks/" in name:
            raise _refuse_link(path, "des formules qui lisent un autre classeur")


def _check_part(path: Path, name: str, stream: IO[bytes]) -> None:
    """Unpack one part to its end; look for entities in XML, and for links in relationships."""
    if not name.lower().endswith((".xml", ".rels", ".vml")):
        while stream.read(_CHUNK):
            pass
        return
    relations = name.lower().endswith(".rels")
    whole, tail = b"", b""
    while chunk := stream.read(_CHUNK):
        plain = chunk.replace(b"\0", b"")  # a UTF-16 part would hide its declarations from a search for ASCII
        if _ENTITY.search(tail + plain):
            raise FileRefused(
                f"La partie « {name} » de {path.name} déclare des entités XML, ce qu'aucun tableur n'écrit.",
                code="xml-entity",
                hint="Enregistrez les données en CSV UTF-8.",
            )
        tail = plain[-_OVERLAP:]
        if relations:
            whole += plain
    _check_links(path, whole)


def _check_links(path: Path, relations: bytes) -> None:
    """Refuse what is fetched from outside; the address behind a cell's text is no such thing."""
    for relation in _RELATIONSHIP.findall(relations):
        kind = _TYPE.search(relation)
        if _EXTERNAL.search(relation) and not (kind and kind[1].endswith(b"/hyperlink")):
            raise _refuse_link(path, "des éléments chargés d'ailleurs")


def _refuse_link(path: Path, what: str) -> FileRefused:
    return FileRefused(
        f"{path.name} contient {what} (liens externes).",
        code="external-link",
        hint="Dans le tableur : Données, Modifier les liens, Rompre la liaison ; ou enregistrez en CSV.",
    )
