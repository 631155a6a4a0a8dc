"""Tables as files: CSV and workbooks that a spreadsheet opens as it should, and that run no formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

import xlsxwriter
from starlette.responses import Response

from gate import showing
from graph.formulas import escape_formula

Cell = str | int | float | date | None


def as_csv(name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """Return a table to download: UTF-8 with its mark, semicolons, decimal commas, as French spreadsheets expect.

    Args:
        name: of the file, without extension.
        header: names of the columns.
        rows: the cells.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    companies = header.index("SIREN") if "SIREN" in header else None
    for row in rows:
        writer.writerow([_cell(cell) for cell in row])
        if companies is not None:
            showing.note_keys([str(row[companies] or "")])
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(text.getvalue().encode("utf-8-sig"), headers=headers, media_type="text/csv; charset=utf-8")


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""What looks like a formula or an address stays a text."""


def as_xlsx(name: str, sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> Response:
    """Return tables to download as a workbook: the first row of each is its header, kept in sight.

    Args:
        name: of the file, without extension.
        sheets: the rows of each sheet, by its name.
    """
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, SHEET_OPTIONS) as workbook:
        workbook.set_properties({"created": datetime(2026, 1, 1)})  # the same table, the same bytes
        bold = workbook.add_format({"bold": True, "bottom": 1})
        for title, rows in sheets.items():
            sheet = workbook.add_worksheet(title)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, [_plain(cell) for cell in row], None if number else bold)
            sheet.freeze_panes(1, 0)
            sheet.autofit()
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    return Response(content.getvalue(), headers=headers, media_type=XLSX)


def _plain(cell: Cell) -> str | int | float | None:
    if isinstance(cell, date):
        return cell.isoformat()
    return escape_formula(cell) if isinstance(cell, str) else cell


def _cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.6g}".replace(".", ",")
    return escape_formula(str(cell)) if isinstance(cell, str) else str(cell)
