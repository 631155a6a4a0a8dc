"""Days as the graph keeps them: ISO text that bounds what may be known; and as they are shown."""

from __future__ import annotations

import calendar
from datetime import date

from graph.errors import Misuse

MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
          "novembre", "décembre")  # fmt: skip


def today() -> date:
    """The day on which a question is asked when nobody says otherwise."""
    return date.today()


def shown(earliest: str | None, latest: str | None, *, signalled: bool = False) -> str | None:
    """Return the day as it may be shown: a day, a month, or a year.

    >>> shown("2026-03-12", "2026-03-12"), shown("2026-03-01", "2026-03-31")
    ('2026-03-12', '2026-03')
    >>> shown("2020-01-01", "2020-12-31")
    '2020'
    """
    if earliest is None or latest is None:
        return earliest
    if signalled:
        return earliest[:7]
    if earliest[4:] == "-01-01" and latest == f"{earliest[:4]}-12-31":
        return earliest[:4]
    if earliest != latest and earliest[7:] == "-01" and latest[:7] == earliest[:7]:
        return earliest[:7]
    return earliest


def gap(first: tuple[str, str], second: tuple[str, str]) -> int:
    """Return the least number of days between two intervals, 0 when they meet.

    >>> gap(("2026-03-01", "2026-03-31"), ("2026-04-02", "2026-04-02"))
    2
    """
    before, after = sorted((first, second))
    return max(0, (date.fromisoformat(after[0]) - date.fromisoformat(before[1])).days)


def months_before(day: date, months: int) -> date:
    """Return the same day some months earlier, or the last day of that month when it is shorter.

    >>> months_before(date(2026, 3, 31), 1)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < 1:
        raise Misuse(f"{months} mois avant le {day:%d/%m/%Y} : la date n'existe pas.")
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def in_french(on: str | None) -> str:
    """Write a day, a month or a year given in ISO form.

    >>> in_french("2026-03-12"), in_french("2026-03"), in_french("2026"), in_french(None)
    ('12/03/2026', 'mars 2026', '2026', 'date inconnue')
    """
    if not on:
        return "date inconnue"
    parts = on.split("-")
    if len(parts) == 2:
        return f"{MONTHS[int(parts[1]) - 1]} {parts[0]}"
    return "/".join(reversed(parts))


def said(on: str | None) -> str:
    """Say a day, month or year inside a French sentence.

    >>> said("2026-03-12"), said("2026-03"), said("2020"), said(None)
    ('le 12/03/2026', 'en mars 2026', 'en 2020', 'à une date inconnue')
    """
    if not on:
        return "à une date inconnue"
    return f"{'le' if len(on) == 10 else 'en'} {in_french(on)}"
