"""Which companies an answer names: what the audit keeps of a reading, whoever asked and however."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

MOST = 10_000
"""Companies of one answer; a longer list is a whole region, of which nobody reads each line."""


def collect(value: Any, shown: set[str]) -> None:
    """Add the companies that a value names to a set: models, and lists of them, that have a SIREN."""
    if len(shown) >= MOST:
        return
    if isinstance(value, BaseModel):
        fields = value.__dict__
        if "siren" in fields and (key := fields["siren"] or fields.get("uid") or fields.get("company")):
            shown.add(str(key))
        for one in fields.values():
            if isinstance(one, (BaseModel, list, tuple)):
                collect(one, shown)
    elif isinstance(value, (list, tuple)):
        for one in value:
            if isinstance(one, (BaseModel, list, tuple)):
                collect(one, shown)
