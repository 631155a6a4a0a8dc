"""From understood rows to a batch: who it is about, whether it is new, and what it becomes."""

from __future__ import annotations

from typing import Any, NamedTuple

from graph.errors import NotFound, Refused
from ingest.amended import Places, amended, kept_by_hand
from ingest.describing import fill_operators
from ingest.envelopes import Refusal, guard_of, why_not
from ingest.facts import Facts, make_facts
from ingest.level import settle_level
from ingest.linking import Linked
from ingest.means import Naming
from ingest.named import Named
from ingest.notes import Finding, Note, Severity
from ingest.parties import Parties
from ingest.persons import Persons
from ingest.queue import Origin, review_of
from ingest.referring import Referring
from ingest.registering import Registering
from ingest.report import FORM, FindingsLog
from ingest.request import Context
from ingest.seen import Seen
from ingest.source import Repeats, Subject
from ingest.sources.visits import VISITS
from ingest.understanding import Understood, digest, row_uid
from ingest.writing import Batch, Known, look_up
from matching import Outcome


class Pending(NamedTuple):
    """A row that is taken, waiting for what the graph knows of it.

    Args:
        row: what it says.
        uid: what stands for it in the graph.
        operator: who acts in it.
        marks: what is to be kept beside a visit that was changed by hand.
        known_as: the uid that the row has of its own, when it speaks of such a visit of another uid.
    """

    row: Understood
    uid: str
    operator: str | None
    marks: dict[str, Any] | None = None
    known_as: str | None = None


