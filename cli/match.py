"""`dore match`: how good the engine is, on names of which somebody has said whom they mean."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import Progress

from cli.link import MENTIONS, mention_of, read_lines, read_registry
from cli.output import french_integer, french_percent, new_console, new_table, print_json
from graph.errors import FileRefused
from matching import Outcome
from matching.linking.engine import LINK_FROM, Engine
from matching.linking.judging import TARGETS, Answered, figures, reliability

Labelled = Annotated[
    Path, typer.Argument(metavar="NOMS", help="Noms dont la réponse est connue, comme `dore review export` les écrit.")
]
Register = Annotated[Path, typer.Argument(metavar="RÉPERTOIRE", help="Le répertoire, comme pour `dore link`.")]
Truth = Annotated[
    str, typer.Option("--truth", metavar="COLONNE", help="Colonne du SIREN juste ; vide : hors du répertoire.")
]
Report = Annotated[
    Path | None, typer.Option("--out", metavar="RAPPORT", help="Fichier JSON où garder aussi tous les chiffres.")
]
Json = Annotated[bool, typer.Option("--json", help="Répondre en JSON.")]


def register(app: typer.Typer) -> None:
    """Add the family of commands to the application."""
    family = typer.Typer(help="Juger le rapprochement des noms.", no_args_is_help=True)
    family.callback()(lambda: None)  # a family of one command stays a family
    family.command("evaluate")(evaluate)
    app.add_typer(family, name="match")


def evaluate(
    labelled: Labelled, registry: Register, truth: Truth = "siren", out: Report = None, as_json: Json = False
) -> int:
    """Comparer les réponses du rapprochement à celles que l'on sait justes : précision, rappel, calibrage, seuils."""
    lines = list(read_lines(labelled, (*MENTIONS, truth), ("mention", truth)))
    sirens = [_siren(labelled, number, line[truth]) for number, line in enumerate(lines, 2)]
    if not any(sirens):
        raise FileRefused(
            f"{labelled.name} ne dit aucun SIREN juste dans sa colonne « {truth} ».",
            code="no-truth",
            hint="Nommez la bonne colonne avec --truth.",
        )
    told = _judged(Engine(read_registry(registry)), lines, sirens)
    if out is not None:
        _keep(out, told)
    if as_json:
        print_json(told)
    else:
        _show(told)
    return 0


def _judged(engine: Engine, lines: list[dict[str, str]], sirens: list[str]) -> dict[str, Any]:
    """Return the figures of the engine on lines whose right SIREN is known, empty for none."""
    answers, outcomes = [], dict.fromkeys((one.value for one in Outcome), 0)
    with Progress(console=new_console(stderr=True), transient=True) as progress:
        asked = (mention_of(line) for line in lines)
        links = progress.track(engine.link(asked), total=len(lines), description="Noms reliés")
        for siren, link in zip(sirens, links, strict=True):
            outcomes[link.outcome.value] += 1
            if link.entry is not None:
                # Rounded as `dore link` writes it, so that whoever judges its file counts the same.
                answers.append(Answered(bool(siren) and link.entry.siren == siren, round(link.score, 4)))
    linkable = sum(1 for siren in sirens if siren)
    return {
        **figures(answers, mentions=len(lines), linkable=linkable, link_from=LINK_FROM),
        "coverage": round(outcomes[Outcome.LINKED.value] / len(lines), 4),
        "decisions": outcomes,
        "link_from": LINK_FROM,
        "reliability": reliability(answers),
    }


def _keep(out: Path, told: dict[str, Any]) -> None:
    try:
        out.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise FileRefused(
            f"Impossible d'écrire {out.name} ({error.strerror}).",
            code="unwritable-file",
            hint="Choisissez un autre dossier.",
        ) from None


def _siren(path: Path, line: int, written: str) -> str:
    """Return the SIREN that a line says is the right one, empty for none."""
    plain = re.sub(r"\s", "", written)
    # Registers hold numbers that fail their own check: what nine digits say is compared as it stands.
    if not plain or re.fullmatch(r"\d{9}", plain):
        return plain
    raise FileRefused(
        f"{path.name}, ligne {line} : « {written[:40]} » n'est pas un SIREN.",
        code="not-a-siren",
        hint="Laissez la case vide si le répertoire ne connaît pas l'organisation.",
    )


def _show(told: dict[str, Any]) -> None:
    console, decisions = new_console(), told["decisions"]
    console.print(
        f"{french_integer(int(told['mentions']))} noms, dont {french_integer(int(told['linkable']))} d'organisations"
        f" que le répertoire connaît. Liées sans personne : {french_percent(told['linked'])} de celles-ci, avec une"
        f" précision de {french_percent(told['linked_precision'])} ({decisions['linked']} noms,"
        f" {french_percent(told['coverage'])} de tous) ; à vérifier :"
        f" {decisions['review']} ; inconnus : {decisions['unknown']}."
    )
    console.print(
        f"Première réponse juste : {french_percent(told['top1'])} ; meilleur F1 : {_decimal(told['f1'])} ; erreur de"
        f" calibrage : {_decimal(told['ece'])}, et {_decimal(told['ece_above_90'])} au-dessus de 0,9."
    )
    targets = new_table("précision voulue#", "lier à partir de#", "part liée#")
    for target in TARGETS:
        start = told[f"from_at_{target}"]
        said = _decimal(start) if start <= 1 else "jamais atteinte"
        targets.add_row(french_percent(target), said, french_percent(told[f"auto_at_{target}"]))
    console.print(targets)
    bins = new_table("probabilité dite", "réponses#", "dite en moyenne#", "justes#")
    for one in told["reliability"]:
        where = f"{_decimal(one['from'], 1)} à {_decimal(one['from'] + 0.1, 1)}"
        bins.add_row(where, str(one["answers"]), _decimal(one["said"]), _decimal(one["right"]))
    console.print(bins)


def _decimal(value: float, digits: int = 3) -> str:
    return f"{value:.{digits}f}".replace(".", ",")
