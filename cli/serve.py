"""`dore serve`: the pages and the API, on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from access.roles import local
from cli.common import graph_and_caller
from graph.errors import Misuse, Refused
from graph.settings import get_settings
from graph.store import Graph
from graph.visibility import Caller
from ingest.operators import Operators

if TYPE_CHECKING:
    from gate.server import Listening


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("serve")(serve_command)


def serve_command(
    host: Annotated[
        str | None,
        typer.Option("--host", help="Adresse de cette machine (défaut : 127.0.0.1) ; aucune autre."),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option("--port", min=0, max=65535, help="Port (défaut : 8032) ; 0 en prend un libre."),
    ] = None,
    organisation: Annotated[
        str | None,
        typer.Option(
            "--as",
            metavar="INSTITUTION",
            help="Institution au nom de laquelle DORE lit et écrit ; sans elle, lecture seule.",
        ),
    ] = None,
    accounts: Annotated[
        bool,
        typer.Option("--accounts", help="Chacun se connecte, par un lien de `dore member` ou une clé de `dore key`."),
    ] = False,
) -> int:
    """Servir les pages et l'API jusqu'à Ctrl-C, à cette seule machine."""
    # Imported late: the other commands do not pay for a web server.
    from api.app import create_app
    from gate.doors import behind_one_address
    from gate.server import bind, serve
    from gate.service import Service
    from web.app import create_pages

    if accounts and organisation:
        raise Misuse("--as et --accounts s'excluent.", hint="Avec des comptes, chacun choisit pour qui il agit.")
    settings = get_settings()
    host, port = host or settings.host, settings.port if port is None else port
    bind(host, port).close()  # a refusal comes before the wait for Neo4j
    graph, caller = graph_and_caller(organisation)
    with graph:
        name = _name(graph, caller) if caller.organisation else ""
        mine = None if accounts else local(caller.organisation, name, actor="api")
        # On this machine alone there is no HTTPS: browsers would drop the cookie that asks for it.
        service = Service(graph, settings, mine, insecure=True)
        both = behind_one_address(create_app(service), create_pages(service))
        serve(both, host, port, ready=lambda where: _tell(where, name, accounts))
    return 0


def _tell(where: Listening, name: str, accounts: bool) -> None:
    whose = f"au nom de {name}" if name else "en lecture seule (--as INSTITUTION pour écrire)"
    whose = "à qui se connecte" if accounts else whose
    typer.echo(f"Ouvrez {where.address}/ dans un navigateur. DORE répond {whose} ; Ctrl-C l'arrête.")
    typer.echo(f"API : {where.address}/api/v1")


def _name(graph: Graph, caller: Caller) -> str:
    """Return the name by which imports will find the institution again."""
    operators = Operators(graph)
    name = operators.names[caller.organisation or ""]
    if operators.find(name) != caller.organisation:
        raise Refused(
            f"Deux institutions s'appellent « {name} ».",
            hint="Donnez-leur des noms différents, puis recommencez.",
        )
    return name