class RowMaker:
    """Turns the rows of one import into batches and counts what became of each.

    Args:
        context: what the import works with.
    """

    def __init__(self, context: Context) -> None:
        self.graph = context.graph
        self.source = context.source
        self.request = context.request
        self.provenance = context.provenance
        self.operators = context.operators
        self.linker = context.linker
        self.report = context.report
        self.kept: list[str] = []
        self._context = context
        self._seen = Seen()
        self._creating = context.provenance if context.request.create_operator else None
        self._mixing = context.mixing
        self._persons = Persons(context.graph, context.provenance.owner, context.source)
        self._registering = Registering(context)
        parties = Parties(context.operators, context.linker, context.provenance, self._creating)
        self._named = Named(context.graph, context.source, context.operators, parties, context.provenance.owner)
        self._naming = Naming(
            context.graph, context.source, context.operators, context.provenance, creates=bool(self._creating)
        )
        wanted = context.request.corrects
        self._amended = amended(context.graph, context.provenance.owner, wanted) if wanted else None
        self._places = Places(context.graph, context.provenance)
        self._moved: list[tuple[Pending, str]] = []
        self._referring = Referring(context.graph, context.provenance.owner, context.source)

    def batch(self, rows: list[Understood], log: FindingsLog, *, last: bool = True) -> Batch:
        """Return what these rows become; their remarks go to the log.

        Args:
            rows: in the order of the file.
            log: where remarks go.
            last: whether no row comes after them: those that may be a visit changed by hand are settled then.
        """
        batch = Batch(at=self.provenance.recorded_at, today=self.request.today)
        batch.seen_by = [self.provenance.recorded_by] if self.report.file == FORM else []
        pending = []
        for row in rows:
            taken = self._take(row)
            self.report.persons_left_out += self._persons.leave_out(row, self.report.file, taken and taken.uid)
            for finding in row.findings:
                log.add(finding)
            if taken is not None:
                pending.append(taken)
        batch.nodes += self.operators.take_created()
        if self.source.subject is Subject.REGISTER:
            self._registering.fill(batch, pending, log)
        elif self.source.subject is Subject.OPERATOR:
            fill_operators(self._context, batch, pending)
        elif pending:
            known = {} if self._context.first else look_up(self.graph, self.source, [item.uid for item in pending])
            for item in pending:
                self._decide(batch, item, known.get(item.uid), log)
            batch.nodes += self.operators.take_created()
        if last:
            self._settle_moved(batch, log)
        if self.request.replace:
            self.kept += [item.uid for item in pending]
        return batch

    def _take(self, row: Understood) -> Pending | None:
        """Count a row that goes no further, or return it with its uid."""
        report = self.report
        report.read += 1
        if row.skip:
            report.skipped += 1
            return None
        if not row.refused:
            self._referring.settle(row, report.file)
        if row.refused:
            report.refused += 1
            return None
        if mixed := self._mixing.refusal(row.values.get("siren")):
            self._refuse(row, mixed, "siren")
            return None
        try:
            operator = self._operator(row)
        except NotFound as error:
            self._refuse(row, Note(Severity.REFUSE, "unknown-operator", str(error)), "operator")
            return None
        if self.request.visibility and "visibility" not in row.values:
            row.values["visibility"] = self.request.visibility.value
            row.content = digest(row.content + self.request.visibility.value)
        if self._amended is not None:
            return Pending(row, *self._amended)
        uid = self._uid(row, operator)
        report.repeated += uid is None
        if uid is not None:
            self._referring.learn(row, uid)
        return Pending(row, uid, operator) if uid else None

    def _operator(self, row: Understood) -> str | None:
        written = row.values.get("operator")
        if written and self.source.subject not in (Subject.REGISTER, Subject.OPERATOR):
            return self.operators.resolve(written, self._creating)
        if self.provenance.owner in self.operators.names:
            return self.provenance.owner
        if self.source.acts:
            raise NotFound("L'institution de cette ligne n'est pas dite.", hint="Ajoutez --operator INSTITUTION.")
        return None

    def _uid(self, row: Understood, operator: str | None) -> str | None:
        """Return what stands for the row, or None when the file has already said just this."""
        content = int(row.content, 16) & 0xFFFFFFFF
        occurrence = 1
        while True:
            uid = row_uid(self.source, self.provenance.owner, operator, row.key, occurrence)
            short = int(uid, 16)
            before = self._seen.get(short)
            if before is None:
                self._seen.add(short, content)
                return uid
            if before == content and self.source.repeats is Repeats.COLLAPSE:
                return None
            occurrence += 1

    def _decide(self, batch: Batch, item: Pending, known: Known | None, log: FindingsLog) -> None:
        if known is not None and self._says_the_same(item, known):
            if known.review == "open":
                self.report.review += 1
            else:
                self.report.unchanged += 1
            return
        if known is not None and known.said is not None and item.marks is None:
            item = item._replace(marks=known.said.marks(item.row, item.known_as))
            kept_by_hand(item.row.values, known.said)
        level = known.level if known else None
        if wrong := self._unsettled(level, item.row):
            self._refuse(item.row, wrong.note, wrong.column, log)
            return
        linked = self._link(item, known)
        if known is None and (stands := self._stands_for(item, linked)):
            self._moved.append((item, stands))
            return
        if linked is None or self._must_wait(item, linked):
            self._queue(batch, item, linked, known)
            return
        try:
            roles, made = self._named.roles(item.row, item.uid, linked.company, item.operator)
        except Refused as error:
            column = "parent" if "parent" in item.row.values else "parties"
            self._refuse(item.row, Note(Severity.REFUSE, f"unknown-{column[:6]}", str(error)), column, log)
            return
        batch.named_companies += linked.created
        facts = make_facts(self.source, item.row, item.uid, roles, self.provenance)
        batch.guard = guard_of(self.source.name, item.uid, self.provenance.owner, item.row.values)
        if known is not None and known.recorded_at is not None:
            self.report.updated += 1
            self._replace(batch, item, facts, known)
        elif known is not None:
            batch.settled_reviews.append(item.uid)
        if item.marks:
            facts.edges[0].properties |= item.marks
        batch.nodes += [*made, *facts.nodes]
        batch.edges += facts.edges
        self.report.written += 1

    def _says_the_same(self, item: Pending, known: Known) -> bool:
        if item.row.content == known.hash:
            return True
        return not self.request.corrects and known.said is not None and item.row.content == known.said.hash

    def _unsettled(self, level: str | None, row: Understood) -> Refusal | None:
        """Return why a row may not be written: it raises the level, or names what there is not."""
        if raised := settle_level(level, self.source, row.values, may_widen=self.request.may_widen):
            return Refusal(raised, "visibility")
        return self._naming.settle(row.values)

    def judged(self, rows: list[Understood], batch: Batch, log: FindingsLog) -> None:
        """Count as refused the only row of a batch if its guard kept it from being written, and say why."""
        if not batch.guarded_out or batch.guard is None:
            return
        [row] = rows
        self.operators.created += [node for node in batch.nodes if node.label == "Operator"]
        refused = why_not(self.graph, self.source.name, batch.guard[1]["uid"], row.values)
        self.report.written -= 1
        self.report.updated -= bool(batch.stale_nodes)
        self._refuse(row, refused.note, refused.column, log)

    def _link(self, item: Pending, known: Known | None) -> Linked | None:
        """Find the company of a row. A row that was linked once keeps its company: it says the same of it."""
        if self.source.subject is Subject.NONE:
            return Linked(None, Outcome.LINKED)
        if known is not None and known.company is not None:
            return Linked(known.company, Outcome.LINKED)
        return self.linker.link(self.source, item.row, self.provenance)

    def _stands_for(self, item: Pending, linked: Linked | None) -> str | None:
        """Return the visit changed by hand that an unknown row may be: the same company, on the day it was moved to."""
        if self.source.name != VISITS.name or linked is None or self.request.corrects:
            return None
        return self._places.visit_of(item.uid, item.row.values, item.operator, linked.company)

    def _settle_moved(self, batch: Batch, log: FindingsLog) -> None:
        """Take each such row as that visit, unless the file has said the visit itself in another row."""
        moved, self._moved = self._moved, []
        known = look_up(self.graph, self.source, [uid for _, uid in moved]) if moved else {}
        for item, uid in moved:
            if self._seen.get(int(uid, 16)) is None and uid in known:
                self._seen.add(int(uid, 16), 0)
                self.kept.append(uid)
                self._decide(batch, item._replace(uid=uid, known_as=item.uid), known[uid], log)
            else:
                self._places.forget(uid)
                self._decide(batch, item, None, log)

    def _must_wait(self, item: Pending, linked: Linked) -> bool:
        if item.row.doubtful:
            return True
        if linked.outcome is Outcome.LINKED:
            return False
        return self.source.subject is Subject.COMPANY or linked.outcome is Outcome.REVIEW

    def _queue(self, batch: Batch, item: Pending, linked: Linked | None, known: Known | None) -> None:
        origin = Origin(self.source, self.report.file, item.operator, self.provenance)
        review = review_of(item.row, item.uid, linked, origin)
        batch.reviews.append(review | {"level": known.level if known else None} | (item.marks or {}))
        if known is not None and known.recorded_at is not None and not self.source.nodes:
            batch.stale_edges.append((self.source.links[0].type, item.uid))
        self.report.review += 1

    def _replace(self, batch: Batch, item: Pending, facts: Facts, known: Known) -> None:
        """A corrected row takes the place of the former one, and stays known since the former one's day."""
        batch.stale_nodes += [(node.label, node.uid) for node in facts.nodes[:1]]
        if not facts.nodes:
            batch.stale_edges += [(edge.type, edge.uid) for edge in facts.edges]
        for properties in [node.properties for node in facts.nodes] + [edge.properties for edge in facts.edges]:
            properties["recorded_at"] = known.recorded_at
        for name, value in (known.kept or {}).items():
            if value is not None:
                facts.nodes[0].properties.setdefault(name, value)
        if known.together and "joint_reference" not in item.row.values:
            facts.edges[0].properties |= known.together
        if known.review is not None:
            batch.settled_reviews.append(item.uid)

    def _refuse(self, row: Understood, note: Note, column: str, log: FindingsLog | None = None) -> None:
        finding = Finding(note.severity, note.code, note.message, self.report.file, row.line, column, None, None)
        row.findings.append(finding)
        if log is not None:
            log.add(finding)
        self.report.refused += 1
