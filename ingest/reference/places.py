"""Finds the commune that a row means, from cells as messy as real files have them.

What two cells agree on is repaired and said so; what they contradict, or one alone says badly, is a doubt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from rapidfuzz import fuzz, process

from ingest.reference.place_answers import (
    Place,
    Resolved,
    departement_place,
    doubt,
    former_note,
    listed,
    place_of,
    quoted,
    repair,
    shared,
)
from ingest.reference.place_cells import Cells, read_cells
from ingest.reference.place_index import Name, PlaceIndex, departement_of_postcode, place_index
from ingest.reference.tables import FormerCommune, communes

# Rows repeat their places: the cache makes a call cost under a microsecond. About 20 MB when full.
CACHE_SIZE = 32_768
# Under a postcode few names are in play; over a département many, and one letter tells some apart.
CLOSE_UNDER_POSTCODE, CLOSE_IN_DEPARTEMENT = 80.0, 90.0
CLEAR_LEAD = 6.0


NOTHING = Resolved(None, None)


def resolve(
    code_commune: str | None = None,
    code_postal: str | None = None,
    commune: str | None = None,
    departement: str | None = None,
    *,
    on: date | None = None,
) -> Resolved:
    """Return the commune that the cells of a row mean, with a repair or a doubt to report.

    >>> resolve(code_postal="2100", commune="st quentin").place.code_commune
    '02691'

    Args:
        code_commune: INSEE code, current or former.
        code_postal: postcode, CEDEX or not, with or without its leading zero; or an INSEE code typed there.
        commune: name, in any case and spelling.
        departement: code or name; it only narrows the search.
        on: the day the row speaks of: a commune that still existed then is mapped without a remark.
    """
    found = _resolve(code_commune or "", code_postal or "", commune or "", departement or "")
    if on is None or found.place is None or found.note is None or found.note.code != "former-commune":
        return found
    former = found.place.former
    if former is not None and former.ended > on.isoformat():
        return Resolved(found.place, None)
    return found


@lru_cache(maxsize=CACHE_SIZE)
def _resolve(code: str, postcode: str, name: str, departement: str) -> Resolved:
    cells = read_cells(code, postcode, name, departement)
    index = place_index()
    if cells.code:
        return _by_code(index, cells)
    if cells.postcode:
        return _by_postcode(index, cells)
    if cells.typed_postcode:
        found = _by_name(index, cells)
        return Resolved(found.place, doubt("postcode-unreadable", f"{quoted(postcode)} n'est pas un code postal"))
    return _by_name(index, cells)


def _by_code(index: PlaceIndex, cells: Cells) -> Resolved:
    """An INSEE code decides, unless the name and the postcode both speak of another commune."""
    former = index.by_code.get(cells.code)
    code = former.commune if former else cells.code
    if code not in communes():
        rest = _resolve("", cells.typed_postcode, cells.name, cells.departement)
        return Resolved(rest.place, doubt("commune-code-unknown", f"Le code commune {quoted(cells.code)} n'existe pas"))
    place = _at(code, cells, "code", former=former)
    names_it = not cells.key or bool(_matching(index, cells, [code]))
    posts_it = cells.postcode.zfill(5) in communes()[code].postcodes
    if not names_it and not posts_it:
        told = _by_name(index, cells).place
        if told is not None and told.code_commune not in {None, code}:
            text = f"Le code commune {cells.code} est celui de {place.name}, pas de {quoted(cells.name)}"
            return Resolved(replace(place, confidence=0.5), doubt("code-contradicts-name", text))
    return Resolved(place, former_note(former, place))


def _by_postcode(index: PlaceIndex, cells: Cells) -> Resolved:
    padded = cells.postcode.zfill(5)
    candidates = index.by_postcode.get(padded, ())
    if cells.key:
        found = _one(_matching(index, cells, candidates)) or _close(index, cells, candidates, CLOSE_UNDER_POSTCODE)
        if found is not None:
            return _agreed(cells, found, padded)
        return _disagreed(index, cells, padded)
    if not candidates:
        return _unknown_postcode(index, cells, padded)
    place = shared(candidates, padded, "postcode")
    if padded != cells.postcode:
        return Resolved(
            place,
            doubt("postcode-zero", f"{cells.postcode} semble être {padded}, sans commune qui le confirme"),
        )
    return Resolved(place, None)


def _agreed(cells: Cells, found: Name, padded: str) -> Resolved:
    """Postcode and name meet; what was amended on the way is said, the weightiest first."""
    place = _at(found.code, cells, "postcode+name", former=found.former, postcode=padded)
    if padded != cells.postcode:
        text = f"{cells.postcode} lu {padded} : la commune {place.name} le confirme"
        return Resolved(place, repair("postcode-zero", text))
    if found.key != cells.key and found.bare != cells.bare:
        text = f"{quoted(cells.name)} lu {place.name}, d'après le code postal {padded}"
        return Resolved(replace(place, confidence=0.9), repair("commune-spelling", text))
    return Resolved(place, former_note(found.former, place))


def _disagreed(index: PlaceIndex, cells: Cells, padded: str) -> Resolved:
    """The name is not one of the postcode's: an INSEE code typed there, a CEDEX, or a contradiction."""
    insee = index.by_code[padded].commune if padded in index.by_code else padded
    if insee in communes() and _matching(index, cells, [insee]):
        place = _at(insee, cells, "insee+name", former=index.by_code.get(padded))
        text = f"{cells.postcode} est le code INSEE de {place.name}, pas un code postal"
        return Resolved(place, repair("insee-for-postcode", text))
    home = departement_of_postcode(padded) or cells.departement
    known = padded in index.by_postcode
    found = _in_departement(index, cells, home, fuzzy=not known)
    if found is None:
        return _unfound(index, cells, padded, home)
    place = _at(found.code, cells, "name", former=found.former)
    if known:
        text = f"Le code postal {padded} n'est pas celui de {place.name}"
        return Resolved(replace(place, confidence=0.6), doubt("postcode-contradicts-commune", text))
    text = f"{padded}, absent de la liste des codes postaux (CEDEX), rattaché à {place.name}"
    spelt = found.key == cells.key or found.bare == cells.bare
    return Resolved(replace(place, confidence=0.9 if spelt else 0.7), repair("postcode-cedex", text))


