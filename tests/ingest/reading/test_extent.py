import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from ingest.reading.extent import MAX_AREA, check_extent
from tests.ingest.reading.files import HEADER, ROW, read, refusal, workbook


def with_part(source: Path, part: str, old: bytes, new: bytes) -> Path:
    target = source.with_name("changed.xlsx")
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            content = before.read(name)
            if name == part:
                assert old in content
                content = content.replace(old, new)
            after.writestr(name, content)
    return target


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    return workbook(tmp_path / "plain.xlsx", [HEADER.split(";"), ROW.split(";")])


def test_a_value_at_the_far_corner_is_refused_before_its_rectangle_is_allocated(tmp_path: Path) -> None:
    path = tmp_path / "far.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER.split(";"))
        sheet.write(1_048_575, 16_383, "x")
    refused = refusal(path)
    assert refused.code == "sheet-too-wide"
    assert "17\u202f179\u202f869\u202f184" in refused.message


def test_a_reference_outside_any_sheet_is_refused(plain: Path) -> None:
    path = with_part(plain, "xl/worksheets/sheet1.xml", b'r="A2"', b'r="ZZZZZZ99999999999"')
    assert refusal(path).code == "sheet-too-wide"


def test_a_count_of_texts_that_lies_is_refused_before_room_is_made_for_them(plain: Path) -> None:
    path = with_part(plain, "xl/sharedStrings.xml", b'uniqueCount="8"', b'uniqueCount="4000000000"')
    assert refusal(path).code == "zip-bomb"


def test_formats_put_on_far_empty_cells_do_no_harm(plain: Path) -> None:
    far = b'<row r="1048576" spans="1:16384"><c r="XFD1048576" s="0"/></row></sheetData>'
    _, rows = read(with_part(plain, "xl/worksheets/sheet1.xml", b"</sheetData>", far))
    assert [row.cells for row in rows] == [ROW.split(";")]


def test_a_sheet_of_all_its_rows_and_twenty_columns_is_allowed(plain: Path) -> None:
    assert MAX_AREA > 1_048_576 * 20
    path = with_part(
        plain,
        "xl/worksheets/sheet1.xml",
        b"</sheetData>",
        b'<row r="1048576"><c r="T1048576"/></row></sheetData>',
    )
    with zipfile.ZipFile(path) as archive:
        check_extent(path, archive, archive.getinfo("xl/worksheets/sheet1.xml"))
