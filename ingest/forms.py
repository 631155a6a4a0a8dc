"""One fact typed in a form or sent by a program: a table of one row, taken in like any file."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, cast

import orjson

from graph.store import Graph
from graph.visibility import Caller
from ingest.binding import bind
from ingest.facts import Provenance, visit_uid
from ingest.level import settle_level
from ingest.linking import Linked, Linker
from ingest.mixing import Mixing
from ingest.notes import Finding, Severity
from ingest.operators import Operators
from ingest.reading import Row, Sample, Table
from ingest.reading.table import Format
from ingest.reference.load import ensure_reference
from ingest.referring import Referring
from ingest.report import FORM, Report
from ingest.request import Request, source_named
from ingest.run import ingest_table
from ingest.source import Source, Subject, Values
from ingest.understanding import Understanding, Understood, row_uid
from ingest.writing import look_up
from matching import Outcome

NAME_OF = """
MATCH (c:Company {siren: $siren})
WHERE c.visibility IN $layer OR c.owner IN $own
RETURN c.name AS name
UNION
MATCH (f:FormerCompany {siren: $siren})
WHERE f.visibility IN $layer OR f.owner IN $own
RETURN f.name AS name
"""


class FormTable(Table):
    """A table of one row, held in memory: column names of a source, and cells as somebody typed them.

    Args:
        cells: text of each cell by the name of its column; empty ones are left out.
    """

    def __init__(self, cells: Mapping[str, str]) -> None:
        filled = {name: text for name, text in cells.items() if text.strip()}
        content = orjson.dumps(filled, option=orjson.OPT_SORT_KEYS)
        self.name = FORM
        self.format = cast(Format, "form")
        self.size_bytes = len(content)
        self.sha256 = sha256(content).hexdigest()
        self.encoding = self.separator = self.sheet = None
        self.header = tuple(filled)
        self.header_line = 0
        self.row_estimate = 1
        self.unknown_columns = ()
        self.findings = []
        self.sample = Sample((tuple(filled.values()),))
        self._cells = list(filled.values())

    def rows(self, select: Collection[str] | None = None) -> Iterator[Row]:
        """The one row, whatever is selected of it."""
        del select
        yield Row(1, list(self._cells))

    def check_unchanged(self) -> None:
        """What is in memory does not change."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What would become of a form, and of whom it speaks; nothing is written to find out.

    Args:
        values: what was understood.
        findings: the remarks, each with its column.
        uid: what will stand for it in the graph: the uid of its fact or of its review.
        company: uid of the company it is linked to, None when nobody but a person can tell.
        linked: how that was decided, None when the form is refused.
        new_company: whether that company is yet to be created.
    """

    values: Values
    findings: tuple[Finding, ...]
    uid: str
    linked: Linked | None

    @property
    def refused(self) -> bool:
        """Whether nothing of it can be written."""
        return self.linked is None

    @property
    def doubtful(self) -> bool:
        """Whether a person has to decide."""
        doubt = any(finding.severity is Severity.DOUBT for finding in self.findings)
        return self.linked is not None and (doubt or self.linked.outcome is not Outcome.LINKED)

    @property
    def company(self) -> str | None:
        """Uid of the company it will be written for."""
        return self.linked.company if self.linked and not self.doubtful else None

    @property
    def visit(self) -> str | None:
        """What the edges of this visit will share: its own uid, or that of the joint visit it is part of."""
        return visit_uid(self.values, self.company, self.uid) if self.company else None


def preview(graph: Graph, cells: Mapping[str, str], request: Request) -> Preview:
    """Read, clean and match one form as an import would, and write nothing.

    Args:
        graph: where the company is looked for.
        cells: text by column name.
        request: source and institution, as for a file.

    Raises:
        FileRefused: a column that the source requires is not filled in, or one that it does not have is.
        NotFound: the institution is unknown.
    """
    source = source_named(request.source)
    ensure_reference(graph)
    operators = Operators(graph)
    owner = operators.resolve(request.operator or "")
    caller = Caller(organisation=owner, actor=request.actor)
    table = FormTable(named(graph, caller, cells))
    row = _understood(graph, source, table, request)
    if not row.refused:
        Referring(graph, owner, source).settle(row, FORM)
    uid = request.corrects or row_uid(source, owner, owner, row.key)
    known = look_up(graph, source, [uid]).get(uid)
    level = known.level if known else None
    if raised := settle_level(level, source, row.values, may_widen=request.may_widen):
        row.findings.append(Finding.of(raised, FORM, row.line, "visibility"))
    linked = None
    if not row.refused and source.subject in (Subject.COMPANY, Subject.HOLDER):
        provenance = Provenance(owner, source.name, "", "", request.actor)
        linked = (
            Linked(known.company, Outcome.LINKED)
            if known and known.company
            else Linker(graph, caller, create_companies=request.create_companies).link(source, row, provenance)
        )
    elif not row.refused:
        linked = Linked(None, Outcome.LINKED)
    return Preview(row.values, tuple(row.findings), uid, linked)


def record(graph: Graph, cells: Mapping[str, str], request: Request) -> Report:
    """Take one form in, the way of a file: the same form again changes nothing.

    Raises:
        FileRefused: as `preview`.
        NotFound: the institution is unknown.
    """
    caller = Caller(organisation=Operators(graph).resolve(request.operator or ""), actor=request.actor)
    return ingest_table(graph, FormTable(named(graph, caller, cells)), request)


def named(graph: Graph, caller: Caller, cells: Mapping[str, str]) -> dict[str, Any]:
    """Return the cells with the company's name, where a number alone tells it to the caller."""
    filled = dict(cells)
    if filled.get("name") or not (number := filled.get("siren") or filled.get("siret")):
        return filled
    found = graph.read(NAME_OF, caller, siren="".join(number.split())[:9])
    if found and found[0]["name"]:
        filled["name"] = found[0]["name"]
    return filled


def _understood(graph: Graph, source: Source, table: FormTable, request: Request) -> Understood:
    understanding = Understanding(source, table, bind(source, table.header), request.today)
    [row] = understanding.rows()
    mixed = Mixing(graph).refusal(row.values.get("siren"))
    if mixed is not None:
        row.findings.append(Finding.of(mixed, FORM, row.line, "siren"))
    return row
