"""`dore fetch`: the official files, brought into the installation's downloads."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from graph.errors import Misuse
from graph.settings import get_settings
from ingest.fetch import Fetched, addresses, fetch


class Kind(StrEnum):
    """The sets of official files."""

    SIRENE = "sirene"
    COG = "cog"
    NAF = "naf"


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("fetch")(fetch_command)


def fetch_command(
    kind: Annotated[Kind, typer.Argument(help="Jeu de fichiers : sirene, cog ou naf.")],
    url: Annotated[str | None, typer.Option("--url", help="Un autre fichier, à la place de ceux du jeu.")] = None,
    sha256: Annotated[str | None, typer.Option("--sha256", help="Empreinte attendue (avec --url seulement).")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Dossier d'arrivée (défaut : DORE_HOME/downloads).")] = None,
) -> None:
    """Apporte les fichiers officiels depuis leur adresse publiée ; reprend un transfert interrompu."""
    settings = get_settings()
    if sha256 and not url:
        raise Misuse("--sha256 vaut pour un seul fichier.", hint="Indiquez ce fichier par --url.")
    folder = out or settings.home / "downloads"
    console = Console(stderr=True)
    for address in [url] if url else addresses(kind.value, settings):
        done = _with_bar(console, address, folder, sha256)
        state = "déjà à jour" if done.received == 0 else "vérifié"
        typer.echo(f"{done.path} : {state} ({done.size} octets, preuve : {done.proof}, sha256 {done.sha256}).")


def _with_bar(console: Console, address: str, folder: Path, sha256: str | None) -> Fetched:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(address.rsplit("/", 1)[-1], total=None)
        return fetch(
            address,
            folder,
            sha256=sha256,
            progress=lambda name, present, total: bar.update(task, description=name, completed=present, total=total),
        )
