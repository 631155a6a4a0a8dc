"""`dore backup` and `dore restore`: the whole base in a file, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from cli.output import french_integer, new_console, plural, print_json
from graph import connect, get_settings
from graph.backup import Manifest, Restored, dump, load_dump, replay
from graph.backup import backup as write_backup
from graph.backup import restore as read_backup
from graph.backup.archive import read_manifest
from graph.backup.erasures import FILE
from graph.backup.last import note
from graph.backup.records import SIZE
from graph.errors import Misuse
from graph.settings import Settings

Target = Annotated[Path | None, typer.Argument(metavar="FICHIER", help="Fichier de la sauvegarde (NOM.dore.zip).")]
Dump = Annotated[
    Path | None,
    typer.Option(
        "--dump", metavar="DOSSIER", help="Plutôt la copie propre à Neo4j, dans ce dossier ; Neo4j s'arrête un moment."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Répondre en JSON.")]


def register(app: typer.Typer) -> None:
    """Add the two commands to the application."""
    app.command("backup")(backup)
    app.command("restore")(restore)


def backup(file: Target = None, dump_to: Dump = None, as_json: Json = False) -> None:
    """Sauvegarder toute la base dans un fichier, en clair, lisible de vous seul, sans arrêter personne."""
    settings = get_settings()
    path = _one_of(file, dump_to)
    if dump_to is not None:
        made = dump(settings, path)
        note(settings.home, "dump")
        _tell({"file": str(made)}, [f"Sauvegarde écrite : {made}."], as_json=as_json)
        return
    with connect(settings) as graph:
        [size] = graph.system_read(SIZE) or [{"records": 0}]
        with _progress("Sauvegarde", size["records"], hidden=as_json) as advance:
            manifest = write_backup(graph, path, advance=advance)
    note(settings.home, "file", manifest.total)
    said = [f"Sauvegarde écrite : {path}.", _content(manifest), f"Empreinte : {manifest.hash}."]
    if manifest.late:
        said.append(f"{plural(manifest.late, 'lien')} arrivé(s) pendant la sauvegarde n'y sont pas.")
    _tell({"file": str(path), **manifest.model_dump()}, said, as_json=as_json)


def restore(
    file: Target = None,
    dump_from: Dump = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Remplacer tout ce que contient la base ; demande aussi --yes.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Confirmer --replace : ce qui est remplacé est perdu.")] = False,
    as_json: Json = False,
) -> None:
    """Remettre une sauvegarde dans une base vide ; la même commande reprend une restauration interrompue."""
    settings = get_settings()
    path = _one_of(file, dump_from)
    if replace and not yes:
        raise Misuse(
            "--replace efface tout ce que contient la base : confirmez avec --yes.", hint="Rien n'a été écrit."
        )
    if dump_from is not None:
        load_dump(settings, path, replace=replace)
        with connect(settings, progress=not as_json) as graph:
            erased = replay(graph, settings.home / FILE)
        _tell({"erased": erased}, ["Base restaurée.", *_erased(erased)], as_json=as_json)
        return
    done = _restore(settings, path, replace=replace, as_json=as_json)
    said = [
        f"Base restaurée depuis {path}, sauvegarde du {done.manifest.made_at}.",
        _content(done.manifest),
        f"Empreinte du fichier : {done.manifest.hash}.",
        f"Empreinte de la base : {done.hash_after}, la même.",
        *done.migrations,
        *_erased(done.erased),
    ]
    if done.resumed:
        said.insert(0, "Une restauration interrompue a été reprise où elle en était.")
    _tell(done.model_dump(), said, as_json=as_json)


def _restore(settings: Settings, path: Path, *, replace: bool, as_json: bool) -> Restored:
    manifest = read_manifest(path)  # before a server is started for a file that is none
    with connect(settings) as graph, _progress("Restauration", 3 * manifest.total, hidden=as_json) as advance:
        return read_backup(graph, path, erasures=settings.home / FILE, replace=replace, advance=advance)


def _one_of(file: Path | None, folder: Path | None) -> Path:
    if file is not None and folder is None:
        return file
    if folder is not None and file is None:
        return folder
    raise Misuse("Donnez un fichier, ou --dump DOSSIER, et pas les deux.", hint="dore backup base.dore.zip")


@contextmanager
def _progress(what: str, total: int, *, hidden: bool) -> Iterator[Callable[[int], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"))
    with Progress(*columns, TimeElapsedColumn(), console=new_console(stderr=True), disable=hidden) as progress:
        task = progress.add_task(what, total=total)
        yield lambda many: progress.advance(task, many)


def _content(manifest: Manifest) -> str:
    nodes, edges = sum(manifest.nodes.values()), sum(manifest.edges.values())
    return f"{plural(nodes, 'nœud')} et {plural(edges, 'lien')}."


def _erased(number: int) -> list[str]:
    return [f"Effacements rejoués : {french_integer(number)}."] if number else []


def _tell(facts: dict[str, object], said: list[str], *, as_json: bool) -> None:
    if as_json:
        print_json(facts)
        return
    console = new_console()
    for sentence in said:
        console.print(sentence, soft_wrap=True)
