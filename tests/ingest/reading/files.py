"""Files for the tests of reading: written byte by byte, so that nothing is tidied on the way."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from graph.errors import FileRefused
from ingest.notes import Finding
from ingest.reading import Row, Table, open_table

KNOWN = ("date", "entreprise", "siret", "commune", "montant", "objet")
HEADER = "Date;Entreprise;SIRET;Commune"
ROW = "01/02/2026;Société Générée;73282932000074;Amiens"


def csv_file(folder: Path, content: str | bytes, *, encoding: str = "utf-8", name: str = "visites.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def read(path: Path, known: Collection[str] = KNOWN, **options: Any) -> tuple[Table, list[Row]]:
    table = open_table(path, known, **options)
    return table, list(table.rows())


def refusal(path: Path, known: Collection[str] = KNOWN, **options: Any) -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        open_table(path, known, **options)
    return caught.value


def read_or_refusal(path: Path, **options: Any) -> tuple[Table, list[Row]] | FileRefused:
    try:
        return read(path, **options)
    except FileRefused as refused:
        return refused


def codes(findings: Sequence[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def workbook(path: Path, rows: Sequence[Sequence[Any]], sheet: str = "Feuil1") -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        tab = book.add_worksheet(sheet)
        for index, row in enumerate(rows):
            tab.write_row(index, 0, row)
    return path
