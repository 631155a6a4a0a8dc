"""`dore review`: the rows that wait for a person."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table as RichTable

from cli.common import graph_and_caller
from cli.output import french_integer, new_console, plural, print_json
from graph.errors import FileRefused, Misuse
from graph.formulas import escape_formula
from graph.store import Graph
from graph.visibility import Caller
from ingest.labelling import COLUMNS, labels
from ingest.queue import ReviewItem, list_reviews, show_review
from ingest.request import PLATFORM
from ingest.reviewing import accept, reject, undo

As = Annotated[
    str | None,
    typer.Option("--as", help=f"Institution dont c'est la file ; « {PLATFORM} » pour les listes publiques."),
]
Json = Annotated[bool, typer.Option("--json", help="Répondre en JSON.")]
Uid = Annotated[str, typer.Argument(help="Identifiant de la ligne, tel que `dore review list` le donne.")]


def register(app: typer.Typer) -> None:
    """Add the family of commands to the application."""
    family = typer.Typer(help="Lignes qu'une personne doit décider.", no_args_is_help=True)
    family.command("list")(list_command)
    family.command("show")(show_command)
    family.command("accept")(accept_command)
    family.command("reject")(reject_command)
    family.command("undo")(undo_command)
    family.command("export")(export_command)
    app.add_typer(family, name="review")


def list_command(
    organisation: As = None,
    status: Annotated[str, typer.Option(help="open, accepted ou rejected.")] = "open",
    kind: Annotated[str | None, typer.Option(help="company, value, conflict, joint ou file.")] = None,
    skip: Annotated[int, typer.Option(min=0)] = 0,
    limit: Annotated[int, typer.Option(min=0, help="0 : toutes.")] = 20,
    as_json: Json = False,
) -> int:
    """Montrer la file, dans l'ordre des fichiers."""
    with _opened(organisation) as (graph, caller):
        found = list_reviews(graph, caller, status=status, kind=kind, skip=skip, limit=limit)
    if as_json:
        print_json(found)
        return 0
    console = Console()
    console.print(f"{french_integer(found.count)} lignes ({status})")
    table = RichTable(box=None, header_style="bold", pad_edge=False)
    for name in ("identifiant", "ligne", "mention", "meilleure proposition", "pourquoi"):
        table.add_column(name, overflow="fold")
    for item in found.reviews:
        place = f"{item.file or ''}:{item.line}" if item.line else item.file or ""
        best = item.candidates[0] if item.candidates else None
        offered = f"{best['name']} ({best['siren']}, {best['score']:.2f})" if best else "—"
        table.add_row(item.uid, place, item.mention or "", offered, " ; ".join(item.reasons))
    console.print(table)
    return 0


def show_command(uid: Uid, organisation: As = None, as_json: Json = False) -> int:
    """Montrer une ligne, ses candidats et leurs raisons."""
    with _opened(organisation) as (graph, caller):
        _print(show_review(graph, caller, uid), as_json=as_json)
    return 0


def accept_command(
    uid: Uid,
    organisation: As = None,
    company: Annotated[str | None, typer.Option(help="SIREN de l'entreprise ; sinon la première proposée.")] = None,
    new: Annotated[bool, typer.Option("--new", help="Créer l'entreprise que la ligne nomme.")] = False,
    as_json: Json = False,
) -> int:
    """Écrire la ligne pour l'entreprise choisie."""
    if company and new:
        raise Misuse("--company et --new s'excluent.")
    with _opened(organisation) as (graph, caller):
        _print(accept(graph, caller, uid, company=company, new=new), as_json=as_json)
    return 0


def reject_command(uid: Uid, organisation: As = None, as_json: Json = False) -> int:
    """Écarter la ligne ; le même fichier ne la demandera plus."""
    with _opened(organisation) as (graph, caller):
        _print(reject(graph, caller, uid), as_json=as_json)
    return 0


def undo_command(uid: Uid, organisation: As = None, as_json: Json = False) -> int:
    """Revenir sur une décision : ce qu'elle a écrit est retiré, la ligne attend de nouveau."""
    with _opened(organisation) as (graph, caller):
        _print(undo(graph, caller, uid), as_json=as_json)
    return 0


def export_command(
    out: Annotated[Path, typer.Option("--out", metavar="NOMS", help="Fichier CSV à écrire.")],
    organisation: As = None,
    as_json: Json = False,
) -> int:
    """Écrire les noms décidés et le SIREN juste de chacun : ce que `dore match evaluate` lit."""
    with _opened(organisation) as (graph, caller):
        found = list(labels(graph, caller))
    try:
        with out.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(COLUMNS)
            writer.writerows([escape_formula(cell) for cell in one] for one in found)
    except OSError as error:
        raise FileRefused(
            f"Impossible d'écrire {out.name} ({error.strerror}).",
            code="unwritable-file",
            hint="Choisissez un autre dossier.",
        ) from None
    absent = sum(1 for one in found if not one.siren)
    if as_json:
        print_json({"labels": len(found), "absent": absent, "out": out.name})
    else:
        named = plural(len(found), "nom décidé", "noms décidés")
        new_console().print(f"{named} dans {out.name}, dont {absent} d'organisations hors du répertoire.")
    return 0


class _opened:  # noqa: N801  (reads as a word in `with`)
    """The graph and the caller, closed afterwards; a queue belongs to an institution, which must be named."""

    def __init__(self, organisation: str | None) -> None:
        if organisation is None:
            raise Misuse("Une file de révision appartient à une institution.", hint="Ajoutez --as INSTITUTION.")
        self._organisation = organisation

    def __enter__(self) -> tuple[Graph, Caller]:
        if self._organisation == PLATFORM:
            self._graph, _ = graph_and_caller(None)
            return self._graph, Caller(organisation=PLATFORM)
        self._graph, caller = graph_and_caller(self._organisation)
        return self._graph, caller

    def __exit__(self, *_: object) -> None:
        self._graph.close()


def _print(item: ReviewItem, *, as_json: bool) -> None:
    if as_json:
        print_json(item)
        return
    console = Console()
    console.print(f"{item.uid}  [{item.status}]  {item.file or ''}:{item.line or ''}", markup=False)
    console.print(f"mention : {item.mention}", highlight=False)
    for reason in item.reasons:
        console.print(f"  - {reason}", highlight=False)
    for rank, candidate in enumerate(item.candidates, 1):
        line = f"{rank}. {candidate['name']} ({candidate['siren']}), {candidate['score']:.2f} : "
        console.print(line + " ; ".join(candidate["reasons"]), highlight=False)
    if item.decided_at:
        console.print(f"décidé par {item.decided_by}, le {item.decided_at} : {item.decided_company or '—'}")
