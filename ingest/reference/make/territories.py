"""Tables of régions, départements, arrondissements, EPCI and current communes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from ingest.reference.make.origins import EDITION, Origins

Rows = list[tuple[object, ...]]
Points = Mapping[str, tuple[float, float]]

KINDS = {"MET69": "METRO"}
COMMUNE_HEADER = [
    "code",
    "nom",
    "siren",
    "population",
    "codes_postaux",
    "epci",
    "ept",
    "arrondissement",
    "departement",
    "region",
    "lon",
    "lat",
]


def regions(origins: Origins) -> tuple[list[str], Rows]:
    """code, nom, chef_lieu."""
    rows = origins.edition(EDITION, "regions")
    return ["code", "nom", "chef_lieu"], sorted((r["code"], r["nom"], r["chefLieu"]) for r in rows)


def departements(origins: Origins) -> tuple[list[str], Rows]:
    """code, nom, region, chef_lieu."""
    rows = origins.edition(EDITION, "departements")
    return (
        ["code", "nom", "region", "chef_lieu"],
        sorted((r["code"], r["nom"], r["region"], r["chefLieu"]) for r in rows),
    )


def arrondissements(origins: Origins) -> tuple[list[str], Rows]:
    """code, nom, departement."""
    rows = origins.edition(EDITION, "arrondissements")
    return ["code", "nom", "departement"], sorted((r["code"], r["nom"], r["departement"]) for r in rows)


def epcis(origins: Origins) -> tuple[list[str], Rows]:
    """EPCI with own taxation, and the EPT of Grand Paris; `departement` is where most inhabitants live."""
    homes = {c["code"]: c["departement"] for c in current_communes(origins)}
    rows: Rows = []
    for name in ("epci", "ept"):
        for one in origins.edition(EDITION, name):
            where: Counter[str] = Counter()
            for member in one["membres"]:
                where[homes[member["code"]]] += int(member.get("populationMunicipale") or 0) + 1
            home = min(where, key=lambda code: (-where[code], code))
            kind = KINDS.get(one["type"], one["type"])
            population = one.get("populationMunicipale") or 0
            label = re.sub(r"\s+", " ", one["nom"]).strip()
            rows.append((one["code"], label, kind, population, len(one["membres"]), home))
    return ["siren", "nom", "type", "population", "nb_communes", "departement"], sorted(rows, key=str)


def current_communes(origins: Origins) -> Iterator[dict[str, Any]]:
    """The communes of the edition as its file writes them, former ones left out."""
    return (c for c in origins.edition(EDITION, "communes") if c["type"] == "commune-actuelle")


def communes(origins: Origins, points: Points) -> tuple[list[str], Rows]:
    """One row a commune; several postcodes are separated by spaces; coordinates in degrees (WGS 84)."""
    epci_of = _membership(origins, "epci")
    ept_of = _membership(origins, "ept")
    sirens = {m["code"]: m.get("siren") for e in origins.edition(EDITION, "epci") for m in e["membres"]}
    rows: Rows = []
    for one in current_communes(origins):
        code = one["code"]
        lon, lat = points.get(code, ("", ""))
        rows.append(
            (
                code,
                one["nom"],
                one.get("siren") or sirens.get(code) or "",
                one.get("population", ""),
                " ".join(one.get("codesPostaux", ())),
                epci_of.get(code, ""),
                ept_of.get(code, ""),
                one.get("arrondissement", ""),
                one["departement"],
                one["region"],
                lon,
                lat,
            )
        )
    return COMMUNE_HEADER, sorted(rows, key=lambda row: str(row[0]))


def _membership(origins: Origins, name: str) -> dict[str, str]:
    rows = origins.edition(EDITION, name)
    return {m["code"]: one["code"] for one in rows for m in one["membres"]}
