"""What an import did, counted so that it adds up, and said so that a person can mend the file."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import Any

import orjson
from pydantic import BaseModel, ConfigDict, Field

from ingest.notes import Finding, Severity

SHOWN_FINDINGS = 20
FORM = "formulaire"
"""The name of the file that a form stands for, in reports and imports."""


class Report(BaseModel):
    """The result of one file: read = written + unchanged + repeated + review + refused + skipped."""

    model_config = ConfigDict(extra="forbid")

    file: str
    source: str
    read: int = 0
    written: int = Field(default=0, description="rows new or changed")
    unchanged: int = 0
    repeated: int = Field(default=0, description="the same row again in this file")
    review: int = Field(default=0, description="rows that wait for a person")
    refused: int = 0
    skipped: int = Field(default=0, description="blank, total or out of scope, each with its reason")
    seconds: float = 0.0
    import_uid: str = ""
    operator: str | None = None
    dry_run: bool = False
    stopped: bool = Field(default=False, description="interrupted; the same command goes on from there")
    updated: int = Field(default=0, description="of `written`, rows that were known and said something else")
    ended: int = Field(default=0, description="facts of an earlier edition of this file, ended by --replace")
    kept_by_hand: int = Field(
        default=0, description="visits that --replace would end, and that a person has changed since: they stay"
    )
    bound_later: int = Field(default=0, description="rows of the queue settled by a joint reference")
    persons_left_out: int = Field(default=0, description="rows taken without a person who is not to come back")
    joint_offered: int = Field(default=0, description="same company, same day: offered as one joint visit")
    understood: dict[str, str] = Field(default_factory=dict, description="how the file was read")
    columns: dict[str, str] = Field(default_factory=dict, description="header by column name")
    ignored: dict[str, str] = Field(default_factory=dict, description="header and why it is not taken")
    unknown_columns: list[str] = Field(default_factory=list)
    notes: dict[str, int] = Field(default_factory=dict, description="number of remarks by code")
    findings: list[Finding] = Field(default_factory=list, description="the first ones; all are in `findings_file`")
    findings_file: str | None = None

    @property
    def adds_up(self) -> bool:
        """Whether no row was lost."""
        counted = self.written + self.unchanged + self.repeated + self.review + self.refused + self.skipped
        return self.read == counted


class FindingsLog:
    """Keeps every remark in a file of lines of JSON, and counts them; memory does not grow with the file.

    Args:
        path: where to, or None to count only.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.counts: Counter[str] = Counter()
        self.shown: list[Finding] = []
        self._stream = None
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._stream = path.open("wb")
            path.chmod(0o600)

    def __enter__(self) -> FindingsLog:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._stream is not None:
            self._stream.close()

    def add(self, finding: Finding) -> None:
        """Record one remark; doubts and refusals are shown before repairs."""
        self.counts[finding.code] += 1
        if len(self.shown) < SHOWN_FINDINGS and finding.severity is not Severity.REPAIR:
            self.shown.append(finding)
        if self._stream is not None:
            self._stream.write(orjson.dumps(_plain(finding)) + b"\n")


def _plain(finding: Finding) -> dict[str, Any]:
    return {
        "file": finding.file,
        "line": finding.line,
        "column": finding.column,
        "severity": finding.severity.value,
        "code": finding.code,
        "message": finding.message,
        "original": finding.original,
        "understood": finding.understood,
    }
