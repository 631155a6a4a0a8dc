import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.cleaning import parse_amount_eur, parse_count, parse_percent
from ingest.notes import Note, Severity


def weight(note: Note | None) -> Severity | None:
    return note.severity if note else None


@pytest.mark.parametrize(
    ("cell", "value"), [("0", 0), ("1250", 1250), ("19875.06", 19875.06), ("-12", -12), ("1.5", 1.5)]
)
def test_plain_numbers_need_no_word(cell: str, value: float) -> None:
    assert (parse_amount_eur(cell).value, parse_amount_eur(cell).note) == (value, None)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("12,5", 12.5),
        ("1 234", 1234),
        ("1\xa0234,56", 1234.56),
        ("1\u202f234\u202f567,89 €", 1234567.89),
        ("500 €", 500),
        ("€ 500", 500),
        ("500 euros", 500),
        ("12 k€", 12_000),
        ("12,5 K€", 12_500),
        ("1,2 M€", 1_200_000),
        ("3 Md€", 3e9),
        ("5 K EUR", 5_000),
        ("5KEUR", 5_000),
        ("150 k", 150_000),
        ("150 KE", 150_000),
        ("2 millions d'euros", 2e6),
        ("500 € HT", 500),
        ("(1 234)", -1234),
        ("(12,5 k€)", -12_500),
        ("-1 234,5 €", -1234.5),
        ("\u22125", -5),
        ("12-", -12),
        ("1,234.56", 1234.56),
        ("1.234,56", 1234.56),
        ("1.234.567", 1_234_567),
        ("1'234.50", 1234.5),
        ("+7", 7),
        ("12 345.678", 12345.678),
        ("1 234 567", 1_234_567),
        ("１２", 12),
    ],
)
def test_what_accountants_write_is_understood_and_said(cell: str, value: float) -> None:
    found = parse_amount_eur(cell)
    assert found.value == pytest.approx(value)
    assert found.note is not None
    assert (found.note.severity, found.note.code) == (Severity.REPAIR, "number-rewritten")


@pytest.mark.parametrize("cell", ["1.234", "1,234", "999.999", "-1.234", "1.234 €", "1.234 k€"])
def test_three_places_alone_may_be_thousands_and_are_a_doubt_with_both_readings(cell: str) -> None:
    found = parse_amount_eur(cell)
    assert found.note is not None
    assert (found.note.severity, found.note.code) == (Severity.DOUBT, "number-ambiguous")
    assert " ou " in found.note.message


@pytest.mark.parametrize(
    ("cell", "value"), [("0.123", 0.123), ("1234.567", 1234.567), ("1.2340", 1.234), ("1,2345", 1.2345)]
)
def test_decimals_that_cannot_be_thousands_are_no_doubt(cell: str, value: float) -> None:
    assert parse_amount_eur(cell).value == value
    assert weight(parse_amount_eur(cell).note) is not Severity.DOUBT


def test_an_amount_rounded_by_the_spreadsheet_is_a_doubt() -> None:
    found = parse_amount_eur("1,2E+06")
    assert (found.value, weight(found.note)) == (1_200_000, Severity.DOUBT)


@pytest.mark.parametrize("cell", ["abc", "10-20", "1..2", "1,23,4", "12 chaises", "1,2.3,4", "inf", "douze"])
def test_what_is_no_number_is_a_doubt_without_a_value(cell: str) -> None:
    found = parse_amount_eur(cell)
    assert (found.value, weight(found.note)) == (None, Severity.DOUBT)


@pytest.mark.parametrize("cell", ["", " ", "-", "n/c", "NC", "#REF!", "néant"])
def test_an_empty_amount_says_nothing(cell: str) -> None:
    assert (parse_amount_eur(cell).value, parse_amount_eur(cell).note) == (None, None)


@given(st.integers(-(10**12), 10**12))
def test_every_amount_in_cents_is_read_back_from_french_writing(cents: int) -> None:
    euros = abs(cents) / 100
    french = f"{euros:,.2f}".replace(",", "\u202f").replace(".", ",")
    for written in (f"-{french} €", f"({french})") if cents < 0 else (french, f"{french} €"):
        assert parse_amount_eur(written).value == pytest.approx(cents / 100)


@given(st.floats(0, 1e9, allow_nan=False).map(lambda x: round(x, 2)))
def test_every_plain_number_is_itself_or_a_doubt(value: float) -> None:
    assert parse_amount_eur(repr(value)).value == pytest.approx(value)


def test_counts_are_whole_and_not_negative() -> None:
    assert [parse_count(cell).value for cell in ("12", "12,0", "1 200", "12 emplois", "3 ETP", "")] == [
        12,
        12,
        1200,
        12,
        3,
        None,
    ]
    assert parse_count("12").note is None
    for cell, code in (
        ("1,5", "count-fraction"),
        ("-3", "count-negative"),
        ("dix", "number-unreadable"),
        ("1.234", "number-ambiguous"),
    ):
        note = parse_count(cell).note
        assert note is not None
        assert (note.severity, note.code) == (Severity.DOUBT, code)


def test_shares_are_parts_of_one() -> None:
    assert parse_percent("25 %").value == 0.25
    assert parse_percent("12,5%").value == pytest.approx(0.125)
    assert parse_percent("40").value == 0.4
    assert parse_percent("0").value == 0
    for cell, code in (
        ("0,5", "percent-ambiguous"),
        ("140 %", "percent-range"),
        ("beaucoup", "number-unreadable"),
    ):
        note = parse_percent(cell).note
        assert note is not None
        assert (note.severity, note.code) == (Severity.DOUBT, code)


@given(st.text(max_size=20))
def test_no_text_raises(cell: str) -> None:
    parse_amount_eur(cell)
    parse_count(cell)
    parse_percent(cell)
