"""Months as the indicators count them: `2026-03`, and the day at which each is looked at."""

from __future__ import annotations

import calendar
from datetime import date


def month_of(day: date) -> str:
    """Return the month of a day.

    >>> month_of(date(2026, 3, 12))
    '2026-03'
    """
    return f"{day:%Y-%m}"


def months_back(month: str, many: int) -> str:
    """Return the month that lies some months before another.

    >>> months_back("2026-03", 4)
    '2025-11'
    """
    year, number = divmod(int(month[:4]) * 12 + int(month[5:]) - 1 - many, 12)
    return f"{year:04}-{number + 1:02}"


def month_ends(as_of: date, months: int) -> tuple[date, ...]:
    """Return the last days of the months up to a day, the current one cut at that day.

    >>> [str(day) for day in month_ends(date(2026, 3, 12), 3)]
    ['2026-01-31', '2026-02-28', '2026-03-12']
    """
    found = []
    for back in range(months - 1, 0, -1):
        year, number = map(int, months_back(month_of(as_of), back).split("-"))
        found.append(date(year, number, calendar.monthrange(year, number)[1]))
    return (*found, as_of)
