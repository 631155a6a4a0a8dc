"""Yes and no, in the ways spreadsheets write them."""

from __future__ import annotations

from functools import lru_cache

from ingest.cleaning.cleaned import EMPTY, Cleaned, doubted, shown
from ingest.cleaning.text import is_empty

_YES = frozenset(["oui", "o", "yes", "y", "vrai", "true", "1", "1.0", "x", "ok", "✓", "✔", "☑", "✅", "coché"])
_NO = frozenset(["non", "n", "no", "faux", "false", "0", "0.0", "☐", "✗", "✘", "❌"])


@lru_cache(maxsize=1024)
def parse_boolean(cell: str) -> Cleaned[bool]:
    """Return what a cell of oui/non, O/N, x, 1/0, VRAI/FAUX means.

    >>> parse_boolean("Oui").value, parse_boolean("N").value, parse_boolean("").value
    (True, False, None)
    """
    word = cell.strip().casefold().rstrip(".")
    if word in _YES:
        return Cleaned(True)
    if word in _NO:
        return Cleaned(False)
    if is_empty(cell):
        return EMPTY
    return Cleaned(None, doubted("boolean-unreadable", f"{shown(cell)} n'est ni oui ni non."))
