"""Territories, sectors and filières as plain rows, ready for the writer: nodes first, then edges."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ingest.reference.naf import PREFIXES
from ingest.reference.place_index import place_index
from ingest.reference.tables import (
    NAF2025,
    REV2,
    VINTAGE,
    communes,
    departements,
    epcis,
    naf2,
    naf2025,
    regions,
)
from ingest.reference.vocabularies import filieres, themes

FRANCE = "pays:FR"
Row = dict[str, Any]
Edge = tuple[str, str]
_NOMENCLATURES = ((REV2, naf2), (NAF2025, naf2025))


def territories() -> Iterator[Row]:
    """Territory nodes: the country, régions, départements, EPCI and EPT, communes, former communes.

    A row has uid, code, level, name, population, vintage, siren and kind, None where it does not apply; the
    vintage of a former commune is the year it ended.
    """
    people = _populations()
    yield _territory("pays", "FR", "France", sum(p for uid, p in people.items() if uid.startswith("region:")))
    for region in regions().values():
        yield _territory("region", region.code, region.name, people.get(f"region:{region.code}"))
    for departement in departements().values():
        uid = f"departement:{departement.code}"
        yield _territory("departement", departement.code, departement.name, people.get(uid))
    for epci in epcis().values():
        row = _territory("epci", epci.siren, epci.name, epci.population)
        yield row | {"siren": epci.siren, "kind": epci.kind}
    for commune in communes().values():
        row = _territory("commune", commune.code, commune.name, commune.population)
        yield row | {"siren": commune.siren or None}
    for former in place_index().by_code.values():
        row = _territory("ancienne_commune", former.code, former.name or former.code, None)
        yield row | {"kind": former.kind, "vintage": int(former.ended[:4]) if former.ended else None}


def part_of() -> Iterator[Edge]:
    """PART_OF edges (child uid, parent uid).

    A commune is part of its EPCI (and EPT) and of its département; the département of its région; the région
    of the country. An EPCI has no parent but the country: some lie in several départements or régions, and
    an edge would count their communes there twice. An EPT is part of its EPCI.
    """
    grand_paris = {c.ept: c.epci for c in communes().values() if c.ept}
    for commune in communes().values():
        child = f"commune:{commune.code}"
        if commune.epci:
            yield child, f"epci:{commune.epci}"
        if commune.ept:
            yield child, f"epci:{commune.ept}"
        yield child, f"departement:{commune.departement}"
    for epci in epcis().values():
        parent = grand_paris.get(epci.siren)
        yield f"epci:{epci.siren}", f"epci:{parent}" if parent else FRANCE
    for departement in departements().values():
        yield f"departement:{departement.code}", f"region:{departement.region}"
    for region in regions().values():
        yield f"region:{region.code}", FRANCE


def became() -> Iterator[Edge]:
    """BECAME edges (former commune, current commune), one a former code."""
    for former in place_index().by_code.values():
        yield f"ancienne_commune:{former.code}", f"commune:{former.commune}"


def sectors() -> Iterator[Row]:
    """Sector nodes of both nomenclatures, then filières.

    A row has uid, code, nomenclature, level, label, priority and aliases; the last two are for filières only,
    which have no level.
    """
    for nomenclature, nodes in _NOMENCLATURES:
        for node in nodes().values():
            yield _sector(f"{PREFIXES[nomenclature]}:{node.code}", node.code, nomenclature, node.label) | {
                "level": node.level
            }
    for entry in filieres().entries:
        yield _sector(f"filiere:{entry.code}", entry.code, "filière", entry.label) | {
            "priority": entry.facts.get("priority", "").strip().lower() == "true",
            "aliases": list(entry.aliases),
        }


def sector_parts() -> Iterator[Edge]:
    """PART_OF edges (child uid, parent uid) between the levels of each nomenclature."""
    for nomenclature, nodes in _NOMENCLATURES:
        prefix = PREFIXES[nomenclature]
        for node in nodes().values():
            if node.parent:
                yield f"{prefix}:{node.code}", f"{prefix}:{node.parent}"


def includes() -> Iterator[Edge]:
    """INCLUDES edges (filière uid, uid of a NAF node that is in it with all that is below)."""
    for entry in filieres().entries:
        for nomenclature, nodes in _NOMENCLATURES:
            prefix = PREFIXES[nomenclature]
            for code in entry.facts.get(prefix, "").split():
                if code in nodes():
                    yield f"filiere:{entry.code}", f"{prefix}:{code}"


def theme_rows() -> Iterator[Row]:
    """Theme nodes: uid (the code that facts bear), name and aliases."""
    for entry in themes().entries:
        yield {"uid": entry.code, "name": entry.label, "aliases": list(entry.aliases)}


def _sector(uid: str, code: str, nomenclature: str, label: str) -> Row:
    return {
        "uid": uid,
        "code": code,
        "nomenclature": nomenclature,
        "level": None,
        "label": label,
        "priority": None,
        "aliases": None,
    }


def _territory(level: str, code: str, name: str, population: int | None) -> Row:
    return {
        "uid": f"{level}:{code}",
        "code": code,
        "level": level,
        "name": name,
        "population": population,
        "vintage": VINTAGE,
        "siren": None,
        "kind": None,
    }


def _populations() -> dict[str, int]:
    """Inhabitants of each département and région, added up from its communes."""
    found: dict[str, int] = {}
    for commune in communes().values():
        for uid in (f"departement:{commune.departement}", f"region:{commune.region}"):
            found[uid] = found.get(uid, 0) + (commune.population or 0)
    return found
