"""What a demo folder holds: the order in which to ingest its files, and how to know the folder again."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from graph.errors import NotFound, Refused

MANIFEST = "manifest.json"
NOTICE = "LISEZMOI.txt"
NOTICE_TEXT = """Région de démonstration de DORE : tout ce que contient ce dossier est fictif.

Entreprises, institutions, visites, aides, besoins et projets sont inventés ; seuls les territoires et les
activités sont réels. Les SIREN commencent par 14, ce qu'aucune entreprise ne porte. Une ressemblance de nom
avec une entreprise réelle serait un hasard.
"""


class DemoFile(BaseModel):
    """A file to ingest: `dore ingest FILE --source SOURCE --operator OPERATOR`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str = Field(description="path from the folder")
    source: str
    operator: str | None = Field(description="the institution that sends it; none for the register")
    rows: int = Field(description="data rows, blank ones apart")


class DemoRegion(BaseModel):
    """A generated region: its parameters, its files in the order to ingest them, what there is to find."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fictional: bool = True
    region: str
    companies: int
    seed: int
    today: date
    files: tuple[DemoFile, ...]
    counts: dict[str, int]


def read_manifest(folder: Path) -> DemoRegion:
    """Return the region that a folder holds: what `dore demo load` goes by.

    Raises:
        NotFound: the folder holds no generated region, or one whose generation was cut short.
        Refused: the manifest is not one that this version writes.
    """
    path = folder / MANIFEST
    if not path.is_file():
        raise NotFound(
            f"« {folder} » ne contient pas de région de démonstration complète ({MANIFEST} absent).",
            hint="Créez-la avec « dore demo generate ».",
        )
    try:
        return DemoRegion.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise Refused(
            f"Le manifeste « {path} » n'est pas lisible par cette version.",
            hint="Recréez la région avec « dore demo generate ».",
        ) from error


def write_manifest(folder: Path, region: DemoRegion) -> None:
    """Write the manifest, last of all files: a folder without it is unfinished."""
    text = json.dumps(region.model_dump(mode="json"), ensure_ascii=False, indent=1)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8", newline="\n")


def prepare(folder: Path) -> None:
    """Make the folder ready: a new or empty one, or an earlier demo, whose files are removed.

    Raises:
        Refused: there is something else in it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    inside = sorted(folder.iterdir())
    notice = folder / NOTICE
    if inside and not (notice.is_file() and notice.read_text(encoding="utf-8") == NOTICE_TEXT):
        raise Refused(
            f"Le dossier « {folder} » contient autre chose qu'une région de démonstration.",
            hint="Choisissez un dossier vide.",
        )
    (folder / MANIFEST).unlink(missing_ok=True)
    for path in [*folder.glob("*.*"), *(folder / "truth").glob("*.*")]:
        if path != notice and path.suffix in {".csv", ".tsv", ".xlsx", ".parquet", ".json"}:
            path.unlink()
    notice.write_text(NOTICE_TEXT, encoding="utf-8", newline="\n")
