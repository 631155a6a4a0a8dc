"""The files, as they come: CSV in all its dialects, XLSX, Parquet, each row with the line it is on."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

import xlsxwriter

_CREATED = datetime(2026, 1, 1)


class Sheet(Protocol):
    """A file that takes rows one at a time."""

    path: Path
    rows: int
    """data rows written, blank ones apart"""

    def write(self, cells: Sequence[str | date]) -> int:
        """Write a row and return the physical line where it begins, from 1."""

    def blank(self) -> None:
        """Write a row of empty cells."""

    def close(self) -> None:
        """Finish the file."""


class CsvSheet:
    """A text file; a date is written in the format of the dialect."""

    def __init__(
        self,
        path: Path,
        headers: Sequence[str],
        *,
        separator: str = ";",
        encoding: str = "utf-8",
        newline: str = "\r\n",
        date_format: str = "%Y-%m-%d",
    ) -> None:
        self.path, self.rows = path, 0
        self._date_format, self._width = date_format, len(headers)
        self._text = path.open("w", encoding=encoding, newline="", buffering=1 << 18)
        self._write = csv.writer(self._text, delimiter=separator, lineterminator=newline).writerow
        self._write(headers)
        self._line = 2
        self._days: dict[date, str] = {}

    def write(self, cells: Sequence[str | date]) -> int:
        """Write a row and return its line; a cell of several lines moves the next rows down."""
        texts = [self._day(cell) if isinstance(cell, date) else cell for cell in cells]
        self._write(texts)
        self.rows += 1
        line = self._line
        self._line += 1 + "".join(texts).count("\n")
        return line

    def text(self, cells: Sequence[str]) -> None:
        """Write a row of texts of one line each: half the time of `write`, for files of millions."""
        self._write(cells)
        self._line += 1
        self.rows += 1

    def _day(self, day: date) -> str:
        written = self._days.get(day)
        if written is None:  # strftime costs more than the rest of the row
            written = self._days[day] = day.strftime(self._date_format)
        return written

    def blank(self) -> None:
        """Write a row of separators alone."""
        self._write([""] * self._width)
        self._line += 1

    def close(self) -> None:
        """Flush and close."""
        self._text.close()


class XlsxSheet:
    """A workbook of one sheet, streamed to disk: a title, an empty line, then the table.

    Its creation date is fixed, so that the same rows give the same bytes.
    """

    def __init__(self, path: Path, headers: Sequence[str], title: str) -> None:
        self.path, self.rows = path, 0
        self._book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False})
        self._book.set_properties({"created": _CREATED})
        self._day = self._book.add_format({"num_format": "dd/mm/yyyy"})
        self._sheet: Any = self._book.add_worksheet("Visites")
        self._sheet.write_string(0, 0, title)
        for column, header in enumerate(headers):
            self._sheet.write_string(2, column, header)
        self._next = 3

    def write(self, cells: Sequence[str | date]) -> int:
        """Write a row, dates as the dates of a workbook, and return its line."""
        for column, cell in enumerate(cells):
            if isinstance(cell, date):
                self._sheet.write_datetime(self._next, column, datetime(cell.year, cell.month, cell.day), self._day)
            elif cell:
                self._sheet.write_string(self._next, column, cell)
        self._next += 1
        self.rows += 1
        return self._next

    def blank(self) -> None:
        """Leave a row empty."""
        self._next += 1

    def close(self) -> None:
        """Finish the workbook."""
        self._book.close()


class ParquetSheet:
    """A columnar file for lists too long for a spreadsheet; rows go out by groups."""

    _GROUP = 50_000

    def __init__(self, path: Path, headers: Sequence[str]) -> None:
        import pyarrow as pa  # costs a third of a second at start, and most demos have no such file
        import pyarrow.parquet as pq

        self.path, self.rows = path, 0
        self._arrow = pa
        self._schema = pa.schema([(header, pa.string()) for header in headers])
        self._writer = pq.ParquetWriter(path, self._schema, compression="zstd")
        self._held: list[Sequence[str]] = []

    def write(self, cells: Sequence[str | date]) -> int:
        """Keep a row for the next group and return its rank, the header being 1."""
        self._held.append([str(cell) for cell in cells])
        self.rows += 1
        if len(self._held) >= self._GROUP:
            self._flush()
        return self.rows + 1

    def blank(self) -> None:
        """Do nothing: such a file has no blank rows."""

    def close(self) -> None:
        """Write the last group."""
        self._flush()
        self._writer.close()

    def _flush(self) -> None:
        if self._held:
            columns = [self._arrow.array(column, self._arrow.string()) for column in zip(*self._held, strict=True)]
            self._writer.write_table(self._arrow.Table.from_arrays(columns, schema=self._schema))
            self._held = []


class Folder:
    """The sheets of one region, all open while the chunks go by, closed together."""

    def __init__(self) -> None:
        self._sheets: list[Sheet] = []

    def add(self, sheet: Sheet) -> Sheet:
        """Keep a sheet to close it at the end."""
        self._sheets.append(sheet)
        return sheet

    def __enter__(self) -> Folder:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for sheet in self._sheets:
            sheet.close()
