"""Vocabularies: closed lists of codes with their label and the other ways institutions write them.

Each is a CSV beside this module with at least `code`, `label` and `aliases` (separated by `|`). A file of the
same name under `DORE_HOME/vocabularies/` takes its place, so that an installation can edit it.

Sources: `formes_juridiques` is INSEE's list of catégories juridiques (level III, 2022), `tranches_effectif`
its size bands: official facts, Licence Ouverte 2.0. `filieres` and `themes` are this project's own, a first
draft for Hauts-de-France that an installation edits.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from graph.errors import FileRefused
from graph.settings import get_settings
from ingest.reference.text import fold

FOLDER = Path(__file__).parent
COLUMNS = ("code", "label", "aliases")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; `facts` holds the columns that are this vocabulary's own."""

    code: str
    label: str
    aliases: tuple[str, ...]
    facts: Mapping[str, str]


class Vocabulary:
    """A closed list, looked up by code, label or alias, whatever the case, accents and punctuation."""

    def __init__(self, name: str, entries: tuple[Entry, ...]) -> None:
        self.name = name
        self.entries = entries
        self._by_code = {entry.code: entry for entry in entries}
        self._by_text: dict[str, str] = {}
        for entry in entries:
            for text in (entry.label, *entry.aliases, entry.code):
                self._by_text.setdefault(fold(text), entry.code)

    @classmethod
    def load(cls, path: Path) -> Vocabulary:
        """Read a vocabulary from its CSV.

        Raises:
            FileRefused: a column is missing, a code is empty or comes twice, or a text means two entries.
        """
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines, strict=True)
            missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
            if missing:
                raise FileRefused(
                    f"Le vocabulaire {path.name} n'a pas de colonne {', '.join(missing)}.",
                    code="missing-column",
                )
            entries = tuple(_entry(path, reader.line_num, row) for row in reader)
        _no_ambiguity(path, entries)
        return cls(path.stem, entries)

    def resolve(self, text: str | None) -> str | None:
        """The code that a text means, None when it means none or is empty."""
        return self._by_text.get(fold(text)) if text else None

    def entry(self, code: str) -> Entry:
        """The entry of a known code."""
        return self._by_code[code]

    def label(self, code: str) -> str:
        """The label of a code, the code itself when it is not in the list."""
        entry = self._by_code.get(code)
        return entry.label if entry else code

    def __contains__(self, code: object) -> bool:
        return code in self._by_code


def vocabulary(name: str) -> Vocabulary:
    """The vocabulary of that name: the installation's own if it has one, else the one shipped."""
    own = get_settings().home / "vocabularies" / f"{name}.csv"
    path = own if own.is_file() else FOLDER / f"{name}.csv"
    return _loaded(path, path.stat().st_mtime_ns)


def filieres() -> Vocabulary:
    """Filières: `priority`, and the NAF nodes that make them up in `naf2` and `naf2025`."""
    return vocabulary("filieres")


def themes() -> Vocabulary:
    """Themes of visits, needs and support."""
    return vocabulary("themes")


def filieres_of(naf_code: str, *, nomenclature_2025: bool = False) -> tuple[str, ...]:
    """The filières that hold a NAF code: those with a node that is it or stands above it.

    >>> filieres_of("10.71C")
    ('agroalimentaire',)
    """
    column = "naf2025" if nomenclature_2025 else "naf2"
    return tuple(entry.code for entry in filieres().entries if naf_code.startswith(tuple(entry.facts[column].split())))


@lru_cache(maxsize=32)
def _loaded(path: Path, _modified: int) -> Vocabulary:
    return Vocabulary.load(path)


def _entry(path: Path, line: int, row: dict[str, str]) -> Entry:
    code, label = (row["code"] or "").strip(), (row["label"] or "").strip()
    if not code or not label:
        raise FileRefused(
            f"Le vocabulaire {path.name} a une ligne sans code ou sans libellé.", code="empty-code", line=line
        )
    aliases = tuple(alias.strip() for alias in (row["aliases"] or "").split("|") if alias.strip())
    facts = {column: value or "" for column, value in row.items() if column and column not in COLUMNS}
    return Entry(code, label, aliases, facts)


def _no_ambiguity(path: Path, entries: tuple[Entry, ...]) -> None:
    codes: set[str] = set()
    meanings: dict[str, str] = {}
    for entry in entries:
        if entry.code in codes:
            raise FileRefused(f"Le vocabulaire {path.name} a deux fois le code {entry.code}.", code="duplicate-code")
        codes.add(entry.code)
        for text in (entry.label, *entry.aliases):
            other = meanings.setdefault(fold(text), entry.code)
            if other != entry.code:
                raise FileRefused(
                    f"Dans le vocabulaire {path.name}, « {text} » désigne à la fois {other} et {entry.code}.",
                    code="ambiguous-alias",
                )