def _unfound(index: PlaceIndex, cells: Cells, padded: str, home: str) -> Resolved:
    """No commune of the département bears that name."""
    text = f"Aucune commune {quoted(cells.name)} pour le code postal {padded}"
    candidates = index.by_postcode.get(padded, ())
    if candidates:
        place = replace(shared(candidates, padded, "postcode"), confidence=0.5)
        return Resolved(place, doubt("commune-unknown", text))
    return Resolved(departement_place(home, ""), doubt("commune-unknown", text))


def _unknown_postcode(index: PlaceIndex, cells: Cells, padded: str) -> Resolved:
    insee = index.by_code[padded].commune if padded in index.by_code else padded
    if insee in communes():
        place = replace(_at(insee, cells, "code"), confidence=0.5)
        text = f"{cells.postcode} n'est pas un code postal, mais le code INSEE de {place.name}"
        return Resolved(place, doubt("insee-for-postcode", text))
    place_or_none = departement_place(departement_of_postcode(padded) or cells.departement, padded)
    return Resolved(place_or_none, doubt("postcode-unknown", f"Le code postal {padded} n'existe pas ou est un CEDEX"))


def _by_name(index: PlaceIndex, cells: Cells) -> Resolved:
    """Only a name, and perhaps a département: it must be the only one to be believed."""
    if not cells.key:
        place = departement_place(cells.departement, "")
        return Resolved(place, None) if place else NOTHING
    if cells.departement:
        return _by_departement(index, cells)
    names = index.everywhere(cells.key)
    if len(names) == 1 and names[0].former is None:
        return Resolved(replace(_at(names[0].code, cells, "name"), confidence=0.8), None)
    if not names:
        return Resolved(None, doubt("commune-unknown", f"Aucune commune {quoted(cells.name)} en France"))
    text = f"{quoted(cells.name)} désigne plusieurs communes ou une ancienne : {listed(names)}"
    return Resolved(None, doubt("commune-ambiguous", text))


def _by_departement(index: PlaceIndex, cells: Cells) -> Resolved:
    found = _in_departement(index, cells, cells.departement, fuzzy=True)
    if found is None:
        return _elsewhere(index, cells)
    place = _at(found.code, cells, "name", former=found.former)
    if found.key != cells.key and found.bare != cells.bare:
        text = f"{quoted(cells.name)} lu {place.name}, d'après le département {cells.departement}"
        return Resolved(replace(place, confidence=0.8), repair("commune-spelling", text))
    return Resolved(place, former_note(found.former, place))


def _elsewhere(index: PlaceIndex, cells: Cells) -> Resolved:
    """The département has no such commune: offer the only one of that name, if there is only one."""
    text = f"Aucune commune {quoted(cells.name)} dans le département {cells.departement}"
    names = index.everywhere(cells.key)
    if len(names) == 1 and names[0].former is None:
        place = replace(_at(names[0].code, cells, "name"), confidence=0.5)
        text += f", mais {place.name} est dans le {place.departement}"
        return Resolved(place, doubt("departement-contradicts-commune", text))
    return Resolved(departement_place(cells.departement, ""), doubt("commune-unknown", text))


def _matching(index: PlaceIndex, cells: Cells, among: Sequence[str]) -> list[Name]:
    """Names equal to the cell's, else equal but for the article, among these communes."""
    exact = index.named(cells.key, among)
    if exact:
        return exact
    found = {}
    for code in among:
        for name in index.names[code]:
            if name.bare == cells.bare and (code not in found or name.former is None):
                found[code] = name
    return list(found.values())


def _in_departement(index: PlaceIndex, cells: Cells, departement: str, *, fuzzy: bool) -> Name | None:
    among = index.by_departement.get(departement, ())
    found = _one(_matching(index, cells, among))
    if found is None and fuzzy:
        return _close(index, cells, among, CLOSE_IN_DEPARTEMENT)
    return found


def _close(index: PlaceIndex, cells: Cells, among: Sequence[str], least: float) -> Name | None:
    """The only name that is near the cell's: misspelt, or the first words of a longer one."""
    names = [name for code in among for name in index.names[code]]
    if len(cells.bare) < 4 or not names:
        return None
    begun = {
        n.code: n for n in names if n.bare.startswith(cells.bare) or (len(n.bare) > 4 and cells.bare.startswith(n.bare))
    }
    if len(begun) == 1 and least == CLOSE_UNDER_POSTCODE:
        return next(iter(begun.values()))
    scored = process.extract(
        cells.bare, [n.bare for n in names], scorer=fuzz.ratio, limit=6, score_cutoff=least - CLEAR_LEAD
    )
    if not scored or scored[0][1] < least:
        return None
    best = names[scored[0][2]]
    rivals = [score for _, score, rank in scored[1:] if names[rank].code != best.code]
    return None if rivals and rivals[0] > scored[0][1] - CLEAR_LEAD else best


def _one(names: Sequence[Name]) -> Name | None:
    return names[0] if len(names) == 1 else None


def _at(code: str, cells: Cells, basis: str, *, former: FormerCommune | None = None, postcode: str = "") -> Place:
    return place_of(code, basis, former=former, postcode=postcode, typed=cells.postcode.zfill(5))
