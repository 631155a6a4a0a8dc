"""Where entries and mentions are, as sorted numbers: départements, towns and postcodes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from matching.linking.columns import Flags, Ints, distinct, held
from matching.model import Entry, Mention
from matching.places import OVERSEAS, departments_in
from matching.text import fold_commune, fold_department, fold_postcode

_UNSAID = -1
_UNKNOWN = (1 << 20) - 1
_SHIFT = 20
_Said = TypeVar("_Said")


@dataclass(frozen=True, slots=True)
class Asked:
    """The places of mentions: a number for each, -1 where nothing is said."""

    department: Ints
    town: Ints
    postcode: Ints
    towns: list[str | None]


class Places:
    """The places of the entries of a registry."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._numbers: dict[str, int] = {}
        towns = _each((entry.communes for entry in entries), _folded)
        departments = _each(
            ((entry.departements, entry.codes_postaux) for entry in entries), lambda said: departments_in(*said)
        )
        self._department_of = _departments_of_towns(towns, departments)
        for at, own in enumerate(departments):
            if not own and towns[at]:
                found = {self._department_of[town] for town in towns[at] if town in self._department_of}
                departments[at] = tuple(found) if len(found) == 1 else ()
        postcodes = _each((entry.codes_postaux for entry in entries), _postcodes)
        self._departments = self._keys(departments, "d")
        self._towns = self._keys(towns, "t")
        self.town_names = {number: name[1:] for name, number in self._numbers.items() if name[0] == "t"}
        self._postcodes = self._keys(postcodes, "p")
        self.sites = np.bincount(self._towns >> _SHIFT, minlength=len(entries))
        self.has_department = _any(self._departments, len(entries))
        self.has_town = _any(self._towns, len(entries)) | _any(self._postcodes, len(entries))

    def _keys(self, places: Iterable[Iterable[str]], kind: str) -> Ints:
        number = self._numbers.setdefault
        numbers = self._numbers
        keys = [
            (at << _SHIFT) + number(kind + one, len(numbers)) for at, own in enumerate(places) if own for one in own
        ]
        return distinct(np.array(keys, np.int64))

    def ask(self, mentions: Sequence[Mention]) -> Asked:
        """Return the places of mentions; a town that is in one département only says it."""
        towns = [fold_commune(one.commune) if one.commune else None for one in mentions]
        departments = []
        for one, town in zip(mentions, towns, strict=True):
            code = fold_postcode(one.code_postal)
            said = fold_department(one.departement, code or one.code_commune)
            if said in (None, OVERSEAS) and town:
                said = self._department_of.get(town, said)
            departments.append(said)
        postcodes = [fold_postcode(one.code_postal) for one in mentions]
        return Asked(self.numbers(departments, "d"), self.numbers(towns, "t"), self.numbers(postcodes, "p"), towns)

    def numbers(self, said: Sequence[str | None], kind: str) -> Ints:
        """Return the number of each place said, of a kind (d, t or p); -1 where nothing is said."""
        known = self._numbers
        return np.array([known.get(kind + one, _UNKNOWN) if one else _UNSAID for one in said], np.int64)

    def same_department(self, owners: Ints, department: Ints) -> Flags:
        """Tell which entries are in the département said beside each; nothing said is nowhere."""
        return held(self._departments, (owners << _SHIFT) + np.maximum(department, 0)) & (department >= 0)

    def towns(self) -> tuple[Ints, Ints]:
        """Return the entries and their towns, a pair each."""
        return self._towns >> _SHIFT, self._towns & _UNKNOWN

    def learn_named(self, owners: Ints, departments: Ints) -> None:
        """Keep the départements that the names of entries speak of."""
        said = departments >= 0
        self._named = distinct((owners[said] << _SHIFT) + departments[said])
        self.has_named = _any(self._named, len(self.has_department))

    def named_department(self, owners: Ints, department: Ints) -> Flags:
        """Tell which entries have names that speak of the département beside each."""
        return held(self._named, (owners << _SHIFT) + np.maximum(department, 0)) & (department >= 0)

    def same_town(self, owners: Ints, town: Ints, postcode: Ints) -> Flags:
        """Tell which entries are in the town or postcode said beside each."""
        by_name = held(self._towns, (owners << _SHIFT) + np.maximum(town, 0)) & (town >= 0)
        return by_name | held(self._postcodes, (owners << _SHIFT) + np.maximum(postcode, 0)) & (postcode >= 0)


def _each(said: Iterable[_Said], make: Callable[[_Said], tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return what is made of each place said, made once for those said several times."""
    known: dict[_Said, tuple[str, ...]] = {}
    found = []
    for one in said:
        made = known.get(one)
        if made is None:
            made = known[one] = make(one)
        found.append(made)
    return found


def _postcodes(said: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code for raw in said if (code := fold_postcode(raw)))


def _folded(communes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(town for raw in communes if raw and (town := fold_commune(raw))))


def _departments_of_towns(towns: Sequence[tuple[str, ...]], departments: Sequence[tuple[str, ...]]) -> dict[str, str]:
    """Return the département of each town that is in a single one."""
    seen: defaultdict[str, set[str]] = defaultdict(set)
    for own, said in set(zip(towns, departments, strict=True)):
        single = [one for one in said if one != OVERSEAS]
        if len(single) == 1:
            for town in own:
                seen[town].add(single[0])
    return {town: next(iter(found)) for town, found in seen.items() if len(found) == 1}


def _any(keys: Ints, count: int) -> Flags:
    flags = np.zeros(count, np.bool_)
    flags[keys >> _SHIFT] = True
    return flags
