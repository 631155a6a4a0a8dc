"""How days, numbers and identifiers are written for people who read French."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from queries.days import MONTHS

HERE = ZoneInfo("Europe/Paris")
NARROW = "\u202f"
"""Narrow no-break space: between thousands, before `%` and `€`."""


def day(on: date | str | None) -> str:
    """Write a day, a month or a year.

    >>> day("2026-03-12"), day("2026-03-01"), day("2026-03"), day("2026"), day(None)
    ('12 mars 2026', '1er mars 2026', 'mars 2026', '2026', 'date inconnue')
    """
    if not on:
        return "date inconnue"
    parts = [int(part) for part in str(on).split("-")]
    if len(parts) == 1:
        return str(parts[0])
    month = MONTHS[parts[1] - 1]
    if len(parts) == 2:
        return f"{month} {parts[0]}"
    return f"{'1er' if parts[2] == 1 else parts[2]} {month} {parts[0]}"


def on_day(on: date | str | None) -> str:
    """Say a day, a month or a year inside a sentence.

    >>> on_day("2026-03-12"), on_day("2026-03"), on_day(None)
    ('le 12 mars 2026', 'en mars 2026', 'à une date inconnue')
    """
    if not on:
        return "à une date inconnue"
    return f"{'le' if len(str(on)) == 10 else 'en'} {day(on)}"


def number(value: float | int, decimals: int = 0) -> str:
    """Write a number with narrow spaces between thousands and a decimal comma.

    >>> number(1234567), number(3.14159, 2), number(-1200)
    ('1\u202f234\u202f567', '3,14', '−1\u202f200')
    """
    written = f"{abs(value):,.{decimals}f}".replace(",", NARROW).replace(".", ",")
    return f"−{written}" if value < 0 else written


def percent(share: float | None, decimals: int = 0) -> str:
    """Write a share from 0 to 1 as a percentage.

    >>> percent(0.256), percent(0.2561, 1), percent(None)
    ('26\u202f%', '25,6\u202f%', '–')
    """
    return "–" if share is None else f"{number(share * 100, decimals)}{NARROW}%"


def euros(amount: float | None) -> str:
    """Write an amount.

    >>> euros(12500), euros(None)
    ('12\u202f500\u202f€', 'montant inconnu')
    """
    return "montant inconnu" if amount is None else f"{number(amount)}{NARROW}€"


def cents(amount: int | None) -> str:
    """Write an amount in cents, as euros; the cents are shown where there are any.

    >>> cents(123450), cents(100000), cents(None)
    ('1\u202f234,50\u202f€', '1\u202f000\u202f€', '–')
    """
    if amount is None:
        return "–"
    return f"{number(amount / 100, 2 if amount % 100 else 0)}{NARROW}€"


def plural(count: int, one: str, many: str = "") -> str:
    """Write a count with its noun; in French 0 and 1 are singular.

    >>> plural(0, "visite"), plural(2, "visite"), plural(2, "réseau", "réseaux")
    ('0 visite', '2 visites', '2 réseaux')
    """
    return f"{number(count)} {one if abs(count) < 2 else many or one + 's'}"


def siren(text: str | None) -> str:
    """Write a SIREN or a SIRET in groups.

    >>> siren("732829320"), siren("73282932000074"), siren(None)
    ('732\u202f829\u202f320', '732\u202f829\u202f320\u202f00074', '')
    """
    if not text:
        return ""
    groups = [text[:3], text[3:6], text[6:9], text[9:]]
    return NARROW.join(group for group in groups if group)


def listed(names: tuple[str, ...] | list[str]) -> str:
    """Write names one after the other.

    >>> listed(["CCI", "CMA", "Région"]), listed(["CCI"]), listed([])
    ('CCI, CMA et Région', 'CCI', '')
    """
    return " et ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""


def sentence(text: str) -> str:
    """Start a text with a capital letter, the rest as it is.

    >>> sentence("visite prévue par la CCI")
    'Visite prévue par la CCI'
    """
    return text[:1].upper() + text[1:]


def measured(value: float | None, unit: str) -> str:
    """Write the value of an indicator as its unit asks.

    >>> measured(0.256, "percent"), measured(1500, "euros"), measured(12, "number"), measured(None, "number")
    ('25,6\u202f%', '1\u202f500\u202f€', '12', 'trop peu')
    >>> measured(2.5, "fte"), measured(1, "days"), measured(40, "jobs")
    ('2,5 ETP', '1 jour', '40 emplois')
    """
    if value is None:
        return "trop peu"
    if unit in _COUNTED:
        return plural(round(value), _COUNTED[unit])
    if unit == "fte":
        return f"{number(value, 0 if value == round(value) else 1)} ETP"
    return percent(value, 1) if unit == "percent" else euros(value) if unit == "euros" else number(value)


_COUNTED = {"days": "jour", "jobs": "emploi"}


def moment(at: str) -> str:
    """Write a moment, kept in universal time, as clocks here show it.

    >>> moment("2026-03-12T08:05:00+00:00"), moment("2026-07-01T22:30:10.123456+00:00")
    ('12 mars 2026 à 9 h 05', '2 juillet 2026 à 0 h 30')
    """
    here = datetime.fromisoformat(at).astimezone(HERE)
    return f"{day(here.date())} à {here.hour} h {here.minute:02}"


FILTERS = {
    "measured": measured,
    "moment": moment,
    "sentence": sentence,
    "day": day,
    "on_day": on_day,
    "number": number,
    "percent": percent,
    "euros": euros,
    "cents": cents,
    "plural": plural,
    "siren": siren,
    "listed": listed,
}
