"""`dore person`, `retention` and `audit`: people's rights, what is due for deletion, who read what."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from access import audit, moments
from access.roles import Role, local
from cli.common import asking
from cli.output import french_day, new_console, new_table, plural, print_json, safe
from graph.errors import Misuse
from graph.formulas import escape_formula
from rights import retention
from rights.answers import HEADER, PersonFile
from rights.files import EXPORTS
from rights.persons import Desk, Sought

As = Annotated[str, typer.Option("--as", metavar="INSTITUTION", help="Institution dont ce sont les fiches.")]
Json = Annotated[bool, typer.Option("--json", help="Répondre en JSON.")]
Who = Annotated[
    list[str],
    typer.Argument(
        metavar="QUI…", help="Un prénom et un nom, une adresse ou un numéro ; plusieurs d'une même personne."
    ),
]
Only = Annotated[
    list[str] | None,
    typer.Option("--only", metavar="RÉFÉRENCE", help="Ces fiches seulement, si le nom a des homonymes. Répétable."),
]
Yes = Annotated[bool, typer.Option("--yes", help="Confirmer : cela ne se reprend pas.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    person = typer.Typer(help="Droits d'une personne sur les données d'une institution.", no_args_is_help=True)
    person.command("find")(find)
    person.command("export")(export)
    person.command("rectify")(rectify)
    person.command("freeze")(freeze)
    person.command("unfreeze")(unfreeze)
    person.command("erase")(erase)
    person.command("object")(object_command)
    app.add_typer(person, name="person")
    app.command("retention")(retention_command)
    app.command("audit")(audit_command)


def find(who: Who, organisation: As, as_json: Json = False) -> int:
    """Montrer tout ce que l'institution garde d'une personne."""
    with _desk(organisation) as desk:
        found = desk.find(Sought.of(who))
    if as_json:
        print_json(found)
        return 0
    table = new_table("référence!", "où", "à propos de", "date!", "champ", "extrait")
    for one in found.records:
        for place in one.places:
            table.add_row(one.ref, one.kind, safe(one.about), french_day(one.on), place.field, safe(place.excerpt))
    for line in found.lines:
        table.add_row(line.ref, "fichier gardé", safe(line.file), "", f"ligne {line.line}", safe(line.excerpt))
    for member in found.members:
        state = member.role if member.live else f"{member.role}, terminé"
        table.add_row(member.uid, "compte", state, french_day(member.since[:10]), "adresse", safe(member.email))
    for ice in found.frozen:
        for place in ice.places:
            table.add_row(ice.act, f"{ice.kind} (gelé)", "", french_day(ice.at[:10]), place.field, safe(place.excerpt))
    console = new_console()
    console.print(table if found.count else "Rien n'est connu de cette personne.")
    if found.also:
        console.print(f"À chercher aussi : {safe(', '.join(found.also))}")
    return 0


def export(
    who: Who,
    organisation: As,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="DOSSIER", help="Où écrire ; défaut : DORE_HOME/exports, sept jours.")
    ] = None,
    as_json: Json = False,
) -> int:
    """Écrire le dossier d'une personne, à lui remettre : un fichier JSON et un CSV."""
    with _desk(organisation) as desk:
        found = desk.exported(Sought.of(who))
        folder = to or desk.home / EXPORTS
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    stem = f"personne-{datetime.now():%Y-%m-%d-%H%M%S}"
    paths = [_written(folder / f"{stem}.json", orjson.dumps(found.model_dump(mode="json"), option=orjson.OPT_INDENT_2))]
    paths.append(_csv(folder / f"{stem}.csv", found))
    _say(as_json, {"files": [str(path) for path in paths]}, "\n".join(str(path) for path in paths))
    return 0


def rectify(
    who: Annotated[str, typer.Argument(metavar="FAUX", help="Le nom, l'adresse ou le numéro à corriger.")],
    new: Annotated[str, typer.Argument(metavar="JUSTE", help="Le bon.")],
    organisation: As,
    only: Only = None,
    as_json: Json = False,
) -> int:
    """Corriger un nom, une adresse ou un numéro partout où il est écrit."""
    with _desk(organisation) as desk:
        changed = desk.rectify(Sought.of([who], only), new)
    _say(as_json, {"changed": changed}, f"{plural(changed, 'fiche')} rectifiée(s).")
    return 0


