"""From understood rows to a batch: who it is about, whether it is new, and what it becomes."""

from __future__ import annotations

from typing import NamedTuple

from graph.errors import NotFound, Refused
from ingest.describing import fill_operators
from ingest.facts import End, Facts, Roles, make_facts
from ingest.level import settle_level
from ingest.linking import Linked
from ingest.mixing import Mixing
from ingest.notes import Finding, Note, Severity
from ingest.persons import Persons
from ingest.queue import Origin, review_of
from ingest.registering import Registering
from ingest.report import FORM, FindingsLog
from ingest.request import Context
from ingest.seen import Seen
from ingest.source import Repeats, Subject
from ingest.understanding import Understood, digest, row_uid
from ingest.writing import Batch, Known, look_up
from matching import Outcome


class Pending(NamedTuple):
    """A row that is taken, waiting for what the graph knows of it."""

    row: Understood
    uid: str
    operator: str | None


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
        self._mixing = Mixing(context.graph)
        self._persons = Persons(context.graph, context.provenance.owner, context.source)
        self._registering = Registering(context)

    def batch(self, rows: list[Understood], log: FindingsLog) -> Batch:
        """Return what these rows become; their remarks go to the log."""
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
        uid = self._uid(row, operator)
        if uid is None:
            report.repeated += 1
            return None
        return Pending(row, uid, operator)

    def _operator(self, row: Understood) -> str | None:
        written = row.values.get("operator")
        if written and self.source.subject not in (Subject.REGISTER, Subject.OPERATOR):
            return self.operators.resolve(written, self.provenance)
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
        if known is not None and known.hash == item.row.content:
            if known.review == "open":
                self.report.review += 1
            else:
                self.report.unchanged += 1
            return
        level = known.level if known else None
        if raised := settle_level(level, self.source, item.row.values, may_widen=self.request.may_widen):
            self._refuse(item.row, raised, "visibility", log)
            return
        linked = self._link(item, known)
        if linked is None or self._must_wait(item, linked):
            self._queue(batch, item, linked, known)
            return
        try:
            roles = self._roles(item, linked)
        except Refused as error:
            self._refuse(item.row, Note(Severity.REFUSE, "unknown-party", str(error)), "parties", log)
            return
        batch.named_companies += linked.created
        facts = make_facts(self.source, item.row, item.uid, roles, self.provenance)
        if known is not None and known.recorded_at is not None:
            self.report.updated += 1
            self._replace(batch, item, facts, known)
        elif known is not None:
            batch.settled_reviews.append(item.uid)
        batch.nodes += facts.nodes
        batch.edges += facts.edges
        self.report.written += 1

    def _link(self, item: Pending, known: Known | None) -> Linked | None:
        """Find the company of a row. A row that was linked once keeps its company: it says the same of it."""
        if self.source.subject is Subject.NONE:
            return Linked(None, Outcome.LINKED)
        if known is not None and known.company is not None:
            return Linked(known.company, Outcome.LINKED)
        return self.linker.link(self.source, item.row, self.provenance)

    def _must_wait(self, item: Pending, linked: Linked) -> bool:
        if item.row.doubtful:
            return True
        if linked.outcome is Outcome.LINKED:
            return False
        return self.source.subject is Subject.COMPANY or linked.outcome is Outcome.REVIEW

    def _queue(self, batch: Batch, item: Pending, linked: Linked | None, known: Known | None) -> None:
        origin = Origin(self.source, self.report.file, item.operator, self.provenance)
        review = review_of(item.row, item.uid, linked, origin)
        batch.reviews.append(review | {"level": known.level if known else None})
        if known is not None and known.recorded_at is not None and not self.source.nodes:
            batch.stale_edges.append((self.source.links[0].type, item.uid))
        self.report.review += 1

    def _replace(self, batch: Batch, item: Pending, facts: Facts, known: Known) -> None:
        """A corrected row takes the place of the former one, and stays known since the former one's day."""
        batch.stale_nodes += [(node.label, node.uid) for node in facts.nodes]
        if not facts.nodes:
            batch.stale_edges += [(edge.type, edge.uid) for edge in facts.edges]
        for properties in [node.properties for node in facts.nodes] + [edge.properties for edge in facts.edges]:
            properties["recorded_at"] = known.recorded_at
        if known.together and "joint_reference" not in item.row.values:
            facts.edges[0].properties |= known.together
        if known.review is not None:
            batch.settled_reviews.append(item.uid)

    def _roles(self, item: Pending, linked: Linked) -> Roles:
        values = item.row.values
        roles = Roles()
        if item.operator:
            roles.operator = ("Operator", item.operator)
        if linked.company:
            roles.company = ("Company", linked.company)
        if values.get("territory"):
            roles.territory = ("Territory", values["territory"])
        if "parties" in values:
            roles.parties = tuple(self._party(name) for name in values["parties"])
        return roles

    def _party(self, name: str) -> End:
        """A party is an institution that is known, a company that stands out, or a new institution if asked for."""
        if self.operators.find(name) is None:
            found = self.linker.registry.search(name, limit=1)
            if found and found[0].score >= PARTY_SCORE:
                return "Company", found[0].uid
        return "Operator", self.operators.resolve(name, self.provenance)

    def _refuse(self, row: Understood, note: Note, column: str, log: FindingsLog | None = None) -> None:
        finding = Finding(note.severity, note.code, note.message, self.report.file, row.line, column, None, None)
        row.findings.append(finding)
        if log is not None:
            log.add(finding)
        self.report.refused += 1


PARTY_SCORE = 0.9
"""Below it a name that looks like a company's is not taken for it."""
