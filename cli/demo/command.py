"""`dore demo`: the fictional region, on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from cli.demo.loading import load_command, run_command
from cli.demo.manifest import DemoRegion
from cli.demo.region import generate
from graph.settings import get_settings

_KINDS = {
    "operators": "institutions",
    "companies": "entreprises",
    "visits": "visites",
    "support": "soutiens",
    "needs": "besoins",
    "projects": "projets",
    "agreements": "accords",
    "agreement_actions": "actions d'accords",
    "strategies": "stratégies",
    "consultations": "concertations",
    "experiments": "expérimentations",
    "posts": "postes",
    "trainings": "formations",
    "envelopes": "enveloppes",
    "commitments": "engagements",
    "committees": "comités",
    "agenda": "dossiers de comités",
    "referrals": "questions au siège",
}

Out = Annotated[Path, typer.Argument(help="Dossier à remplir : nouveau, vide, ou une démonstration à remplacer.")]
Companies = Annotated[int, typer.Option("--companies", help="Nombre d'entreprises ; tout le reste suit.")]
Seed = Annotated[int, typer.Option("--seed", help="Une autre graine donne une autre région.")]


def register(app: typer.Typer) -> None:
    """Add `demo` and its commands to the application."""
    demo = typer.Typer(name="demo", help="Une région fictive, pour essayer DORE.", no_args_is_help=True)
    demo.command("generate", help="Écrit les fichiers d'une région fictive, comme les institutions les enverraient.")(
        generate_command
    )
    demo.command("load")(load_command)
    demo.command("run")(run_command)
    app.add_typer(demo)


def generate_command(out: Out, companies: Companies = 5_000, seed: Seed = 1) -> None:
    """Write a fictional region and say what it holds."""
    console = Console()
    bar = Progress(
        TextColumn("Entreprises"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
    )
    with bar:
        task = bar.add_task("", total=companies)
        region = generate(
            out,
            companies=companies,
            seed=seed,
            region=get_settings().region,
            progress=lambda done: bar.update(task, completed=done),
        )
    console.print(_summary(region))
    console.print(f"Région fictive écrite dans [bold]{out}[/bold] ; l'ordre de chargement est dans manifest.json.")


def _summary(region: DemoRegion) -> Table:
    table = Table("Contenu", "Fichiers", "Lignes")
    for source, label in _KINDS.items():
        rows = [each.rows for each in region.files if each.source == source]
        table.add_row(label, str(len(rows)), f"{sum(rows):,}".replace(",", "\u202f"))
    return table
