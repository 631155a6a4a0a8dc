"""`dore results|sharing`: the indicators of the four actions, and what each institution shares."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from cli.common import As, AsOf, Json, day, questioning
from cli.output import (
    french_amount,
    french_day,
    french_integer,
    french_percent,
    new_console,
    new_table,
    print_json,
    safe,
)
from queries.results.model import ACTIONS_FR, Indicator
from queries.results.results import Results, results
from queries.results.sharing import Shared, sharing

OneTerritory = Annotated[
    str | None, typer.Option("--territory", "-t", help="Un territoire, par niveau:code ; sans lui, toute la région.")
]
Months = Annotated[int, typer.Option("--months", min=1, max=60, help="Mois que donne le JSON, le dernier en cours.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("results")(results_command)
    app.command("sharing")(sharing_command)


def results_command(
    territory: OneTerritory = None,
    months: Months = 12,
    as_of: AsOf = None,
    organisation: As = None,
    as_json: Json = False,
) -> int:
    """Donner les indicateurs des quatre actions, leur fraîcheur et ce qui leur manque."""
    with questioning(organisation) as (graph, caller, told):
        answer = told(results(graph, caller, territory, as_of=day(as_of), months=months))
    if as_json:
        print_json(answer)
    else:
        _show_results(new_console(), answer)
    return 0


def sharing_command(as_of: AsOf = None, organisation: As = None, as_json: Json = False) -> int:
    """Dire ce que chaque institution a partagé, et depuis quand elle n'a rien ajouté."""
    with questioning(organisation) as (graph, caller, told):
        answer = told(sharing(graph, caller, as_of=day(as_of)))
    if as_json:
        print_json(answer)
    else:
        _show_sharing(new_console(), answer)
    return 0


def _show_results(console: Console, answer: Results) -> None:
    for action, name in ACTIONS_FR.items():
        lines = [one for one in answer.indicators if one.action is action]
        if not lines:
            continue
        table = new_table("indicateur", "valeur#", "à jour au", "ce qui manque", title=f"\n{name}")
        for one in lines:
            fresh = french_day(one.fresh_on) if one.fresh_on else "—"
            table.add_row(safe(one.label), _value(one), fresh, safe(one.gaps))
        console.print(table)


def _show_sharing(console: Console, answer: Shared) -> None:
    table = new_table("institution", "faits#", "dernier ajout", "jours#", "détail")
    for one in answer.institutions:
        detail = ", ".join(f"{many} {kind}" for kind, many in one.kinds)
        table.add_row(
            safe(one.institution), french_integer(one.facts), french_day(one.last_on), str(one.days_since), detail
        )
    console.print(table)
    if answer.median_facts is not None and answer.median_days_since is not None:
        facts, days = french_integer(round(answer.median_facts)), french_integer(round(answer.median_days_since))
        console.print(f"Médianes : {facts} faits, {days} jours depuis le dernier ajout.", style="dim")


def _value(one: Indicator) -> str:
    if one.value is None:
        return "—"
    if one.unit == "percent":
        return french_percent(one.value)
    if one.unit == "euros":
        return french_amount(one.value)
    units = {"fte": " ETP", "days": " j"}
    whole = one.value == round(one.value)
    number = french_integer(round(one.value)) if whole else f"{one.value:.1f}".replace(".", ",")
    return number + units.get(one.unit, "")
