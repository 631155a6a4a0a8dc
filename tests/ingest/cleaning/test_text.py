import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.formulas import escape_formula
from ingest.cleaning import is_empty, parse_free_text, parse_text
from ingest.notes import Severity


@pytest.mark.parametrize(
    "cell",
    [
        "",
        " ",
        "\xa0",
        "\t",
        "-",
        "--",
        "—",
        "#N/A",
        "#n/a",
        "NULL",
        "null",
        "n/c",
        "N/C",
        "NC",
        "n.c.",
        "néant",
        "Néant",
        "#REF!",
        "#VALEUR!",
        "#DIV/0!",
        "#NOM?",
        "?",
        "...",
        "#####",
        "non renseigné",
        "(vide)",
        "nan",
        "\u200b",
        " \ufeff ",
    ],
)
def test_markers_of_emptiness_are_empty(cell: str) -> None:
    assert parse_text(cell).value is None


@pytest.mark.parametrize("cell", ["Néant SARL", "NC Conseil", "-5", "0", "A", "Null & Fils", "RAS"])
def test_what_only_resembles_them_is_text(cell: str) -> None:
    assert not is_empty(cell)
    assert parse_text(cell).value == cell


@pytest.mark.parametrize("cell", ["=2+2 à vérifier", "+33 3 22", "-5 %", "@dupont", '=HYPERLINK("x")'])
def test_formulas_are_kept_as_written_and_escaped_on_export(cell: str) -> None:
    assert (parse_text(cell).value, parse_text(cell).note) == (cell, None)
    assert escape_formula(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["\t=1", "\r=1", "\n=1", "＝1+1", "＠x"])
def test_the_other_ways_into_a_formula_are_escaped_too(cell: str) -> None:
    assert escape_formula(cell).startswith("'")


@given(st.text(alphabet="=+-@' ab1", min_size=1, max_size=12))
def test_what_was_exported_comes_back_as_it_was(text: str) -> None:
    kept = parse_text(text).value
    if kept is not None:
        assert parse_text(escape_formula(kept)).value == kept


def test_html_is_text() -> None:
    assert parse_text("<script>alert(1)</script> &amp; <b>x</b>").value == "<script>alert(1)</script> &amp; <b>x</b>"


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("Du\u200bpont", "Dupont"),
        ("\u202eTNOPUD", "TNOPUD"),
        ("\ufeffDupont", "Dupont"),
        ("Du\xadpont", "Dupont"),
        ("A\u2066b\u2069", "Ab"),
        ("Dupont\x07", "Dupont"),
        ("L\x92atelier", "L’atelier"),
    ],
)
def test_invisible_characters_are_taken_off_and_said(cell: str, value: str) -> None:
    found = parse_text(cell)
    assert found.value == value
    assert found.note is not None
    assert (found.note.severity, found.note.code) == (Severity.REPAIR, "invisible-characters")


def test_text_is_in_one_unicode_form_with_single_spaces() -> None:
    assert parse_text("Socie\u0301te\u0301  \xa0Ge\u0301ne\u0301rale ").value == "Société Générale"
    assert parse_text("Socie\u0301te\u0301").note is None


def test_damaged_accents_are_a_doubt_and_stay() -> None:
    found = parse_text("SociÃ©tÃ©")
    assert (found.value, found.note and found.note.severity) == ("SociÃ©tÃ©", Severity.DOUBT)


def test_free_text_keeps_its_lines_and_names_do_not() -> None:
    assert parse_free_text("un  deux\r\n\r\ntrois ").value == "un deux\n\ntrois"
    assert parse_text("un\r\ndeux").value == "un deux"


@given(st.text(max_size=60))
def test_cleaning_twice_changes_nothing(cell: str) -> None:
    once = parse_text(cell).value
    if once is not None:
        twice = parse_text(once)
        assert twice.value == once or once.startswith("'")
        assert unicodedata.is_normalized("NFC", once)
        assert "  " not in once
        assert once == once.strip()
        assert not any(unicodedata.category(char) in ("Cc", "Cf") for char in once)
