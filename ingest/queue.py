"""The queue of rows that wait for a person: what each keeps, and what the queue shows."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

import orjson
from pydantic import BaseModel, ConfigDict

from graph.errors import NotFound
from graph.store import Graph
from graph.visibility import Caller
from ingest.facts import Provenance
from ingest.linking import Linked, candidates_json
from ingest.notes import Finding, Severity
from ingest.source import Source
from ingest.understanding import Understood

Kind = Literal["company", "value", "conflict", "file", "joint"]


READ_ONE = """
MATCH (review:Review {uid: $uid})
WHERE review.owner IN $own
RETURN properties(review) AS review
"""
READ_MANY = """
MATCH (review:Review)
WHERE review.owner IN $own AND review.status = $status AND ($kind IS NULL OR review.kind = $kind)
WITH review ORDER BY review.file, review.line, review.uid
RETURN properties(review) AS review SKIP $skip LIMIT $limit
"""
COUNT = """
MATCH (review:Review)
WHERE review.owner IN $own AND review.status = $status AND ($kind IS NULL OR review.kind = $kind)
RETURN count(review) AS count
"""


class ReviewItem(BaseModel):
    """A row that waits for a person, or that one has settled."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    uid: str
    kind: Kind
    status: str
    source: str
    file: str | None = None
    line: int | None = None
    mention: str | None = None
    reasons: list[str] = []
    candidates: list[dict[str, Any]] = []
    row: dict[str, Any] = {}
    decided_company: str | None = None
    decided_by: str | None = None
    decided_at: str | None = None


class ReviewList(BaseModel):
    """A page of the queue and how many there are in all."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    count: int
    reviews: list[ReviewItem]


def list_reviews(
    graph: Graph,
    caller: Caller,
    *,
    status: str = "open",
    kind: str | None = None,
    skip: int = 0,
    limit: int = 50,
) -> ReviewList:
    """Return the caller's own queue, in the order of the files."""
    [counted] = graph.read(COUNT, caller, status=status, kind=kind)
    found = graph.read(READ_MANY, caller, status=status, kind=kind, skip=skip, limit=limit or counted["count"] or 1)
    return ReviewList(count=counted["count"], reviews=[review_item(record["review"]) for record in found])


def show_review(graph: Graph, caller: Caller, uid: str) -> ReviewItem:
    """Return one item of the caller's own queue."""
    return review_item(read_review(graph, caller, uid))


class Origin(NamedTuple):
    """Where a row comes from: its source, its file, the institution that acts in it, its provenance."""

    source: Source
    file: str
    operator: str | None
    provenance: Provenance


def review_of(
    row: Understood, uid: str, linked: Linked | None, origin: Origin, *, kind: Kind | None = None
) -> dict[str, Any]:
    """Return the properties of the review that a doubtful row becomes.

    Args:
        row: what it says.
        uid: of the fact that it would be.
        linked: whom it may speak of, None when that was not asked.
        origin: where it comes from.
        kind: why it waits; by default a value in doubt, else its company.
    """
    doubts = [finding.message for finding in row.findings if finding.severity is Severity.DOUBT]
    values = row.values
    mention = ", ".join(str(values[key]) for key in ("name", "code_postal", "commune") if values.get(key))
    return {
        "uid": uid,
        "kind": kind or ("value" if doubts else "company"),
        "status": "open",
        "outcome": linked.outcome.value if linked else None,
        "line": row.line,
        "reasons": doubts + list(linked.reasons if linked else ()),
        "mention": mention or values.get("title"),
        "joint_reference": values.get("joint_reference"),
        "row": orjson.dumps(values).decode(),
        "candidates": orjson.dumps(candidates_json(linked.candidates if linked else ())).decode(),
        "content_hash": row.content,
        "file": origin.file,
        "operator": origin.operator,
        **origin.provenance.properties(),
    }


def review_of_file(uid: str, file: str, doubts: list[Finding], provenance: Provenance) -> dict[str, Any]:
    """Return the review that a doubt about a whole file becomes: nothing of it is written before."""
    return {
        "uid": uid,
        "kind": "file",
        "status": "open",
        "file": file,
        "mention": file,
        "reasons": [finding.message for finding in doubts],
        "row": "{}",
        "candidates": "[]",
        **provenance.properties(),
    }


def read_review(graph: Graph, caller: Caller, uid: str) -> dict[str, Any]:
    """Return all that one review of the caller's own queue keeps."""
    found = graph.read(READ_ONE, caller, uid=uid)
    if not found:
        raise NotFound("Cette ligne n'est pas dans votre file de révision.", hint="Voyez `dore review list`.")
    review: dict[str, Any] = found[0]["review"]
    return review


def review_item(review: dict[str, Any]) -> ReviewItem:
    """Return what a review shows of what it keeps."""
    return ReviewItem(
        uid=review["uid"],
        kind=review["kind"],
        status=review["status"],
        source=review["source_uid"],
        file=review.get("file"),
        line=review.get("line"),
        mention=review.get("mention"),
        reasons=review.get("reasons") or [],
        candidates=orjson.loads(review.get("candidates") or "[]"),
        row=orjson.loads(review.get("row") or "{}"),
        decided_company=review.get("decided_company"),
        decided_by=review.get("decided_by"),
        decided_at=review.get("decided_at"),
    )
