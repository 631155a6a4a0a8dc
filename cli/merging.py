"""`dore duplicates` and `dore merge`: companies that may be one, making them one, and going back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from access.roles import PLATFORM, Identity, local
from cli.common import As as Asking
from cli.common import Json, Limit, Territory, graph_and_caller, questioning, several
from cli.output import french_day, french_number, new_console, new_table, plural, print_json, safe
from graph import connect
from graph.errors import Misuse
from graph.store import Graph
from planning.merging import Decided, distinct, merge, undo
from queries.duplicates import Card, Duplicates, duplicates
from queries.mergings import Merging, Side, mergings
from queries.scope import Scope

As = Annotated[
    str | None,
    typer.Option("--as", help=f"Institution qui décide ; « {PLATFORM} » pour les seules données publiques."),
]
Keep = Annotated[str, typer.Argument(help="SIREN ou identifiant de l'entreprise qui reste.")]
Gone = Annotated[str, typer.Argument(help="SIREN ou identifiant de l'autre, dont les faits vont à la première.")]
STATUSES_FR = {
    "proposed": "attend un accord",
    "done": "réunies",
    "undone": "annulée",
    "distinct": "pas un doublon",
}


def register(app: typer.Typer) -> None:
    """Add the family of commands to the application."""
    family = typer.Typer(help="Entreprises qui n'en sont qu'une.", no_args_is_help=True)
    family.command("pair")(pair_command)
    family.command("distinct")(distinct_command)
    family.command("undo")(undo_command)
    family.command("list")(list_command)
    app.command("duplicates")(duplicates_command)
    app.add_typer(family, name="merge")


def duplicates_command(
    territory: Territory = None, organisation: Asking = None, limit: Limit = 20, as_json: Json = False
) -> int:
    """Proposer les entreprises qui n'en sont peut-être qu'une, les plus sûres d'abord."""
    with questioning(organisation) as (graph, caller, told):
        found = told(duplicates(graph, caller, Scope(territory=several(territory)), limit=limit))
    if as_json:
        print_json(found)
    else:
        _show(found)
    return 0


def _show(found: Duplicates) -> None:
    console = new_console()
    if not found.count:
        console.print("Aucun doublon proposé.")
        return
    console.print(f"{plural(found.count, 'doublon possible', 'doublons possibles')}, les plus sûrs d'abord")
    for group in found.groups:
        console.print(f"\nGarder  {safe(_described(group.keep))}", style="bold")
        for one in group.others:
            console.print(f"   et   {safe(_described(one.company))}")
            console.print(f"        {one.score:.2f} · {one.kind_fr} : {safe(' ; '.join(one.reasons))}", style="dim")
            if one.waits_for:
                console.print(f"        proposée, attend l'accord de : {safe(', '.join(one.waits_for))}")
    first = found.groups[0]
    keys = f"{first.keep.siren or first.keep.uid} {first.others[0].company.siren or first.others[0].company.uid}"
    console.print(f"\nPour les réunir : dore merge pair {keys} --as INSTITUTION", style="dim")


def _described(card: Card) -> str:
    number = french_number(card.siren) if card.siren else f"sans SIREN, {card.uid}"
    place = " ".join(part for part in (card.code_postal, card.commune) if part)
    closed = "fermée" if card.state == "closed" else ""
    return " · ".join(part for part in (card.name, number, card.address, place, closed) if part)


def pair_command(
    keep: Keep,
    gone: Gone,
    organisation: As = None,
    reason: Annotated[str, typer.Option(help="Pourquoi ; les partenaires la lisent.")] = "",
    as_json: Json = False,
) -> int:
    """Réunir deux entreprises : les faits de la seconde vont à la première, et peuvent revenir."""
    with _deciding(organisation) as (graph, identity):
        _print(merge(graph, identity, keep, gone, reason=reason), as_json=as_json)
    return 0


def distinct_command(keep: Keep, gone: Gone, organisation: As = None, as_json: Json = False) -> int:
    """Dire que deux entreprises ne sont pas la même : elles ne sont plus proposées."""
    with _deciding(organisation) as (graph, identity):
        _print(distinct(graph, identity, keep, gone), as_json=as_json)
    return 0


def undo_command(
    uid: Annotated[str, typer.Argument(help="Numéro de la réunion, tel que `dore merge list` le donne.")],
    organisation: As = None,
    as_json: Json = False,
) -> int:
    """Revenir sur une réunion : ce qui était allé à l'une revient à l'autre, exactement."""
    with _deciding(organisation) as (graph, identity):
        _print(undo(graph, identity, uid), as_json=as_json)
    return 0


def list_command(
    organisation: As = None,
    status: Annotated[str | None, typer.Option(help=f"{', '.join(STATUSES_FR)}.")] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1)] = 50,
    as_json: Json = False,
) -> int:
    """Montrer ce qui a été décidé, le plus récent d'abord."""
    if status is not None and status not in STATUSES_FR:
        raise Misuse(f"--status est l'un de : {', '.join(STATUSES_FR)}.")
    graph, caller = graph_and_caller(None if organisation == PLATFORM else organisation)
    with graph:
        found = mergings(graph, caller, status=status, limit=limit)
    if as_json:
        print_json(found)
        return 0
    table = new_table("numéro!", "état", "reste", "partie", "par", "le!", "raison")
    for one in found:
        cells = (
            one.uid, _state(one), _said(one.keep), _said(one.gone), one.institution, french_day(one.at[:10]),
            one.reason or "",
        )  # fmt: skip
        table.add_row(*map(safe, cells))
    console = new_console()
    console.print(table if found else "Aucune réunion décidée.")
    return 0


@contextmanager
def _deciding(organisation: str | None) -> Iterator[tuple[Graph, Identity]]:
    """Give the graph and whoever decides: the steward of an institution, or of the public data."""
    if organisation is None:
        raise Misuse("Une réunion d'entreprises se décide pour une institution.", hint="Ajoutez --as INSTITUTION.")
    if organisation == PLATFORM:
        graph, identity = connect(), local(PLATFORM)
    else:
        graph, caller = graph_and_caller(organisation)
        identity = local(caller.organisation)
    with graph:
        yield graph, identity


def _print(decided: Decided, *, as_json: bool) -> None:
    if as_json:
        print_json(decided)
        return
    console = new_console()
    if decided.status == "done":
        said = f"« {decided.gone} » est réunie à « {decided.keep} » ({decided.facts} faits déplacés)."
        console.print(safe(said))
        console.print(f"Pour revenir dessus : dore merge undo {decided.uid}")
    elif decided.status == "proposed":
        console.print(
            f"Réunion proposée ({decided.uid}) : elle se fera quand l'auront dit {', '.join(decided.waits_for)}."
        )
    elif decided.status == "distinct":
        console.print("C'est noté : ces deux entreprises ne seront plus proposées.")
    else:
        console.print("Annulé : ce qui avait été déplacé est revenu, le reste est comme avant.")


def _state(one: Merging) -> str:
    waits = f" : {', '.join(one.waits_for)}" if one.status == "proposed" and one.waits_for else ""
    return STATUSES_FR[one.status] + waits


def _said(side: Side) -> str:
    return f"{side.name or ''} ({french_number(side.siren) if side.siren else side.uid})"
