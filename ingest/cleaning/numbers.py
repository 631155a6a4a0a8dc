"""Amounts, counts and shares as people write them in French spreadsheets."""

from __future__ import annotations

import math
import re
import unicodedata
from functools import lru_cache
from typing import Any

from ingest.cleaning.cleaned import EMPTY, Cleaned, doubted, repaired, shown
from ingest.cleaning.text import is_empty
from ingest.notes import Note

_PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_SPACES = re.compile(r"[\s'’]+")
_UNIT = re.compile(
    r"(?:(?P<kilo>k)|(?P<giga>mds?|milliards?)|(?P<mega>m(?:illions?)?)|(?P<thousand>milliers?))?"
    r"(?:d(?:e(?=e))?(?=e))?(?:€|euros?|eur|e)?(?:ht|ttc)?",
    re.IGNORECASE,
)
_SCIENTIFIC = re.compile(r"-?\d+(?:[.,]\d+)?[eE][+-]?\d{1,2}")
_GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
_ALONE = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_GROUPED_BY_SPACE = re.compile(r"\d[\s'’]+\d{3}(?!\d)")
_SCALES = {"kilo": 1e3, "thousand": 1e3, "mega": 1e6, "giga": 1e9}


def parse_amount_eur(cell: str) -> Cleaned[float]:
    """Return an amount in euros.

    Decimal commas, spaces of thousands, `€`, `k€`, `M€` and `(1 234)` are understood and said;
    `1.234` alone may be 1,234 or 1 234: a person decides.

    >>> [parse_amount_eur(cell).value for cell in ("19875.06", "12,5 k€", "(1 234)")]
    [19875.06, 12500.0, -1234.0]
    """
    if _PLAIN.fullmatch(cell) and not _ALONE.fullmatch(cell.lstrip("-")):
        return Cleaned(float(cell))
    return _amount(cell)


def parse_count(cell: str) -> Cleaned[int]:
    """Return a number of jobs, people or companies: whole and not negative.

    >>> parse_count("12").value, parse_count("12 emplois").value, parse_count("1,5").note.code
    (12, 12, 'count-fraction')
    """
    if cell.isascii() and cell.isdigit() and len(cell) < 10:
        return Cleaned(int(cell))
    return _count(cell)


@lru_cache(maxsize=4096)
def _count(cell: str) -> Cleaned[int]:
    bare = re.sub(r"\s*(?:emplois?|etp|salari[ée]e?s?|personnes?|postes?|pers\.?)\s*$", "", cell, flags=re.IGNORECASE)
    number = parse_amount_eur(bare)
    if number.value is None:
        return EMPTY if number.note is None else Cleaned(None, number.note)
    if number.value < 0:
        return Cleaned(
            None,
            doubted("count-negative", f"{shown(cell)} est négatif : ce n'est pas un nombre de personnes."),
        )
    whole = round(number.value)
    if not math.isclose(whole, number.value):
        return Cleaned(
            whole,
            doubted("count-fraction", f"{shown(cell)} n'est pas un nombre entier : compris comme {whole} ?"),
        )
    if number.note and number.note.code == "number-ambiguous":
        return Cleaned(whole, number.note)
    return Cleaned(whole, None if bare == cell and not number.note else _read_as(cell, whole))


@lru_cache(maxsize=4096)
def parse_percent(cell: str) -> Cleaned[float]:
    """Return a share: 0.25 is a quarter. Without a sign, a number above 1 is taken for percents.

    >>> parse_percent("25 %").value, parse_percent("0.25").note.code
    (0.25, 'percent-ambiguous')
    """
    bare = cell.strip()
    signed = bare.endswith("%")
    number = parse_amount_eur(bare.rstrip("% \xa0\u202f"))
    if number.value is None:
        return (
            EMPTY
            if number.note is None
            else Cleaned(None, doubted("number-unreadable", f"{shown(cell)} n'est pas un pourcentage."))
        )
    if not signed and 0 < number.value <= 1:
        message = f"{shown(cell)} sans signe : {number.value:g} % ou {number.value * 100:g} % ?"
        return Cleaned(number.value, doubted("percent-ambiguous", message))
    share = number.value / 100
    if not 0 <= share <= 1:
        return Cleaned(None, doubted("percent-range", f"{shown(cell)} n'est pas entre 0 et 100 %."))
    return Cleaned(
        share,
        None if signed else repaired("number-rewritten", f"{shown(cell)} compris comme {number.value:g} %."),
    )


