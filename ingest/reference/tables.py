"""The reference tables, read once and kept: territories of France and nomenclatures of activities.

All of them weigh about 30 MB in memory; each is read at its first use.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from sys import intern

DATA = Path(__file__).parent / "data"
VINTAGE = 2026
REV2 = "NAF rev. 2"
NAF2025 = "NAF 2025"


@dataclass(frozen=True, slots=True)
class Region:
    """A région, or an overseas collectivity that stands for one."""

    code: str
    name: str
    chef_lieu: str


@dataclass(frozen=True, slots=True)
class Departement:
    """A département, or an overseas collectivity that stands for one."""

    code: str
    name: str
    region: str
    chef_lieu: str


@dataclass(frozen=True, slots=True)
class Epci:
    """An EPCI with own taxation (`CC`, `CA`, `CU`, `METRO`), or an `EPT` of Grand Paris.

    `departement` is where most of its inhabitants live: an EPCI may lie in several.
    """

    siren: str
    name: str
    kind: str
    population: int
    communes: int
    departement: str


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune of the current edition; coordinates are its town hall's, in degrees (WGS 84)."""

    code: str
    name: str
    siren: str
    population: int | None
    postcodes: tuple[str, ...]
    epci: str
    ept: str
    arrondissement: str
    departement: str
    region: str
    lon: float | None
    lat: float | None


@dataclass(frozen=True, slots=True)
class FormerCommune:
    """A commune that is no more, or a name or code that one no longer bears.

    Args:
        kind: `deleguee`, `associee`, `arrondissement`, `fusionnee`, `ancien-code` or `ancien-nom`.
        ended: ISO day from which it was no longer a commune under that name and code, "" when unknown.
        commune: code of the current commune.
    """

    code: str
    name: str
    kind: str
    ended: str
    commune: str


@dataclass(frozen=True, slots=True)
class NafNode:
    """A node of a nomenclature: level 1 is a section, 5 a sub-class; a section has no parent ("").

    `origin` is `officiel` when the source states this very label.
    """

    code: str
    level: int
    parent: str
    label: str
    origin: str


@lru_cache(maxsize=1)
def regions() -> Mapping[str, Region]:
    """Régions by INSEE code."""
    return {code: Region(code, *rest) for code, *rest in _rows("regions.csv")}


@lru_cache(maxsize=1)
def departements() -> Mapping[str, Departement]:
    """Départements by INSEE code."""
    return {code: Departement(code, *rest) for code, *rest in _rows("departements.csv")}


@lru_cache(maxsize=1)
def arrondissements() -> Mapping[str, tuple[str, str]]:
    """Name and département of each arrondissement, by INSEE code."""
    return {code: (name, departement) for code, name, departement in _rows("arrondissements.csv")}


@lru_cache(maxsize=1)
def epcis() -> Mapping[str, Epci]:
    """EPCI and EPT by SIREN."""
    return {
        siren: Epci(siren, name, intern(kind), int(population), int(communes), intern(departement))
        for siren, name, kind, population, communes, departement in _rows("epci.csv")
    }


@lru_cache(maxsize=1)
def communes() -> Mapping[str, Commune]:
    """Current communes by INSEE code."""
    return {commune.code: commune for commune in map(_commune, _rows("communes.csv.gz"))}


@lru_cache(maxsize=1)
def former_communes() -> tuple[FormerCommune, ...]:
    """Former communes and former names, in the order of their codes; a code may come several times."""
    return tuple(
        FormerCommune(intern(code), name, intern(kind), intern(ended), intern(commune))
        for code, name, kind, ended, commune in _rows("communes_anciennes.csv")
    )


@lru_cache(maxsize=1)
def naf2() -> Mapping[str, NafNode]:
    """NAF rev. 2 by code, such as `C`, `10`, `10.7`, `10.71` and `10.71C`."""
    return _nomenclature("naf_rev2.csv")


@lru_cache(maxsize=1)
def naf2025() -> Mapping[str, NafNode]:
    """NAF 2025 by code."""
    return _nomenclature("naf_2025.csv")


@lru_cache(maxsize=1)
def sources() -> tuple[Mapping[str, object], ...]:
    """Source, licence and vintage of each table."""
    return tuple(json.loads((DATA / "sources.json").read_text(encoding="utf-8")))


def _nomenclature(name: str) -> dict[str, NafNode]:
    return {
        code: NafNode(code, int(level), intern(parent), label, intern(origin))
        for code, level, parent, label, origin in _rows(name)
    }


def _commune(row: list[str]) -> Commune:
    code, name, siren, population, postcodes, epci, ept, arrondissement, departement, region, lon, lat = row
    return Commune(
        code=intern(code),
        name=name,
        siren=siren,
        population=int(population) if population else None,
        postcodes=tuple(map(intern, postcodes.split())),
        epci=intern(epci),
        ept=intern(ept),
        arrondissement=intern(arrondissement),
        departement=intern(departement),
        region=intern(region),
        lon=float(lon) if lon else None,
        lat=float(lat) if lat else None,
    )


def _rows(name: str) -> Iterator[list[str]]:
    path = DATA / name
    with path.open("rb") as stored:
        raw = io.BufferedReader(gzip.GzipFile(fileobj=stored)) if path.suffix == ".gz" else stored
        rows = csv.reader(io.TextIOWrapper(raw, encoding="utf-8", newline=""), strict=True)
        next(rows)
        yield from rows
