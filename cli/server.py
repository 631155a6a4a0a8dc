"""`dore up`, `dore down`, `dore status`: the embedded Neo4j, or a word about the one that is used instead."""

from __future__ import annotations

import json
import signal
import time
from datetime import UTC, datetime
from types import FrameType
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from graph import embedded
from graph.embedded.layout import layout_of
from graph.errors import StoreUnavailable
from graph.settings import Settings, get_settings

JsonOption = Annotated[bool, typer.Option("--json", help="Répond en JSON sur la sortie standard.")]
_console = Console()
_POLL_S = 0.5


def up(
    verify: Annotated[
        bool, typer.Option("--verify", help="Relit chaque fichier de Neo4j et remplace ceux qui sont abîmés.")
    ] = False,
    foreground: Annotated[
        bool, typer.Option("--foreground", help="Reste au premier plan ; Ctrl-C arrête Neo4j.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Démarre le Neo4j de DORE (le télécharge la première fois), ou trouve celui qui tourne déjà."""
    settings = get_settings()
    if settings.neo4j_uri:
        _tell_external(settings, as_json=as_json)
        return
    mine = foreground and embedded.status(settings) is None
    endpoint = embedded.start(settings, progress=not as_json, verify=verify, attached=mine)
    facts = {
        "embedded": True,
        "uri": endpoint.uri,
        "user": endpoint.user,
        "password_file": str(layout_of(settings.home).password),
        "pid": endpoint.pid,
        "version": endpoint.version,
        "started_at": endpoint.started_at.isoformat(),
    }
    _tell(facts, f"Neo4j {endpoint.version} répond sur {endpoint.uri}.", as_json=as_json)
    if mine:
        _serve_until_asked(settings)
    elif foreground and not as_json:
        _console.print("Il tournait déjà : cette commande ne le retient pas. `dore down` l'arrête.")


def down(as_json: JsonOption = False) -> None:
    """Arrête le Neo4j de DORE ; les données restent."""
    settings = get_settings()
    if settings.neo4j_uri:
        _tell_external(settings, as_json=as_json)
        return
    stopped = embedded.stop(settings)
    text = "Neo4j est arrêté." if stopped else "Neo4j n'était pas démarré."
    _tell({"embedded": True, "stopped": stopped}, text, as_json=as_json)


def status(as_json: JsonOption = False) -> None:
    """Dit si Neo4j répond, où et depuis quand ; le code de sortie est 1 quand il ne répond pas."""
    settings = get_settings()
    if settings.neo4j_uri:
        _tell_external(settings, as_json=as_json)
        return
    found = embedded.status(settings)
    if found is None:
        text = "Neo4j n'est pas démarré ; `dore up` le démarre."
        _tell({"embedded": True, "running": False}, text, as_json=as_json)
        raise typer.Exit(1)
    uptime_s = int((datetime.now(UTC) - found.started_at).total_seconds())
    facts = {
        "embedded": True,
        "running": True,
        "ready": found.ready,
        "uri": found.uri,
        "pid": found.pid,
        "version": found.version,
        "started_at": found.started_at.isoformat(),
        "uptime_s": uptime_s,
        "home": str(found.home),
        "heap_mib": found.heap_mib,
        "page_cache_mib": found.page_cache_mib,
    }
    if as_json:
        _tell(facts, "", as_json=True)
        return
    _console.print(_status_table(found, uptime_s))


def register(app: typer.Typer) -> None:
    """Add the three commands to `dore`."""
    for command in (up, down, status):
        app.command()(command)


def _serve_until_asked(settings: Settings) -> None:
    asked = False

    def ask(_signal: int, _frame: FrameType | None) -> None:
        nonlocal asked
        asked = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, ask)
    while not asked:
        if embedded.status(settings) is None:
            raise StoreUnavailable("Neo4j s'est arrêté de lui-même.", hint="`dore up` le redémarre.")
        time.sleep(_POLL_S)
    embedded.stop(settings)


def _tell_external(settings: Settings, *, as_json: bool) -> None:
    """A server of one's own is used: say which, and whether it answers."""
    # Imported late: the driver takes half a second that `dore up` on the embedded server need not pay.
    import neo4j

    uri = str(settings.neo4j_uri)
    secret = settings.neo4j_password.get_secret_value() if settings.neo4j_password else ""
    reason = ""
    try:
        with neo4j.GraphDatabase.driver(uri, auth=(settings.neo4j_user, secret), connection_timeout=5) as driver:
            driver.verify_connectivity()
    except (neo4j.exceptions.Neo4jError, neo4j.exceptions.DriverError, ValueError, OSError) as error:
        reason = str(error).splitlines()[0]
    says = "répond" if not reason else f"ne répond pas ({reason})"
    text = f"NEO4J_URI désigne votre serveur {uri} : il {says}. Le Neo4j de DORE n'est pas utilisé."
    _tell({"embedded": False, "uri": uri, "running": not reason, "reason": reason}, text, as_json=as_json)
    if reason:
        raise typer.Exit(1)


def _tell(facts: dict[str, Any], text: str, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(facts, ensure_ascii=False))
    else:
        _console.print(text, highlight=False, soft_wrap=True)


def _status_table(found: embedded.Status, uptime_s: int) -> Table:
    table = Table(show_header=False, box=None)
    minutes = uptime_s // 60
    rows = {
        "Neo4j": f"{found.version}, {'prêt' if found.ready else 'en cours de démarrage'}",
        "Adresse": found.uri,
        "Processus": f"{found.pid}, démarré depuis {minutes // 60} h {minutes % 60:02d} min",
        "Données": str(found.home),
        "Mémoire": f"tas {found.heap_mib} Mio, cache de pages {found.page_cache_mib} Mio",
    }
    for name, value in rows.items():
        table.add_row(f"[bold]{name}[/bold]", value)
    return table
