"""`dore digest`: tell each member institution, by mail, what concerns it since the last time."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

import typer
from rich.progress import track

from access.audit import event, record
from access.roles import platform
from cli.common import DAY, asking, day
from cli.output import new_console, new_table, print_json, safe
from graph.errors import Refused
from graph.settings import Settings, get_settings
from graph.store import Graph
from planning.digests import Digest, claim, digest, give_back, institutions
from planning.posting import Letter, Post, is_address
from web.digests import letter

Since = Annotated[
    datetime | None,
    typer.Option("--since", formats=DAY, metavar="DATE", help="Depuis ce jour, au lieu de la dernière lettre."),
]
STATES_FR = {
    "sent": "envoyée",
    "written": "écrite",
    "would-send": "à envoyer",
    "nothing": "rien à dire",
    "no-mailbox": "sans adresse",
    "faster": "envoyée entre-temps",
    "failed": "non envoyée",
}


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("digest")(digest_command)


def digest_command(
    organisation: Annotated[
        str | None, typer.Option("--as", metavar="INSTITUTION", help="Celle-ci seulement ; toutes par défaut.")
    ] = None,
    since: Since = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Montrer les lettres, n'en envoyer aucune.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Répondre en JSON.")] = False,
) -> int:
    """Écrire à chaque institution ce qui la concerne ; code 1 si une lettre n'a pas pu partir."""
    settings, today = get_settings(), date.today()
    begin = f"{day(since)}" if since else None
    with asking(organisation) as (graph, caller), Post(settings if not dry_run else _files(settings)) as post:
        told = []
        members = institutions(graph, caller.organisation)
        for one in track(members, "Lettres", console=new_console(stderr=True), transient=True):
            said = digest(graph, one, today, since=begin)
            made = letter(said, today, settings.public_url.rstrip("/") or f"http://127.0.0.1:{settings.port}")
            told.append(_shown(said, made) | _handled(graph, post, said, made, dry_run=dry_run))
    if as_json:
        print_json({"letters": told})
    else:
        _print(told, dry_run=dry_run)
    return int(any(one["state"] == "failed" for one in told))


def _handled(graph: Graph, post: Post, said: Digest, made: Letter, *, dry_run: bool) -> dict[str, Any]:
    """Send one letter, if there is something to say and somewhere to say it, and return what became of it."""
    if not said.is_due:
        return {"state": "nothing"}
    if dry_run:
        return {"state": "would-send", "text": made.text}
    if not is_address(said.to.mailbox):
        return {"state": "no-mailbox"}
    if not claim(graph, said):
        return {"state": "faster"}
    try:
        path = post.send(made)
    except Refused as error:
        give_back(graph, said)
        return {"state": "failed", "why": error.message}
    record(graph, [event(platform(), "digest-send", about=said.to.uid)])
    return {"state": "written", "file": str(path)} if path else {"state": "sent"}


def _shown(said: Digest, made: Letter) -> dict[str, Any]:
    return {
        "organisation": said.to.uid,
        "name": said.to.name,
        "to": said.to.mailbox,
        "subject": made.subject,
        "notices": len(said.news) + len(said.tidings),
        "waiting": len(said.waiting),
        "unreported": len(said.unreported),
        "reviews": said.reviews,
        "mergings": len(said.mergings),
        "coming": len(said.coming),
    }


def _print(told: list[dict[str, Any]], *, dry_run: bool) -> None:
    console = new_console()
    if dry_run:
        for one in told:
            if "text" in one:
                console.print(f"{safe(one['to'] or 'sans adresse')}\n{safe(one['subject'])}", style="bold")
                typer.echo(one["text"])
    table = new_table("institution", "adresse", "lettre!", "où")
    for one in told:
        where = one.get("file") or one.get("why") or ""
        table.add_row(safe(one["name"]), safe(one["to"] or ""), STATES_FR[one["state"]], safe(where))
    console.print(table if told else "Aucune institution admise : dore org add INSTITUTION.")


def _files(settings: Settings) -> Settings:
    """Settings that open no connection."""
    return settings.model_copy(update={"smtp_host": ""})
