"""Dates: the order of day and month is settled once for a column, over the whole file.

`settle` reads every value of the column and says which order it follows; `parse_day` then reads each
cell in that order and in no other. A cell that does not fit is refused: read row by row, half of the
wrong dates would pass unseen.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from ingest.cleaning.cleaned import EMPTY, Cleaned, refused, shown
from ingest.cleaning.months import read_month_name
from ingest.cleaning.text import is_empty
from ingest.notes import Note, Severity

FIRST_YEAR = 1900
YEARS_AHEAD = 5
_EXCEL_EPOCH = dt.date(1899, 12, 30)
_EXCEL_SERIALS = range(10_000, 80_000)
"""Serials from 1927 to 2119: below, four digits are a year."""

_NUMERIC = re.compile(r"(\d{1,2})\s?[/.\-]\s?(\d{1,2})\s?[/.\-]\s?(\d{4}|\d{2})(?:[ T,à]+\d{1,2}[:hH]\S*)?")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?")
_COMPACT = re.compile(r"(19\d\d|20\d\d)(\d{2})(\d{2})")
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")
_YEAR = re.compile(r"(\d{4})(?:[.,]0)?")
_YEAR_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[/.\-](\d{4})")
_MONTH_FIRST_SHARE = 0.3
"""Of dates in American order about 60 % have a day above 12: below half of that, those are mistakes."""


class DateOrder(StrEnum):
    """Which comes first in dates written with numbers, the year being last."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


class Day(NamedTuple):
    """A date, or the period that a year or a month is; a full date has both bounds equal."""

    earliest: dt.date
    latest: dt.date

    @property
    def is_exact(self) -> bool:
        """Whether it is one day."""
        return self.earliest == self.latest


@dataclass(frozen=True, slots=True)
class DateFormat:
    """The order a column follows, and why.

    Args:
        order: of day and month.
        day_first: dates that can only be in French order; month_first: only in American order.
        undecided: dates that read in both; conflicts: dates that the order makes impossible.
        note: a remark on the file, when the order is not the French one or dates contradict it.
    """

    order: DateOrder = DateOrder.DAY_FIRST
    day_first: int = 0
    month_first: int = 0
    undecided: int = 0
    conflicts: int = 0
    note: Note | None = None


FRENCH = DateFormat()


def settle(values: Iterable[str]) -> DateFormat:
    """Return the order of day and month that a whole column follows; streams.

    The order that more dates prove wins; when none proves anything, or both as much, it is the French
    one. American order must be proved by a fair share of the dates, not by one slip among many.

    >>> settle(["12/06/2025", "31/01/2025"]).order, settle(["12/31/2025", "06/12/2025"]).order
    (<DateOrder.DAY_FIRST: 'day_first'>, <DateOrder.MONTH_FIRST: 'month_first'>)
    """
    day_first = month_first = undecided = 0
    example = ""
    for value in values:
        verdict = _verdict(value)
        if verdict == 0:
            continue
        if verdict == 1:
            undecided += 1
        elif verdict == 2:
            day_first += 1
        else:
            month_first += 1
            example = example or value.strip()
    total = day_first + month_first + undecided
    if month_first > day_first and month_first >= _MONTH_FIRST_SHARE * total:
        note = _american(month_first, day_first, example)
        return DateFormat(DateOrder.MONTH_FIRST, day_first, month_first, undecided, day_first, note)
    conflict = _contradicted(month_first, example) if month_first else None
    return DateFormat(DateOrder.DAY_FIRST, day_first, month_first, undecided, month_first, conflict)


def parse_day(cell: str, order: DateOrder = DateOrder.DAY_FIRST, today: dt.date | None = None) -> Cleaned[Day]:
    """Return the day, or the period, that a cell says.

    Args:
        cell: dd/mm/yyyy, dd-mm-yy, ISO with or without a time, an Excel serial, `3 mars 2026`, `mars 2026`,
            `03/2026`, `2019`.
        order: what `settle` said of the column.
        today: the day that "far in the future" is counted from; the real one by default.

    >>> parse_day("03/02/2025").value.earliest.isoformat(), parse_day("2019").value.latest.isoformat()
    ('2025-02-03', '2019-12-31')
    """
    return _parse(cell, order is DateOrder.MONTH_FIRST, (today or dt.date.today()).toordinal())


