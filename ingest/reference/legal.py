"""Legal forms (catégories juridiques of INSEE) and size bands, as codes, labels or what people write."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ingest.notes import Note, Severity
from ingest.reference.place_names import is_empty
from ingest.reference.text import fold
from ingest.reference.vocabularies import vocabulary

_RANGE = re.compile(r"(?:DE )?(\d[\d ]*?) (?:A|OU|ET|AU) (\d[\d ]*)(?: (?:SALARIES?|PERSONNES?|EMPLOYES?))?")
_NUMBER = re.compile(r"(\d[\d ]*)(?: (?:SALARIES?|PERSONNES?|EMPLOYES?|ETP))?")
_DASH = re.compile(r"(?<=\d)\s*[-–/]\s*(?=\d)")


@dataclass(frozen=True, slots=True)
class ParsedCode:
    """A code of a closed list, or none, and what there is to say about it."""

    code: str | None
    note: Note | None

    @property
    def value(self) -> str | None:
        """The code: what a cell parser answers."""
        return self.code


@lru_cache(maxsize=4096)
def parse_nature_juridique(cell: str | None) -> ParsedCode:
    """Return the four-digit code of a legal form, from its code, its official label or a usual short name.

    >>> parse_nature_juridique("S.A.R.L.").code, parse_nature_juridique("9220").code
    ('5499', '9220')
    """
    if is_empty(cell) or cell is None:
        return ParsedCode(None, None)
    forms = vocabulary("formes_juridiques")
    folded = fold(cell)
    digits = folded.removesuffix(" 0") if cell.strip().endswith(".0") else folded
    digits = digits.replace(" ", "")
    if digits in forms:
        return ParsedCode(digits, None)
    code = forms.resolve(cell) or forms.resolve(re.sub(r"[.\s]", "", cell))
    if code is None:
        text = f"« {cell.strip()[:60]} » n'est pas une forme juridique connue."
        return ParsedCode(None, Note(Severity.DOUBT, "nature-juridique-unknown", text))
    return ParsedCode(code, None)


@lru_cache(maxsize=4096)
def parse_tranche(cell: str | None, *, headcount: bool = False) -> ParsedCode:
    """Return the code of a size band, from its code, its label, a range or a number of employees.

    >>> parse_tranche("1 ou 2 salariés").code, parse_tranche("12").code, parse_tranche("150").code
    ('01', '12', '22')

    Args:
        cell: two characters that are a code of the list are read as that code.
        headcount: the column counts people, so that `12` is twelve of them and not the band coded 12.
    """
    if is_empty(cell) or cell is None:
        return ParsedCode("NN" if cell and fold(cell) == "NN" else None, None)
    bands = vocabulary("tranches_effectif")
    folded = fold(_DASH.sub(" à ", cell.strip().removesuffix(".0").removesuffix(",0")))
    code = None if headcount and folded.isdigit() else bands.resolve(folded)
    negative = cell.strip().startswith("-")
    found = None if negative else code or _by_range(folded) or _by_number(folded)
    if found is None:
        text = f"« {cell.strip()[:60]} » n'est pas une tranche d'effectif connue."
        return ParsedCode(None, Note(Severity.DOUBT, "tranche-unknown", text))
    return ParsedCode(found, None)


def tranche_bounds(code: str) -> tuple[int | None, int | None]:
    """Fewest and most employees of a band; None where it has no bound, or for units without employees."""
    facts = vocabulary("tranches_effectif").entry(code).facts
    return (int(facts["min"]) if facts["min"] else None, int(facts["max"]) if facts["max"] else None)


def _by_range(folded: str) -> str | None:
    """The band with exactly these bounds."""
    found = _RANGE.fullmatch(folded)
    if not found:
        return None
    bounds = (_whole(found[1]), _whole(found[2]))
    return next((e.code for e in vocabulary("tranches_effectif").entries if tranche_bounds(e.code) == bounds), None)


def _by_number(folded: str) -> str | None:
    found = _NUMBER.fullmatch(folded)
    if not found:
        return None
    number = _whole(found[1])
    for entry in vocabulary("tranches_effectif").entries:
        least, most = tranche_bounds(entry.code)
        if least is not None and least <= number and (most is None or number <= most):
            return entry.code
    return None


def _whole(text: str) -> int:
    return int(text.replace(" ", ""))
