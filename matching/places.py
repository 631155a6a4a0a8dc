"""Where an organisation is, as keys to compare and look up: commune code, postcode, town, département."""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from matching.model import Entry, Mention
from matching.text import fold_commune, fold_department, fold_postcode

_MISSPELT_TOWN = 84.0
OVERSEAS = "97"
_OVERSEAS_DEPARTMENTS = ("971", "972", "973", "974", "976")


class Nearness(IntEnum):
    """How the place of a mention and the places of an entry compare, from the worst to the best."""

    OTHER_DEPARTMENT = 0
    OTHER_COMMUNE = 1
    UNSAID = 2
    DEPARTMENT = 3
    POSTCODE = 4
    COMMUNE = 5


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a mention; every part may be missing."""

    code_commune: str | None
    postcode: str | None
    town: str | None
    department: str | None

    def __bool__(self) -> bool:
        return bool(self.code_commune or self.postcode or self.town or self.department)


@lru_cache(maxsize=65_536)
def _place(code_commune: str | None, postcode: str | None, town: str | None, department: str | None) -> Place:
    code = fold_postcode(postcode)
    folded = fold_commune(town) if town else None
    return Place(code_commune or None, code, folded or None, fold_department(department, code or code_commune))


def place_of(mention: Mention) -> Place:
    """Return the place of a mention; the postcode gives the département when nothing else does."""
    return _place(mention.code_commune, mention.code_postal, mention.commune, mention.departement)


def place_keys(entry: Entry) -> tuple[str, ...]:
    """Return the keys of all the places of an entry.

    >>> place_keys(Entry("u", None, ("A",), codes_postaux=("59000",), communes=("LILLE",)))
    ('p59000', 'nlille', 'd59')
    """
    postcodes = [code for raw in entry.codes_postaux if (code := fold_postcode(raw))]
    keys = {f"c{code}": None for code in entry.code_communes if code}
    keys |= {f"p{code}": None for code in postcodes}
    keys |= {f"n{town}": None for raw in entry.communes if raw and (town := fold_commune(raw))}
    keys |= {f"d{department}": None for department in departments_of(entry)}
    return tuple(keys)


def departments_of(entry: Entry) -> tuple[str, ...]:
    """Return the départements of an entry; overseas, 97 alone may be any of them, and each answers to 97.

    >>> departments_of(Entry("u", None, ("A",), departements=("974",)))
    ('974', '97')
    """
    return departments_in(entry.departements, entry.codes_postaux)


def departments_in(departements: Iterable[str], codes_postaux: Iterable[str]) -> tuple[str, ...]:
    """Return the départements said, or else those of the postcodes."""
    postcodes = [code for raw in codes_postaux if (code := fold_postcode(raw))]
    overseas = next((code for code in postcodes if code.startswith(OVERSEAS)), None)
    said = {one: None for raw in departements if (one := fold_department(raw, overseas))}
    said = said or {one: None for code in postcodes if (one := fold_department(None, code))}
    if list(said) == [OVERSEAS]:
        said |= dict.fromkeys(_OVERSEAS_DEPARTMENTS)
    elif any(one.startswith(OVERSEAS) for one in said):
        said[OVERSEAS] = None
    return tuple(said)


def nearness(place: Place, keys: Sequence[str]) -> Nearness:
    """Compare a place with the keys of an entry.

    A town's name counts only where the départements do not contradict it: France has many Saint-Martin.
    """
    if not keys or not place:
        return Nearness.UNSAID
    same_code = bool(place.code_commune) and f"c{place.code_commune}" in keys
    same_department = f"d{place.department}" in keys if place.department else None
    if same_department is False and not same_code and any(key[0] == "d" for key in keys):
        return Nearness.OTHER_DEPARTMENT
    if same_code or (place.town and f"n{place.town}" in keys):
        return Nearness.COMMUNE
    if place.postcode and f"p{place.postcode}" in keys:
        return Nearness.POSTCODE
    if (place.town or place.code_commune) and any(key[0] in "nc" for key in keys):
        return Nearness.OTHER_COMMUNE
    return Nearness.DEPARTMENT if same_department else Nearness.UNSAID


class PlaceIndex:
    """Which entries are in a place, and how the towns of each département are really written."""

    def __init__(self) -> None:
        self._entries: dict[str, array[int]] = {}
        self._shared: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._towns: dict[str, dict[str, None]] = {}
        self._mended: dict[tuple[str, str], str] = {}

    def add(self, number: int, entry: Entry) -> tuple[str, ...]:
        """Index an entry and return its keys; entries of one place share one tuple, to save memory."""
        keys = place_keys(entry)
        keys = self._shared.setdefault(keys, keys)
        departments = [key[1:] for key in keys if key[0] == "d"]
        for key in keys:
            if key[0] != "d":
                self._entries.setdefault(key, array("I")).append(number)
            if key[0] == "n":
                for department in departments:
                    self._towns.setdefault(department, {})[key[1:]] = None
        return keys

    def mend(self, place: Place) -> Place:
        """Return the place with its town's name as the registry writes it, when it is only misspelt."""
        town, department = place.town, place.department
        if not town or not department or f"n{town}" in self._entries:
            return place
        mended = self._mended.get((department, town))
        if mended is None:
            towns = list(self._towns.get(department, ()))
            found = process.extractOne(town, towns, scorer=fuzz.ratio, score_cutoff=_MISSPELT_TOWN)
            mended = self._mended[department, town] = found[0] if found else town
        return Place(place.code_commune, place.postcode, mended, department) if mended != town else place

    def entries(self, place: Place) -> list[npt.NDArray[np.uint32]]:
        """Return the entries of the commune, of the postcode and of the town, each in ascending order."""
        keys = (f"c{place.code_commune}", f"p{place.postcode}", f"n{place.town}")
        return [np.frombuffer(self._entries[key], dtype=np.uint32) for key in keys if key in self._entries]
