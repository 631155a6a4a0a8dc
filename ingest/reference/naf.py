"""Reads an activity code as files write it: without dot, in lower case, of any level and nomenclature."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ingest.notes import Note, Severity
from ingest.reference.place_names import is_empty
from ingest.reference.tables import NAF2025, REV2, naf2, naf2025
from ingest.reference.text import fold

_CODE = re.compile(r"^([A-Z])$|^(?:([A-Z]) ?)?(\d{2}) ?(\d{0,2}) ?([A-Z]?)(?:$| )")
_LOST_ZERO = re.compile(r"^(\d) ?(\d{2}) ?([A-Z])$")
PREFIXES = {REV2: "naf2", NAF2025: "naf2025"}


@dataclass(frozen=True, slots=True)
class Naf:
    """A node of a nomenclature: level 1 is a section (`C`), 5 a sub-class (`10.71C`)."""

    code: str
    nomenclature: str
    level: int
    label: str

    @property
    def uid(self) -> str:
        """The key of its Sector node."""
        return f"{PREFIXES[self.nomenclature]}:{self.code}"


@dataclass(frozen=True, slots=True)
class ParsedNaf:
    """The activity understood, or none, and what there is to say about it."""

    naf: Naf | None
    note: Note | None

    @property
    def value(self) -> str | None:
        """The code, which alone tells the nomenclature of a sub-class."""
        return self.naf.code if self.naf else None


@lru_cache(maxsize=8192)
def parse_naf(cell: str | None, *, nomenclature: str | None = None) -> ParsedNaf:
    """Return the node of the nomenclature that a cell names; an empty cell names none and is no fault.

    Sub-classes never have the same code in the two nomenclatures. Above them, a code that both know is taken
    from `nomenclature` when it is given, else from NAF rev. 2.

    >>> parse_naf("5629b").naf.code, parse_naf("6210 Y").naf.nomenclature, parse_naf("C").naf.level
    ('56.29B', 'NAF 2025', 1)

    Args:
        cell: a code, alone or before its label.
        nomenclature: `NAF rev. 2` or `NAF 2025`, when the file says which one it uses.
    """
    if is_empty(cell) or cell is None:
        return ParsedNaf(None, None)
    folded = fold(cell.strip().removesuffix(".0") if cell.strip().count(".") > 1 else cell)
    code = _dotted(folded)
    known = _known(code, nomenclature) if code else None
    if known is not None:
        return ParsedNaf(known, None)
    lost = _LOST_ZERO.match(folded)
    if lost:
        padded = f"0{lost[1]}.{lost[2]}{lost[3]}"
        found = _known(padded, nomenclature)
        if found is not None:
            text = f"« {cell.strip()} » semble être {padded} (zéro perdu), ou un code de la NAF de 2003."
            return ParsedNaf(None, Note(Severity.DOUBT, "naf-zero", text))
    if re.fullmatch(r"\d{2} ?\d ?[A-Z]", folded):
        text = f"« {cell.strip()} » est un code de la NAF de 2003, sans équivalent certain."
        return ParsedNaf(None, Note(Severity.DOUBT, "naf-2003", text))
    return ParsedNaf(None, Note(Severity.DOUBT, "naf-unknown", f"« {cell.strip()[:40]} » n'est pas un code NAF."))


def naf_ancestors(naf: Naf) -> tuple[Naf, ...]:
    """The levels above, from the nearest to the section."""
    nodes = naf2() if naf.nomenclature == REV2 else naf2025()
    found = []
    parent = nodes[naf.code].parent
    while parent:
        node = nodes[parent]
        found.append(Naf(node.code, naf.nomenclature, node.level, node.label))
        parent = node.parent
    return tuple(found)


def _dotted(folded: str) -> str:
    """The official form of the code at the start of the cell, "" when there is none."""
    found = _CODE.match(folded)
    if not found:
        return ""
    alone, _, division, rest, letter = found.groups()
    if alone:
        return str(alone)
    if letter and len(rest) < 2:
        return ""
    return f"{division}.{rest}{letter}" if rest else str(division)


def _known(code: str, nomenclature: str | None) -> Naf | None:
    order = (NAF2025, REV2) if nomenclature == NAF2025 else (REV2, NAF2025)
    for name in order:
        node = (naf2() if name == REV2 else naf2025()).get(code)
        if node is not None:
            return Naf(node.code, name, node.level, node.label)
    return None
