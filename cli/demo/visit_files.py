"""The visit files of the institutions: rows in no order, and the accidents that happen to spreadsheets."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from random import Random
from typing import NamedTuple

from cli.demo.damage import IDENTIFIERS, WHOLE, written_identifier, written_name, written_place
from cli.demo.manifest import DemoFile
from cli.demo.names import unknown_name
from cli.demo.operators import Operator
from cli.demo.sheets import CsvSheet, Folder, Sheet, XlsxSheet
from cli.demo.truth import RowTruth, Truth
from cli.demo.visits import Visit

PASTED, BLANK, UNKNOWN = 0.0015, 0.002, 0.0015
"""Shares of rows pasted twice, of blank rows, and of rows about companies that the register does not have."""

HOMONYM = "homonym"
"""Planted: no identifier, and the exact name of two companies of the same commune."""
CONTRADICTION = "contradiction"
"""Planted: a whole identifier beside the name of another company of the commune."""

Cells = tuple[str | date, ...]


class Row(NamedTuple):
    """A row about to be written."""

    order: float
    operator: Operator
    cells: Cells
    truth: RowTruth


class VisitFiles:
    """One file for each institution that sends its visits."""

    def __init__(self, out: Path, folder: Folder, operators: Iterable[Operator], truth: Truth) -> None:
        self._truth = truth
        self.sheets: dict[Operator, Sheet] = {}
        for operator in operators:
            self.sheets[operator] = folder.add(_open(out, operator))

    def write(self, rows: Iterable[Row], chance: Random) -> None:
        """Write the rows of a chunk, in their drawn order, with pasted and blank rows among them."""
        for row in sorted(rows, key=lambda row: row.order):
            sheet = self.sheets[row.operator]
            self._put(sheet, row)
            drawn = chance.random()
            if drawn < PASTED and row.truth.expected != "refused":
                self._put(sheet, row._replace(truth=row.truth._replace(expected="repeated")))
            elif drawn < PASTED + BLANK:
                sheet.blank()
            elif drawn < PASTED + BLANK + UNKNOWN:
                self._put(sheet, self._of_unknown(row, chance))

    def finish(self) -> None:
        """Add the line of totals that some institutions leave at the end."""
        for operator, sheet in self.sheets.items():
            if operator.dialect and operator.dialect.name == "excel":
                sheet.write(("TOTAL", str(sheet.rows), *[""] * (len(operator.dialect.headers) - 2)))

    def files(self) -> list[DemoFile]:
        """The files, in the order of the institutions."""
        return [
            DemoFile(file=sheet.path.name, source="visits", operator=operator.name, rows=sheet.rows)
            for operator, sheet in self.sheets.items()
        ]

    def _put(self, sheet: Sheet, row: Row) -> None:
        line = sheet.write(row.cells)
        self._truth.row(sheet.path.name, sheet.rows, line, row.operator.name, row.truth)

    @staticmethod
    def _of_unknown(row: Row, chance: Random) -> Row:
        cells = (row.cells[0], unknown_name(chance), "", *row.cells[3:8], "", *row.cells[9:])
        return Row(row.order, row.operator, cells, RowTruth("", "", "name", "unknown"))


def visit_rows(visit: Visit, chance: Random) -> Iterable[Row]:
    """Yield the rows by which the institutions of a visit report it, one each."""
    for operator in visit.operators:
        if operator.dialect is None:
            raise ValueError(f"{operator.name} sends no visits and took part in one")
        kind = visit.identifier or IDENTIFIERS.draw(chance)
        yield Row(chance.random(), operator, _cells(visit, operator, kind, chance), _row_truth(visit, kind))


def _cells(visit: Visit, operator: Operator, kind: str, chance: Random) -> Cells:
    dialect, company, site = operator.dialect, visit.company, visit.site
    assert dialect is not None
    name = visit.written_name or written_name(chance, company)
    whole = "id" if kind == CONTRADICTION else kind
    identifier = written_identifier(chance, whole, company.siren, site.siret, dialect.uses_siren)
    postcode, town = written_place(chance, site)
    theme = dialect.themes.get(visit.theme, visit.theme)
    told = (theme, visit.purpose, dialect.status(visit.status), visit.reference)
    head = (visit.on, name, identifier, postcode, town, *told)
    if not dialect.says_visibility:
        return head
    note = "À rappeler.\nVoir avec la direction." if visit.number % 40 == 0 else ""
    return (*head, visit.level or "Partagé", note)


def _row_truth(visit: Visit, kind: str) -> RowTruth:
    fact = f"visit:{visit.number}"
    if kind in {HOMONYM, CONTRADICTION}:
        return RowTruth(fact, visit.company.siren, "name" if kind == HOMONYM else "id", "review")
    return RowTruth(fact, visit.company.siren, kind, "linked" if kind in WHOLE else "linked_or_review")


def _open(out: Path, operator: Operator) -> Sheet:
    dialect = operator.dialect
    assert dialect is not None
    path = out / f"visites-{operator.slug}.{dialect.extension}"
    headers = list(dialect.headers.values())
    if dialect.extension == "xlsx":
        return XlsxSheet(path, headers, title=f"{operator.name} : suivi des visites")
    return CsvSheet(
        path,
        headers,
        separator=dialect.separator,
        encoding=dialect.encoding,
        newline=dialect.newline,
        date_format=dialect.date_format,
    )
