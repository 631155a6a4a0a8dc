"""The parsers that columns are declared with: from a cell to a value in plain types, with what there is to say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from graph.visibility import LABELS_FR, Visibility
from ingest.cleaning import (
    EMPTY,
    Cleaned,
    Identifier,
    check_free_text,
    parse_amount_eur,
    parse_boolean,
    parse_count,
    parse_email,
    parse_free_text,
    parse_identifier,
    parse_text,
)
from ingest.cleaning.cleaned import doubted, repaired, shown, told
from ingest.notes import Note, Severity
from ingest.reading import fold_header
from ingest.reference.legal import parse_nature_juridique, parse_tranche
from ingest.reference.naf import parse_naf
from ingest.reference.places import resolve
from ingest.reference.tables import communes, departements, epcis, regions
from ingest.reference.vocabularies import vocabulary
from ingest.source import Parser

DAY: Parser | None = None
"""Days have no parser of their own: their order is settled once for the column, over the whole file."""

short_text: Parser = parse_text
euros: Parser = parse_amount_eur
number: Parser = parse_amount_eur
count: Parser = parse_count
boolean: Parser = parse_boolean
email: Parser = parse_email
_UNIT_BEHIND = re.compile(r"(?<=[\d\s])\s*[^\W\d][\w/²³.%]*\s*$|\s*%\s*$")
LIST = re.compile(r"\s*[;|\n]\s*")
"""Between the things that a cell holds several of."""
CACHE = 16_384
POSTCODE = 5
"""Signs of one."""


def plain(cell: str) -> Cleaned[str]:
    """A code or reference: its text, without remarks about spaces."""
    return Cleaned(parse_text(cell).value)


def siret(cell: str) -> Cleaned[Identifier]:
    """A SIRET column; what it holds is put together with the SIREN column afterwards."""
    return _identifier(parse_identifier(cell, "siret"))


def siren(cell: str) -> Cleaned[Identifier]:
    """A SIREN column."""
    return _identifier(parse_identifier(cell, "siren"))


def _identifier(found: Identifier) -> Cleaned[Identifier]:
    kept = found.siren or found.siret or found.evidence_siren
    return Cleaned(found if kept else None, found.note)


def free_text(cell: str) -> Cleaned[str]:
    """Text in people's own words: what may not be entered is refused or doubted."""
    cleaned = parse_free_text(cell)
    if cleaned.value is None:
        return cleaned
    return Cleaned(cleaned.value, check_free_text(cleaned.value) or cleaned.note)


def worded(cell: str) -> Cleaned[str]:
    """A title, or another short text in people's own words: the same as `free_text`, read as a short text."""
    cleaned = parse_text(cell)
    if cleaned.value is None:
        return cleaned
    return Cleaned(cleaned.value, check_free_text(cleaned.value) or cleaned.note)


def short_list(cell: str) -> Cleaned[list[str]]:
    """Several texts in a cell, separated by `;`, `|` or line breaks."""
    items = [item for item in LIST.split(cell.strip()) if item]
    return Cleaned(items or None)


def worded_list(cell: str) -> Cleaned[list[str]]:
    """The same, in people's own words."""
    return Cleaned(short_list(cell).value, check_free_text(cell))


@lru_cache(maxsize=CACHE)
def theme(cell: str) -> Cleaned[str]:
    """A theme of the vocabulary, by code; one that it lacks is kept as written and said."""
    text = parse_text(cell).value
    if text is None:
        return EMPTY
    code = vocabulary("themes").resolve(text)
    if code is not None:
        return Cleaned(code)
    return Cleaned(text.lower(), told("unknown-theme", f"Le thème {shown(cell)} n'est pas dans le vocabulaire."))


@lru_cache(maxsize=CACHE)
def naf(cell: str) -> Cleaned[str]:
    """A NAF code, dotted."""
    found = parse_naf(cell)
    return Cleaned(found.value, _softened(found.note))


@lru_cache(maxsize=CACHE)
def legal_form(cell: str) -> Cleaned[str]:
    """A legal form, by INSEE code; a label that is not official is kept as written."""
    found = parse_nature_juridique(cell)
    return Cleaned(found.code, _softened(found.note))


@lru_cache(maxsize=CACHE)
def size_band(cell: str) -> Cleaned[str]:
    """A band of employees, by INSEE code."""
    found = parse_tranche(cell)
    return Cleaned(found.code, _softened(found.note))


def _softened(note: Note | None) -> Note | None:
    """What describes a company without telling which one it is must not hold its row back."""
    if note is None or note.severity is not Severity.DOUBT:
        return note
    return told(note.code, f"{note.message} La ligne est prise sans cette valeur.")


@lru_cache(maxsize=CACHE)
def code_commune(cell: str) -> Cleaned[str]:
    """An INSEE code of a commune: five characters, a lost zero put back."""
    text = parse_text(cell).value
    if text is None:
        return EMPTY
    if re.fullmatch(r"\d{4}", text):
        padded = text.zfill(5)
        return Cleaned(padded, repaired("lost-zero", f"Le code commune {shown(cell)} a perdu son zéro : {padded}."))
    return Cleaned(text.upper())


