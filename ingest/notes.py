"""What is said of a cell, a row or a file while it is read: a repair, a doubt, a refusal.

Parsers make a `Note`: they know what was written and how it was understood, and nothing of
files. Whoever holds the row turns it into a `Finding`, which adds the place.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """What a note does to the row (or the file) it is about; the row follows its heaviest note."""

    REPAIR = "repair"  # understood in spite of its form: the row goes on, the repair is told
    DOUBT = "doubt"  # a person decides: the row, or the whole file, goes to the review queue
    REFUSE = "refuse"  # the row is refused, nothing of it is written
    INFO = "info"  # told, without consequence for the row


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on one value; `message` is a French sentence without the place: the reader adds it.

    Args:
        severity: what it does to the row.
        code: stable name of the defect, such as `leading-zero-lost`.
        message: what was written and how it was understood.
    """

    severity: Severity
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A note with its place, the cell as written and the value understood.

    Args:
        severity: what it does to the row, or to the file when `line` is None.
        code: stable name of the defect.
        message: one French sentence.
        file: name of the file.
        line: physical line from 1 (sheet row for XLSX, record number for Parquet).
        column: header as written in the file.
        original: the cell as written.
        understood: the value kept, as text; None when there is none.
    """

    severity: Severity
    code: str
    message: str
    file: str
    line: int | None = None
    column: str | None = None
    original: str | None = None
    understood: str | None = None

    @classmethod
    def of(
        cls,
        note: Note,
        file: str,
        line: int | None = None,
        column: str | None = None,
        *,
        original: str | None = None,
        understood: str | None = None,
    ) -> Finding:
        """Give a note its place."""
        return cls(note.severity, note.code, note.message, file, line, column, original, understood)
