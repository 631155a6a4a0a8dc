"""Reading: from the bytes of a file to rows of text, or a refusal that says why and where.

`open_table` looks at the whole file once (format, encoding, quotes, header, size) and refuses it
before a single row is used; `Table.rows()` then streams. What a cell means is for `ingest.cleaning`.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from graph.errors import Misuse
from ingest.notes import Severity
from ingest.reading.delimited import describe, open_delimited
from ingest.reading.headers import fold_all, fold_header
from ingest.reading.magic import misleading_name, sniff
from ingest.reading.table import CLI_LIMITS, WEB_LIMITS, Limits, Row, Sample, Table, Titles, check_bytes

_SEPARATORS = {"tab": "\t", "\\t": "\t", "tabulation": "\t"}


def open_table(
    path: Path,
    known_headers: Collection[str],
    *,
    limits: Limits = CLI_LIMITS,
    separator: str | None = None,
    header: Titles | None = None,
    sheet: str | None = None,
) -> Table:
    """Open a CSV, XLSX or Parquet file, checked from end to end.

    Args:
        path: the file; its content says what it is, not its name.
        known_headers: column names the source knows, folded or not; they tell the separator, the
            header line and the sheet.
        limits: how large it may be.
        separator: of a CSV, when the user says it.
        header: column names said by a person, for a file that has no header line or not a usable one.
        sheet: of a workbook, when the user says it.

    Raises:
        FileRefused: with a code, a line where there is one, and what to do.
        Misuse: the separator is no single character.
    """
    if separator is not None:
        separator = _SEPARATORS.get(separator, separator)
        if len(separator) != 1 or separator in '"\r\n':
            raise Misuse(f"Le séparateur « {separator} » n'est pas un caractère seul.", hint="Par exemple : ';'.")
    found = sniff(path)
    check_bytes(path.stat().st_size, limits)
    known = fold_all(known_headers)
    table: Table
    if found == "csv":
        table = open_delimited(path, known, limits, separator, header)
    elif found == "xlsx":
        from ingest.reading.workbook import open_workbook

        table = open_workbook(path, known, limits, sheet, header)
    else:
        from ingest.reading.columnar import open_parquet

        table = open_parquet(path, known, limits)
    if odd := misleading_name(path, found):
        table.note(Severity.INFO, "misleading-name", odd)
    return table


__all__ = [
    "CLI_LIMITS",
    "WEB_LIMITS",
    "Limits",
    "Row",
    "Sample",
    "Table",
    "Titles",
    "describe",
    "fold_header",
    "open_table",
]
