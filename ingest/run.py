"""One file, from its bytes to a report: the one way in, whatever the channel."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from graph.errors import Interrupted
from graph.store import Graph, Statement
from graph.visibility import Caller
from ingest.binding import bind, known_headers
from ingest.facts import Provenance
from ingest.joint import bind_by_reference
from ingest.linking import Linker
from ingest.notes import Finding, Severity
from ingest.operators import Operators
from ingest.queue import review_of_file
from ingest.reading import CLI_LIMITS, Limits, Table, fold_header, open_table
from ingest.reference.load import ensure_reference
from ingest.replacing import end_vanished
from ingest.report import FindingsLog, Report
from ingest.request import PLATFORM, Context, Progress, Request, source_named
from ingest.rows import RowMaker
from ingest.scope import rows_to_keep
from ingest.source import Source
from ingest.sources import SOURCES
from ingest.stopping import calm_collector, stoppable
from ingest.understanding import Understanding, digest
from ingest.writing import Writer

EARLIER = """
RETURN EXISTS { MATCH (import:Import {owner: $owner}) WHERE import.source_uid = $source } AS imports,
       EXISTS { MATCH (review:Review {owner: $owner}) WHERE review.source_uid = $source } AS reviews
"""
OPEN_IMPORT = """
MERGE (import:Import {uid: $uid})
SET import += $properties, import.status = 'running'
MERGE (source:Source {uid: $source.uid}) SET source += $source
"""
SPELL = "MATCH (operator:Operator {uid: $uid}) SET operator.name = $name"
FIRST_ROWS = 250
CLOSE_IMPORT = """
MATCH (import:Import {uid: $uid})
SET import.status = $status, import.finished_at = $now, import.counts = $counts, import.seconds = $seconds
"""


def ingest_file(
    graph: Graph,
    path: Path,
    request: Request,
    *,
    findings_dir: Path | None = None,
    limits: Limits = CLI_LIMITS,
    progress: Progress | None = None,
) -> Report:
    """Take one file in and return what became of each of its rows.

    Args:
        graph: where to.
        path: CSV, TSV, XLSX or Parquet.
        request: source, institution and options.
        findings_dir: folder for the file of remarks; None keeps only their counts and the first ones.
        limits: sizes over which a file is refused before it is parsed.
        progress: called after each batch with the number of rows read so far; it stops there when told True.

    Raises:
        Misuse: no such source.
        FileRefused: the whole file is refused, with its place.
        NotFound: the institution is unknown and `create_operator` is not set.
        Interrupted: Ctrl-C; whole batches are kept, and the same command goes on from there.
    """
    source = source_named(request.source)
    kin = [other for other in SOURCES.values() if other.name.startswith(source.name)]
    known = set().union(*(known_headers(other, request.mapping) for other in kin))
    table = open_table(path, known, limits=limits, separator=request.separator)
    return ingest_table(graph, table, request, findings_dir=findings_dir, progress=progress)


def ingest_table(
    graph: Graph,
    table: Table,
    request: Request,
    *,
    findings_dir: Path | None = None,
    progress: Progress | None = None,
) -> Report:
    """Take in a table that is already open: a file's, or the rows of a form or call."""
    source = _source_of(source_named(request.source), table)
    ensure_reference(graph)
    return _Import(graph, source, table, request).run(findings_dir, progress)


def _source_of(source: Source, table: Table) -> Source:
    """Sirene comes in two files, which their headers tell apart: sites, and legal units."""
    if source.name == "sirene" and "siret" in map(fold_header, table.header):
        return SOURCES["sirene_sites"]
    return source


def uid_of_import(source: str, owner: str, sha256: str) -> str:
    """Return what stands for the import of one very file by one owner, before and after it ran."""
    return digest(f"{source}|{owner}|{sha256}")


