"""Writes whole batches, each in one transaction, while the next one is prepared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from neo4j.exceptions import ConstraintError

from graph.companies import BUMP_COMPANIES
from graph.store import Graph, Statement
from graph.visibility import MEMBER
from ingest import statements as cypher
from ingest.facts import EdgeRecord, NodeRecord
from ingest.source import Source, Subject
from ingest.telling import history, notices

PROVENANCE = ("source_uid", "import_uid", "recorded_at", "recorded_by")
BATCH_ROWS = 1000
"""Rows in one transaction: small enough that one is prepared while the one before is written."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the graph already holds for a row; `together` is what an edge keeps of the visit that it was joined to."""

    hash: str | None
    company: str | None
    review: str | None = None
    recorded_at: str | None = None
    level: str | None = None
    together: dict[str, str] | None = None


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

    def statements(self) -> list[Statement]:
        """The statements of the batch in the order in which they must run, keys sorted against deadlocks."""
        rank = {"rank": cypher.RANK}
        made = [*self._of_operators(), *self._of_companies(rank)]
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
            rows = [{"start": e.start[1], "end": e.end[1], "properties": e.properties} for e in edges]
            rows.sort(key=lambda row: (row["end"], row["start"]))
            made.append((cypher.create_edges(start, type_, end), {"rows": rows}))
        if brought := _brought(self.edges):
            common = {name: self.edges[0].properties[name] for name in PROVENANCE}
            said = {"brought": brought, "provenance": common, "detail": MEMBER.parameters["detail"]}
            made.append((cypher.OFFER_JOINT_VISITS, said))
        made += notices(self.edges, self.today, self.at, self.seen_by)
        if self.settled_reviews:
            made.append((cypher.CLOSE_REVIEWS, {"uids": sorted(self.settled_reviews)}))
        if self.reviews:
            rows = [{"uid": r["uid"], "properties": r} for r in sorted(self.reviews, key=lambda r: r["uid"])]
            made.append((cypher.UPSERT_REVIEWS, {"rows": rows}))
        return [*self.opening, *made, *self.closing]

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
        known[record["uid"]] = Known(record["hash"], None, review=record["status"], level=record["level"])
    if source.subject is Subject.REGISTER:
        return known
    text = cypher.known_nodes(source.nodes[0].label) if source.nodes else cypher.known_edges(source.links[0].type)
    for record in graph.system_read(text, uids=uids):
        uid = record["uid"]
        review = known[uid].review if uid in known else None
        level, together = record["level"], record.get("together")
        known[uid] = Known(record["hash"], record["company"], review, record["recorded_at"], level, together)
    return known


class Writer:
    """Writes batches one after the other in a thread of its own, one ahead at most.

    Args:
        graph: where to.
        dry_run: whether to write nothing at all.
    """

    def __init__(self, graph: Graph, *, dry_run: bool = False) -> None:
        self._graph = graph
        self._dry_run = dry_run
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ingest-writer")
        self._pending: Future[int] | None = None
        self.joint_offered = 0

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(wait=True)

    def submit(self, batch: Batch) -> None:
        """Write a batch once the one before is through; errors of the one before come out here."""
        self.wait()
        made = batch.statements()
        if made and not self._dry_run:
            self._pending = self._pool.submit(write_batch, self._graph, batch, made)

    def wait(self) -> None:
        """Wait until all that was submitted is written."""
        if self._pending is not None:
            pending, self._pending = self._pending, None
            self.joint_offered += pending.result()


def write_batch(graph: Graph, batch: Batch, made: list[Statement] | None = None) -> int:
    """Write a batch in one transaction; when somebody wrote some of its edges meanwhile, replace them.

    Returns:
        How many pairs of visits it offers as joint ones.
    """
    made = made or batch.statements()
    try:
        answers = graph.write_all(made, companies=batch.companies_changed)
    except ConstraintError:
        batch.stale_edges += [(edge.type, edge.uid) for edge in batch.edges]
        made = batch.statements()
        answers = graph.write_all(made)
    offered = [answer for (text, _), answer in zip(made, answers, strict=True) if text is cypher.OFFER_JOINT_VISITS]
    return sum(record["offered"] for answer in offered for record in answer)


def _brought(edges: Iterable[EdgeRecord]) -> list[dict[str, Any]]:
    """The visits that may turn out to be joint ones, by company: on an exact day, told to members in full."""
    found: dict[str, dict[str, set[str]]] = {}
    detail = MEMBER.parameters["detail"]
    for edge in edges:
        said = edge.properties
        if edge.type == "VISITED" and "on" in said and said["status"] != "cancelled" and said["visibility"] in detail:
            of_company = found.setdefault(edge.end[1], {"days": set(), "uids": set()})
            of_company["days"].add(said["on"])
            of_company["uids"].add(edge.uid)
    return [
        {"company": company, "days": sorted(of["days"]), "uids": sorted(of["uids"])}
        for company, of in sorted(found.items())
    ]


def _shape(edge: EdgeRecord) -> tuple[str, str, str]:
    return edge.start[0], edge.type, edge.end[0]


def _grouped(items: Iterable[Any], key: Any) -> dict[Any, list[Any]]:
    groups: dict[Any, list[Any]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return groups
