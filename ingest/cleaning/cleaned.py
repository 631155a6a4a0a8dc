"""What a parser gives back: the value understood, and what there is to say about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from ingest.notes import Note, Severity

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Cleaned(Generic[T]):
    """The value understood from a cell; no value and no note is an empty cell.

    Args:
        value: what was understood, None when nothing was.
        note: what there is to say; None when the cell was as it should be.
        evidence: what a cell that gave no value still tells, such as the SIREN in a damaged SIRET.
    """

    value: T | None
    note: Note | None = None
    evidence: str | None = None


EMPTY: Cleaned[Any] = Cleaned(None)
"""The one result of every empty cell."""


def repaired(code: str, message: str) -> Note:
    """Understood in spite of its form."""
    return Note(Severity.REPAIR, code, message)


def doubted(code: str, message: str) -> Note:
    """Understood perhaps: a person decides."""
    return Note(Severity.DOUBT, code, message)


def refused(code: str, message: str) -> Note:
    """The row cannot be used."""
    return Note(Severity.REFUSE, code, message)


def told(code: str, message: str) -> Note:
    """Worth saying, without consequence."""
    return Note(Severity.INFO, code, message)


def shown(cell: str, limit: int = 60) -> str:
    """Return a cell as messages quote it: one line, not too long.

    >>> shown("a  b\\nc")
    '« a b c »'
    """
    line = " ".join(cell.split())
    return f"« {line if len(line) <= limit else line[: limit - 1] + '…'} »"
