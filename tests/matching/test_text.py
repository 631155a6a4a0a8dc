import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.text import fold_commune, fold_department, fold_postcode, letters, lower_ascii, words


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("S.N.E.", ["sne"]),
        ("A B 2 L", ["ab2l"]),
        ("A B2 L", ["ab2l"]),
        ("S & H", ["sh"]),
        ("L'Usine d’Été", ["usine", "ete"]),
        ("EV.A PRESTATIONS", ["ev", "a", "prestations"]),
        ("Œuvre", ["oeuvre"]),
        ("", []),
    ],
)
def test_case_accents_dots_and_lone_letters_do_not_tell_words_apart(written: str, read: list[str]) -> None:
    assert words(lower_ascii(written)) == read


@pytest.mark.parametrize("written", ["ST QUENTIN", "Saint-Quentin", "SAINT QUENTIN CEDEX", "saint quentin cedex 9"])
def test_a_town_has_one_folding_however_it_is_written(written: str) -> None:
    assert fold_commune(written) == "saint quentin"


@pytest.mark.parametrize("written", ["Lyon 9e  Arrondissement", "LYON 8EME", "LYON 1er", "Lyon"])
def test_a_district_is_its_town(written: str) -> None:
    assert fold_commune(written) == "lyon"


def test_the_zero_a_spreadsheet_drops_from_a_postcode_comes_back() -> None:
    assert fold_postcode("2100") == "02100"
    assert fold_postcode("59 000") == "59000"
    assert fold_postcode("591") is None
    assert fold_postcode(None) is None


def test_a_department_is_what_postcodes_begin_with() -> None:
    assert [fold_department(code) for code in ("2A", "2B", "974", "59", "2")] == [
        "20",
        "20",
        "974",
        "59",
        "02",
    ]
    assert fold_department(None, "02100") == "02"
    assert fold_department(None) is None


def test_letters_keep_the_legal_form_and_drop_all_else() -> None:
    assert letters("S.A.R.L. L'Été") == "sarlete"


@given(st.text(max_size=60))
def test_folding_a_name_twice_changes_nothing(written: str) -> None:
    assert letters(letters(written)) == letters(written)
    assert lower_ascii(lower_ascii(written)) == lower_ascii(written)