@lru_cache(maxsize=16_384)
def _amount(cell: str) -> Cleaned[float]:
    """Take an amount that is not a plain number."""
    if is_empty(cell):
        return EMPTY
    plain = unicodedata.normalize("NFKC", cell).strip().replace("\u2212", "-")
    text, negative = _sign(_SPACES.sub("", plain))
    split = re.match(r"([€]?)([\d.,]+(?:[eE][+-]?\d+)?)(.*)", text)
    unit = _UNIT.fullmatch(split[3]) if split else None
    if not split or unit is None:
        return _unreadable(cell)
    digits, scale = split[2], next((_SCALES[name] for name, hit in unit.groupdict().items() if hit), 1.0)
    if _SCIENTIFIC.fullmatch(digits):
        value = float(digits.replace(",", ".")) * scale * (-1 if negative else 1)
        return Cleaned(
            value, doubted("number-rounded", f"{shown(cell)} est arrondi par le tableur : {_spoken(value)} ?")
        )
    number, ambiguous = _decimal(digits, grouped_by_space=_GROUPED_BY_SPACE.search(plain) is not None)
    if number is None:
        return _unreadable(cell)
    scale = -scale if negative else scale
    value = round(number * scale, 6)
    if ambiguous:
        other = float(digits.replace(",", ".")) * scale
        message = f"{shown(cell)} peut se lire {_spoken(value)} ou {_spoken(other)}."
        return Cleaned(value, doubted("number-ambiguous", message))
    return Cleaned(value, _read_as(cell, value))


def _sign(text: str) -> tuple[str, bool]:
    """Take the sign off: accountants write losses in brackets, some programs put the sign last."""
    if text.startswith("(") and ")" in text:
        return text[1:].replace(")", "", 1), True
    if text.startswith("-") or text.endswith("-"):
        return text.strip("-"), True
    return text.removeprefix("+"), False


def _decimal(digits: str, *, grouped_by_space: bool) -> tuple[float | None, bool]:
    """Return the number and whether it could be read otherwise.

    The last of two different signs is the decimal one; a sign that comes back groups thousands.
    """
    points, commas = digits.count("."), digits.count(",")
    if points and commas:
        decimal = "." if digits.rindex(".") > digits.rindex(",") else ","
        groups, _, rest = digits.rpartition(decimal)
        other = "," if decimal == "." else "."
        if decimal in groups or other in rest or not re.fullmatch(rf"\d{{1,3}}(?:\{other}\d{{3}})+", groups):
            return None, False
        return float(groups.replace(other, "") + "." + (rest or "0")), False
    if points + commas > 1:
        return (float(re.sub(r"[.,]", "", digits)), False) if _GROUPED.fullmatch(digits) else (None, False)
    if not re.fullmatch(r"\d+[.,]?\d*|[.,]\d+", digits):
        return None, False
    if _ALONE.fullmatch(digits) and not grouped_by_space:
        # Euros have no thousandths: thousands are likelier, and a person decides.
        return float(re.sub(r"[.,]", "", digits)), True
    return float(digits.replace(",", ".")), False


def _read_as(cell: str, value: float) -> Note:
    return repaired("number-rewritten", f"{shown(cell)} compris comme {_spoken(value)}.")


def _unreadable(cell: str) -> Cleaned[float]:
    return Cleaned(None, doubted("number-unreadable", f"{shown(cell)} n'est pas un nombre."))


def _spoken(value: float) -> str:
    """Write a number as French readers do.

    >>> _spoken(-1234.5).replace(chr(0x202f), " ")
    '-1 234,5'
    """
    text = f"{value:,.6f}".rstrip("0").rstrip(".")
    return text.replace(",", "\u202f").replace(".", ",")


def cents(values: dict[str, Any], *names: str) -> None:
    """Put beside amounts in euros (`amount_eur`) what they are in whole cents (`amount_cents`), which add up exactly.

    >>> values = {"amount_eur": 12.345, "paid_eur": 0.1 + 0.2}
    >>> cents(values, "amount_eur", "paid_eur")
    >>> values["amount_cents"], values["paid_cents"]
    (1234, 30)
    """
    for name in names:
        if name in values:
            values[f"{name.removesuffix('_eur')}_cents"] = round(values[name] * 100)
