"""`dore sweeps`: who opened an unusual number of sheets or lists."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import Annotated

import typer

from access.roles import local, platform
from access.sweeping import REFUSED, sweeps
from cli.common import asking
from cli.output import french_day, new_console, new_table, print_json, safe

_WHAT = {"sheets": "fiches d'entreprises", "lists": "listes et exports"}


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("sweeps")(sweeps_command)


def sweeps_command(
    organisation: Annotated[
        str | None, typer.Option("--as", metavar="INSTITUTION", help="Cette institution seulement.")
    ] = None,
    days: Annotated[int, typer.Option("--days", min=1, max=365, help="Depuis combien de jours.")] = 30,
    as_json: Annotated[bool, typer.Option("--json", help="Répondre en JSON.")] = False,
) -> int:
    """Montrer qui a ouvert un nombre inhabituel de fiches ou de listes, et a été ralenti ou arrêté."""
    with asking(organisation) as (graph, caller):
        by = local(caller.organisation) if caller.organisation else platform()
        found = sweeps(graph, by, since=timedelta(days=days))
    if as_json:
        print_json({"sweeps": [asdict(one) for one in found]})
        return 0
    table = new_table("le (UTC)!", "institution", "qui", "quoi!", "suite!")
    for one in found:
        at = f"{french_day(one.at[:10])} {one.at[11:16]}"
        then = "arrêté" if one.action == REFUSED else "ralenti"
        table.add_row(at, safe(one.organisation), safe(one.name or one.actor), _WHAT[one.what], then)
    new_console().print(table if found else f"Personne depuis {days} jours.")
    return 0
