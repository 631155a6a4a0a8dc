"""What a file looks like once it can be read: a header, findings, and rows that stream."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

from graph.errors import FileRefused
from ingest.notes import Finding, Note, Severity

MAX_CELL = 10_000
"""Longest cell, in characters, of a row that is kept."""
MAX_FIELD = 131_072
"""Longest cell of a file that is read at all: the limit of the standard csv module."""

Skip = Literal["blank", "total"]
Format = Literal["csv", "xlsx", "parquet"]


class Row(NamedTuple):
    """One record of a file. A named tuple and no dataclass: a million of them are made a file.

    Attributes:
        line: physical line where the record starts, from 1; sheet row for XLSX; record number for Parquet.
        cells: the cells as text, as many as the header has names unless `refusal` says otherwise.
        skip: why the row is no record at all (`blank`, `total`), None for a record.
        refusal: why the row cannot be used: severity REFUSE (`ragged-row`, `long-cell`) or DOUBT
            (`total-inside`, a row of totals that is not at the end).
    """

    line: int
    cells: list[str]
    skip: Skip | None = None
    refusal: Note | None = None


class Titles(NamedTuple):
    """Column names that a person said, and the line after which the rows begin: 0 when the file has none."""

    names: tuple[str, ...]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be; None is any size."""

    max_columns: int | None = None
    max_rows: int | None = None
    max_bytes: int | None = None


CLI_LIMITS = Limits()
WEB_LIMITS = Limits(max_columns=200, max_rows=200_000, max_bytes=50_000_000)


@dataclass(frozen=True, slots=True)
class Sample:
    """What a person looks at to see that the file was understood: three rows, three accented cells."""

    rows: tuple[tuple[str, ...], ...] = ()
    accented: tuple[str, ...] = ()


@dataclass(slots=True)
class TableFacts:
    """What is known of a file before its rows are read."""

    path: Path
    format: Format
    size_bytes: int
    sha256: str
    header: tuple[str, ...]
    header_line: int
    encoding: str | None = None
    separator: str | None = None
    sheet: str | None = None
    row_estimate: int = 0
    unknown_columns: tuple[str, ...] = ()
    findings: list[Finding] = field(default_factory=list)


class Table(ABC):
    """A file that can be read; `rows()` may be called as often as one likes.

    Attributes:
        path, name: where it is, and its last part, which findings and reports show.
        format: what its first bytes say it is, whatever its name.
        size_bytes, sha256: what identifies the very same file.
        encoding, separator: of a CSV, None otherwise; sheet: of a workbook.
        header: column names as written; header_line: where they stand, 0 when the file has none.
        row_estimate: rows to expect, for a progress bar; an upper bound for CSV.
        unknown_columns: names, as written, that no known header matches.
        findings: remarks on the file as a whole.
        sample: what a person looks at to see that it was understood.
    """

    def __init__(self, facts: TableFacts) -> None:
        self.path = facts.path
        self.name = facts.path.name
        self.format: Format = facts.format
        self.size_bytes = facts.size_bytes
        self.sha256 = facts.sha256
        self.encoding = facts.encoding
        self.separator = facts.separator
        self.sheet = facts.sheet
        self.header = facts.header
        self.header_line = facts.header_line
        self.row_estimate = facts.row_estimate
        self.unknown_columns = facts.unknown_columns
        self.findings = facts.findings
        self.sample = Sample()
        self._modified_ns = facts.path.stat().st_mtime_ns

    @abstractmethod
    def rows(self, select: Collection[str] | None = None) -> Iterator[Row]:
        """Stream every record after the header, blank and total rows included, in constant memory.

        Args:
            select: header names that will be looked at. Formats stored by column leave the others
                empty and gain much by it; CSV and XLSX give all cells anyway.

        Raises:
            FileRefused: the file changed since it was opened.
        """

    def note(self, severity: Severity, code: str, message: str, line: int | None = None) -> None:
        """Add a remark on the file."""
        self.findings.append(Finding(severity, code, message, self.name, line))

    def check_unchanged(self) -> None:
        """Refuse to go on with another content than the one that was checked at opening."""
        now = self.path.stat()
        if (now.st_size, now.st_mtime_ns) != (self.size_bytes, self._modified_ns):
            raise FileRefused(
                f"Le fichier {self.name} a changé pendant sa lecture.",
                code="file-changed",
                hint="Fermez-le dans le tableur, puis relancez la commande.",
            )

    def take_sample(self, look_at: int = 2_000) -> None:
        """Keep the first three records and the first three cells with accents."""
        rows: list[tuple[str, ...]] = []
        accented: dict[str, None] = {}
        for count, row in enumerate(self.rows()):
            if count >= look_at or (len(rows) == 3 and len(accented) >= 3):
                break
            if row.skip or row.refusal:
                continue
            if len(rows) < 3:
                rows.append(tuple(row.cells))
            accented |= {cell: None for cell in row.cells if not cell.isascii() and len(cell) <= 80}
        self.sample = Sample(tuple(rows), tuple(accented)[:3])


def check_columns(header: tuple[str, ...], limits: Limits) -> None:
    """Refuse a table that is wider than allowed."""
    if limits.max_columns is not None and len(header) > limits.max_columns:
        raise FileRefused(
            f"Le fichier a {len(header)} colonnes ; {limits.max_columns} au plus sont acceptées.",
            code="too-many-columns",
            hint="Supprimez les colonnes inutiles, ou passez par la ligne de commande.",
        )


def check_rows(count: int, limits: Limits) -> None:
    """Refuse a table that is longer than allowed."""
    if limits.max_rows is not None and count > limits.max_rows:
        raise FileRefused(
            f"Le fichier a {thousands(count)} lignes ; au plus {thousands(limits.max_rows)} sont acceptées.",
            code="too-many-rows",
            hint="Découpez-le, ou passez par la ligne de commande, qui lit toute taille.",
        )


def check_bytes(size: int, limits: Limits) -> None:
    """Refuse a file that is larger than allowed, before any of it is read."""
    if limits.max_bytes is not None and size > limits.max_bytes:
        raise FileRefused(
            f"Le fichier pèse {size / 1e6:.1f} Mo ; au plus {limits.max_bytes / 1e6:.0f} Mo sont acceptés.",
            code="too-large",
            hint="Découpez-le, ou passez par la ligne de commande, qui lit toute taille.",
        )


def thousands(number: int) -> str:
    """Write a number as French readers do.

    >>> thousands(200000).replace(chr(0x202f), " ")
    '200 000'
    """
    return f"{number:,}".replace(",", "\u202f")
