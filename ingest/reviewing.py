"""The review queue: what a row in doubt keeps, and what accepting, rejecting and undoing do to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Literal

import orjson
from pydantic import BaseModel, ConfigDict

from graph.errors import Conflict, NotFound, Refused
from graph.store import Graph, Statement
from graph.visibility import Caller
from ingest import statements as cypher
from ingest.facts import Provenance, Roles, make_facts
from ingest.linking import Linked, candidates_json, company_from_mention
from ingest.notes import Severity
from ingest.source import Source, Subject
from ingest.sources import SOURCES
from ingest.understanding import Understood
from ingest.writing import Batch

Kind = Literal["company", "value", "conflict", "file", "joint"]

# The lock is taken before the status is read: two people at once never decide the same row twice.
DECIDE = """
MATCH (review:Review {uid: $uid})
WHERE review.owner IN $own
SET review.decided_at = review.decided_at
WITH review WHERE review.status = $expected
SET review.status = $status, review.decided_company = $company, review.decided_by = $by, review.decided_at = $at
RETURN review.uid AS uid
"""
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
FIND_COMPANY = "MATCH (c:Company) WHERE c.siren = $key OR c.uid = $key RETURN c.uid AS uid"
JOIN = """
MATCH (a:Operator)-[one:VISITED {uid: $one}]->(c:Company) USING INDEX SEEK one:VISITED(uid)
MATCH (b:Operator)-[two:VISITED {uid: $two}]->(c) USING INDEX SEEK two:VISITED(uid)
SET two.visit = $visit, one.visit = $visit
RETURN one.uid AS uid
"""
SEPARATE = """
UNWIND $edges AS row
MATCH ()-[edge:VISITED {uid: row.uid}]->() USING INDEX SEEK edge:VISITED(uid)
SET edge.visit = row.visit
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


def review_of(
    source: Source, row: Understood, uid: str, linked: Linked | None, provenance: Provenance, context: dict[str, Any]
) -> dict[str, Any]:
    """Return the properties of the review that a doubtful row becomes."""
    doubts = [finding.message for finding in row.findings if finding.severity is Severity.DOUBT]
    kind: Kind = "value" if doubts else "company"
    values = row.values
    mention = ", ".join(str(values[k]) for k in ("name", "code_postal", "commune") if values.get(k))
    return {
        "uid": uid,
        "kind": context.get("kind", kind),
        "status": "open",
        "outcome": linked.outcome.value if linked else None,
        "line": row.line,
        "reasons": doubts + list(linked.reasons if linked else ()),
        "mention": mention or values.get("title"),
        "joint_reference": values.get("joint_reference"),
        "row": orjson.dumps(values).decode(),
        "candidates": orjson.dumps(candidates_json(linked.candidates if linked else ())).decode(),
        "content_hash": row.content,
        "file": context.get("file"),
        "operator": context.get("operator"),
        **provenance.properties(),
    }


def list_reviews(
    graph: Graph, caller: Caller, *, status: str = "open", kind: str | None = None, skip: int = 0, limit: int = 50
) -> ReviewList:
    """Return the caller's own queue, in the order of the files."""
    [counted] = graph.read(COUNT, caller, status=status, kind=kind)
    found = graph.read(READ_MANY, caller, status=status, kind=kind, skip=skip, limit=limit or counted["count"] or 1)
    return ReviewList(count=counted["count"], reviews=[_item(record["review"]) for record in found])


def show_review(graph: Graph, caller: Caller, uid: str) -> ReviewItem:
    """Return one item of the caller's own queue."""
    return _item(_read(graph, caller, uid))


def accept(graph: Graph, caller: Caller, uid: str, *, company: str | None = None, new: bool = False) -> ReviewItem:
    """Write the row of a review, for the company chosen, the first candidate, or a new one.

    Args:
        company: SIREN or uid of the company; None takes the first candidate.
        new: make a company of the mention.

    Raises:
        NotFound: no such review in the caller's queue, or no such company.
        Conflict: somebody decided it meanwhile.
        Refused: there is no candidate to take.
    """
    review = _read(graph, caller, uid)
    if review["kind"] == "joint":
        return _accept_joint(graph, caller, review)
    if review["kind"] == "file":
        _decide(graph, caller, uid, "open", "accepted", None)
        return show_review(graph, caller, uid)
    source = SOURCES[review["source_uid"]]
    row = Understood(review["line"] or 0, orjson.loads(review["row"]), content=review["content_hash"])
    provenance = Provenance(
        review["owner"], review["source_uid"], review["import_uid"], review["recorded_at"], caller.actor
    )
    batch = Batch()
    chosen = _choose(graph, source, row, review, provenance, company=company, new=new, batch=batch)
    roles = Roles(operator=("Operator", review["operator"]) if review.get("operator") else None)
    roles.company = ("Company", chosen) if chosen else None
    facts = make_facts(source, row, uid, roles, provenance)
    batch.nodes += facts.nodes
    batch.edges += facts.edges
    batch.stale_edges += [(edge.type, edge.uid) for edge in facts.edges]
    _decide(graph, caller, uid, "open", "accepted", chosen, batch.statements())
    return show_review(graph, caller, uid)


