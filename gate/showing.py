"""Which companies an answer names, for the audit: collected where answers are made, so that no route can forget.

What a route returns, what a page is made of and the rows of a file pass here; `permitted`, which every request goes
through, opens the collection before the route and reads it after.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any

from pydantic import BaseModel

MOST = 10_000
"""Companies of one answer; a longer list is a whole region, of which nobody reads each line."""
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
        _walk(value, shown)


def note_keys(keys: Iterable[str | None]) -> None:
    """Take note of companies by SIREN or uid."""
    shown = _shown.get()
    if shown is not None:
        shown.update(key for key in keys if key)


def _walk(value: Any, shown: set[str]) -> None:
    if len(shown) >= MOST:
        return
    if isinstance(value, BaseModel):
        fields = value.__dict__
        if "siren" in fields and (key := fields["siren"] or fields.get("uid") or fields.get("company")):
            shown.add(str(key))
        for one in fields.values():
            if isinstance(one, (BaseModel, list, tuple)):
                _walk(one, shown)
    elif isinstance(value, (list, tuple)):
        for one in value:
            if isinstance(one, (BaseModel, list, tuple)):
                _walk(one, shown)
