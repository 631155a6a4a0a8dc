"""What was decided of overlaps: justified, to merge, avoided, merged; by which institution, and when."""

from __future__ import annotations

from graph.store import Graph
from graph.visibility import Caller
from queries.cypher import load
from queries.models import MASKED_NAME, Answer

CYPHER = load(__file__)


class Decision(Answer):
    """One decision; `key` is never shown, `overlap` names it, `by` is a person of the caller's own institution."""

    key: str
    overlap: str
    status: str
    organisation: str
    own: bool
    at: str
    by: str | None
    agreed: tuple[str, ...]
    company: str
    siren: str | None
    name: str


def overlap_decisions(graph: Graph, caller: Caller, *, merged_only: bool = False) -> tuple[Decision, ...]:
    """Return the decisions that stand, latest first; with `merged_only`, the merges of the caller's institution."""
    rows = graph.read(CYPHER, caller, merged_only=merged_only, masked_name=MASKED_NAME)
    return tuple(Decision(**row) for row in rows)
