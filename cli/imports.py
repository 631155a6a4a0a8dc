"""`dore ingest`: files in, a report out."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

from cli.output import french_integer, print_error, print_json, safe
from graph import connect, get_settings
from graph.errors import Misuse
from graph.visibility import LABELS_FR, Visibility
from ingest.report import Report
from ingest.request import Request, source_named
from ingest.run import ingest_files
from ingest.sources import SOURCES

COUNTS = {
    "read": "lignes lues",
    "written": "écrites",
    "unchanged": "inchangées",
    "repeated": "répétées",
    "review": "à réviser",
    "refused": "refusées",
    "skipped": "laissées",
}

SHOWN_REMARKS = 3


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("ingest")(ingest)


def ingest(
    files: Annotated[list[Path], typer.Argument(help="Fichiers CSV, TSV, XLSX ou Parquet.", metavar="FICHIER…")],
    source: Annotated[str, typer.Option("--source", "-s", help=f"Ce qu'ils contiennent : {', '.join(SOURCES)}.")],
    operator: Annotated[
        str | None, typer.Option("--operator", "-o", help="Institution dont ce sont les lignes, par son nom.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tout vérifier, ne rien écrire.")] = False,
    create_operator: Annotated[
        bool, typer.Option("--create-operator", help="Créer les institutions inconnues.")
    ] = False,
    create_companies: Annotated[
        bool,
        typer.Option("--create-companies", help="Créer les entreprises introuvables au lieu de les mettre à réviser."),
    ] = False,
    visibility: Annotated[
        Visibility | None,
        typer.Option(
            "--visibility",
            help="Niveau des lignes qui n'en disent pas : "
            + ", ".join(f"{level.value} ({label})" for level, label in LABELS_FR.items()),
        ),
    ] = None,
    replace: Annotated[
        bool,
        typer.Option("--replace", help="Terminer les lignes disparues depuis la version précédente du fichier."),
    ] = False,
    map_: Annotated[
        list[str] | None,
        typer.Option("--map", help='Colonne choisie à la main, par exemple on="Date du RDV".'),
    ] = None,
    separator: Annotated[str | None, typer.Option("--separator", help="Séparateur du CSV, s'il est ambigu.")] = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", help="Sirene : départements ou communes à garder (codes INSEE)."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Répondre en JSON.")] = False,
) -> int:
    """Prendre des fichiers en compte ; la même commande reprend là où elle s'est arrêtée."""
    request = Request(
        source=source_named(source).name,
        operator=operator,
        dry_run=dry_run,
        create_operator=create_operator,
        create_companies=create_companies,
        visibility=visibility,
        replace=replace,
        may_widen=True,  # the hand of whoever runs the server
        mapping=_mapping(map_ or []),
        separator=separator,
        only=tuple(only or ()),
    )
    settings = get_settings()
    reports: list[Report] = []
    failed = False
    with connect(settings) as graph, progress_bar(hidden=as_json) as advance:
        wanted = [(path, request) for path in files]
        taken = ingest_files(graph, wanted, findings_dir=settings.home / "imports", progress=advance)
        with closing(taken) as outcomes:
            for outcome, path in zip(outcomes, files, strict=False):
                if isinstance(outcome, Report):
                    reports.append(outcome)
                    continue
                print_error(outcome, place=path.name)
                failed = True
                if outcome.exit_code == 2:
                    return outcome.exit_code
    if as_json:
        print_json([report.model_dump(mode="json") for report in reports])
    else:
        show(reports)
    return 1 if failed else 0


def show(reports: list[Report]) -> None:
    """Print what became of the rows of each file, then what a person has to look at."""
    console = Console()
    for report in reports:
        told = [f"{french_integer(many)} {label}" for name, label in COUNTS.items() if (many := getattr(report, name))]
        seconds = f"{report.seconds:.1f}".replace(".", ",")
        console.print(f"{safe(report.file)} : {', '.join(told) or 'aucune ligne'} ({seconds} s)", highlight=False)
    for report in reports:
        _show_remarks(console, report)
    folders = {str(Path(report.findings_file).parent) for report in reports if report.findings_file and report.notes}
    if folders:
        total = french_integer(sum(sum(report.notes.values()) for report in reports))
        console.print(f"{total} remarques en tout, une par ligne dans {', '.join(sorted(folders))}", highlight=False)


def _show_remarks(console: Console, report: Report) -> None:
    if report.unknown_columns:
        console.print(f"{report.file} : colonnes non reconnues : {', '.join(report.unknown_columns)}", style="yellow")
    shown = [finding for finding in report.findings if finding.severity.value != "info"][:SHOWN_REMARKS]
    for finding in shown:
        place = f"ligne {finding.line}" if finding.line else "fichier"
        column = f", colonne « {finding.column} »" if finding.column else ""
        console.print(f"{report.file}, {place}{column} : {finding.message}", style="dim", highlight=False)
    if report.kept_by_hand:
        said = "visites changées à la main depuis, que ce fichier ne dit plus : gardées"
        console.print(f"{report.file} : {report.kept_by_hand} {said}")
    if report.bound_later:
        console.print(f"{report.file} : {report.bound_later} lignes rattachées par leur référence de visite conjointe")
    if report.joint_offered:
        console.print(f"{report.file} : {report.joint_offered} visites du même jour proposées comme conjointes")
    if report.dry_run:
        console.print(f"{report.file} : essai, rien n'a été écrit", style="yellow")


class progress_bar:  # noqa: N801  (reads as a word in `with`)
    """A line on stderr for each file under way, with the rows read so far."""

    def __init__(self, *, hidden: bool) -> None:
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            disable=hidden,
            transient=True,
        )
        self._tasks: dict[Path, TaskID] = {}

    def __enter__(self) -> progress_bar:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def __call__(self, path: Path, rows: int) -> None:
        """Say how many rows of a file were read so far."""
        if path not in self._tasks:
            self._tasks[path] = self._bar.add_task(path.name, total=None)
        self._bar.update(self._tasks[path], completed=rows)


def _mapping(pairs: list[str]) -> dict[str, str]:
    mapping = {}
    for pair in pairs:
        name, separator, header = pair.partition("=")
        if not separator:
            raise Misuse(f'--map attend colonne="En-tête" ; reçu : « {pair} ».')
        mapping[name.strip()] = header.strip().strip('"')
    return mapping
