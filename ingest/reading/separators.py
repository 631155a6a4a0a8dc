"""Which character separates the cells of a CSV: the one whose columns the source recognises."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass

from graph.errors import FileRefused
from ingest.reading.headers import find_header, is_blank, refuse_no_header
from ingest.reading.quotes import line_of_open_quote, refuse_unclosed

CANDIDATES = (";", ",", "\t", "|")
SPOKEN = {";": "point-virgule", ",": "virgule", "\t": "tabulation", "|": "barre verticale"}
_DECLARED = re.compile(r'"?sep=(\\t|[^"\r\n])"?[;,\t|]*\s*', re.IGNORECASE)
_DECIDE_ON = 400
"""Records a candidate is judged on."""


def declared_separator(first_line: str) -> str | None:
    r"""Return the separator of Excel's `sep=;` first line, None for any other line.

    >>> declared_separator("sep=;\r\n"), declared_separator("SIRET;Nom")
    (';', None)
    """
    found = _DECLARED.fullmatch(first_line)
    if not found:
        return None
    return "\t" if found[1] in ("\\t", "\t") else found[1]


@dataclass(frozen=True, slots=True)
class Layout:
    """How the first records read with one separator.

    Attributes:
        separator: the candidate.
        header_index: position of the header among the records, -1 when none was found.
        matches: known names in it; width: its number of cells.
        constancy: share of the records after it that are as wide.
        records: the first records, for messages.
    """

    separator: str
    header_index: int
    matches: int
    width: int
    constancy: float
    records: list[list[str]]


def choose_layout(head: str, known: frozenset[str], *, separator: str | None, whole: bool) -> Layout:
    """Return the separator and header of a text from its beginning.

    Args:
        head: the beginning of the file, without a `sep=` line.
        known: folded names the source knows.
        separator: what the user or the file declares; None to find it out.
        whole: False when the text was cut, so that its last record is not judged.

    Raises:
        FileRefused: `ambiguous-separator`, `no-header`, `unknown-header`.
    """
    layouts = [_lay_out(head, sep, known, whole) for sep in ([separator] if separator else CANDIDATES)]
    best = max(layouts, key=_rank)
    if best.matches == 0:
        if (line := line_of_open_quote(head, best.separator)) and not any(layout.records for layout in layouts):
            raise refuse_unclosed(line)
        widest = max(layouts, key=lambda layout: (layout.constancy > 0.9 and layout.width, layout.width))
        first = next((cells for cells in widest.records if not is_blank(cells)), [])
        line = 1 + next((index for index, cells in enumerate(widest.records) if cells == first), 0)
        raise refuse_no_header(first, line, known)
    rivals = [layout for layout in layouts if _rank(layout) == _rank(best)]
    if len(rivals) == 1:
        return best
    if all(layout.width == 1 for layout in rivals):
        return _single_column(rivals, head)
    raise refuse_tie(rivals)


def most_likely(head: str, known: frozenset[str], separator: str | None) -> Layout:
    """Return how a text most likely reads, refusing nothing: a person will look at it."""
    layouts = [_lay_out(head, sep, known, True) for sep in ([separator] if separator else CANDIDATES)]
    return max(layouts, key=lambda one: (one.matches, one.constancy > 0.9 and one.width, one.width))


def choose_without_header(head: str, width: int, *, separator: str | None) -> str:
    """Return the separator that cuts most records into `width` cells, for a file without header."""
    layouts = {sep: _records(head, sep) for sep in ([separator] if separator else CANDIDATES)}
    scores = {
        sep: sum(len(cells) == width for cells in records) / max(1, len(records)) for sep, records in layouts.items()
    }
    return max(scores, key=lambda sep: scores[sep])


def refuse_tie(rivals: list[Layout]) -> FileRefused:
    """Ask which separator is meant."""
    readings = " ; ".join(f"{SPOKEN[layout.separator]} : {layout.width} colonnes" for layout in rivals)
    return FileRefused(
        f"Le séparateur des colonnes n'est pas certain ({readings}).",
        code="ambiguous-separator",
        hint="Indiquez-le avec --separator, par exemple --separator ';'.",
    )


def _rank(layout: Layout) -> tuple[int, float]:
    return layout.matches, round(layout.constancy, 2)


def _single_column(rivals: list[Layout], head: str) -> Layout:
    """A table of one column has no separator: take a character that it does not contain."""
    return min(rivals, key=lambda layout: head.count(layout.separator))


def _lay_out(head: str, separator: str, known: frozenset[str], whole: bool) -> Layout:
    records = _records(head, separator)
    if not whole and len(records) > 2:
        records = records[:-1]
    index, matches = find_header(records, known)
    width = len(records[index]) if records else 0
    body = [cells for cells in records[index + 1 :] if not is_blank(cells)]
    constancy = sum(len(cells) == width for cells in body) / len(body) if body else 1.0
    return Layout(separator, index, matches, width, constancy, records)


def _records(head: str, separator: str) -> list[list[str]]:
    """Cut the beginning of a file, as far as it reads: a wrong separator often breaks on quotes."""
    records: list[list[str]] = []
    try:
        for cells in csv.reader(io.StringIO(head, newline=""), delimiter=separator, strict=True):
            records.append(cells)
            if len(records) >= _DECIDE_ON:
                break
    except csv.Error:
        pass
    return records
