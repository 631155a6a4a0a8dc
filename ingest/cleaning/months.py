"""Dates with the month in letters, in French."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_MONTHS = {
    **dict.fromkeys(("janvier", "janv", "jan"), 1),
    **dict.fromkeys(("fevrier", "fevr", "fev"), 2),
    **dict.fromkeys(("mars", "mar"), 3),
    **dict.fromkeys(("avril", "avr"), 4),
    "mai": 5,
    **dict.fromkeys(("juin", "jun"), 6),
    **dict.fromkeys(("juillet", "juil", "jul"), 7),
    **dict.fromkeys(("aout", "aou"), 8),
    **dict.fromkeys(("septembre", "sept", "sep"), 9),
    **dict.fromkeys(("octobre", "oct"), 10),
    **dict.fromkeys(("novembre", "nov"), 11),
    **dict.fromkeys(("decembre", "dec"), 12),
}
_WRITTEN = re.compile(
    r"(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lun|mer|jeu|ven|sam|dim)\.?,?\s+)?(?:le\s+)?"
    r"(?:(?P<day>\d{1,2})(?:er)?[\s\-./]+)?(?P<month>[a-z]+)\.?[\s\-./]+(?P<year>\d{4}|\d{2})(?:[\s,a]+\d{1,2}[:h]\S*)?"
)


class WrittenDate(NamedTuple):
    """The parts of a date in letters; `day` is None for a month, `year` is two or four digits."""

    day: int | None
    month: int
    year: str


def read_month_name(text: str) -> WrittenDate | None:
    """Return the parts of a date whose month is in letters, None for anything else.

    >>> read_month_name("1er février 2025")
    WrittenDate(day=1, month=2, year='2025')
    """
    plain = unicodedata.normalize("NFKD", text.lower())
    found = _WRITTEN.fullmatch("".join(char for char in plain if not unicodedata.combining(char)).strip())
    if not found or found["month"] not in _MONTHS or (found["day"] is None and len(found["year"]) == 2):
        return None
    return WrittenDate(int(found["day"]) if found["day"] else None, _MONTHS[found["month"]], found["year"])
