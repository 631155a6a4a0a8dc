"""Which companies may be one, and why: by their sites, their places, their dates and their names.

Nothing is compared with everything: two companies meet where they have a site, an address or a name in common.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from itertools import combinations
from typing import Any, NamedTuple

from rapidfuzz import fuzz

from matching.names import name_forms
from matching.text import letters

MOST_AT_ONE_PLACE = 12
"""More companies at one address, or of one name in a commune, are a domiciliation or a common name: no evidence."""
ALIKE = 85.0
"""From this likeness on (percent of letters, legal form apart) two names are taken for one written twice."""
SOON_DAYS = 400
UNDATED = "l'une est fermée, l'autre ouverte"


class Kind(StrEnum):
    """Why two companies may be one."""

    SAME_NUMBER = "same_number"
    SUCCESSION = "succession"
    MOVE = "move"
    TYPED = "typed"
    SAME_PLACE = "same_place"


KINDS_FR = {
    Kind.SAME_NUMBER: "même SIREN sous deux fiches",
    Kind.SUCCESSION: "succession",
    Kind.MOVE: "déménagement",
    Kind.TYPED: "saisie à la main",
    Kind.SAME_PLACE: "même nom au même endroit",
}


class Known(NamedTuple):
    """What tells one company from another."""

    uid: str
    siren: str | None
    name: str
    masked: bool
    names: tuple[str, ...]
    address: str | None
    code_postal: str | None
    commune: str | None
    code_commune: str | None
    departement: str | None
    naf: str | None
    state: str
    verified: bool
    created_on: str | None
    closed_on: str | None
    visibility: str
    mine: bool
    sirets: tuple[str, ...]
    places: tuple[tuple[str | None, str | None], ...]

    @property
    def by_hand(self) -> bool:
        """Whether nobody has confirmed it: typed without SIREN, or with one that no register has shown."""
        return self.siren is None or not self.verified


class Pair(NamedTuple):
    """Two companies that may be one; `score` is from 0 to 1, `reasons` are in French."""

    one: Known
    other: Known
    kind: Kind
    score: float
    reasons: tuple[str, ...]


def known_of(row: Mapping[str, Any]) -> Known:
    """Return a row of `duplicates.cypher` as it is compared."""
    lists = {name: tuple(row[name]) for name in ("names", "sirets")}
    return Known(**{**row, **lists, "places": tuple((place[0], place[1]) for place in row["places"])})


def pairs(companies: Sequence[Known], successions: Iterable[Mapping[str, Any]] = ()) -> Iterator[Pair]:
    """Give the pairs that sites, places and names show, some more than once; typed ones by name are asked elsewhere."""
    by_uid = {one.uid: one for one in companies}
    yield from _same_numbers(companies)
    for link in successions:
        if link["former"] in by_uid and link["latter"] in by_uid:
            yield _succeeded(by_uid[link["former"]], by_uid[link["latter"]], link)
    cores = {one.uid: _cores(one) for one in companies}
    yield from _at_one_place(companies, cores)
    yield from _of_one_name(companies, cores)


def _same_numbers(companies: Sequence[Known]) -> Iterator[Pair]:
    by_siren = {one.siren: one for one in companies if one.siren}
    for one in companies:
        sirens = {siret[:9]: f"son établissement {siret} porte le SIREN de l'autre" for siret in one.sirets}
        if one.siren is None:
            sirens[one.uid] = "sa fiche a été créée sous le SIREN de l'autre"
        for siren, said in sorted(sirens.items()):
            other = by_siren.get(siren)
            if other is not None and other is not one and siren != one.siren:
                yield Pair(one, other, Kind.SAME_NUMBER, 0.99, (said,))


def _succeeded(former: Known, latter: Known, link: Mapping[str, Any]) -> Pair:
    on = f" le {_day(link['on'])}" if link["on"] else ""
    said = f"le répertoire dit que l'établissement {link['before']} a été repris par {link['after']}{on}"
    alike = _alike(_cores(former), _cores(latter))
    reasons = (said, "même nom") if alike >= ALIKE else (said,)
    return Pair(former, latter, Kind.SUCCESSION, 0.95 if alike >= ALIKE else 0.6, reasons)


def _at_one_place(companies: Sequence[Known], cores: Mapping[str, frozenset[str]]) -> Iterator[Pair]:
    """Companies at one address under one name: one follows the other, or one of them was written twice."""
    at: dict[Hashable, list[Known]] = defaultdict(list)
    for one in companies:
        for place in {(code, letters(address)) for code, address in one.places if code and address}:
            at[place].append(one)
    for here in at.values():
        if 1 < len(here) <= MOST_AT_ONE_PLACE:
            for one, other in combinations(here, 2):
                alike = _alike(cores[one.uid], cores[other.uid])
                if alike < ALIKE:
                    continue
                called = "même nom" if alike >= 99.9 else "noms presque pareils"
                address = f"même adresse ({one.address or other.address or ''}, {one.commune or ''})"
                followed = _followed(one, other)
                if followed:
                    yield Pair(one, other, Kind.SUCCESSION, 0.9, (address, called, followed))
                else:
                    score = 0.85 if one.by_hand or other.by_hand else 0.75 if alike >= 99.9 else 0.6
                    yield Pair(one, other, Kind.SAME_PLACE, score, (address, called))


def _of_one_name(companies: Sequence[Known], cores: Mapping[str, frozenset[str]]) -> Iterator[Pair]:
    """Companies of one name, one closed when the other opened: in one commune, or with the same trade elsewhere."""
    named: dict[str, list[Known]] = defaultdict(list)
    for one in companies:
        for core in cores[one.uid]:
            named[core].append(one)
    for same in named.values():
        if not 1 < len(same) <= MOST_AT_ONE_PLACE:
            continue
        for one, other in combinations(same, 2):
            followed = _followed(one, other)
            here = one.code_commune is not None and one.code_commune == other.code_commune
            trade = one.naf is not None and one.naf == other.naf
            if followed and here:
                reasons = ("même nom dans la même commune", followed)
                yield Pair(one, other, Kind.SUCCESSION, 0.8 if trade else 0.65, reasons)
            elif followed and trade and one.departement == other.departement:
                moved = f"même nom et même activité, de {one.commune or '?'} à {other.commune or '?'}"
                # Without both days, two shops of one name in two towns would look like one that moved.
                score = 0.2 if followed == UNDATED else 0.7 if len(same) == 2 else 0.55
                yield Pair(one, other, Kind.MOVE, score, (moved, followed))
            elif here and one.by_hand and other.by_hand:
                said = ("même nom dans la même commune", "saisies à la main toutes les deux")
                yield Pair(one, other, Kind.TYPED, 0.8, said)


def _followed(one: Known, other: Known) -> str | None:
    """Say that one closed when the other opened, None when that is not known."""
    for former, latter in ((one, other), (other, one)):
        if former.state != "closed" or latter.state == "closed":
            continue
        if not former.closed_on or not latter.created_on:
            return UNDATED
        apart = date.fromisoformat(latter.created_on[:10]) - date.fromisoformat(former.closed_on[:10])
        if abs(apart.days) <= SOON_DAYS:
            return f"l'une a fermé le {_day(former.closed_on)}, l'autre a ouvert le {_day(latter.created_on)}"
    return None


def _cores(one: Known) -> frozenset[str]:
    """The names of a company without their legal form, in one word each; one too short says nothing."""
    found = {name_forms(name)[0].compact for name in one.names[:20] if name}
    return frozenset(core for core in found if len(core) >= 4)


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    if one & other:
        return 100.0
    return max((fuzz.ratio(a, b) for a in one for b in other), default=0.0)


def _day(text: str) -> str:
    year, month, day = text[:10].split("-")
    return f"{day}/{month}/{year}"
