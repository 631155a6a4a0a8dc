import datetime as dt
from pathlib import Path

import xlsxwriter

from ingest.reading import open_table
from ingest.reading.workbook import cell_text
from tests.ingest.reading.files import HEADER, KNOWN, ROW, codes, read, refusal, workbook


def test_numbers_dates_and_formulas_come_as_people_type_them(tmp_path: Path) -> None:
    path = tmp_path / "types.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, ["Date", "SIRET", "Montant", "Objet", "Commune", "Entreprise"])
        sheet.write_datetime(1, 0, dt.datetime(2026, 3, 1), day)
        sheet.write_number(1, 1, 49137116700025)
        sheet.write_number(1, 2, 1234.5)
        sheet.write_formula(1, 3, "=1+1", None, 2)
        sheet.write_boolean(1, 4, True)
        sheet.write_string(1, 5, "=2+2 à vérifier")
    _, rows = read(path)
    assert rows[0].cells == ["2026-03-01", "49137116700025", "1234.5", "2", "oui", "=2+2 à vérifier"]


def test_a_decimal_of_three_places_cannot_be_taken_for_thousands() -> None:
    assert [cell_text(value) for value in (1.234, 12.5, 0.1, 1e20, -3.0)] == [
        "1.2340",
        "12.5",
        "0.1",
        "1e+20",
        "-3",
    ]


def test_a_date_with_a_time_keeps_it() -> None:
    assert cell_text(dt.datetime(2026, 3, 1, 9, 30)) == "2026-03-01T09:30:00"


def test_the_sheet_whose_header_is_known_best_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    path = tmp_path / "sheets.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Lisez-moi").write(0, 0, "Date")
        visits = book.add_worksheet("Visites 2026")
        visits.write_row(0, 0, HEADER.split(";"))
        visits.write_row(1, 0, ROW.split(";"))
        book.add_worksheet("Vide")
        book.add_chartsheet("Graphique")
    table, rows = read(path)
    assert (table.sheet, len(rows)) == ("Visites 2026", 1)
    assert codes(table.findings) == ["sheet-chosen"]
    assert "« Lisez-moi »" in table.findings[0].message
    assert "« Vide »" not in table.findings[0].message
    assert open_table(path, KNOWN, sheet="Lisez-moi").header == ("Date",)
    assert refusal(path, sheet="Absente").code == "unknown-sheet"


def test_sheet_rows_are_reported_as_in_the_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "offset.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write(2, 1, "Visites 2026")
        sheet.write_row(4, 1, HEADER.split(";"))
        sheet.write_row(5, 1, ROW.split(";"))
        sheet.write_row(7, 1, ROW.split(";"))
        sheet.write_row(8, 1, ["TOTAL", "", 12])
    table, rows = read(path)
    assert table.header_line == 5
    assert [(row.line, row.skip) for row in rows] == [(6, None), (7, "blank"), (8, None), (9, "total")]
    assert rows[0].cells == ROW.split(";")


def test_text_right_of_the_last_named_column_refuses_its_row(tmp_path: Path) -> None:
    rows = [HEADER.split(";"), ROW.split(";"), [*ROW.split(";"), "oubli"]]
    _, found = read(workbook(tmp_path / "wide.xlsx", rows))
    assert [row.refusal and row.refusal.code for row in found] == [None, "ragged-row"]


def test_an_empty_workbook_is_refused_and_a_header_alone_gives_no_row(tmp_path: Path) -> None:
    assert refusal(workbook(tmp_path / "empty.xlsx", [])).code == "empty-file"
    assert read(workbook(tmp_path / "header.xlsx", [HEADER.split(";")]))[1] == []


def test_a_workbook_without_known_columns_or_with_one_twice_is_refused(tmp_path: Path) -> None:
    assert refusal(workbook(tmp_path / "a.xlsx", [ROW.split(";")])).code == "no-header"
    assert refusal(workbook(tmp_path / "b.xlsx", [["Foo", "Bar"], ["a", "b"]])).code == "unknown-header"
    assert refusal(workbook(tmp_path / "c.xlsx", [["Date", "SIRET", "date"]])).code == "duplicate-header"


def test_a_workbook_gives_the_same_rows_as_the_csv_of_it(tmp_path: Path) -> None:
    cells = [
        HEADER.split(";"),
        *([f"2026-01-{day:02d}", f"Entreprise {day}", "", "Lens"] for day in range(1, 29)),
    ]
    csv_path = tmp_path / "same.csv"
    csv_path.write_text("\n".join(";".join(row) for row in cells))
    book, text = read(workbook(tmp_path / "same.xlsx", cells))[1], read(csv_path)[1]
    assert book == text
