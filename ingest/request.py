"""What is asked of an import, and what all its steps share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from pydantic import BaseModel, ConfigDict, Field

from graph.errors import Misuse
from graph.store import Graph
from graph.visibility import Visibility
from ingest.facts import Provenance
from ingest.linking import Linker
from ingest.mixing import Mixing
from ingest.operators import Operators
from ingest.report import Report
from ingest.source import Source
from ingest.sources import SOURCES
from ingest.writing import BATCH_ROWS

PLATFORM = "dore"
"""Owner of what no institution brought: registers and public lists."""

Progress = Callable[[int], bool | None]
"""Called after each batch with the number of rows read so far; True asks to stop after it."""


class Request(BaseModel):
    """What is asked of an import.

    `operator` is the institution whose rows these are, by name or uid; without it each row must name its own, or
    the file belongs to the platform (registers, public lists). Unless `may_widen`, no row may raise the level of what
    is known of it. `corrects` is the visit of its own that a form of one row changes, whatever its number.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    operator: str | None = None
    dry_run: bool = False
    create_operator: bool = False
    create_companies: bool = False
    visibility: Visibility | None = None
    replace: bool = False
    may_widen: bool = False
    corrects: str | None = None
    mapping: dict[str, str] = Field(default_factory=dict)
    separator: str | None = None
    only: tuple[str, ...] = Field(default=(), description="départements or communes to keep, by INSEE code")
    actor: str = "dore"
    today: date = Field(default_factory=lambda: datetime.now(UTC).date())
    batch_rows: int = BATCH_ROWS


@dataclass(frozen=True, slots=True)
class Context:
    """What every step of one import works with.

    Args:
        graph: asked what it already holds.
        source: what the rows are.
        request: options of the import.
        provenance: put on every record.
        operators: the institutions, created on the way when that was asked for.
        mixing: tells fictional rows among real ones.
        linker: finds the companies.
        report: counted into.
        first: whether nothing of this source and owner was ever taken in, so that no row can be known.
    """

    graph: Graph
    source: Source
    request: Request
    provenance: Provenance
    operators: Operators
    mixing: Mixing
    linker: Linker
    report: Report
    first: bool = False


def source_named(name: str) -> Source:
    """Return the source of that name.

    Raises:
        Misuse: there is none.
    """
    source = SOURCES.get(name)
    if source is None:
        raise Misuse(f"Source inconnue : « {name} ».", hint=f"Sources possibles : {', '.join(sorted(SOURCES))}.")
    return source
