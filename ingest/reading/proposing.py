"""A file whose columns nobody recognises: how it would be cut, for a person to say what each column means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.errors import FileRefused
from ingest.reading.delimited import lay_out_by_hand
from ingest.reading.headers import fold_all, fold_header, is_blank, looks_like_data
from ingest.reading.magic import sniff
from ingest.reading.table import Titles

BY_HAND = frozenset({"no-header", "unknown-header", "duplicate-header", "ambiguous-separator"})
"""Refusals that a person can settle by saying what the columns are."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """How to open the file again: `open_table` takes each of these."""

    titles: Titles
    separator: str | None = None
    sheet: str | None = None


def propose(
    path: Path, known_headers: Collection[str], *, separator: str | None = None, headless: bool | None = None
) -> Proposal:
    """Return how to cut a CSV or a workbook whose titles are unknown, missing or twice the same.

    Args:
        path: the file.
        known_headers: column names the sources know.
        separator: of a CSV, when the user says it.
        headless: whether its first line is already data; None judges by what it holds.

    Raises:
        FileRefused: nothing in it can be cut into columns.
    """
    known = fold_all(known_headers)
    sheet = None
    if sniff(path) == "xlsx":
        from ingest.reading.workbook import look_at_sheets

        best = look_at_sheets(path, known)
        records, index, sheet, lines = best.head, best.header_index, best.name, list(range(1, len(best.head) + 1))
    else:
        found = lay_out_by_hand(path, known, separator)
        records, index, lines, separator = found.records, found.header_index, found.lines, found.separator
    if index < 0:
        index = next((number for number, cells in enumerate(records) if not is_blank(cells)), -1)
        if index < 0:
            raise FileRefused(f"Le fichier {path.name} est vide.", code="empty-file")
        headless = looks_like_data(records[index]) if headless is None else headless
    if headless:
        names = tuple(f"Colonne {number}" for number in range(1, len(records[index]) + 1))
        return Proposal(Titles(names, lines[index - 1] if index else 0), separator, sheet)
    return Proposal(Titles(distinct(records[index]), lines[index]), separator, sheet)


def distinct(names: Sequence[str]) -> tuple[str, ...]:
    """Return names that can be told apart: an empty one by its place, the second of two by its number.

    >>> distinct(["Nom", "", "nom"])
    ('Nom', 'Colonne 2', 'nom (2)')
    """
    seen: Counter[str] = Counter()
    made = []
    for number, written in enumerate(names, 1):
        name = written.strip() or f"Colonne {number}"
        seen[fold_header(name)] += 1
        rank = seen[fold_header(name)]
        made.append(f"{name} ({rank})" if rank > 1 else name)
    return tuple(made)
