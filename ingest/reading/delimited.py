"""CSV: checked once from end to end, then streamed as fast as the standard csv module goes."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol, TextIO

from graph.errors import FileRefused
from ingest.notes import Severity
from ingest.reading.encoding import Scan, scan_text
from ingest.reading.headers import check_duplicates, is_blank, unknown_names
from ingest.reading.quotes import explain, refuse_unclosed, swallowing_cell
from ingest.reading.separators import (
    SPOKEN,
    choose_layout,
    choose_without_header,
    declared_separator,
    most_likely,
)
from ingest.reading.sorting import SUSPECT, Sorter
from ingest.reading.table import (
    MAX_CELL,
    MAX_FIELD,
    Limits,
    Row,
    Table,
    TableFacts,
    Titles,
    check_columns,
    check_rows,
    thousands,
)

_HEAD = 1 << 18
"""Characters looked at to find the separator and the header."""


class CsvReader(Protocol):
    """What `csv.reader` returns; the standard library has no public name for it."""

    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...

    def __next__(self) -> list[str]: ...


class DelimitedTable(Table):
    """A CSV whose encoding, separator, quotes and header were checked when it was opened."""

    def __init__(self, facts: TableFacts, scan: Scan) -> None:
        super().__init__(facts)
        # Without a lone carriage return, "\n" cuts the same lines as universal newlines, faster.
        self._newline = "" if scan.lone_returns else "\n"
        self._long_cells = scan.longest_line > MAX_CELL

    def rows(self, select: Collection[str] | None = None) -> Iterator[Row]:  # noqa: ARG002
        """Stream the records after the header; see `Table.rows`."""
        self.check_unchanged()
        width, sorter = len(self.header), Sorter(len(self.header))
        careful = self._long_cells
        with self._open() as text:
            reader = self._reader(text)
            for _ in text_until(reader, self.header_line):
                pass
            line = reader.line_num + 1
            for cells in reader:
                start, line = line, reader.line_num + 1
                if (
                    len(cells) == width
                    and (first := cells[0])
                    and first[0] not in SUSPECT
                    and not careful
                    and not sorter.held
                ):
                    yield Row(start, cells)
                else:
                    yield from sorter.push(start, cells)
            yield from sorter.finish()

    def verify(self, limits: Limits) -> int:
        """Parse the whole file strictly and return its number of records; refuse it for its quotes."""
        width, count, start = len(self.header), 0, self.header_line + 1
        with self._open() as text:
            reader = self._reader(text)
            try:
                for _ in text_until(reader, self.header_line):
                    pass
                start = reader.line_num + 1
                for cells in reader:
                    stop = reader.line_num
                    if stop > start:
                        self._check_lines(cells, width, start)
                    count += 1
                    start = stop + 1
            except csv.Error as error:
                where = (start, max(start, reader.line_num))
                raise explain(error, self.path, str(self.encoding), str(self.separator), where) from None
        check_rows(count, limits)
        return count

    def _check_lines(self, cells: Sequence[str], width: int, start: int) -> None:
        """Refuse a record on several lines that has swallowed others; remember that cells may be long."""
        index = swallowing_cell(cells, width, str(self.separator))
        if index is not None:
            before = sum(cell.count("\n") for cell in cells[:index])
            raise refuse_unclosed(start + before)
        self._long_cells = self._long_cells or max(map(len, cells)) > MAX_CELL

    def _open(self) -> TextIO:
        return self.path.open(encoding=self.encoding, newline=self._newline)

    def _reader(self, text: TextIO) -> CsvReader:
        csv.field_size_limit(MAX_FIELD)  # global to the process: not left to what others set
        return csv.reader(text, delimiter=str(self.separator), strict=True)


def text_until(reader: CsvReader, line: int) -> Iterator[list[str]]:
    """Yield the records that end at or before a physical line: titles and the header itself."""
    while reader.line_num < line:
        record = next(reader, None)
        if record is None:
            return
        yield record


def open_delimited(
    path: Path, known: frozenset[str], limits: Limits, separator: str | None, header: Titles | None
) -> DelimitedTable:
    """Open a CSV; see `ingest.reading.open_table`."""
    scan = scan_text(path)
    head, offset, declared = _head(path, scan)
    separator = separator or declared
    facts = TableFacts(path, "csv", scan.size_bytes, scan.sha256, (), 0, scan.encoding, row_estimate=scan.lines)
    titles: list[list[str]] = []
    if header is not None:
        facts.header, facts.header_line = header.names, max(offset, header.line)
        facts.separator = choose_without_header(head, len(header.names), separator=separator)
    else:
        whole = len(head) < _HEAD
        layout = choose_layout(head, known, separator=separator, whole=whole)
        facts.separator = layout.separator
        titles = layout.records[: layout.header_index]
        facts.header = tuple(layout.records[layout.header_index])
        facts.header_line = offset + _lines_of(head, layout.separator, layout.header_index + 1)
    check_columns(facts.header, limits)
    check_duplicates(facts.header, facts.header_line)
    facts.unknown_columns = unknown_names(facts.header, known)
    table = DelimitedTable(facts, scan)
    _remark(table, scan, titles)
    _check_content(table, scan, limits)
    table.take_sample()
    return table


class ByHand(NamedTuple):
    """The first records of a CSV, the physical line where each ends, and the header among them, -1 when unknown."""

    separator: str
    records: list[list[str]]
    lines: list[int]
    header_index: int


def lay_out_by_hand(path: Path, known: frozenset[str], separator: str | None) -> ByHand:
    """Cut the beginning of a CSV as well as can be when its header is not understood."""
    head, offset, declared = _head(path, scan_text(path))
    layout = most_likely(head, known, separator or declared)
    lines = [offset + _lines_of(head, layout.separator, count + 1) for count in range(min(len(layout.records), 40))]
    return ByHand(layout.separator, layout.records[: len(lines)], lines, layout.header_index)


def _check_content(table: DelimitedTable, scan: Scan, limits: Limits) -> None:
    """Parse from end to end when something in the bytes says that parsing could fail."""
    too_many = limits.max_rows is not None and scan.lines > limits.max_rows
    if scan.quotes or too_many or scan.longest_line > MAX_FIELD or scan.lone_returns:
        table.row_estimate = table.verify(limits)


def _head(path: Path, scan: Scan) -> tuple[str, int, str | None]:
    """Return the beginning of the text, how many lines a `sep=` takes off it, and what it declares."""
    with path.open(encoding=scan.encoding, newline="") as text:
        head = text.read(_HEAD)
    if not head.strip(" \t\r\n;,|\ufeff"):
        raise FileRefused(f"Le fichier {path.name} est vide.", code="empty-file", hint="Vérifiez son enregistrement.")
    first, mark, rest = head.partition("\n")
    declared = declared_separator(first)
    return (rest, 1, declared) if declared and mark else (head, 0, None)


def _lines_of(head: str, separator: str, records: int) -> int:
    """Return how many physical lines the first records take."""
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=separator, strict=True)
    for _ in range(records):
        next(reader)
    return reader.line_num


def _remark(table: DelimitedTable, scan: Scan, titles: list[list[str]]) -> None:
    """Say what is odd about the file as a whole."""
    skipped = [cell.strip() for cells in titles if not is_blank(cells) for cell in cells if cell.strip()]
    if skipped:
        table.note(
            Severity.INFO,
            "title-lines",
            f"Les lignes au-dessus des titres sont laissées de côté : « {' · '.join(skipped)[:120]} ».",
        )
    if scan.mojibake and scan.mojibake * 20 >= scan.foreign:
        mixed = ""
        if scan.not_utf8:
            byte, line = scan.not_utf8
            mixed = f" ; deux encodages y sont mêlés (UTF-8 jusqu'à la ligne {line}, octet {thousands(byte)})"
        table.note(
            Severity.DOUBT,
            "mojibake",
            f"Les accents du fichier sont abîmés (« {scan.example} ») : il a été enregistré dans un "
            f"mauvais encodage{mixed}. Rien n'est réparé d'office.",
        )
    if scan.lost:
        table.note(
            Severity.INFO,
            "lost-letters",
            f"{thousands(scan.lost)} lettres ont été perdues avant l'envoi (remplacées par « \ufffd »).",
        )


def describe(table: Table) -> str:
    """Say in one line how a file was read, for reports."""
    if table.format != "csv":
        return table.format.upper()
    return f"CSV {table.encoding}, séparateur {SPOKEN.get(str(table.separator), str(table.separator))}"