def reject(graph: Graph, caller: Caller, uid: str) -> ReviewItem:
    """Settle that a row is not to be written; it stays known, so that the same file does not ask again.

    Raises:
        NotFound: no such review in the caller's queue.
        Conflict: somebody decided it meanwhile.
    """
    _read(graph, caller, uid)
    _decide(graph, caller, uid, "open", "rejected", None)
    return show_review(graph, caller, uid)


def undo(graph: Graph, caller: Caller, uid: str) -> ReviewItem:
    """Take a decision back: what it wrote is removed and the row waits again.

    Raises:
        NotFound: no such review in the caller's queue.
        Conflict: nothing was decided, or somebody was faster.
    """
    review = _read(graph, caller, uid)
    if review["status"] == "open":
        raise Conflict("Cette ligne n'a pas encore été décidée : rien à annuler.")
    made: list[Statement] = []
    if review["status"] == "accepted":
        if review["kind"] == "joint":
            made = [(SEPARATE, {"edges": orjson.loads(review["row"])["edges"]})]
        elif review["kind"] != "file":
            made = _removal(SOURCES[review["source_uid"]], uid)
    _decide(graph, caller, uid, review["status"], "open", None, made)
    return show_review(graph, caller, uid)


def _choose(
    graph: Graph, source: Source, row: Understood, review: dict[str, Any], provenance: Provenance,
    *, company: str | None, new: bool, batch: Batch,
) -> str | None:
    if source.subject is Subject.NONE:
        return None
    if new:
        node = company_from_mention(source, row.values, row.values.get("siren"), provenance)
        batch.named_companies.append(node)
        return node.uid
    candidates = orjson.loads(review["candidates"])
    key = company or (candidates[0]["uid"] if candidates else None)
    if key is None:
        raise Refused(
            "Aucune entreprise n'est proposée pour cette ligne.",
            hint="Précisez --company SIREN, ou --new pour en créer une.",
        )
    found = graph.system_read(FIND_COMPANY, key=key)
    if not found:
        raise NotFound(f"Aucune entreprise connue sous « {key} ».", hint="Vérifiez le SIREN.")
    uid: str = found[0]["uid"]
    return uid


def _accept_joint(graph: Graph, caller: Caller, review: dict[str, Any]) -> ReviewItem:
    edges = orjson.loads(review["row"])["edges"]
    joined = {"one": edges[0]["uid"], "two": edges[1]["uid"], "visit": review["uid"]}
    _decide(graph, caller, review["uid"], "open", "accepted", None, [(JOIN, joined)])
    return show_review(graph, caller, review["uid"])


def _removal(source: Source, uid: str) -> list[Statement]:
    if source.nodes:
        return [(f"MATCH (node:{source.nodes[0].label} {{uid: $uid}}) DETACH DELETE node", {"uid": uid})]
    return [(cypher.delete_edges(source.links[0].type), {"uids": [uid]})]


def _decide(
    graph: Graph, caller: Caller, uid: str, expected: str, status: str, company: str | None,
    made: Sequence[Statement] = (),
) -> None:
    """Move the status and write what follows from it, in one transaction, if nobody was faster."""
    decision = {
        "uid": uid,
        "expected": expected,
        "status": status,
        "company": company,
        "by": caller.actor,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "own": caller.parameters["own"],
    }
    if not graph.write_all([(DECIDE, decision), *made], guarded=True):
        raise Conflict(
            "Quelqu'un d'autre a décidé cette ligne entre-temps.", hint="Relisez-la avant de décider à nouveau."
        )


def _read(graph: Graph, caller: Caller, uid: str) -> dict[str, Any]:
    found = graph.read(READ_ONE, caller, uid=uid)
    if not found:
        raise NotFound("Cette ligne n'est pas dans votre file de révision.", hint="Voyez `dore review list`.")
    review: dict[str, Any] = found[0]["review"]
    return review


def _item(review: dict[str, Any]) -> ReviewItem:
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
