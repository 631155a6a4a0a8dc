"""How a file was understood, before anything of it is written; and its refused rows, to be mended."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import orjson

from graph.errors import FileRefused
from ingest.binding import Binding, bind, known_headers
from ingest.reading import WEB_LIMITS, Table, fold_header, open_table
from ingest.sources import SOURCES

OFFERED = ("visits", "support", "needs", "projects", "agreements", "companies")
SEPARATORS = {";": "point-virgule", ",": "virgule", "\t": "tabulation", "|": "barre"}


@dataclass(frozen=True, slots=True)
class Understood:
    """What a person looks at before confirming.

    Args:
        table: the file, open.
        source: what it is taken to hold.
        binding: its columns, None when one that is needed is missing.
        refusal: what is missing.
    """

    table: Table
    source: str
    binding: Binding | None
    refusal: FileRefused | None

    @property
    def said(self) -> list[tuple[str, str]]:
        """Format, encoding, separator, in words."""
        table = self.table
        separator = SEPARATORS.get(table.separator or "", table.separator or "")
        found = [("Format", table.format.upper()), ("Encodage", table.encoding or ""), ("Séparateur", separator),
                 ("Feuille", table.sheet or "")]  # fmt: skip
        return [(label, value) for label, value in found if value]


def understand(path: Path, source: str = "") -> Understood:
    """Open a file and say how it is understood, as one source or as the one that knows most of its columns.

    Raises:
        FileRefused: it cannot be read at all.
    """
    known = set().union(*(known_headers(SOURCES[name]) for name in OFFERED))
    table = open_table(path, known, limits=WEB_LIMITS)
    folded = set(map(fold_header, table.header))
    best = max(OFFERED, key=lambda name: len(folded & known_headers(SOURCES[name])))
    chosen = source if source in OFFERED else best
    if not table.sample.rows:
        table.take_sample()
    try:
        return Understood(table, chosen, bind(SOURCES[chosen], table.header), None)
    except FileRefused as refusal:
        return Understood(table, chosen, None, refusal)


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


def refused_rows(path: Path, source: str, told: list[dict[str, object]]) -> str:
    """Return the refused rows as a CSV of the same columns, with the reason in one more."""
    reasons: dict[object, list[str]] = {}
    for one in told:
        if one["severity"] == "refuse" and one["line"] is not None:
            reasons.setdefault(one["line"], []).append(str(one["message"]))
    table = understand(path, source).table
    written = io.StringIO()
    rows = csv.writer(written, delimiter=";", lineterminator="\r\n")
    rows.writerow([*table.header, "Pourquoi refusée"])
    for row in table.rows():
        if row.line in reasons:
            rows.writerow([*row.cells, " ".join(reasons[row.line])])
    return written.getvalue()