@lru_cache(maxsize=CACHE)
def year(cell: str) -> Cleaned[int]:
    """A year in four digits."""
    match = re.fullmatch(r"\s*((?:19|20)\d\d)(?:[.,]0+)?\s*", cell)
    return Cleaned(int(match.group(1))) if match else EMPTY


@lru_cache(maxsize=CACHE)
def territory(cell: str) -> Cleaned[str]:
    """A territory, by uid: a code or name of commune, EPCI, département or région; a commune may need its postcode.

    >>> territory("CA Amiens Métropole").value, territory("commune:80021").value, territory("Amiens (80000)").value
    ('epci:248000531', 'commune:80021', 'commune:80021')
    """
    text = parse_text(cell).value
    if text is None:
        return EMPTY
    if text in epcis():
        return Cleaned(f"epci:{text}")
    folded = fold_header(text)
    for level, table in (("epci", epcis()), ("departement", departements()), ("region", regions())):
        for code, entry in table.items():
            if folded in (fold_header(entry.name), fold_header(f"{level} {code}")):
                return Cleaned(f"{level}:{code}")
    if text.upper() in departements():
        return Cleaned(f"departement:{text.upper()}")
    return _commune(text) or Cleaned(
        None, doubted("unknown-territory", f"Le territoire {shown(cell)} n'est pas reconnu.")
    )


def _commune(text: str) -> Cleaned[str] | None:
    """A commune by its INSEE code or by its name, with a postcode or département where several bear it."""
    code = text.upper().removeprefix("COMMUNE").strip(" :")
    if code in communes():
        return Cleaned(f"commune:{code}")
    name, _, place = text.replace(")", "").partition("(")
    postcode, departement = (place.strip(), "") if len(place.strip()) == POSTCODE else ("", place.strip())
    found = resolve(None, postcode, name.strip(), departement)
    if found.place is None or found.place.code_commune is None:
        return None
    if found.note is not None and found.note.severity is Severity.DOUBT:
        return Cleaned(None, found.note)
    return Cleaned(f"commune:{found.place.code_commune}", found.note)


def quantity(cell: str) -> Cleaned[float]:
    """A measured value, with or without the unit behind it.

    >>> [quantity(cell).value for cell in ("12,5 %", "1 200 kWh", "37")]
    [12.5, 1200.0, 37.0]
    """
    return parse_amount_eur(_UNIT_BEHIND.sub("", cell))


@lru_cache(maxsize=CACHE)
def sector_list(cell: str) -> Cleaned[list[str]]:
    """Sectors, by uid: NAF codes of any level, with or without their nomenclature, and filières by code or name."""
    found, lost = [], []
    for item in short_list(cell).value or []:
        code = item.partition(":")[2] or item
        filiere = vocabulary("filieres").resolve(code)
        naf_node = None if filiere else parse_naf(code).naf
        if filiere:
            found.append(f"filiere:{filiere}")
        elif naf_node:
            found.append(naf_node.uid)
        else:
            lost.append(item)
    note = told("unknown-sector", f"Secteurs non reconnus : {', '.join(lost)}.") if lost else None
    return Cleaned(found or None, note)


def choice(what: str, aliases: Mapping[str, tuple[str, ...]], labels: Mapping[str, str] | None = None) -> Parser:
    """Return a parser for a closed list: codes, their French labels, and the other ways of writing them.

    Args:
        what: what the list is of, for the message.
        aliases: the other ways of writing each code.
        labels: the French label of each code.
    """
    codes = {fold_header(code): code for code in aliases}
    codes |= {fold_header(label): code for code, label in (labels or {}).items()}
    codes |= {fold_header(alias): code for code, written in aliases.items() for alias in written}
    expected = ", ".join((labels or {}).values()) or ", ".join(aliases)

    @lru_cache(maxsize=CACHE)
    def parse(cell: str) -> Cleaned[str]:
        text = parse_text(cell).value
        if text is None:
            return EMPTY
        code = codes.get(fold_header(text))
        if code is not None:
            return Cleaned(code)
        return Cleaned(
            None, doubted("unknown-choice", f"{what.capitalize()} non compris : {shown(cell)} ({expected}).")
        )

    return parse


visibility: Parser = choice(
    "niveau de diffusion",
    {
        Visibility.PRIVATE.value: ("réservé", "privé", "interne", "confidentiel"),
        Visibility.SIGNALLED.value: ("signalé",),
        Visibility.SHARED.value: ("partagé", "partenaires"),
        Visibility.OPEN.value: ("ouvert", "ouverte", "open data", "public"),
    },
    {level.value: label for level, label in LABELS_FR.items()},
)

__all__ = [
    "DAY", "LIST", "boolean", "choice", "code_commune", "count", "email", "euros", "free_text", "legal_form",
    "naf", "number", "plain", "quantity", "sector_list", "short_list", "short_text", "siren", "siret",
    "size_band", "territory", "theme", "visibility", "year",
]  # fmt: skip
