"""The indexes behind the place resolver, built once: communes by name, postcode, former name and code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from ingest.reference import place_names
from ingest.reference.tables import FormerCommune, communes, departements, former_communes
from ingest.reference.text import fold

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Name:
    """One name a commune answers to; `former` is set when it is not the current one."""

    key: str
    bare: str
    code: str
    former: FormerCommune | None


@dataclass(frozen=True, slots=True)
class PlaceIndex:
    """Everything by which a place is looked up.

    Args:
        by_key: names of communes by their key, current ones first.
        by_postcode: codes of the communes of a postcode.
        by_code: former communes by their former code.
        names: all the names of each commune.
        by_departement: codes of the communes of a département.
        departement_codes: codes of départements by their folded name and code.
    """

    by_key: Mapping[str, tuple[Name, ...]]
    by_postcode: Mapping[str, tuple[str, ...]]
    by_code: Mapping[str, FormerCommune]
    names: Mapping[str, tuple[Name, ...]]
    by_departement: Mapping[str, tuple[str, ...]]
    departement_codes: Mapping[str, str]

    def named(self, key: str, among: Iterable[str]) -> list[Name]:
        """The communes of `among` that bear this key, current names before former ones."""
        wanted = set(among)
        found = [name for name in self.by_key.get(key, ()) if name.code in wanted]
        current = [name for name in found if name.former is None]
        return current or _one_each(found)

    def everywhere(self, key: str) -> list[Name]:
        """The communes of France that bear this key, current names before former ones."""
        found = self.by_key.get(key, ())
        current = [name for name in found if name.former is None]
        return current or _one_each(found)


@lru_cache(maxsize=1)
def place_index() -> PlaceIndex:
    """The index of the whole country; about 25 MB and half a second, once."""
    names: dict[str, list[Name]] = defaultdict(list)
    postcodes: dict[str, list[str]] = defaultdict(list)
    inside: dict[str, list[str]] = defaultdict(list)
    for commune in communes().values():
        names[commune.code].append(_name(commune.name, commune.code, None))
        inside[commune.departement].append(commune.code)
        for postcode in commune.postcodes:
            postcodes[postcode].append(commune.code)
    former_codes: dict[str, FormerCommune] = {}
    for former in former_communes():
        if former.code not in communes():
            kept = former_codes.get(former.code)
            if kept is None or former.ended > kept.ended:
                former_codes[former.code] = former
        if former.name:
            names[former.commune].append(_name(former.name, former.commune, former))
    keys: dict[str, list[Name]] = defaultdict(list)
    for answers in names.values():
        for name in answers:
            keys[name.key].append(name)
    return PlaceIndex(
        by_key=_frozen(keys),
        by_postcode=_frozen(postcodes),
        by_code=former_codes,
        names=_frozen(names),
        by_departement=_frozen(inside),
        departement_codes=_departement_codes(),
    )


def departement_of_postcode(postcode: str) -> str:
    """The département that a postcode's first digits name, "" when they name none.

    >>> departement_of_postcode("59037"), departement_of_postcode("20600"), departement_of_postcode("97410")
    ('59', '2B', '974')
    """
    if postcode[:2] == "20":
        code = "2A" if postcode[2] in "01" else "2B"
    elif postcode[:2] in {"97", "98"}:
        code = postcode[:3]
    else:
        code = postcode[:2]
    return code if code in departements() else ""


def _departement_codes() -> dict[str, str]:
    codes: dict[str, str] = {}
    for code, departement in departements().items():
        name = fold(departement.name)
        bare = code.lstrip("0")
        for spelling in (name, code, bare, f"{code} {name}", f"{name} {code}", f"{bare} {name}"):
            codes[spelling] = code
    return codes


def _name(text: str, code: str, former: FormerCommune | None) -> Name:
    words = place_names.words(text)
    return Name(words.replace(" ", ""), place_names.without_article(words), code, former)


def _one_each(names: Iterable[Name]) -> list[Name]:
    """One name a commune, the one that ended last: the others are older layers of the same place."""
    best: dict[str, Name] = {}
    for name in names:
        kept = best.get(name.code)
        if kept is None or _ended(name) > _ended(kept):
            best[name.code] = name
    return list(best.values())


def _ended(name: Name) -> str:
    return name.former.ended if name.former else ""


def _frozen(lists: Mapping[str, list[Item]]) -> dict[str, tuple[Item, ...]]:
    return {key: tuple(values) for key, values in lists.items()}
