"""Tables as files: CSV that a spreadsheet opens as it should, and that runs no formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

from starlette.responses import Response

from gate import showing
from queries.analytics.exports import escape_formula

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


def _cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.6g}".replace(".", ",")
    return escape_formula(str(cell)) if isinstance(cell, str) else str(cell)
