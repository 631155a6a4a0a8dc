"""How the command line writes: JSON for programs, and for people tables, dates and numbers as in French."""

from __future__ import annotations

import re
import sys
from typing import Any

import orjson
from pydantic import BaseModel
from rich.console import Console
from rich.table import Table

from graph.errors import DoreError
from queries.days import in_french

NARROW_SPACE = "\u202f"
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def print_json(data: BaseModel | Any) -> None:
    """Write an answer as JSON on the standard output, and nothing else."""
    plain = data.model_dump(mode="json") if isinstance(data, BaseModel) else data
    text = orjson.dumps(plain, default=_jsonable, option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS)
    sys.stdout.write(text.decode() + "\n")


def _jsonable(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    raise TypeError(f"{type(value).__name__} has no JSON form")


def print_error(error: DoreError, *, place: str = "") -> None:
    """Say on the standard error what is wrong, where, and what to do."""
    where = [place] if place else []
    for word, value in (("ligne", getattr(error, "line", None)), ("colonne", getattr(error, "column", None))):
        if value is not None:
            where.append(f"{word} {value}")
    console = new_console(stderr=True)
    console.print(safe(f"Erreur{' (' + ', '.join(where) + ')' if where else ''} : {error.message}"), style="bold red")
    if error.hint:
        console.print(safe(error.hint))


def new_console(*, stderr: bool = False) -> Console:
    """Return a console that prints data as they are: brackets and colons in a name are no markup."""
    return Console(stderr=stderr, markup=False, emoji=False, highlight=False, soft_wrap=False)


def new_table(*columns: str, title: str = "") -> Table:
    """Return a table without frame; a column whose name ends with `#` holds numbers, with `!` never wraps."""
    table = Table(
        title=title or None,
        title_justify="left",
        title_style="bold",
        box=None,
        header_style="dim",
        pad_edge=False,
        padding=(0, 2, 0, 0),
    )
    for name in columns:
        label = name.rstrip("#!")
        numeric, whole = name.endswith("#"), name.endswith(("#", "!"))
        table.add_column(label, justify="right" if numeric else "left", no_wrap=whole, overflow="fold")
    return table


def safe(text: str | None) -> str:
    """Return a text without what could drive a terminal.

    >>> safe("a\\x1b[31mb")
    'a[31mb'
    """
    return _CONTROLS.sub("", text or "")


def french_integer(number: int) -> str:
    """Write a number with a narrow space between thousands.

    >>> french_integer(12345).replace(NARROW_SPACE, "_")
    '12_345'
    """
    return f"{number:,}".replace(",", NARROW_SPACE)


def french_amount(amount_eur: float | None) -> str:
    """Write an amount in euros, cents only where there are some.

    >>> french_amount(1234.5).replace(NARROW_SPACE, "_")
    '1_234,50_€'
    """
    if amount_eur is None:
        return ""
    text = f"{amount_eur:,.2f}".removesuffix(".00")
    return text.replace(",", NARROW_SPACE).replace(".", ",") + NARROW_SPACE + "€"


def french_percent(share: float | None) -> str:
    """Write a share as a percentage, a dash when there is none.

    >>> french_percent(0.1234).replace(NARROW_SPACE, "_"), french_percent(None)
    ('12,3_%', '—')
    """
    return "—" if share is None else f"{share * 100:.1f}".replace(".", ",") + NARROW_SPACE + "%"


def french_day(on: str | None) -> str:
    """Write a day, a month or a year given in ISO form: `12/03/2026`, `mars 2026`, `2026`."""
    return in_french(on)


def plural(number: int, noun: str, plural_noun: str = "") -> str:
    """Write a number and its noun; in French what is below two is singular.

    >>> plural(1, "visite"), plural(0, "visite"), plural(2, "aide")
    ('1 visite', '0 visite', '2 aides')
    """
    many = " ".join(f"{word}s" for word in noun.split())
    return f"{french_integer(number)} {noun if abs(number) < 2 else plural_noun or many}"


def french_number(identifier: str | None) -> str:
    """Write a SIREN or a SIRET by groups.

    >>> french_number("732829320"), french_number("73282932000074")
    ('732 829 320', '732 829 320 00074')
    """
    if not identifier or not identifier.isdigit() or len(identifier) not in (9, 14):
        return identifier or "—"
    groups = [identifier[:3], identifier[3:6], identifier[6:9], identifier[9:]]
    return " ".join(group for group in groups if group)
