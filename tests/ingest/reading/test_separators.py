from pathlib import Path

import pytest

from graph.errors import Misuse
from ingest.reading import open_table
from tests.ingest.reading.files import HEADER, KNOWN, ROW, csv_file, read, refusal


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_each_separator_is_found_by_the_columns_it_gives(tmp_path: Path, separator: str) -> None:
    text = f"{HEADER}\n{ROW}\n".replace(";", separator)
    table, rows = read(csv_file(tmp_path, text))
    assert table.separator == separator
    assert rows[0].cells == ROW.split(";")


def test_commas_inside_cells_do_not_outvote_the_separator_of_the_header(tmp_path: Path) -> None:
    body = "01/02/2026;Dupont, fils, et Cie, SARL;;Amiens\n" * 20
    table, _ = read(csv_file(tmp_path, f"{HEADER}\n{body}"))
    assert table.separator == ";"


def test_a_tie_asks_for_the_separator(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "date;x,siret\n01/02/2026;x,1\n")
    refused = refusal(path)
    assert refused.code == "ambiguous-separator"
    assert "--separator" in refused.hint
    assert "virgule : 2 colonnes" in refused.message
    assert open_table(path, KNOWN, separator=";").header == ("date", "x,siret")


def test_constant_width_decides_between_equal_headers(tmp_path: Path) -> None:
    table, _ = read(csv_file(tmp_path, "date;x,siret\n" + "01/02/2026;Amiens\n" * 9))
    assert table.separator == ";"


@pytest.mark.parametrize("first", ["sep=;", "SEP=;", '"sep=;"', "sep=;;;;"])
def test_the_line_that_declares_the_separator_is_obeyed_and_is_no_row(tmp_path: Path, first: str) -> None:
    table, rows = read(csv_file(tmp_path, f"{first}\r\n{HEADER}\r\n{ROW}\r\n"))
    assert (table.header_line, rows[0].line, rows[0].cells) == (2, 3, ROW.split(";"))


def test_a_declared_separator_settles_what_would_be_a_tie(tmp_path: Path) -> None:
    table, _ = read(csv_file(tmp_path, "sep=,\ndate;x,siret\n01/02/2026;x,1\n"))
    assert table.header == ("date;x", "siret")


@pytest.mark.parametrize("spoken", ["tab", "\\t", "\t"])
def test_a_tabulation_can_be_named(tmp_path: Path, spoken: str) -> None:
    table = open_table(csv_file(tmp_path, "date\tsiret\n"), KNOWN, separator=spoken)
    assert table.separator == "\t"


@pytest.mark.parametrize("wrong", ["", ";;", '"'])
def test_a_separator_that_is_no_single_character_is_a_misuse(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(Misuse):
        open_table(csv_file(tmp_path, "date;siret\n"), KNOWN, separator=wrong)


def test_a_table_of_one_column_needs_no_separator(tmp_path: Path) -> None:
    _, rows = read(csv_file(tmp_path, "SIRET\n73282932000074\n73282932000082\n"))
    assert [row.cells for row in rows] == [["73282932000074"], ["73282932000082"]]


def test_one_column_of_names_with_commas_stays_one_column(tmp_path: Path) -> None:
    _, rows = read(csv_file(tmp_path, "Entreprise\nDupont, fils\nPetit\n"))
    assert [row.cells for row in rows] == [["Dupont, fils"], ["Petit"]]
