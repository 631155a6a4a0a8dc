"""XLSX, through python-calamine, once the archive was found harmless."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from graph.errors import FileRefused
from ingest.notes import Severity
from ingest.reading.archive import check_archive
from ingest.reading.headers import (
    check_duplicates,
    find_header,
    is_blank,
    refuse_no_header,
    unknown_names,
)
from ingest.reading.quotes import refuse_huge
from ingest.reading.sorting import Sorter
from ingest.reading.table import MAX_FIELD, Limits, Row, Table, TableFacts, Titles, check_columns, check_rows

_LOOK_AT = 30
"""Rows looked at for the header of each sheet."""


@dataclass(slots=True)
class _Sheet:
    """A sheet as calamine loaded it, whole, and what its first rows are."""

    name: str
    loaded: Any
    head: list[list[str]]
    header_index: int
    matches: int


class WorkbookTable(Table):
    """The sheet of a workbook whose columns the source recognises best; it stays in memory."""

    def __init__(self, facts: TableFacts, loaded: Any) -> None:
        super().__init__(facts)
        self._loaded = loaded

    def rows(self, select: Collection[str] | None = None) -> Iterator[Row]:  # noqa: ARG002
        """Give the rows after the header; see `Table.rows`."""
        self.check_unchanged()
        width, sorter = len(self.header), Sorter(len(self.header))
        for number, values in enumerate(self._loaded.iter_rows(), 1):
            if number <= self.header_line:
                continue
            cells = [value if type(value) is str else cell_text(value) for value in values]
            if len(cells) < width:
                cells += [""] * (width - len(cells))
            elif len(cells) > width and not any(cells[width:]):
                del cells[width:]
            yield from sorter.push(number, cells)
        yield from sorter.finish()


def cell_text(value: Any) -> str:
    """Return a cell as the text a person would have typed.

    Whole numbers lose their `.0`, dates become ISO. A decimal number of exactly three places
    gets a fourth, so that nobody reads its point as a thousands separator.

    >>> cell_text(49137116700025.0), cell_text(dt.datetime(2026, 3, 1)), cell_text(1.234)
    ('49137116700025', '2026-03-01', '1.2340')
    """
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float):
        return _number_text(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(timespec="seconds")
    return str(value)


def _number_text(value: float) -> str:
    if value.is_integer() and abs(value) < 1e17:
        return str(int(value))
    text = repr(value)
    return text + "0" if text[-4:-3] == "." else text


def open_workbook(
    path: Path, known: frozenset[str], limits: Limits, sheet: str | None, header: Titles | None
) -> WorkbookTable:
    """Open an XLSX; see `ingest.reading.open_table`."""
    check_archive(path)
    sheets = _load(path, sheet, known)
    best = max(sheets, key=lambda one: (one.matches, bool(one.head)))
    others = [one.name for one in sheets if one is not best and any(not is_blank(cells) for cells in one.head)]
    del sheets
    with path.open("rb") as raw:
        digest = hashlib.file_digest(raw, "sha256").hexdigest()
    facts = TableFacts(path, "xlsx", path.stat().st_size, digest, (), 0, sheet=best.name)
    if header is not None:
        facts.header, facts.header_line = header.names, header.line
    else:
        _set_header(facts, best, known)
    check_columns(facts.header, limits)
    check_duplicates(facts.header, facts.header_line)
    facts.unknown_columns = unknown_names(facts.header, known)
    facts.row_estimate = max(0, _height(best.loaded) - facts.header_line)
    check_rows(facts.row_estimate, limits)
    table = WorkbookTable(facts, best.loaded)
    _remark(table, best, others)
    _check_cells(table)
    table.take_sample()
    return table


@contextmanager
def _damage_refused(path: Path) -> Iterator[None]:
    """Turn what the reader of workbooks raises into a refusal."""
    from python_calamine import CalamineError  # not loaded for a CSV

    try:
        yield
    except (CalamineError, OSError, ValueError) as error:
        raise FileRefused(
            f"{path.name} est un classeur abîmé ou incomplet ({error}).",
            code="damaged-file",
            hint="Enregistrez-le à nouveau, ou en CSV UTF-8.",
        ) from None


def _load(path: Path, wanted: str | None, known: frozenset[str]) -> list[_Sheet]:
    """Load the sheets of a workbook, or the one that is wanted."""
    from python_calamine import CalamineWorkbook

    with _damage_refused(path):
        book = CalamineWorkbook.from_path(path)
        sheets = [_look(book, name, known) for name in _sheet_names(path, book, wanted)]
    if not sheets:
        raise FileRefused(f"Le classeur {path.name} est vide.", code="empty-file")
    return sheets


def _sheet_names(path: Path, book: Any, wanted: str | None) -> list[str]:
    if wanted is None:
        return [sheet.name for sheet in book.sheets_metadata if str(sheet.typ).endswith("WorkSheet")]
    if wanted not in book.sheet_names:
        raise FileRefused(
            f"{path.name} n'a pas de feuille « {wanted} » ; il a : {', '.join(book.sheet_names)}.",
            code="unknown-sheet",
        )
    return [wanted]


def look_at_sheets(path: Path, known: frozenset[str]) -> _Sheet:
    """Return the sheet of a workbook that a person should look at first."""
    check_archive(path)
    return max(_load(path, None, known), key=lambda one: (one.matches, bool(one.head)))


def _look(book: Any, name: str, known: frozenset[str]) -> _Sheet:
    """Load a sheet and find its header among its first rows."""
    sheet = book.get_sheet_by_name(name)
    rows = () if sheet.start is None else islice(sheet.iter_rows(), _LOOK_AT)
    head = [[cell_text(value) for value in values] for values in rows]
    index, matches = find_header(head, known)
    return _Sheet(name, sheet, head, index, matches)


def _height(sheet: Any) -> int:
    """Return the number of the last row that holds anything."""
    return 0 if sheet.end is None else int(sheet.end[0]) + 1


def _set_header(facts: TableFacts, sheet: _Sheet, known: frozenset[str]) -> None:
    filled = [cells for cells in sheet.head if not is_blank(cells)]
    if not filled:
        raise FileRefused(f"Le classeur {facts.path.name} est vide.", code="empty-file")
    if sheet.matches == 0:
        raise refuse_no_header(filled[0], 1 + sheet.head.index(filled[0]), known)
    header = sheet.head[sheet.header_index]
    while header and not header[-1].strip():
        header.pop()
    facts.header, facts.header_line = tuple(header), 1 + sheet.header_index


def _remark(table: Table, chosen: _Sheet, others: list[str]) -> None:
    """Say which sheet was read, and what stands above its header."""
    if others:
        table.note(
            Severity.INFO,
            "sheet-chosen",
            f"La feuille « {chosen.name} » est lue ({chosen.matches} colonnes reconnues) ; "
            f"non lues : {', '.join(f'« {name} »' for name in others)}.",
        )
    above = [cell.strip() for cells in chosen.head[: max(0, chosen.header_index)] for cell in cells if cell.strip()]
    if above:
        table.note(
            Severity.INFO,
            "title-lines",
            f"Les lignes au-dessus des titres sont laissées de côté : « {' · '.join(above)[:120]} ».",
        )


def _check_cells(table: Table) -> None:
    """Refuse a cell that no CSV could carry (Excel itself stops at 32,767 characters)."""
    for row in table.rows():
        if row.refusal and row.refusal.code == "long-cell" and max(map(len, row.cells)) > MAX_FIELD:
            raise refuse_huge(row.line)
