"""Which records are rows: blank ones, totals, ragged and oversized ones are told apart here."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.notes import Note, Severity
from ingest.reading.headers import fold_header, is_blank
from ingest.reading.table import MAX_CELL, Row, thousands

SUSPECT = frozenset("tTsSgG \t\n\r\xa0\u202f*=")
"""First characters that a row needs a second look for: it may be blank or a total."""

_TOTAL = re.compile(r"(?:sous )?(?:total|totaux|somme|cumul)(?: (?:general|generale|global|des? \w+))?(?: \d+)?")
_GRAND_TOTAL = re.compile(r"(?:grand|general) total")
_NUMBER = re.compile(r"[-+(]?[\d\s.,'\u202f\xa0]*\d[\d\s.,'\u202f\xa0]*\)?\s*(?:%|[kKmM]?€|euros?|EUR)?", re.IGNORECASE)
_INSIDE = Note(
    Severity.DOUBT,
    "total-inside",
    "Cette ligne ressemble à un total, mais d'autres lignes la suivent : à vérifier avant de l'écarter.",
)


class Sorter:
    """Sort the records that are not plain rows.

    A row of totals is skipped at the end of the file only; followed by other rows it goes to
    review. So it is held until the next row, or the end, tells which it is.

    Args:
        width: number of columns of the header.
    """

    def __init__(self, width: int) -> None:
        self.width = width
        self.held: list[Row] = []

    def push(self, line: int, cells: list[str]) -> Iterator[Row]:
        """Take one record and yield what is now known, in order but for blank rows after a total."""
        if is_blank(cells):
            yield Row(line, cells, skip="blank")
            return
        if is_total(cells):
            self.held.append(Row(line, cells, skip="total"))
            return
        yield from self._release()
        yield Row(line, cells, refusal=self.refusal(cells))

    def finish(self) -> Iterator[Row]:
        """Yield what was held: the totals that end the file."""
        yield from self.held
        self.held = []

    def refusal(self, cells: list[str]) -> Note | None:
        """Say why a record cannot be used, None when it can."""
        if len(cells) != self.width:
            return ragged(len(cells), self.width)
        longest = max(map(len, cells))
        return long_cell(longest) if longest > MAX_CELL else None

    def _release(self) -> Iterator[Row]:
        for row in self.held:
            yield Row(row.line, row.cells, refusal=_INSIDE)
        self.held = []


def is_total(cells: list[str]) -> bool:
    """Tell whether a record is a row of totals: the word first, then nothing but numbers.

    A company can be called Total: a row with a date, another text or a number of 9 or 14 digits
    that may be its identifier is a row like any other.

    >>> is_total(["Total général", "", "1 250,00 €"]), is_total(["TOTAL", "LILLE", "542051180"])
    (True, False)
    """
    filled = [cell.strip() for cell in cells if cell and not cell.isspace()]
    if not filled or len(filled[0]) > 40:
        return False
    label = fold_header(filled[0])
    if not (_TOTAL.fullmatch(label) or _GRAND_TOTAL.fullmatch(label)):
        return False
    return all(_NUMBER.fullmatch(cell) and not _may_be_identifier(cell) for cell in filled[1:])


def _may_be_identifier(cell: str) -> bool:
    return cell.isascii() and re.fullmatch(r"\d{9}|\d{14}|\d{3} \d{3} \d{3}(?: \d{5})?", cell) is not None


def ragged(found: int, expected: int) -> Note:
    """Say that a row has another number of cells than the header."""
    what = (
        "une cellule manque"
        if found < expected
        else "un séparateur est de trop ou une cellule devait être entre guillemets"
    )
    return Note(
        Severity.REFUSE,
        "ragged-row",
        f"Cette ligne a {found} cellule{'s' if found > 1 else ''} au lieu de {expected} : {what}.",
    )


def long_cell(length: int) -> Note:
    """Say that a cell is too long to be a value."""
    return Note(
        Severity.REFUSE,
        "long-cell",
        f"Une cellule de {thousands(length)} caractères dépasse la limite de {thousands(MAX_CELL)}.",
    )
