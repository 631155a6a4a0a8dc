from pathlib import Path

import pytest

from ingest.reading import open_table
from tests.ingest.reading.files import HEADER, KNOWN, ROW, codes, csv_file, read, refusal, workbook

CSV = f"{HEADER}\n{ROW}\n"


def test_a_csv_named_xlsx_is_read_as_a_csv_and_said(tmp_path: Path) -> None:
    table, rows = read(csv_file(tmp_path, CSV, name="visites.xlsx"))
    assert (table.format, rows[0].cells) == ("csv", ROW.split(";"))
    assert codes(table.findings) == ["misleading-name"]


def test_a_workbook_named_csv_is_read_as_a_workbook_and_said(tmp_path: Path) -> None:
    table, rows = read(workbook(tmp_path / "visites.csv", [HEADER.split(";"), ROW.split(";")]))
    assert (table.format, rows[0].cells) == ("xlsx", ROW.split(";"))
    assert codes(table.findings) == ["misleading-name"]


@pytest.mark.parametrize("name", ["visites.csv", "visites.tsv", "visites.txt", "visites", "visites.export"])
def test_a_csv_under_a_usual_name_needs_no_remark(tmp_path: Path, name: str) -> None:
    assert open_table(csv_file(tmp_path, CSV, name=name), KNOWN).findings == []


@pytest.mark.parametrize(
    "content",
    [
        b"<html><body><table><tr><td>SIRET</td></tr></table></body></html>",
        b"\xef\xbb\xbf\r\n <!DOCTYPE html>\n<html>",
        b"<!-- export -->\n<TABLE border=1><tr><td>x",
        b'<meta http-equiv="Content-Type" content="text/html"><style>x</style><table>',
        "\ufeff<html><table>".encode("utf-16-le"),
    ],
)
def test_html_named_xls_is_refused(tmp_path: Path, content: bytes) -> None:
    refused = refusal(csv_file(tmp_path, content, name="visites.xls"))
    assert refused.code == "html-file"
    assert ".xlsx" in refused.hint


def test_an_xml_spreadsheet_is_refused(tmp_path: Path) -> None:
    content = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><Workbook/>'
    assert refusal(csv_file(tmp_path, content, name="v.xls")).code == "xml-file"


def test_an_old_xls_is_refused_with_what_to_do(tmp_path: Path) -> None:
    refused = refusal(csv_file(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, name="v.xls"))
    assert refused.code == "old-xls"
    assert ".xlsx" in refused.hint


def test_a_workbook_behind_a_password_is_said_to_be_so(tmp_path: Path) -> None:
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    refused = refusal(csv_file(tmp_path, content, name="v.xlsx"))
    assert refused.code == "password"


@pytest.mark.parametrize("start", [b"%PDF-1.7\n", b"\x1f\x8b\x08\0", b"7z\xbc\xaf\x27\x1c", b"\x89PNG\r\n", b"{\\rtf1"])
def test_what_is_no_table_is_refused_by_name(tmp_path: Path, start: bytes) -> None:
    assert refusal(csv_file(tmp_path, start + b"x" * 50)).code == "not-a-table"


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    import zipfile

    for name, part, content in (
        ("a.zip", "visites.csv", CSV),
        ("b.ods", "mimetype", "application/vnd.oasis.opendocument"),
    ):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr(part, content)
        assert refusal(tmp_path / name).code == "not-a-table"


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "absent.csv").code == "missing-file"
    assert refusal(tmp_path).code == "missing-file"
