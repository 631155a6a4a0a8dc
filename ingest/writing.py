"""What a run of rows becomes, and how it is written: in one transaction, together or not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import orjson
from neo4j.exceptions import ConstraintError

from graph.companies import BUMP_COMPANIES
from graph.store import Graph, Record, Statement, Step
from ingest import statements as cypher
from ingest.acted import FORGET_OUTSIDERS
from ingest.amended import Said, as_values
from ingest.facts import EdgeRecord, NodeRecord
from ingest.referring import FOLLOW_LEVEL
from ingest.source import Source, Subject
from ingest.telling import entrusted, history, named_parties, near_others, notices, offers, window

PROVENANCE = ("source_uid", "import_uid", "recorded_at", "recorded_by")
BATCH_ROWS = 1000
"""Rows in one transaction: small enough that one is prepared while the one before is written."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the graph already holds for a row.

    Args:
        together: what an edge keeps of the visit that it was joined to.
        said: what a file had said of it, when a person has changed it since.
        kept: what its source keeps of a node.
    """

    hash: str | None
    company: str | None
    review: str | None = None
    recorded_at: str | None = None
    level: str | None = None
    together: dict[str, str] | None = None
    said: Said | None = None
    kept: dict[str, Any] | None = None


@dataclass(slots=True)
class Batch:
    """What a run of rows becomes; written together or not at all."""

    operators: list[dict[str, Any]] = field(default_factory=list)
    companies: list[dict[str, Any]] = field(default_factory=list)
    former_companies: list[dict[str, Any]] = field(default_factory=list)
    establishments: list[dict[str, Any]] = field(default_factory=list)
    successions: list[dict[str, Any]] = field(default_factory=list)
    named_companies: list[NodeRecord] = field(default_factory=list)
    nodes: list[NodeRecord] = field(default_factory=list)
    edges: list[EdgeRecord] = field(default_factory=list)
    stale_nodes: list[tuple[str, str]] = field(default_factory=list)
    stale_edges: list[tuple[str, str]] = field(default_factory=list)
    reviews: list[dict[str, Any]] = field(default_factory=list)
    settled_reviews: list[str] = field(default_factory=list)
    opening: list[Statement] = field(default_factory=list)
    at: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    today: date = field(default_factory=lambda: datetime.now(UTC).date())
    seen_by: list[str] = field(default_factory=list)
    closing: list[Statement] = field(default_factory=list)
    guard: Statement | None = None
    guarded_out: bool = False

    def statements(self) -> list[Step]:
        """The statements of the batch in the order in which they must run, keys sorted against deadlocks."""
        rank = {"rank": cypher.RANK}
        made: list[Step] = [*self._of_operators(), *self._of_companies(rank)]
        made += [
            (
                cypher.upsert_nodes(label),
                {"rows": [{"uid": n.uid, "properties": n.properties} for n in nodes]},
            )
            for label, nodes in sorted(_grouped(self.nodes, lambda n: n.label).items())
        ]
        made += [
            (cypher.clear_nodes(label), {"uids": sorted({uid for _, uid in pairs})})
            for label, pairs in sorted(_grouped(self.stale_nodes, lambda pair: pair[0]).items())
        ]
        made += history(self.edges, {uid for type_, uid in self.stale_edges if type_ == "VISITED"}, self.at)
        made += [
            (cypher.delete_edges(type_), {"uids": sorted({uid for _, uid in pairs})})
            for type_, pairs in sorted(_grouped(self.stale_edges, lambda pair: pair[0]).items())
        ]
        for (start, type_, end), edges in sorted(_grouped(self.edges, _shape).items()):
            rows = [_row(edge) for edge in edges]
            rows.sort(key=lambda row: (row["end"], row["start"]))
            made.append((cypher.create_edges(start, type_, end), {"rows": rows}))
        if projects := sorted(n.uid for n in self.nodes if n.label == "Project"):
            made.append((FOLLOW_LEVEL, {"uids": projects}))
        if named := sorted({uid for label, uid in self.stale_nodes if label in ("Agreement", "Consultation")}):
            made.append((FORGET_OUTSIDERS, {"uids": named}))
        if any(edge.type == "VISITED" for edge in self.edges):
            made.append(self._told)
        made += named_parties(self.edges, self.at) + entrusted(self.nodes, self.at)
        if self.settled_reviews:
            made.append((cypher.CLOSE_REVIEWS, {"uids": sorted(self.settled_reviews)}))
        if self.reviews:
            rows = [{"uid": r["uid"], "properties": r} for r in sorted(self.reviews, key=lambda r: r["uid"])]
            made.append((cypher.UPSERT_REVIEWS, {"rows": rows}))
        return [*self.opening, *made, *self.closing]

    def _told(self, answers: list[list[Record]]) -> Iterable[Statement]:
        """What follows for the visits that turn out to be near others: offers of joint visits, and notices."""
        near, same_day = near_others(answers)
        if near:
            edges = [edge for edge in self.edges if edge.uid in near]
            yield from offers(same_day, {name: edges[0].properties[name] for name in PROVENANCE})
            yield from notices(edges, self.today, self.at, self.seen_by)

    @property
    def companies_changed(self) -> set[str] | None:
        """The companies whose facts change when this is written; None when that cannot be told from the batch."""
        kept = {edge.uid for edge in self.edges}
        if self.nodes or self.stale_nodes or any(uid not in kept for _, uid in self.stale_edges):
            return None
        ends = {end[1] for edge in self.edges for end in (edge.start, edge.end) if end[0] == "Company"}
        return ends | {row["uid"] for row in self.companies} | {node.uid for node in self.named_companies}

    def _of_operators(self) -> Iterable[Statement]:
        if self.operators:
            yield cypher.UPSERT_OPERATORS, {"rows": self.operators}
            covered = [
                {"uid": row["uid"], "covered": covered} for row in self.operators for covered in row.get("covers", ())
            ]
            yield cypher.COVER, {"rows": covered}

    def _of_companies(self, rank: dict[str, Any]) -> Iterable[Statement]:
        touched = {row["uid"] for row in self.companies} | {node.uid for node in self.named_companies}
        if self.companies:
            yield cypher.UPSERT_COMPANIES, {"rows": self.companies, **rank}
        if self.named_companies:
            named = sorted({node.uid: node for node in self.named_companies}.values(), key=lambda node: node.uid)
            rows = [{"uid": node.uid, "properties": node.properties} for node in named]
            yield cypher.UPSERT_NAMED_COMPANIES, {"rows": rows, **rank}
        if touched:
            yield cypher.PLACE_COMPANIES, {"uids": sorted(touched)}
            yield cypher.SORT_COMPANIES, {"uids": sorted(touched)}
            yield BUMP_COMPANIES, {"uids": sorted(touched)}
        if self.former_companies:
            uids = [row["uid"] for row in self.former_companies]
            yield cypher.UPSERT_FORMERS, {"rows": self.former_companies, **rank}
            yield cypher.PLACE_FORMERS, {"uids": uids}
            yield cypher.SORT_FORMERS, {"uids": uids}
        if self.establishments:
            yield cypher.UPSERT_SITES, {"rows": self.establishments}
        if self.successions:
            yield cypher.LINK_SUCCESSIONS, {"rows": self.successions}


def look_up(graph: Graph, source: Source, uids: list[str]) -> dict[str, Known]:
    """Return what the graph holds for these rows: facts first, then reviews."""
    known = {}
    for record in graph.system_read(cypher.KNOWN_REVIEWS, uids=uids):
        kept = record["said"]
        said = Said.of(kept, orjson.loads(kept["row"])) if kept else None
        known[record["uid"]] = Known(record["hash"], None, review=record["status"], level=record["level"], said=said)
    if source.subject is Subject.REGISTER:
        return known
    text = (
        cypher.known_nodes(source.nodes[0].label, source.keeps)
        if source.nodes
        else cypher.known_edges(source.links[0].type)
    )
    for record in graph.system_read(text, uids=uids):
        uid = record["uid"]
        review = known[uid].review if uid in known else None
        level, together, edge = record["level"], record.get("together"), record.get("said")
        said = Said.of(edge, as_values(edge)) if edge else None
        common = (record["hash"], record["company"], review, record["recorded_at"], level, together)
        known[uid] = Known(*common, said, record.get("kept"))
    return known


def write_batch(graph: Graph, batch: Batch) -> int:
    """Write a batch in one transaction; when somebody wrote some of its edges meanwhile, replace them.

    Returns:
        How many pairs of visits it offers as joint ones.
    """
    made = batch.statements()
    if not made:
        return 0
    first = [batch.guard] if batch.guard else []
    try:
        answers = graph.write_all([*first, *made], guarded=len(first), companies=batch.companies_changed)
    except ConstraintError:
        batch.stale_edges += [(edge.type, edge.uid) for edge in batch.edges]
        answers = graph.write_all([*first, *batch.statements()], guarded=len(first))
    batch.guarded_out = bool(first) and not answers
    return sum(record.get("offered", 0) for answer in answers for record in answer)


def _row(edge: EdgeRecord) -> dict[str, Any]:
    row = {"start": edge.start[1], "end": edge.end[1], "properties": edge.properties}
    if edge.type == "VISITED" and (days := window(edge.properties)):
        row["since"], row["until"] = days
    return row


def _shape(edge: EdgeRecord) -> tuple[str, str, str]:
    return edge.start[0], edge.type, edge.end[0]


def _grouped(items: Iterable[Any], key: Any) -> dict[Any, list[Any]]:
    groups: dict[Any, list[Any]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return groups
