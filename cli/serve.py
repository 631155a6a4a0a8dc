"""`dore serve`: the pages and the API, on this machine, or on a server for people who sign in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from access.roles import local
from cli.common import graph_and_caller
from graph.errors import Misuse, Refused
from graph.settings import Settings, get_settings
from graph.store import Graph
from graph.visibility import Caller
from ingest.operators import Operators

if TYPE_CHECKING:
    from gate.provider import Provider
    from gate.server import Certificate, Listening
    from gate.service import Service


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("serve")(serve_command)


def serve_command(
    host: Annotated[
        str | None,
        typer.Option("--host", help="Adresse où écouter (défaut : 127.0.0.1) ; au-delà de cette machine, --accounts."),
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
        typer.Option("--accounts", help="Chacun se connecte : fournisseur d'identité, lien personnel ou clé d'API."),
    ] = False,
    tls_cert: Annotated[
        Path | None, typer.Option("--tls-cert", metavar="FICHIER", help="Certificat PEM, avec sa chaîne.")
    ] = None,
    tls_key: Annotated[Path | None, typer.Option("--tls-key", metavar="FICHIER", help="Sa clé privée, PEM.")] = None,
    behind_proxy: Annotated[
        str,
        typer.Option(
            "--behind-proxy",
            metavar="ADRESSES",
            help="Adresses ou réseaux du serveur HTTPS placé devant DORE, avec des virgules.",
        ),
    ] = "",
    insecure: Annotated[
        bool, typer.Option("--insecure", help="Répondre à d'autres machines sans HTTPS : pour un essai, pas plus.")
    ] = False,
) -> int:
    """Servir les pages et l'API jusqu'à Ctrl-C : à cette machine, ou à d'autres avec des comptes et HTTPS."""
    # Imported late: the other commands do not pay for a web server.
    from gate.reach import Asked, reach_of
    from gate.server import bind
    from gate.service import Service

    if accounts and organisation:
        raise Misuse("--as et --accounts s'excluent.", hint="Avec des comptes, chacun choisit pour qui il agit.")
    settings = get_settings()
    host, port = host or settings.host, settings.port if port is None else port
    # Every refusal comes before the wait for Neo4j.
    certificate = _certificate(tls_cert, tls_key)
    asked = Asked(host, accounts, certificate is not None, behind_proxy, insecure)
    reach = reach_of(asked, settings)
    provider = _provider(settings) if accounts else None
    bind(host, port).close()
    graph, caller = graph_and_caller(organisation)
    with graph:
        name = _name(graph, caller) if caller.organisation else ""
        mine = None if accounts else local(caller.organisation, name, actor="api")
        # Without HTTPS browsers would drop the cookie that asks for it.
        plain = not (asked.tls or reach.proxies)
        _run(Service(graph, settings, mine, plain, reach, provider, warms=True), host, port, certificate)
    return 0


def _run(service: Service, host: str, port: int, certificate: Certificate | None) -> None:
    from api.app import create_app
    from gate.doors import behind_one_address
    from gate.server import bind, serve
    from web.app import create_pages

    both = behind_one_address(create_app(service), create_pages(service))
    serve(
        both,
        bind(host, port),
        ready=lambda where: _tell(where, service),
        certificate=certificate,
        proxies=service.reach.proxies,
    )


def _certificate(chain: Path | None, key: Path | None) -> Certificate | None:
    from gate.server import Certificate

    if chain is None and key is None:
        return None
    if chain is None or key is None:
        raise Misuse("--tls-cert et --tls-key vont ensemble.", hint="Donnez les deux fichiers.")
    found = Certificate(chain, key)
    found.check()
    return found


def _provider(settings: Settings) -> Provider | None:
    if not settings.oidc_issuer:
        return None
    from gate.provider import Provider

    return Provider(settings)


def _tell(where: Listening, service: Service) -> None:
    if service.local is None:
        whose = "à qui se connecte"
    elif service.local.organisation_name:
        whose = f"au nom de {service.local.organisation_name}"
    else:
        whose = "en lecture seule (--as INSTITUTION pour écrire)"
    address = service.settings.public_url.rstrip("/") if service.reach.beyond else ""
    address = address or where.address
    typer.echo(f"Ouvrez {address}/ dans un navigateur. DORE répond {whose} ; Ctrl-C l'arrête.")
    typer.echo(f"API : {address}/api/v1")
    if service.reach.beyond and service.insecure:
        typer.echo(
            "ATTENTION, --insecure : rien n'est chiffré ; qui écoute ce réseau lit tout et peut agir au nom de chacun.",
            err=True,
        )


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