def freeze(who: Who, organisation: As, only: Only = None, as_json: Json = False) -> int:
    """Geler (article 18) : seul le délégué voit encore ces données, et aucun calcul ne les prend. Un compte reste."""
    with _desk(organisation) as desk:
        sought = Sought.of(who, only)
        changed = desk.freeze(sought)
        left = desk.live_accounts(sought)
    sentence = f"{plural(changed, 'fiche')} gelée(s) pour cette personne."
    for one in left:
        sentence += (
            f"\nSon compte ({safe(one.email)}) reste ouvert : c'est un autre traitement, que le gel ne touche pas."
            f' Si la demande le vise aussi : dore member remove {safe(one.email)} --as "{safe(organisation)}"'
        )
    _say(as_json, {"changed": changed, "accounts": [one.email for one in left]}, sentence)
    return 0


def unfreeze(who: Who, organisation: As, as_json: Json = False) -> int:
    """Mettre fin au gel : les données reviennent où elles étaient."""
    with _desk(organisation) as desk:
        lifted = desk.lift_of(Sought.of(who), "freeze")
    _say(as_json, {"lifted": lifted}, f"{plural(lifted, 'gel')} levé(s).")
    return 0


def erase(who: Who, organisation: As, only: Only = None, yes: Yes = False, as_json: Json = False) -> int:
    """Effacer une personne, pour de bon, sauvegardes plus anciennes comprises une fois restaurées."""
    if not yes:
        raise Misuse(
            "Un effacement ne se reprend pas : confirmez avec --yes.", hint="Voyez d'abord : dore person find."
        )
    with _desk(organisation) as desk:
        changed = desk.erase(Sought.of(who, only))
    _say(as_json, {"changed": changed}, f"Personne effacée de {plural(changed, 'fiche')}.")
    return 0


def object_command(
    who: Who,
    organisation: As,
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Retirer l'opposition.")] = False,
    as_json: Json = False,
) -> int:
    """Noter une opposition : la personne n'est plus reprise d'aucun fichier ni formulaire."""
    with _desk(organisation) as desk:
        if withdraw:
            lifted = desk.lift_of(Sought.of(who), "object")
            _say(as_json, {"lifted": lifted}, f"{plural(lifted, 'opposition')} retirée(s).")
        else:
            desk.object(Sought.of(who))
            _say(
                as_json, {"objected": True}, "Opposition notée. Ce qui est déjà là reste : effacez ou gelez au besoin."
            )
    return 0


def retention_command(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Dire ce qui est échu, ne rien retirer.")] = False,
    as_json: Json = False,
) -> int:
    """Retirer ce qui a été gardé assez longtemps ; le service le fait chaque jour."""
    today = moments.now().date()
    with asking(None) as (graph, _):
        found = retention.due(graph, today) if dry_run else retention.run(graph, today)
    if as_json:
        print_json({"dry_run": dry_run, "due": [one.model_dump() for one in found]})
        return 0
    table = new_table("quoi", "échu#" if dry_run else "retiré#")
    for one in found:
        table.add_row(one.what, str(one.count))
    new_console().print(table)
    return 0


def audit_command(
    organisation: As,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="À partir de ce jour (AAAA-MM-JJ).")
    ] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Jusqu'à ce jour.")] = None,
    company: Annotated[str | None, typer.Option("--company", metavar="SIREN", help="Une entreprise seulement.")] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="Longueur de la liste.")] = 100,
    as_json: Json = False,
) -> int:
    """Montrer qui a consulté ou changé les fiches d'une institution, du plus récent au plus ancien."""
    with asking(organisation) as (graph, caller):
        by = local(caller.organisation)
        where = audit.Filter(since=since, until=until, company=company)
        found = audit.events_of(graph, by, limit=limit, where=where)
    if as_json:
        print_json({"events": [asdict(one) for one in found]})
        return 0
    table = new_table("quand!", "institution", "qui", "quoi!", "sur")
    for one in found:
        on = ", ".join(one.shown[:3]) + (f" et {plural(len(one.shown) - 3, 'autre')}" if len(one.shown) > 3 else "")
        table.add_row(
            one.at[:16].replace("T", " "), safe(one.institution), safe(one.name), one.action, on or one.target
        )
    new_console().print(table)
    return 0


@contextmanager
def _desk(organisation: str) -> Iterator[Desk]:
    """Work as the data-protection officer of an institution: the hand of whoever runs the server."""
    with asking(organisation) as (graph, caller):
        yield Desk(graph, graph.home, replace(local(caller.organisation), role=Role.DPO))


def _csv(path: Path, found: PersonFile) -> Path:
    _written(path, b"\xef\xbb\xbf")
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow(HEADER)
        writer.writerows([escape_formula(cell) for cell in row] for row in found.rows())
    return path


def _written(path: Path, content: bytes) -> Path:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    return path


def _say(as_json: bool, told: dict[str, Any], sentence: str) -> None:
    if as_json:
        print_json(told)
    else:
        typer.echo(sentence)
