"""Which companies an answer names, for the audit: collected where answers are made, so that no route can forget.

What a route returns, what a page is made of and the rows of a file pass here; `permitted`, which every request goes
through, opens the collection before the route and reads it after.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any

from access.named import collect

_shown: ContextVar[set[str] | None] = ContextVar("shown", default=None)


def opened() -> set[str]:
    """Start collecting for the request under way, and return the set that fills as it is answered."""
    made: set[str] = set()
    _shown.set(made)
    return made


def note(value: Any) -> None:
    """Take note of the companies that a value names: models, and lists of them, that have a SIREN."""
    shown = _shown.get()
    if shown is not None:
        collect(value, shown)


def note_keys(keys: Iterable[str | None]) -> None:
    """Take note of companies by SIREN or uid."""
    shown = _shown.get()
    if shown is not None:
        shown.update(key for key in keys if key)
