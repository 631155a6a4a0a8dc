"""Parsers of cells that hold several things: what goes with each party, several themes or territories, documents."""

from __future__ import annotations

import re

from ingest.cleaning import Cleaned, check_free_text, parse_amount_eur
from ingest.cleaning.cleaned import refused, shown
from ingest.sources.parsers import LIST, short_list, territory, theme

_UID = re.compile(r"(?:epci|departement|region):\w+$")
_DOCUMENT = re.compile(r"(.*?)(https://[a-z0-9.-]+\.[a-z]{2,}(?:[/?#][^\s<>\"'@]*)?)", re.IGNORECASE | re.DOTALL)


def _by_party(cell: str) -> list[str]:
    """The parts of a cell that go with the parties in their order, empty ones included; one line each, or `|`, `;`."""
    separator = next((one for one in ("\n", "|") if one in cell), ";")
    return [part.strip() for part in cell.removesuffix("\n").split(separator)]


def texts_by_party(cell: str) -> Cleaned[list[str]]:
    """What each party answers for, in people's own words, in the order of the parties."""
    return Cleaned(_by_party(cell), check_free_text(cell))


def numbers_by_party(cell: str) -> Cleaned[list[float]]:
    """An amount or a number for each party, in their order; an empty part is 0."""
    found = [parse_amount_eur(part) if part else Cleaned(0.0) for part in _by_party(cell)]
    if note := next((one.note for one in found if one.value is None or one.value < 0), None):
        return Cleaned(None, note)
    if any(one.value is None or one.value < 0 for one in found):
        return Cleaned(None, refused("wrong-number", f"{shown(cell)} : un nombre de zéro ou plus pour chaque partie."))
    return Cleaned([float(one.value or 0) for one in found])


def theme_list(cell: str) -> Cleaned[list[str]]:
    """Several themes of the vocabulary, by code."""
    found = [theme(item) for item in short_list(cell).value or []]
    note = next((one.note for one in found if one.note), None)
    return Cleaned(sorted({one.value for one in found if one.value}) or None, note)


def territory_list(cell: str) -> Cleaned[list[str]]:
    """Several territories, by uid; one that is not understood waits for a person."""
    found = [territory(item.partition(":")[2] if _UID.match(item) else item) for item in short_list(cell).value or []]
    note = next((one.note for one in found if one.note), None)
    return Cleaned(sorted({one.value for one in found if one.value}) or None, note)


def documents(cell: str) -> Cleaned[list[str]]:
    """Documents, each a title and its https address: `Titre https://…`; the address is kept, and never fetched."""
    found = []
    for item in LIST.split(cell.strip()):
        match = _DOCUMENT.fullmatch(item.strip()) if item.strip() else None
        if match is None and item.strip():
            said = f"{shown(item)} : écrivez un titre, puis une adresse qui commence par https://."
            return Cleaned(None, refused("no-address", said))
        if match:
            found.append(f"{match.group(1).strip(' :,-–—') or match.group(2)}\n{match.group(2)}")
    return Cleaned(found or None, check_free_text(cell))
