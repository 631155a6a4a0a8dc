import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.cleaning import FRENCH, DateOrder, Day, parse_day, settle
from ingest.notes import Severity

TODAY = dt.date(2026, 11, 20)
DAYS = st.dates(dt.date(1930, 1, 1), dt.date(2031, 1, 1))


def day(cell: str, order: DateOrder = DateOrder.DAY_FIRST) -> dt.date | None:
    found = parse_day(cell, order, TODAY)
    assert found.value is None or found.value.is_exact
    return found.value.earliest if found.value else None


def refused_with(cell: str, order: DateOrder = DateOrder.DAY_FIRST) -> str:
    found = parse_day(cell, order, TODAY)
    assert found.value is None
    assert found.note is not None
    assert found.note.severity is Severity.REFUSE
    assert f"« {' '.join(cell.split())} »" in found.note.message
    return found.note.code


@pytest.mark.parametrize(
    "cell",
    [
        "03/02/2026",
        "3/2/2026",
        "03-02-2026",
        "03.02.2026",
        "03/02/26",
        "3.2.26",
        " 03/02/2026 ",
        "03/02/2026 14:30",
        "03/02/2026 à 14h30",
        "2026-02-03",
        "2026/02/03",
        "2026-02-03T14:30:00",
        "2026-02-03 14:30:00+01:00",
        "20260203",
        "2026-02-03T00:00:00Z",
        "46056",
        "46056.0",
        "46056,5",
        "3 février 2026",
        "3 févr. 2026",
        "mardi 3 février 2026",
        "Le 3 Février 2026",
        "3-févr-26",
        "03 FEVRIER 2026",
    ],
)
def test_the_ways_of_writing_one_day_are_all_read(cell: str) -> None:
    assert parse_day(cell, today=TODAY).note is None
    assert day(cell) == dt.date(2026, 2, 3)


def test_the_first_of_a_month_is_written_with_er() -> None:
    assert day("1er mars 2026") == dt.date(2026, 3, 1)


@given(DAYS)
def test_every_day_is_read_back_from_each_style(written: dt.date) -> None:
    assert day(f"{written:%d/%m/%Y}") == written
    assert day(f"{written:%d-%m-%Y}") == written
    assert day(f"{written:%Y-%m-%d}") == written
    assert day(f"{written:%Y-%m-%dT%H:%M:%S}") == written
    assert day(f"{written:%m/%d/%Y}", DateOrder.MONTH_FIRST) == written
    assert day(str((written - dt.date(1899, 12, 30)).days)) == written


@given(st.dates(dt.date(1932, 1, 1), dt.date(2031, 12, 31)))
def test_two_digit_years_are_at_most_five_years_ahead(written: dt.date) -> None:
    assert parse_day(f"{written:%d/%m/%y}", today=dt.date(2026, 12, 31)).value == Day(written, written)


@pytest.mark.parametrize(
    ("cell", "earliest", "latest"),
    [
        ("2019", "2019-01-01", "2019-12-31"),
        ("2019.0", "2019-01-01", "2019-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("12/2025", "2025-12-01", "2025-12-31"),
        ("mars 2026", "2026-03-01", "2026-03-31"),
    ],
)
def test_a_year_or_a_month_is_a_period(cell: str, earliest: str, latest: str) -> None:
    assert parse_day(cell, today=TODAY).value == Day(dt.date.fromisoformat(earliest), dt.date.fromisoformat(latest))


@pytest.mark.parametrize(
    "cell", ["30/02/2026", "00/00/0000", "32/01/2026", "2026-13-01", "31 avril 2026", "0000-00-00"]
)
def test_days_that_no_calendar_has_are_refused(cell: str) -> None:
    assert refused_with(cell) == "date-impossible"


@pytest.mark.parametrize("cell", ["31/12/1899", "1789-07-14", "21/11/2031", "2099-01-01", "01/01/2206", "2032"])
def test_days_before_1900_or_far_ahead_are_refused(cell: str) -> None:
    assert refused_with(cell) == "date-out-of-range"


def test_five_years_ahead_to_the_day_is_not_far() -> None:
    assert day("20/11/2031") == dt.date(2031, 11, 20)
    assert parse_day("2031", today=TODAY).note is None


@pytest.mark.parametrize("cell", ["bientôt", "12", "1234567", "03//02/2026", "à revoir", "semaine 12"])
def test_what_is_no_date_is_refused(cell: str) -> None:
    assert refused_with(cell) == "date-unreadable"


@pytest.mark.parametrize("cell", ["", " ", "-", "n/c", "#N/A"])
def test_an_empty_date_says_nothing(cell: str) -> None:
    assert (parse_day(cell).value, parse_day(cell).note) == (None, None)


def test_a_column_where_every_date_is_ambiguous_is_french() -> None:
    settled = settle(["01/02/2026", "03/04/2026", "", "2026-01-31", "bientôt"])
    assert (settled.order, settled.undecided, settled.note) == (DateOrder.DAY_FIRST, 2, None)
    assert settle([]) == FRENCH


def test_one_american_date_among_french_ones_is_refused_with_a_warning_for_the_file() -> None:
    column = ["31/01/2026", "25/12/2025", "12/31/2023", "02/03/2026"]
    settled = settle(column)
    assert (settled.order, settled.conflicts) == (DateOrder.DAY_FIRST, 1)
    assert settled.note is not None
    assert "12/31/2023" in settled.note.message
    assert refused_with("12/31/2023", settled.order) == "date-order"
    assert day("02/03/2026", settled.order) == dt.date(2026, 3, 2)


def test_one_american_slip_does_not_turn_a_column_that_proves_nothing_else() -> None:
    settled = settle(["01/02/2026"] * 9 + ["12/31/2023"])
    assert (settled.order, settled.conflicts) == (DateOrder.DAY_FIRST, 1)
    assert settled.note is not None


def test_a_column_in_american_order_is_read_so_for_all_rows_and_said() -> None:
    settled = settle(["12/31/2025", "06/13/2025", "01/02/2026"])
    assert settled.order is DateOrder.MONTH_FIRST
    assert settled.note is not None
    assert settled.note.severity is Severity.REPAIR
    assert day("01/02/2026", settled.order) == dt.date(2026, 1, 2)
    assert refused_with("31/12/2025", settled.order) == "date-order"


def test_a_column_that_proves_both_orders_as_much_is_french_and_warned_of() -> None:
    settled = settle(["12/31/2025", "31/12/2025"])
    assert settled.order is DateOrder.DAY_FIRST
    assert settled.note is not None


@given(st.lists(DAYS, min_size=1), st.randoms())
def test_the_order_settled_does_not_depend_on_the_order_of_the_rows(days: list[dt.date], random: object) -> None:
    column = [f"{one:%m/%d/%Y}" for one in days]
    assert settle(column).order == settle(sorted(column)).order == settle(column[::-1]).order


@given(st.lists(st.dates(dt.date(2020, 1, 1), dt.date(2026, 12, 31)), min_size=12))
def test_a_french_column_is_never_taken_for_american(days: list[dt.date]) -> None:
    assert settle(f"{one:%d/%m/%y}" for one in days).order is DateOrder.DAY_FIRST


def test_settling_streams() -> None:
    assert settle(f"{number % 28 + 1:02d}/01/2026" for number in range(100_000)).day_first > 0


@given(st.text(max_size=25))
def test_no_text_raises(cell: str) -> None:
    found = parse_day(cell, today=TODAY)
    assert found.value is None or found.value.earliest <= found.value.latest
