"""Quotes that do not pair: found before a single row is used.

An unclosed quote makes one cell of all that follows up to the next quote: the csv module turns
1,001 lines into one row without a word. Strict mode tells some of these cases; the others are
told by a cell that holds whole rows.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from graph.errors import FileRefused
from ingest.reading.table import MAX_FIELD, thousands

_HINT = "Fermez le guillemet, ou doublez-le s'il fait partie du texte."


def swallowing_cell(cells: Sequence[str], width: int, separator: str) -> int | None:
    """Return the index of a cell that holds the rest of a row and the beginning of another.

    A text on several lines has separators anywhere; swallowed rows have exactly those that stood
    after the cell on its first line, before it on its last, and a full row's on those between.
    """
    for index, cell in enumerate(cells):
        if "\n" not in cell and "\r" not in cell:
            continue
        counts = [line.count(separator) for line in cell.splitlines()]
        if len(counts) < 2 or width < 3 or (width == 3 and len(counts) == 2):
            continue
        first, *inner, last = counts
        if first == width - 1 - index and last == index and all(count == width - 1 for count in inner):
            return index
        if len(inner) >= 2 and all(count == width - 1 for count in inner):
            return index
    return None


def refuse_unclosed(line: int) -> FileRefused:
    """Say where a quote opens that nothing closes."""
    return FileRefused(
        f"Un guillemet ouvert à la ligne {line} n'est pas refermé : les lignes suivantes en feraient partie.",
        code="unclosed-quote",
        line=line,
        hint=_HINT,
    )


def explain(error: csv.Error, path: Path, encoding: str, separator: str, lines: tuple[int, int]) -> FileRefused:
    """Turn an error of the csv module into a refusal with the line where the trouble begins.

    Args:
        error: what the module said.
        path: the file.
        encoding: how it was being read.
        separator: of its cells.
        lines: physical lines where the record starts and where reading stopped.
    """
    start, stop = lines
    with path.open(encoding=encoding, newline="") as text:
        record = "".join(islice(text, start - 1, stop))
    opened = _open_quote(record, separator)
    opened_line = start + _line_breaks(record[:opened])
    if "field larger than field limit" in str(error) and (opened < 0 or opened_line == stop):
        return refuse_huge(start)
    if opened < 0:
        return FileRefused(
            f"La ligne {stop} n'est pas du CSV lisible ({error}).", code="bad-csv", line=stop, hint=_HINT
        )
    if opened_line == stop and "unexpected end" not in str(error):
        return FileRefused(
            f"À la ligne {stop}, un guillemet referme une cellule et du texte le suit.",
            code="stray-quote",
            line=stop,
            hint="Doublez les guillemets qui font partie du texte.",
        )
    return refuse_unclosed(opened_line)


def line_of_open_quote(head: str, separator: str) -> int | None:
    """Return the line where a quote opens that the text never closes, None when all are closed."""
    opened = _open_quote(head, separator)
    return None if opened < 0 else 1 + _line_breaks(head[:opened])


def refuse_huge(line: int) -> FileRefused:
    """Say that a cell is longer than any reader accepts."""
    return FileRefused(
        f"Une cellule de la ligne {line} dépasse {thousands(MAX_FIELD)} caractères.",
        code="huge-cell",
        line=line,
        hint="Raccourcissez-la, ou vérifiez qu'un guillemet n'est pas resté ouvert.",
    )


def _open_quote(record: str, separator: str) -> int:
    """Return where the quote opens that is still open, or wrongly closed, at the end; -1 for none."""
    position, at_start = 0, True
    while position < len(record):
        char = record[position]
        if not (at_start and char == '"'):
            at_start = char in (separator, "\n", "\r")
            position += 1
            continue
        end = _closing_quote(record, position + 1)
        after = record[end + 1 : end + 2]
        if end < 0 or after not in ("", separator, "\n", "\r"):
            return position
        position, at_start = end + 1, False
    return -1


def _closing_quote(record: str, position: int) -> int:
    """Return where a quoted cell ends: the next quote that is not doubled; -1 for none."""
    while (position := record.find('"', position)) >= 0:
        if record[position + 1 : position + 2] != '"':
            return position
        position += 2
    return -1


def _line_breaks(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")
