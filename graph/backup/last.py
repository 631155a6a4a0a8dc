"""When this installation was last backed up, for its administrators: a small file beside the base, in no backup.

Kept outside the graph: a graph that comes back from a backup must not say when it was last backed up itself.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

FILE = "last-backup.json"
"""Under `DORE_HOME`."""


class LastBackup(BaseModel):
    """The last backup that ended well."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: str = Field(description="moment, in UTC")
    kind: Literal["file", "dump"]
    records: int = Field(default=0, description="nodes and edges; 0 of a dump, which counts none")


def note(home: Path, kind: Literal["file", "dump"], records: int = 0) -> None:
    """Remember that a backup was just written; where it lies is not kept, for it is moved."""
    made = LastBackup(at=datetime.now(UTC).isoformat(timespec="seconds"), kind=kind, records=records)
    home.mkdir(parents=True, exist_ok=True)
    draft = home / f".{FILE}.{uuid.uuid4().hex}"
    draft.touch(mode=0o600)
    draft.write_text(made.model_dump_json(), encoding="utf-8")
    draft.replace(home / FILE)


def last(home: Path) -> LastBackup | None:
    """Return the last backup of an installation, None when none is known or its file cannot be read."""
    try:
        return LastBackup.model_validate_json((home / FILE).read_text(encoding="utf-8"))
    except (OSError, ValidationError, UnicodeDecodeError):
        return None
