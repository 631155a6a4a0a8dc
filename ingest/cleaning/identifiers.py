"""SIREN and SIRET as spreadsheets carry them: spaced, cut, rounded, swapped.

What cannot be an identifier is never kept as one: the row goes on to matching by name, with the
SIREN that a damaged SIRET still shows as evidence.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from ingest.cleaning.checksums import is_digits, is_siren, is_siret, vat_key
from ingest.cleaning.cleaned import Cleaned, doubted, repaired, shown, told
from ingest.cleaning.text import is_empty
from ingest.notes import Note

Column = Literal["siren", "siret", "any"]

_SEPARATORS = re.compile(r"[\s.\-_'’/\u200b\u2060\ufeff]+")
_LABEL = re.compile(r"(?:n°?|no|num[ée]ro)?\s*(?:de\s+)?(?:siren|siret)\s*(?:n°)?\s*[:=]?\s*", re.IGNORECASE)
_TEXT_FORMULA = re.compile(r"=\s*\"([^\"]*)\"")
_SCIENTIFIC = re.compile(r"(\d)(?:[.,](\d+))?[eE]\+?(\d{1,2})")
_FLOAT = re.compile(r"(\d{8,14})[.,]0+")
_VAT = re.compile(r"FR([0-9A-HJ-NP-Z]{2})(\d{9})", re.IGNORECASE)


class Identifier(NamedTuple):
    """What one or two cells tell of a company's identity.

    Attributes:
        siren: valid SIREN, or a doubtful one when the note is a DOUBT.
        siret: valid SIRET, or a doubtful one when the note is a DOUBT.
        evidence_siren: a valid SIREN inside an identifier that is not kept: it counts, it does not decide.
        note: what there is to say.
    """

    siren: str | None = None
    siret: str | None = None
    evidence_siren: str | None = None
    note: Note | None = None


NOTHING = Identifier()


def parse_siren(cell: str) -> Cleaned[str]:
    """Return the SIREN of a cell of a SIREN column; a SIRET there gives its SIREN.

    >>> parse_siren("732 829 320").value, parse_siren("73282932").note.code
    ('732829320', 'identifier-invalid')
    """
    found = parse_identifier(cell, "siren")
    return Cleaned(found.siren, found.note, found.evidence_siren)


def parse_siret(cell: str) -> Cleaned[str]:
    """Return the SIRET of a cell of a SIRET column; a SIREN there is given as evidence.

    >>> parse_siret("732 829 320 00074").value, parse_siret("732829320").evidence
    ('73282932000074', '732829320')
    """
    found = parse_identifier(cell, "siret")
    return Cleaned(found.siret, found.note, found.evidence_siren or (None if found.siret else found.siren))


def parse_identifier(cell: str, column: Column = "any") -> Identifier:
    """Return what a cell tells: a SIREN, a SIRET (and its SIREN), evidence, or nothing.

    Args:
        cell: as written.
        column: what the column is for; the other kind is understood, and said.
    """
    if len(cell) == 14 and is_siret(cell):
        if column == "siren":
            return _swapped(cell, column)
        return Identifier(cell[:9], cell)
    if len(cell) == 9 and is_siren(cell):
        return _swapped(cell, column) if column == "siret" else Identifier(cell)
    if not cell:
        return NOTHING
    return _understand(cell, column)


def parse_pair(siren_cell: str, siret_cell: str) -> Identifier:
    """Return what a row with both columns tells; when they contradict each other, a person decides.

    >>> parse_pair("732829320", "73282932000074").siret
    '73282932000074'
    """
    one, two = parse_identifier(siren_cell, "siren"), parse_identifier(siret_cell, "siret")
    if NOTHING in (one, two):
        return two if one == NOTHING else one
    note = _heaviest(one.note, two.note)
    if _kind(siren_cell) == 14 and _kind(siret_cell) == 9:
        note = repaired("column-swapped", "Les colonnes SIREN et SIRET sont inversées : chacune à sa place.")
    if one.siren and two.siren:
        return _agree(one, two, note)
    siren, evidence = one.siren or two.siren, two.evidence_siren or one.evidence_siren
    if siren and evidence and evidence != siren:
        message = f"Le SIREN {siren} et l'identifiant abîmé, qui montre {evidence}, se contredisent."
        return Identifier(siren, one.siret or two.siret, evidence, doubted("identifiers-disagree", message))
    return Identifier(siren, two.siret or one.siret, None if siren else evidence, note)


def _agree(one: Identifier, two: Identifier, note: Note | None) -> Identifier:
    """Join two cells that both give a SIREN; agreeing, they confirm a zero that one of them lost."""
    if one.siren != two.siren:
        message = f"La colonne SIREN dit {one.siren}, la colonne SIRET {two.siret or two.siren} : à départager."
        return Identifier(note=doubted("identifiers-disagree", message))
    if note and note.code == "leading-zero-lost" and one.note != two.note and (one.note is None or two.note is None):
        note = repaired("leading-zero-lost", f"Zéro initial rétabli, l'autre colonne confirmant le SIREN {one.siren}.")
    return Identifier(one.siren, two.siret or one.siret, None, note)


def _kind(cell: str) -> int:
    """Return how many digits a cell is, separators apart; 0 when it is anything else."""
    digits = _SEPARATORS.sub("", cell)
    return len(digits) if is_digits(digits) else 0


def _heaviest(*notes: Note | None) -> Note | None:
    order = ("refuse", "doubt", "repair", "info")
    return min((note for note in notes if note), key=lambda note: order.index(note.severity), default=None)


@lru_cache(maxsize=16_384)
def _understand(cell: str, column: Column) -> Identifier:
    """Take a cell that is not a plain valid identifier."""
    if is_empty(cell):
        return NOTHING
    bare = cell.strip()
    if formula := _TEXT_FORMULA.fullmatch(bare):
        bare = formula[1].strip()
    bare = _LABEL.sub("", bare, count=1) if _LABEL.match(bare) else bare
    compact = _SEPARATORS.sub("", bare)
    if scientific := _SCIENTIFIC.fullmatch("".join(bare.split())):
        return _scientific(cell, scientific, column)
    if vat := _VAT.fullmatch(compact):
        return _vat(cell, vat[1], vat[2])
    if whole := _FLOAT.fullmatch(bare):
        compact = whole[1]
    if not is_digits(compact):
        return _not_digits(cell, compact)
    return _digits(cell, compact, column)


def _digits(cell: str, digits: str, column: Column) -> Identifier:
    """Take digits, however they were spaced."""
    if is_siret(digits) or is_siren(digits):
        found = Identifier(digits[:9], digits if len(digits) == 14 else None)
        if (column == "siren" and len(digits) == 14) or (column == "siret" and len(digits) == 9):
            return _swapped(digits, column)
        message = f"{shown(cell)} compris comme {_name(digits)} {digits}."
        return found if cell == digits else found._replace(note=repaired("identifier-rewritten", message))
    if len(digits) in (8, 13):
        padded = "0" + digits
        if is_siren(padded) or is_siret(padded):
            message = f"{shown(cell)} a {len(digits)} chiffres : un zéro initial a sans doute disparu ({padded})."
            note = doubted("leading-zero-lost", message)
            return Identifier(padded[:9], padded if len(padded) == 14 else None, None, note)
    evidence = digits[:9] if len(digits) == 14 and is_siren(digits[:9]) else None
    return Identifier(None, None, evidence, told("identifier-invalid", _why_invalid(cell, digits, evidence)))


def _why_invalid(cell: str, digits: str, evidence: str | None) -> str:
    if set(digits) == {"0"}:
        return f"{shown(cell)} n'est fait que de zéros : ce n'est pas un identifiant."
    if len(digits) not in (9, 14):
        return f"{shown(cell)} a {len(digits)} chiffres ; un SIREN en a 9, un SIRET 14 : il n'est pas retenu."
    kept = f" ; son début {evidence} est un SIREN possible et sert d'indice" if evidence else ""
    return f"{shown(cell)} n'est pas un {_name(digits)} : sa clé de contrôle est fausse{kept}."


def _not_digits(cell: str, compact: str) -> Identifier:
    if compact.isdigit():
        message = f"{shown(cell)} est écrit avec d'autres chiffres que 0 à 9 : il n'est pas retenu."
    else:
        message = f"{shown(cell)} n'est ni un SIREN ni un SIRET : le nom et le lieu décideront."
    return Identifier(note=told("identifier-invalid", message))


def _scientific(cell: str, match: re.Match[str], column: Column) -> Identifier:
    """`8,22E+13` has lost its digits, unless all of them are written."""
    digits = match[1] + (match[2] or "")
    if len(digits) == int(match[3]) + 1 and (is_siret(digits) or is_siren(digits)):
        return _digits(cell, digits, column)
    message = f"{shown(cell)} est arrondi par le tableur : l'identifiant est perdu"
    return Identifier(note=told("identifier-lost", f"{message}, le nom et le lieu décideront."))


def _vat(cell: str, key: str, siren: str) -> Identifier:
    """A VAT number is `FR`, a key and the SIREN; keys with letters are not computable from it."""
    if not is_siren(siren):
        return Identifier(note=told("identifier-invalid", f"Le SIREN du numéro de TVA {shown(cell)} est faux."))
    if key.isdigit() and key != vat_key(siren):
        message = f"La clé {key} du numéro de TVA {shown(cell)} ne correspond pas au SIREN {siren}."
        return Identifier(None, None, siren, told("identifier-invalid", message))
    message = f"{shown(cell)} est un numéro de TVA : compris comme SIREN {siren}."
    return Identifier(siren, None, None, repaired("vat-number", message))


def _swapped(digits: str, column: Column) -> Identifier:
    """A valid identifier of the other kind: its length says what it is."""
    siret = digits if len(digits) == 14 else None
    message = f"{digits} est un {_name(digits)} dans une colonne {column.upper()} : compris comme {_name(digits)}."
    return Identifier(digits[:9], siret, None, repaired("column-swapped", message))


def _name(digits: str) -> str:
    return "SIRET" if len(digits) == 14 else "SIREN"