@lru_cache(maxsize=65_536)
def _parse(cell: str, month_first: bool, today_ordinal: int) -> Cleaned[Day]:
    text = cell.strip()
    if is_empty(text):
        return EMPTY
    today = dt.date.fromordinal(today_ordinal)
    try:
        day = _read(text, month_first, today)
    except ValueError:
        return Cleaned(None, _impossible(cell, text, month_first))
    if day is None:
        return Cleaned(None, refused("date-unreadable", f"{shown(cell)} n'est pas une date reconnue."))
    if day.earliest.year < FIRST_YEAR:
        return Cleaned(None, refused("date-out-of-range", f"{shown(cell)} est avant {FIRST_YEAR}."))
    if day.earliest > _years_after(today, YEARS_AHEAD):
        message = f"{shown(cell)} est plus de {YEARS_AHEAD} ans après le {today:%d/%m/%Y}."
        return Cleaned(None, refused("date-out-of-range", message))
    return Cleaned(day)


def _read(text: str, month_first: bool, today: dt.date) -> Day | None:
    """Return the day of a text, None when it looks like no date; ValueError when it is impossible."""
    if found := _NUMERIC.fullmatch(text):
        first, second, year = int(found[1]), int(found[2]), _year(found[3], today)
        return _one(dt.date(year, first, second) if month_first else dt.date(year, second, first))
    if found := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        return _one(dt.date(int(found[1]), int(found[2]), int(found[3])))
    if (found := _SERIAL.fullmatch(text)) and int(found[1]) in _EXCEL_SERIALS:
        return _one(_EXCEL_EPOCH + dt.timedelta(days=int(found[1])))
    return _read_period(text) or _read_named(text, today)


def _read_period(text: str) -> Day | None:
    """Return the period that a year or a month in figures is."""
    if found := _YEAR.fullmatch(text):
        year = int(found[1])
        return Day(dt.date(year, 1, 1), dt.date(year, 12, 31))
    if found := _YEAR_MONTH.fullmatch(text):
        return month_of(int(found[1]), int(found[2]))
    if found := _MONTH_YEAR.fullmatch(text):
        return month_of(int(found[2]), int(found[1]))
    return None


def _read_named(text: str, today: dt.date) -> Day | None:
    """Return a date, or a month, whose month is in letters."""
    if named := read_month_name(text):
        year = _year(named.year, today)
        return month_of(year, named.month) if named.day is None else _one(dt.date(year, named.month, named.day))
    return None


def month_of(year: int, month: int) -> Day:
    """Return a month as a period."""
    first = dt.date(year, month, 1)
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return Day(first, following - dt.timedelta(days=1))


def _one(day: dt.date) -> Day:
    return Day(day, day)


def _year(digits: str, today: dt.date) -> int:
    """Two digits are the latest year that is not far ahead: 26 is 2026, 87 is 1987."""
    if len(digits) == 4:
        return int(digits)
    year = today.year // 100 * 100 + int(digits)
    return year if year <= today.year + YEARS_AHEAD else year - 100


def _years_after(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


@lru_cache(maxsize=65_536)
def _verdict(cell: str) -> int:
    """Return what a cell proves: 0 nothing, 1 both orders possible, 2 day first, 3 month first."""
    found = _NUMERIC.fullmatch(cell.strip())
    if not found:
        return 0
    first, second = int(found[1]), int(found[2])
    if not (1 <= first <= 31 and 1 <= second <= 31) or (first > 12 and second > 12):
        return 0
    return 2 if first > 12 else 3 if second > 12 else 1


def _impossible(cell: str, text: str, month_first: bool) -> Note:
    """Say why a date does not exist: the other order, or not in any calendar."""
    found = _NUMERIC.fullmatch(text)
    other = found and _verdict(text) == (2 if month_first else 3)
    if other:
        column, order = ("mois/jour", "jour/mois") if month_first else ("jour/mois", "mois/jour")
        message = f"{shown(cell)} est en {order} dans une colonne en {column} : date à vérifier."
        return refused("date-order", message)
    return refused("date-impossible", f"{shown(cell)} n'existe pas dans le calendrier.")


def _american(month_first: int, day_first: int, example: str) -> Note:
    message = f"Les dates sont lues en mois/jour/année ({month_first} le prouvent, dont « {example} »)"
    if day_first:
        return Note(Severity.DOUBT, "date-order", f"{message} ; {day_first} contredisent cet ordre et sont refusées.")
    return Note(Severity.REPAIR, "date-order", f"{message}, pour toutes les lignes du fichier.")


def _contradicted(count: int, example: str) -> Note:
    message = (
        f"{count} date{'s' if count > 1 else ''} en mois/jour (« {example} ») parmi des dates "
        "en jour/mois/année : ces lignes sont refusées, d'autres sont peut-être inversées sans qu'on le voie."
    )
    return Note(Severity.INFO, "date-order", message)
