"""From the rows of a table to what they say: values, remarks with their place, a key and a content hash."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import orjson

from ingest.binding import Binding
from ingest.cleaning import DateFormat, parse_day, settle
from ingest.identity import settle_identity
from ingest.notes import Finding, Note, Severity
from ingest.reading import Row, Table, fold_header
from ingest.reference.places import resolve
from ingest.scope import KeepRow
from ingest.source import Source, Values

NEVER_QUOTED = ("private-", "confidential-")
"""Remarks on what may not be entered: the text itself is kept nowhere."""
PLACE_PARTS = ("code_commune", "code_postal", "commune", "departement")


@dataclass(slots=True)
class Understood:
    """One row, understood.

    Args:
        line: physical line in the file, from 1.
        values: what it says, in plain types that JSON can hold; a day is [earliest, latest] in ISO.
        findings: remarks, each with its place.
        skip: why it is not taken at all (`blank`, `total`, `out-of-scope`), or None.
        key: what tells it from the other rows of its source and owner, hashed; 16 hexadecimal digits.
        content: hash of all it says; 16 hexadecimal digits.
    """

    line: int
    values: Values
    findings: list[Finding] = field(default_factory=list)
    skip: str | None = None
    key: str = ""
    content: str = ""

    @property
    def refused(self) -> bool:
        """Whether one of its remarks refuses the row."""
        return any(finding.severity is Severity.REFUSE for finding in self.findings)

    @property
    def doubtful(self) -> bool:
        """Whether one of its remarks needs a person."""
        return any(finding.severity is Severity.DOUBT for finding in self.findings)


def digest(text: str) -> str:
    """Sixteen hexadecimal digits that stand for a text: a key or a content that only has to be told apart."""
    return blake2b(text.encode(), digest_size=8).hexdigest()


def row_uid(source: Source, owner: str, operator: str | None, key: str, occurrence: int = 1) -> str:
    """Return what stands for a row in the graph; `occurrence` counts the rows of one key in a file."""
    return digest(f"{source.name}|{owner}|{operator}|{key}|{occurrence}")


def row_key(source: Source, values: Values) -> str:
    """Return what tells a row from the others of its source and owner: its own id, or what it says."""
    reference = values.get("reference")
    if reference:
        return f"id:{reference}"
    parts = [mention_key(values) if part == "mention" else str(values.get(part)) for part in source.key]
    return "|".join(parts)


class Understanding:
    """Reads the rows of one table as one source.

    Args:
        source: what the rows are said to be.
        table: the file, opened.
        binding: which column says what.
        today: the day from which "far future" is counted.
        accepted: codes of doubts that a person has accepted for the whole file; set before reading.
        keep: tells from the raw cells whether a row concerns this installation; None takes all.
    """

    def __init__(
        self, source: Source, table: Table, binding: Binding, today: date, keep: KeepRow | None = None
    ) -> None:
        self.source = source
        self._keep = keep
        self._headers = [table.header[index] for _, index in binding.used]
        self.table = table
        self.binding = binding
        self.today = today
        self.findings: list[Finding] = []
        self.accepted: frozenset[str] = frozenset()
        self.day_formats = self._settle_days()
        self._plan = [
            (column.name, index, column.parse, column.required, self.day_formats.get(column.name))
            for column, index in binding.used
        ]
        self._has_place = any(binding.has(part) for part in PLACE_PARTS)

    def rows(self) -> Iterator[Understood]:
        """All rows of the table in order, the skipped and the refused ones included."""
        keep = self._keep
        for row in self.table.rows(self._headers):
            if keep is not None and row.skip is None and row.refusal is None and not keep(row.cells):
                yield Understood(row.line, {}, skip="out-of-scope")
            else:
                yield self.understand(row)

    def understand(self, row: Row) -> Understood:
        """Return what one row says."""
        understood = Understood(row.line, {})
        if row.skip:
            understood.skip = row.skip
            return understood
        if row.refusal:
            self._remark(understood, row.refusal, None, "", None)
            if row.refusal.severity is Severity.REFUSE:
                return understood
        self._clean(row, understood)
        self._settle(understood)
        return understood

    def _clean(self, row: Row, understood: Understood) -> None:
        values, cells = understood.values, row.cells
        for name, index, parse, required, day_format in self._plan:
            cell = cells[index]
            if cell:
                note: Note | None
                if parse is None:
                    value, note = self._day(cell, day_format)
                else:
                    cleaned = parse(cell)
                    value, note = cleaned.value, cleaned.note
                if value is not None:
                    values[name] = value
                if note is not None:
                    self._remark(understood, note, name, cell, value)
                    continue
            if required and name not in values:
                self._remark(understood, _missing(self.binding.headers[name]), name, cell, None)

    def _settle(self, understood: Understood) -> None:
        values = understood.values
        reason = self.source.out_of_scope(values) if self.source.out_of_scope else None
        if reason:
            understood.skip = "out-of-scope"
            self._remark(understood, Note(Severity.INFO, "out-of-scope", reason), None, "", None)
            return
        for note, name in settle_identity(values):
            self._remark(understood, note, name, "", None)
        if self._has_place:
            resolved = resolve(*(values.get(part) for part in PLACE_PARTS))
            if resolved.place is not None:
                values["code_commune"] = resolved.place.code_commune
                values["epci"] = resolved.place.epci
                values["departement"] = resolved.place.departement
                values["region"] = resolved.place.region
            if resolved.note is not None:
                said = _settled_by_identifier(resolved.note) if values.get("siren") else resolved.note
                self._remark(understood, said, "code_postal", values.get("code_postal") or "", None)
        if self.source.derive:
            self.source.derive(values, self.today)
        for name, note in self.source.wrong(values, self.today) if self.source.wrong else ():
            self._remark(understood, note, name, "", None)
        understood.content = digest(orjson.dumps(values, option=orjson.OPT_SORT_KEYS).decode())
        understood.key = row_key(self.source, values)

    def _day(self, cell: str, day_format: DateFormat | None) -> tuple[list[str] | None, Note | None]:
        assert day_format is not None, "every day column was settled"
        cleaned = parse_day(cell, day_format.order, self.today)
        if cleaned.value is None:
            return None, cleaned.note
        return [_iso(cleaned.value.earliest), _iso(cleaned.value.latest)], cleaned.note

    def _settle_days(self) -> dict[str, DateFormat]:
        """Settle each day column over the whole file: a format is never guessed row by row."""
        columns = {column.name: index for column, index in self.binding.used if column.parse is None}
        if not columns:
            return {}
        cells: dict[str, Counter[str]] = {name: Counter() for name in columns}
        keep = self._keep
        for row in self.table.rows([self.binding.headers[name] for name in columns] if keep is None else None):
            if row.skip is None and row.refusal is None and (keep is None or keep(row.cells)):
                for name, index in columns.items():
                    cells[name][row.cells[index]] += 1
        formats = {}
        for name, distinct in cells.items():
            settled = formats[name] = settle(distinct.elements())
            if settled.note is not None:
                self.findings.append(self._place(settled.note, None, name, "", None))
        return formats

    def _remark(self, understood: Understood, note: Note, name: str | None, cell: str, value: Any) -> None:
        if note.code in self.accepted:
            note = Note(Severity.INFO, note.code, note.message)
        understood.findings.append(self._place(note, understood.line, name, cell, value))

    def _place(self, note: Note, line: int | None, name: str | None, cell: str, value: Any) -> Finding:
        header = self.binding.headers.get(name, name) if name else None
        if note.code.startswith(NEVER_QUOTED):
            cell, value = "", None
        understood = None if value is None else _plain(value)
        return Finding(note.severity, note.code, note.message, self.table.name, line, header, cell or None, understood)


@lru_cache(maxsize=65536)
def _iso(day: date) -> str:
    return day.isoformat()


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else orjson.dumps(value, default=str).decode()


def _settled_by_identifier(note: Note) -> Note:
    """A whole identifier decides: a place in doubt is then left out, and said, without holding the row back."""
    if note.severity is not Severity.DOUBT:
        return note
    return Note(Severity.INFO, note.code, f"{note.message} Le SIREN décide ; le lieu n'est pas retenu.")


def _missing(header: str) -> Note:
    return Note(Severity.REFUSE, "missing-value", f"La colonne « {header} » est vide alors qu'elle est obligatoire.")


def mention_key(values: Values) -> str:
    """What a row says of its company, whatever the case and accents."""
    identifier = values.get("siret") or values.get("siren") or values.get("evidence_siren") or ""
    name, commune = values.get("name") or "", values.get("commune") or ""
    return f"{identifier}|{_fold(name)}|{values.get('code_postal') or ''}|{_fold(commune)}"


_fold = lru_cache(maxsize=65536)(fold_header)
