"""`dore check`: what breaks the rules that the database itself cannot hold."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from cli.output import french_integer, print_json
from graph import connect
from graph.check import check


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("check")(check_command)


def check_command(as_json: Annotated[bool, typer.Option("--json", help="Répondre en JSON.")] = False) -> int:
    """Vérifier les règles que Neo4j Community ne tient pas seul ; code 1 si l'une est enfreinte."""
    with connect() as graph:
        report = check(graph)
    if as_json:
        print_json(report)
    else:
        console = Console()
        for violation in report.violations:
            console.print(f"{violation.rule} : {violation.message} ({french_integer(violation.count)})", style="red")
            console.print("    " + ", ".join(violation.examples), highlight=False)
        if not report.violations:
            console.print(f"{report.rules} règles vérifiées : rien à redire.")
    return 1 if report.violations else 0
