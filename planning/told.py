"""Statements that several steps between institutions share: a notice to one of them, a line of a visit's history."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from graph.store import Statement

_NOTICE = """
MERGE (notice:Notice {uid: $uid})
SET notice += {owner: $owner, kind: $kind, about: $about, other: $other, company: $company, at: $at, read_by: []}
"""
READ = """
MATCH (notice:Notice)
WHERE notice.owner IN $own AND notice.at <= $until AND ($uid IS NULL OR notice.uid = $uid)
  AND NOT $reader IN notice.read_by
SET notice.read_by = notice.read_by + $reader
"""


class News(NamedTuple):
    """What an institution is to be told of another's act; `name` is what its page may show of `about`."""

    owner: str
    kind: str
    about: str
    other: str
    company: str
    name: str = ""

    def statement(self, at: str) -> Statement:
        """What writes it, as news for everybody there."""
        return _NOTICE, {"uid": f"{self.kind}:{self.name or self.about}:{self.owner}", "at": at, **self._asdict()}


def now() -> str:
    """The moment of an act, to the microsecond: notices and history follow its order."""
    return datetime.now(UTC).isoformat()
