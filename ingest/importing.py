"""One import under way: what one file says is read, prepared, written and reported."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import orjson

from graph.errors import Interrupted
from graph.store import Graph, Statement
from graph.visibility import Caller
from ingest.binding import bind
from ingest.command import Command
from ingest.envelopes import GUARDED
from ingest.facts import Provenance
from ingest.joint import bind_by_reference
from ingest.linking import Linker
from ingest.means import is_settled
from ingest.notes import Finding, Severity
from ingest.queue import review_of_file
from ingest.reading import Table
from ingest.replacing import end_vanished
from ingest.report import FindingsLog, Report
from ingest.request import PLATFORM, Context, Progress, Request
from ingest.rows import RowMaker
from ingest.scope import rows_to_keep
from ingest.source import Source, Subject
from ingest.understanding import Understanding, digest
from ingest.writing import Batch, write_batch

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
"""Of the first batch, when the writer has nothing to do yet: it begins early."""
CLOSE_IMPORT = """
MATCH (import:Import {uid: $uid})
SET import.status = $status, import.finished_at = $now, import.counts = $counts, import.seconds = $seconds
"""


class Import:
    """One import under way.

    Args:
        command: what it shares with the other files of one command.
        source: what the rows are said to be.
        table: the file, opened.
        request: options.
    """

    def __init__(self, command: Command, source: Source, table: Table, request: Request) -> None:
        self._started = time.perf_counter()
        self.command = command
        self.graph: Graph = command.graph
        self.source = source
        self.table = table
        self.request = request
        self.binding = bind(source, table.header, request.mapping)
        self.operators = command.operators
        self.recorded_at = datetime.now(UTC).isoformat(timespec="seconds")
        self.provenance = self._provenance()
        self.first = self._is_first()
        self._last: Future[None] | None = None
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

    @property
    def is_looked_up(self) -> bool:
        """Whether what it brings, companies or institutions, is what those after it look for."""
        return self.source.subject in (Subject.REGISTER, Subject.OPERATOR) or self.request.create_companies

    @property
    def looks_up(self) -> bool:
        """Whether its rows name facts, by number or title, that files before it may have brought."""
        return bool(self.source.refers or self.source.parent) or is_settled(self.source)

    def prepare(self, progress: Progress | None) -> None:
        """Read the file to its end and hand what it becomes to the writer, batch by batch.

        Raises:
            DoreError: the file changed meanwhile, or what was handed over could not be written.
        """
        if not self.first or self.is_looked_up or self.looks_up:
            self.command.writer.wait()  # its rows are looked up: what came before must be there
        folder = self.command.findings_dir
        log_path = folder / f"{self.provenance.import_uid}.jsonl" if folder else None
        with FindingsLog(log_path) as log:
            keep = rows_to_keep(self.graph, self.source, self.binding, self.request.only)
            understanding = Understanding(self.source, self.table, self.binding, self.request.today, keep)
            for finding in (*self.table.findings, *understanding.findings):
                log.add(finding)
            if self._waits_for_a_person():
                self.report.read = self.report.review = sum(1 for _ in self.table.rows())
            else:
                understanding.accepted = frozenset(finding.code for finding in self._doubts())
                self._take(understanding, log, progress)
            self.report.notes = dict(sorted(log.counts.items()))
            self.report.findings = log.shown
            self.report.findings_file = str(log_path) if log_path else None

    def finish(self) -> Report:
        """Wait until all is written, and return what became of each row.

        Raises:
            Interrupted: it was stopped; whole batches are kept, and the same command goes on from there.
            DoreError: something could not be written.
        """
        if self._last is not None:
            self._last.result()
        self.report.seconds = self._seconds()
        if self.report.stopped:
            raise Interrupted(
                f"Import de {self.table.name} arrêté après {self.report.read} lignes lues ; "
                "les lots écrits sont complets.",
                hint="Relancez la même commande : elle reprendra où elle s'est arrêtée.",
            )
        return self.report

    def _take(self, understanding: Understanding, log: FindingsLog, progress: Progress | None) -> None:
        caller = Caller(organisation=self.provenance.owner, actor=self.request.actor)
        linker = Linker(self.graph, caller, create_companies=self.request.create_companies)
        context = Context(
            self.graph, self.source, self.request, self.provenance, self.operators, self.command.mixing, linker,
            self.report, self.first,
        )  # fmt: skip
        maker, stop = RowMaker(context), self.command.stop
        opening = self._opening()
        alone = self.source.name in GUARDED and not self.request.dry_run
        if alone:  # a row that is refused must not take the opening with it
            self.graph.write_all(opening)
            opening = []
        most = 1 if alone else self.request.batch_rows
        begin_with = min(FIRST_ROWS, most) if self.command.writer.idle else most
        for rows, last in _batches(understanding.rows(), begin_with, most):
            batch = maker.batch(rows, log, last=last)
            batch.opening, opening = opening, []
            if last and not (self.request.replace or alone):
                batch.closing = [self._closing()]
            self._write(batch, len(rows))
            if batch.guard and self._last is not None:
                self._last.result()
                maker.judged(rows, batch, log)
            if progress and progress(self.report.read):
                stop.set()
            if stop.is_set() and not last:
                self.report.stopped = True
                break
        if not self.request.dry_run:
            rest = self.request.replace or self.report.stopped or bool(opening) or alone
            self._last = self.command.writer.submit(lambda: self._end(caller, maker.kept, opening, rest=rest))

    def _write(self, batch: Batch, rows: int) -> None:
        def work() -> None:
            self.report.joint_offered += write_batch(self.graph, batch)

        if not self.request.dry_run:
            self._last = self.command.writer.submit(work, rows)

    def _end(self, caller: Caller, kept: list[str], opening: list[Statement], *, rest: bool) -> None:
        """What comes once all rows are written."""
        if self.source.name == "visits" and not self.report.stopped:
            self.report.bound_later = bind_by_reference(self.graph, caller)
        if self.request.replace and not self.report.stopped:
            gone = end_vanished(self.graph, self.source, self.provenance, self.table.name, kept)
            self.report.ended, self.report.kept_by_hand = gone
        if rest:
            self.graph.write_all([*opening, self._closing()])

    def _is_first(self) -> bool:
        """Whether nothing of this source and owner was ever taken in, so that no row can be known."""
        begun = (self.source.name, self.provenance.owner)
        if begun in self.command.begun:
            return False
        self.command.begun.add(begun)
        [earlier] = self.graph.system_read(EARLIER, owner=self.provenance.owner, source=self.source.name)
        return not (earlier["imports"] or earlier["reviews"])

    def _provenance(self) -> Provenance:
        request = self.request
        owner = PLATFORM
        draft = Provenance(PLATFORM, self.source.name, "", self.recorded_at, request.actor)
        if request.operator:
            owner = self.operators.resolve(request.operator, draft if request.create_operator else None)
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


def uid_of_import(source: str, owner: str, sha256: str) -> str:
    """Return what stands for the import of one very file by one owner, before and after it ran."""
    return digest(f"{source}|{owner}|{sha256}")


def _described(table: Table) -> dict[str, str]:
    """How the file was read, in words for the report."""
    said = {
        "format": table.format,
        "encoding": table.encoding,
        "separator": table.separator,
        "sheet": table.sheet,
    }
    return {name: value for name, value in said.items() if value}


def _batches(rows: Iterator[Any], size: int, most: int) -> Iterable[tuple[list[Any], bool]]:
    """Cut rows into lists, each twice as long as the one before up to a length, and say which is the last."""
    batch = list(islice(rows, size))
    while batch:
        size = min(2 * size, most)
        following = list(islice(rows, 1))
        yield batch, not following
        batch = [*following, *islice(rows, size - 1)] if following else []
