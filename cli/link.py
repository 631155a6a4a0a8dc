"""`dore link`: a file of mentions against a registry, without any database."""

from __future__ import annotations

import csv
import gzip
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Annotated, Any

import typer
from rich.progress import Progress

from cli.output import new_console, print_json
from graph.errors import FileRefused, Misuse
from graph.settings import get_settings
from ingest.cleaning.identifiers import parse_pair
from ingest.reading import fold_header, open_table
from matching import Entry, Mention, Outcome
from matching.linking.engine import Engine, Link

MENTIONS = ("mention", "commune", "departement", "code_postal", "naf", "siren", "siret")
_REGISTRY = ("siren", "nom", "commune", "departement", "code_postal", "naf")
_WRITTEN = (".csv", ".csv.gz", ".parquet")
_COLUMNS = ("row", "siren", "score", "decision", "reasons")

Mentions = Annotated[Path, typer.Argument(metavar="MENTIONS", help="CSV (gzip ou non), XLSX ou Parquet.")]
Register = Annotated[Path, typer.Argument(metavar="RÉPERTOIRE", help="De même ; plusieurs lignes par SIREN possibles.")]
Out = Annotated[Path, typer.Option("--out", metavar="LIENS", help="Où écrire les liens : .csv, .csv.gz ou .parquet.")]
Identifiers = Annotated[
    bool, typer.Option("--use-identifiers", help="Croire un SIREN ou un SIRET valable de la ligne.")
]
Json = Annotated[bool, typer.Option("--json", help="Répondre en JSON.")]


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("link")(link)


def link(
    mentions: Mentions, registry: Register, out: Out, use_identifiers: Identifiers = False, as_json: Json = False
) -> int:
    """Relier un fichier de noms à un répertoire d'organisations : lié, à vérifier ou inconnu."""
    if not out.name.endswith(_WRITTEN):
        raise Misuse(f"{out.name} : les liens s'écrivent en {', '.join(_WRITTEN)}.", hint="Changez la fin du nom.")
    began = perf_counter()
    engine = Engine(read_registry(registry))
    ready = perf_counter()
    asked = list(read_mentions(mentions, use_identifiers=use_identifiers))
    counts = {outcome.value: 0 for outcome in Outcome}
    with Progress(console=new_console(stderr=True), transient=True) as progress:
        answers = progress.track(engine.link(asked), total=len(asked), description="Noms reliés")
        _write(out, _counted(answers, counts))
    seconds = perf_counter() - ready
    told = {"mentions": len(asked), **counts, "index_s": round(ready - began, 2), "link_s": round(seconds, 2)}
    if as_json:
        print_json(told)
    else:
        new_console().print(
            f"{len(asked)} noms : {counts['linked']} liés, {counts['review']} à vérifier, {counts['unknown']} inconnus."
            f" Liens écrits dans {out.name}."
        )
    return 0


def read_registry(path: Path) -> list[Entry]:
    """Return the organisations of a file, one a SIREN with all its names and places.

    Raises:
        FileRefused: the file is no table, or has no column siren or nom.
    """
    own: dict[str, list[dict[str, str]]] = {}
    for line in read_lines(path, _REGISTRY, ("siren", "nom")):
        if line["siren"] and line["nom"]:
            own.setdefault(line["siren"], []).append(line)
    return [_entry(siren, lines) for siren, lines in own.items()]


def _entry(siren: str, lines: list[dict[str, str]]) -> Entry:
    def every(column: str) -> tuple[str, ...]:
        # In alphabetical order: the order of the lines must not matter.
        return tuple(sorted({line[column] for line in lines if line[column]}))

    return Entry(
        siren,
        siren,
        every("nom"),
        codes_postaux=every("code_postal"),
        departements=every("departement"),
        communes=every("commune"),
        naf=next(iter(every("naf")), None),
    )


def read_mentions(path: Path, *, use_identifiers: bool) -> Iterator[Mention]:
    """Yield the mentions of a file; its identifiers are looked at only if asked, and believed only if valid."""
    for line in read_lines(path, MENTIONS, ("mention",)):
        said = mention_of(line)
        if use_identifiers:
            found = parse_pair(line["siren"], line["siret"])
            said = replace(said, siren=found.siren, siret=found.siret, evidence_siren=found.evidence_siren)
        yield said


def mention_of(line: dict[str, str]) -> Mention:
    """Return what a line says of whom it speaks of, its identifiers apart."""
    said: dict[str, Any] = {name: line[name] or None for name in ("commune", "code_postal", "departement", "naf")}
    return Mention(line["mention"], **said)


def read_lines(path: Path, columns: tuple[str, ...], needed: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Yield every record of a file, in order, by the names asked for; a blank one gives blanks, so that rows count."""
    with _unzipped(path) as plain:
        table = open_table(plain, columns)
        at = {fold_header(name): number for number, name in enumerate(table.header)}
        missing = [name for name in needed if fold_header(name) not in at]
        if missing:
            raise FileRefused(
                f"{path.name} n'a pas de colonne « {missing[0]} ».",
                code="missing-column",
                hint=f"Colonnes lues : {', '.join(columns)}.",
            )
        places = [(name, at.get(fold_header(name))) for name in columns]
        for row in table.rows():
            cells = row.cells
            yield {n: cells[p].strip() if p is not None and p < len(cells) else "" for n, p in places}


@contextmanager
def _unzipped(path: Path) -> Iterator[Path]:
    """Give the file itself, or what a gzip file holds."""
    if path.suffix != ".gz" or not path.is_file():
        yield path
        return
    home = get_settings().home
    home.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".link-", dir=home) as folder:
        plain = Path(folder) / path.stem
        try:
            with gzip.open(path, "rb") as packed, plain.open("wb") as unpacked:
                shutil.copyfileobj(packed, unpacked)
        except (OSError, EOFError) as error:
            raise FileRefused(
                f"{path.name} ne se décompresse pas ({error}).", code="unreadable-file", hint="Recopiez le fichier."
            ) from None
        yield plain


def _counted(answers: Iterable[Link], counts: dict[str, int]) -> Iterator[tuple[int, str, float, str, str]]:
    for row, one in enumerate(answers):
        counts[one.outcome.value] += 1
        siren = (one.entry.siren or "") if one.entry else ""
        yield row, siren, round(one.score, 4), one.outcome.value, " ; ".join(one.reasons)


def _write(out: Path, lines: Iterable[tuple[int, str, float, str, str]]) -> None:
    """Write the links beside their place, then put them there whole."""
    part = out.with_name(out.name + ".part")
    try:
        if out.suffix == ".parquet":
            import pyarrow as pa
            from pyarrow import parquet

            columns: list[Any] = list(zip(*lines, strict=True)) or [[] for _ in _COLUMNS]
            types = (pa.int64(), pa.string(), pa.float64(), pa.string(), pa.string())
            arrays = [pa.array(values, kind) for values, kind in zip(columns, types, strict=True)]
            parquet.write_table(pa.table(dict(zip(_COLUMNS, arrays, strict=True))), part)
        else:
            opened = gzip.open if out.suffix == ".gz" else open
            with opened(part, "wt", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow(_COLUMNS)
                writer.writerows(lines)
        part.replace(out)
    except OSError as error:
        raise FileRefused(
            f"Impossible d'écrire {out.name} ({error.strerror}).",
            code="unwritable-file",
            hint="Choisissez un autre dossier.",
        ) from None
    finally:
        part.unlink(missing_ok=True)