class _Import:
    """One import under way."""

    def __init__(self, graph: Graph, source: Source, table: Table, request: Request) -> None:
        self._started = time.perf_counter()
        self.graph = graph
        self.source = source
        self.table = table
        self.request = request
        self.binding = bind(source, table.header, request.mapping)
        self.operators = Operators(graph, create=request.create_operator)
        self.recorded_at = datetime.now(UTC).isoformat(timespec="seconds")
        self.provenance = self._provenance()
        [earlier] = graph.system_read(EARLIER, owner=self.provenance.owner, source=source.name)
        self.first = not (earlier["imports"] or earlier["reviews"])
        self.report = Report(
            file=table.name,
            source=source.name,
            import_uid=self.provenance.import_uid,
            operator=self.operators.names.get(self.provenance.owner),
            dry_run=request.dry_run,
            understood=_described(table),
            columns=dict(self.binding.headers),
            ignored=dict(self.binding.ignored),
            unknown_columns=list(self.binding.unknown),
        )

    def run(self, findings_dir: Path | None, progress: Progress | None) -> Report:
        log_path = findings_dir / f"{self.provenance.import_uid}.jsonl" if findings_dir else None
        with FindingsLog(log_path) as log, stoppable() as stop, calm_collector():
            keep = rows_to_keep(self.graph, self.source, self.binding, self.request.only)
            understanding = Understanding(self.source, self.table, self.binding, self.request.today, keep)
            for finding in (*self.table.findings, *understanding.findings):
                log.add(finding)
            if self._waits_for_a_person():
                self.report.read = self.report.review = sum(1 for _ in self.table.rows())
            else:
                understanding.accepted = frozenset(finding.code for finding in self._doubts())
                self._take(understanding, log, stop, progress)
            self.report.notes = dict(sorted(log.counts.items()))
            self.report.findings = log.shown
            self.report.findings_file = str(log_path) if log_path else None
        self.report.seconds = self._seconds()
        if self.report.stopped:
            raise Interrupted(
                f"Import de {self.table.name} arrêté après {self.report.read} lignes lues ; "
                "les lots écrits sont complets.",
                hint="Relancez la même commande : elle reprendra où elle s'est arrêtée.",
            )
        return self.report

    def _take(
        self, understanding: Understanding, log: FindingsLog, stop: threading.Event, progress: Progress | None
    ) -> None:
        caller = Caller(organisation=self.provenance.owner, actor=self.request.actor)
        linker = Linker(self.graph, caller, create_companies=self.request.create_companies)
        maker = RowMaker(
            Context(
                self.graph, self.source, self.request, self.provenance, self.operators, linker, self.report, self.first
            )
        )
        opening = self._opening()
        with Writer(self.graph, dry_run=self.request.dry_run) as writer:
            for rows, last in _batches(understanding.rows(), self.request.batch_rows):
                batch = maker.batch(rows, log)
                batch.opening, opening = opening, []
                if last and not self.request.replace:
                    batch.closing = [self._closing()]
                writer.submit(batch)
                if progress and progress(self.report.read):
                    stop.set()
                if stop.is_set() and not last:
                    self.report.stopped = True
                    break
            writer.wait()
            self.report.joint_offered = writer.joint_offered
        if self.request.dry_run:
            return
        if self.source.name == "visits" and not self.report.stopped:
            self.report.bound_later = bind_by_reference(self.graph, caller)
        if self.request.replace and not self.report.stopped:
            self.report.ended = end_vanished(self.graph, self.source, self.provenance, self.table.name, maker.kept)
        if self.request.replace or self.report.stopped or opening:
            self.graph.write_all([*opening, self._closing()])

    def _provenance(self) -> Provenance:
        request = self.request
        owner = PLATFORM
        draft = Provenance(PLATFORM, self.source.name, "", self.recorded_at, request.actor)
        if request.operator:
            owner = self.operators.resolve(request.operator, draft)
        import_uid = uid_of_import(self.source.name, owner, self.table.sha256)
        return Provenance(owner, self.source.name, import_uid, self.recorded_at, request.actor)

    def _doubts(self) -> list[Finding]:
        return [finding for finding in self.table.findings if finding.severity is Severity.DOUBT]

    def _waits_for_a_person(self) -> bool:
        """A doubt about the whole file waits for a person, once: nothing of it is written before."""
        doubts = self._doubts()
        if not doubts:
            return False
        uid = digest(f"file|{self.provenance.import_uid}")
        found = self.graph.system_read("MATCH (r:Review {uid: $uid}) RETURN r.status AS status", uid=uid)
        if found and found[0]["status"] == "accepted":
            return False
        if not found and not self.request.dry_run:
            properties = review_of_file(uid, self.table.name, doubts, self.provenance)
            self.graph.write("MERGE (r:Review {uid: $uid}) SET r = $properties", uid=uid, properties=properties)
        return True

    def _opening(self) -> list[Statement]:
        """The statements that the first batch begins with: a small file is one transaction, not three."""
        provenance, own_name = self.provenance, self.request.operator
        made: list[Statement] = []
        if own_name and self.operators.spell(provenance.owner, own_name):
            made.append((SPELL, {"uid": provenance.owner, "name": own_name}))
        properties = {
            "owner": provenance.owner,
            "source_uid": self.source.name,
            "file": self.table.name,
            "sha256": self.table.sha256,
            "started_at": self.recorded_at,
            "recorded_by": provenance.recorded_by,
        }
        source = {
            "uid": self.source.name,
            "name": self.source.label,
            "publisher": self.source.publisher,
            "licence": self.source.licence,
            "url": self.source.url,
        }
        made.append((OPEN_IMPORT, {"uid": provenance.import_uid, "properties": properties, "source": source}))
        return made

    def _closing(self) -> Statement:
        """What the last transaction says of the whole import."""
        report = self.report
        counts = report.model_dump(include={"read", "written", "unchanged", "repeated", "review", "refused", "skipped"})
        said = {
            "uid": report.import_uid,
            "status": "stopped" if report.stopped else "done",
            "now": datetime.now(UTC).isoformat(timespec="seconds"),
            "counts": orjson.dumps(counts).decode(),
            "seconds": self._seconds(),
        }
        return CLOSE_IMPORT, said

    def _seconds(self) -> float:
        return round(time.perf_counter() - self._started, 3)


def _described(table: Table) -> dict[str, str]:
    """How the file was read, in words for the report."""
    said = {
        "format": table.format,
        "encoding": table.encoding,
        "separator": table.separator,
        "sheet": table.sheet,
    }
    return {name: value for name, value in said.items() if value}


def _batches(rows: Iterator[Any], most: int) -> Iterable[tuple[list[Any], bool]]:
    """Cut rows into lists, and say which is the last; the first ones are short, so that writing begins early."""
    size = min(FIRST_ROWS, most)
    batch = list(islice(rows, size))
    while batch:
        size = min(2 * size, most)
        following = list(islice(rows, 1))
        yield batch, not following
        batch = [*following, *islice(rows, size - 1)] if following else []
