"""How a file was understood, before anything of it is written; and its refused rows, to be mended."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

import orjson

from graph.errors import FileRefused
from graph.formulas import escape_formula
from ingest.binding import ADDED, ORIGIN, REASON, Binding, bind, known_headers
from ingest.cleaning import DateFormat, DateOrder, parse_day
from ingest.reading import WEB_LIMITS, Table, fold_header, open_table
from ingest.reading.proposing import BY_HAND, propose
from ingest.source import Source
from ingest.sources import SOURCES
from ingest.understanding import Understanding
from queries.days import today
from web.deposits import Deposit

OFFERED = (
    *("visits", "support", "needs", "projects", "agreements", "agreement_actions", "strategies", "consultations"),
    *("companies", "posts", "trainings", "envelopes", "commitments", "committees", "agenda", "referrals"),
)
SEPARATORS = {";": "point-virgule", ",": "virgule", "\t": "tabulation", "|": "barre"}
_REASON, _ADDED = fold_header(REASON), frozenset(map(fold_header, ADDED))


@dataclass(frozen=True, slots=True)
class Understood:
    """What a person looks at before confirming.

    Args:
        table: the file, open.
        source: what it is taken to hold.
        meanings: the column of the source that each of its own columns is, "" for none.
        binding: its columns, None when one that is needed is missing.
        refusal: what is missing.
        days: how the dates of each column are read.
    """

    table: Table
    source: Source
    meanings: tuple[str, ...]
    binding: Binding | None
    refusal: FileRefused | None
    days: tuple[tuple[str, str], ...] = ()

    @property
    def said(self) -> list[tuple[str, str]]:
        """Format, encoding, separator, dates, in words."""
        table = self.table
        separator = SEPARATORS.get(table.separator or "", table.separator or "")
        found = [("Format", table.format.upper()), ("Encodage", table.encoding or ""), ("Séparateur", separator),
                 ("Feuille", table.sheet or ""), *self.days]  # fmt: skip
        return [(label, value) for label, value in found if value]

    @property
    def returned(self) -> bool:
        """Whether these are refused rows that DORE had given back, to be taken alone."""
        return _REASON in map(fold_header, self.table.header)

    @property
    def lines(self) -> list[tuple[str, str, list[str], str]]:
        """Each column: its header, what it means, its first cells, why it is never taken."""
        reasons = {fold_header(name): why for name, why in {**self.source.ignored, **ADDED}.items()}
        return [
            (
                name,
                meaning,
                [row[index] for row in self.table.sample.rows if index < len(row)],
                "" if meaning else reasons.get(fold_header(name), ""),
            )
            for index, (name, meaning) in enumerate(zip(self.table.header, self.meanings, strict=True))
        ]


@cache
def _known() -> frozenset[str]:
    return frozenset().union(*(known_headers(SOURCES[name]) for name in OFFERED))


def opened(path: Path, deposit: Deposit) -> Table:
    """Open a file as its owner said, or as it can be cut for the owner to say what its columns are.

    Its owner reads everywhere the name that it was sent with, never the one that it is kept under.

    Raises:
        FileRefused: it cannot be read at all.
    """
    try:
        table = _cut(path, deposit)
    except FileRefused as refusal:
        refusal.message = refusal.message.replace(path.name, deposit.file)
        raise
    table.name = deposit.file
    table.findings[:] = [
        replace(one, file=deposit.file, message=one.message.replace(path.name, deposit.file)) for one in table.findings
    ]
    return table


def _cut(path: Path, deposit: Deposit) -> Table:
    known = _known() | {fold_header(header) for header in deposit.mapping.values() if header}
    separator = deposit.separator or None
    if deposit.headless is None:
        try:
            return open_table(path, known, limits=WEB_LIMITS, separator=separator)
        except FileRefused as refusal:
            if refusal.code not in BY_HAND:
                raise
    found = propose(path, known, separator=separator, headless=deposit.headless)
    return open_table(path, known, limits=WEB_LIMITS, separator=found.separator, header=found.titles, sheet=found.sheet)


def understand(path: Path, deposit: Deposit) -> Understood:
    """Open a file and say how it is understood, as one source or as the one that knows most of its columns.

    Raises:
        FileRefused: it cannot be read at all.
    """
    table = opened(path, deposit)
    folded = set(map(fold_header, table.header)) - _ADDED
    best = max(OFFERED, key=lambda name: len(folded & known_headers(SOURCES[name])))
    source = SOURCES[deposit.source if deposit.source in OFFERED else best]
    if not table.sample.rows:
        table.take_sample()
    meanings = _meanings(source, table.header, deposit.mapping)
    try:
        binding = bind(source, table.header, deposit.mapping)
    except FileRefused as refusal:
        return Understood(table, source, meanings, None, refusal)
    return Understood(table, source, meanings, binding, None, tuple(_days(source, table, binding)))


def _meanings(source: Source, header: tuple[str, ...], mapping: dict[str, str]) -> tuple[str, ...]:
    """The column that each header is: as was said, else the first that has one of its names."""
    by_alias = {fold_header(alias): column.name for column in source.columns for alias in column.aliases}
    said = {fold_header(written): name for name, written in mapping.items() if written}
    taken = set(mapping)
    found = []
    for written in header:
        name = said.get(fold_header(written), "")
        if not name and (guess := by_alias.get(fold_header(written), "")) not in taken:
            name = guess
        taken.add(name)
        found.append(name)
    return tuple(found)


def mapping_of(source: Source, header: tuple[str, ...], meanings: list[str]) -> dict[str, str]:
    """Return the mapping by which each header means what a person said, and nothing else.

    Raises:
        FileRefused: two headers are said to be the same column.
    """
    chosen: dict[str, str] = {}
    for written, name in zip(header, meanings, strict=True):
        if name in chosen:
            raise FileRefused(
                f"« {chosen[name]} » et « {written} » ne peuvent pas dire la même chose.",
                code="ambiguous-header",
                hint="Gardez l'une des deux, et mettez l'autre à « ne pas prendre ».",
            )
        if name:
            chosen[name] = written
    guessed = set(_meanings(source, header, {})) - {""}
    return chosen | dict.fromkeys(guessed - set(chosen), "")


def _days(source: Source, table: Table, binding: Binding) -> list[tuple[str, str]]:
    formats = Understanding(source, table, binding, today()).day_formats
    return [(f"Dates de « {binding.headers[name]} »", _order(found)) for name, found in formats.items()]


def _order(found: DateFormat) -> str:
    if found.order is DateOrder.MONTH_FIRST:
        return "mois/jour/année"
    if found.undecided and not found.day_first:
        return "jour/mois/année, faute de preuve du contraire"
    return "jour/mois/année" if found.day_first else "sans équivoque"


def findings(path: Path) -> list[dict[str, object]]:
    """Return the remarks that an import kept."""
    if not path.is_file():
        return []
    return [orjson.loads(line) for line in path.read_bytes().splitlines()]


def grouped(told: list[dict[str, object]]) -> list[tuple[str, str, int, str]]:
    """Return the remarks by severity and kind: how many, and one of them."""
    counts = Counter((str(one["severity"]), str(one["code"])) for one in told)
    first = {(str(one["severity"]), str(one["code"])): str(one["message"]) for one in reversed(told)}
    order = ["refuse", "doubt", "repair", "info"]
    keys = sorted(counts, key=lambda key: (order.index(key[0]), -counts[key], key[1]))
    return [(key[0], key[1], counts[key], first[key]) for key in keys]


def refused_rows(path: Path, deposit: Deposit, told: list[dict[str, object]]) -> str:
    """Return the refused rows as a CSV of the same columns, with where they were and why in two more."""
    reasons: dict[object, list[str]] = {}
    for one in told:
        if one["severity"] == "refuse" and one["line"] is not None:
            reasons.setdefault(one["line"], []).append(str(one["message"]))
    found = understand(path, deposit)
    kept = [index for index, name in enumerate(found.table.header) if fold_header(name) not in _ADDED]
    american = _american(found)
    written = io.StringIO()
    rows = csv.writer(written, delimiter=";", lineterminator="\r\n")
    rows.writerow([*(found.table.header[index] for index in kept), REASON, ORIGIN])
    for row in found.table.rows():
        if row.line in reasons:
            cells = [*row.cells, *[""] * len(found.table.header)]
            cells = [_iso(cell, today()) if index in american else cell for index, cell in enumerate(cells)]
            rows.writerow([escape_formula(cells[index]) for index in kept] + [" ".join(reasons[row.line]), row.line])
    return written.getvalue()


def _american(found: Understood) -> set[int]:
    """The day columns in American order: a few rows taken alone would no longer prove it."""
    if found.binding is None:
        return set()
    formats = Understanding(found.source, found.table, found.binding, today()).day_formats
    return {
        index
        for column, index in found.binding.used
        if column.name in formats and formats[column.name].order is DateOrder.MONTH_FIRST
    }


def _iso(cell: str, day: date) -> str:
    read = parse_day(cell, DateOrder.MONTH_FIRST, day).value
    return read.earliest.isoformat() if read is not None and read.is_exact else cell
