"""Amounts and reasons as people type them for an act, checked the way a file's cells are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ingest.cleaning import Cleaned
from ingest.means import MOST_CENTS
from ingest.notes import Severity
from ingest.sources.parsers import euros, free_text

Wrong = list[tuple[str, str]]
LONGEST_REASON = 2_000


def cents_of(text: str, field: str, wrong: Wrong) -> int | None:
    """Return an amount in cents, None when nothing is written; what is wrong with it is added to `wrong`."""
    value: float | None = _read(euros, text, field, wrong)
    if value is None:
        return None
    cents: int = round(value * 100)
    if not 0 <= cents <= MOST_CENTS:
        wrong.append((field, "Un montant est positif, et d'au plus mille milliards d'euros."))
        return None
    return cents


def reason_of(text: str, field: str, wrong: Wrong) -> str | None:
    """Return a reason in people's own words, None when nothing is written."""
    if len(text) > LONGEST_REASON:
        wrong.append((field, f"Au plus {LONGEST_REASON} caractères."))
        return None
    value = _read(free_text, text, field, wrong)
    return None if value is None else str(value)


def _read(parse: Callable[[str], Cleaned[Any]], text: str, field: str, wrong: Wrong) -> Any:
    if not text.strip():
        return None
    cleaned = parse(text.strip())
    if cleaned.note is not None and cleaned.note.severity in (Severity.REFUSE, Severity.DOUBT):
        wrong.append((field, cleaned.note.message))
        return None
    return cleaned.value
