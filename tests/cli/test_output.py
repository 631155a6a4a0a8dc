"""Numbers, dates and texts as the command line writes them."""

from __future__ import annotations

import pytest

from cli.output import french_amount, french_day, french_integer, french_number, plural, print_error, safe
from graph.errors import FileRefused


def test_numbers_and_amounts_are_written_as_in_french() -> None:
    assert french_integer(-1234567) == "-1\u202f234\u202f567"
    assert french_amount(1234.5) == "1\u202f234,50\u202f€"
    assert french_amount(12000) == "12\u202f000\u202f€"
    assert french_amount(None) == ""


@pytest.mark.parametrize(("on", "written"), [("2026-08-01", "01/08/2026"), ("2026-08", "août 2026"), ("2026", "2026")])
def test_days_months_and_years_are_told_apart(on: str, written: str) -> None:
    assert french_day(on) == written


def test_below_two_is_singular_and_every_word_takes_the_mark() -> None:
    assert [plural(n, "visite connue") for n in (0, 1, 2)] == [
        "0 visite connue",
        "1 visite connue",
        "2 visites connues",
    ]


def test_what_could_drive_a_terminal_is_taken_out() -> None:
    assert safe("a\x1b[31m\u202eb\x00c") == "a[31mbc"
    assert french_number("x12") == "x12"


def test_an_error_says_where_and_what_to_do_on_the_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    error = FileRefused("Guillemet non fermé.", code="unclosed-quote", line=12, column="nom", hint="Fermez-le.")
    print_error(error, place="a.csv")
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.splitlines() == [
        "Erreur (a.csv, ligne 12, colonne nom) : Guillemet non fermé.",
        "Fermez-le.",
    ]
