from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.reading import Titles, fold_header, open_table
from tests.ingest.reading.files import HEADER, KNOWN, ROW, codes, csv_file, read, refusal


@pytest.mark.parametrize(
    "written",
    [
        "N° SIRET",
        "n°siret",
        "N°\xa0Siret",
        " N\u202f°  SIRET : ",
        "Nº SIRET",
        "n_SIRET",
        "N. siret",
        "N-Siret",
    ],
)
def test_variants_of_a_header_fold_to_one_name(written: str) -> None:
    assert fold_header(written).replace(" ", "") == "nsiret"


def test_case_accents_spaces_and_punctuation_do_not_count() -> None:
    assert fold_header("  Réf._Visite\xa0CONJOINTE (oui/non) ") == "ref visite conjointe oui non"


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(name: str) -> None:
    assert fold_header(fold_header(name)) == fold_header(name)


def test_unknown_columns_are_listed_as_written(tmp_path: Path) -> None:
    table, _ = read(csv_file(tmp_path, "Date;SIRET;Humeur du Chef;\n01/02/2026;1;bonne;\n"))
    assert table.unknown_columns == ("Humeur du Chef",)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    for number, content in enumerate((b"", b"\n\n", b" ;;;\r\n", b"\xef\xbb\xbf")):
        assert refusal(csv_file(tmp_path, content, name=f"{number}.csv")).code == "empty-file"


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_header_alone_gives_no_row_and_no_error(tmp_path: Path, end: str) -> None:
    table, rows = read(csv_file(tmp_path, HEADER + end))
    assert (rows, table.findings, len(table.header)) == ([], [], 4)


def test_a_file_without_header_asks_for_a_mapping(tmp_path: Path) -> None:
    refused = refusal(csv_file(tmp_path, f"{ROW}\n{ROW}\n"))
    assert (refused.code, refused.line) == ("no-header", 1)
    assert "01/02/2026" in refused.message
    assert "correspondance" in refused.hint


def test_a_header_of_which_nothing_is_known_asks_for_a_mapping(tmp_path: Path) -> None:
    refused = refusal(csv_file(tmp_path, "Foo;Bar\na;b\n"))
    assert refused.code == "unknown-header"
    assert "« Foo », « Bar »" in refused.message
    assert "correspondance" in refused.hint


def test_a_file_without_header_is_read_once_its_columns_are_given(tmp_path: Path) -> None:
    table, rows = read(csv_file(tmp_path, f"{ROW}\n{ROW}\n"), header=Titles(tuple(HEADER.split(";"))))
    assert [row.line for row in rows] == [1, 2]
    assert (table.header, table.header_line, table.separator) == (tuple(HEADER.split(";")), 0, ";")


def test_a_duplicate_header_is_refused_with_both_places(tmp_path: Path) -> None:
    refused = refusal(csv_file(tmp_path, "Date;SIRET;date \n01/02/2026;1;2\n"))
    assert (refused.code, refused.column) == ("duplicate-header", "date")
    assert "colonne 1" in refused.message
    assert "colonne 3" in refused.message


def test_columns_without_a_name_are_no_duplicates(tmp_path: Path) -> None:
    table, rows = read(csv_file(tmp_path, "Date;SIRET;;\n01/02/2026;1;;\n"))
    assert (table.header, rows[0].refusal) == (("Date", "SIRET", "", ""), None)


def test_titles_above_the_header_are_left_out_and_said(tmp_path: Path) -> None:
    table, rows = read(csv_file(tmp_path, f"Visites 2026;;;\n;;;\n{HEADER}\n{ROW}\n"))
    assert (table.header_line, rows[0].line) == (3, 4)
    assert codes(table.findings) == ["title-lines"]
    assert "Visites 2026" in table.findings[0].message


def test_a_row_that_quotes_a_column_name_is_not_taken_for_the_header(tmp_path: Path) -> None:
    refused = refusal(csv_file(tmp_path, "01/02/2026;date;x;y\n02/02/2026;commune;x;y\n"))
    assert refused.code == "no-header"


def test_known_headers_may_come_folded_or_not(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "N° SIRET;Été\n1;2\n")
    assert open_table(path, {"N° Siret"}).unknown_columns == ("Été",)
    assert open_table(path, {"n siret"}).unknown_columns == ("Été",)


def test_header_names_are_kept_as_written(tmp_path: Path) -> None:
    assert open_table(csv_file(tmp_path, ' Date ;"SIRET ""vrai""";siret\n'), KNOWN).header == (
        " Date ",
        'SIRET "vrai"',
        "siret",
    )
