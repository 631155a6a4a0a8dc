"""`dore org`, `member`, `key` and `invite`: who may sign in, as the hand of whoever runs the server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import timedelta
from typing import Annotated, Any

import typer

from access import Identity, Role, keys, links, memberships, organisations
from access.roles import PLATFORM, ROLES_FR, local, platform
from access.secret import Secret
from cli.common import asking
from cli.output import french_day, new_console, new_table, print_json, safe
from graph.errors import Refused
from graph.settings import get_settings
from graph.store import Graph
from ingest.forms import FormTable
from ingest.operators import Operators
from ingest.request import Request
from ingest.run import ingest_table

SIGN_IN_PATH = "/connexion"

As = Annotated[
    str,
    typer.Option("--as", metavar="INSTITUTION", help=f"Institution concernée ; « {PLATFORM} » pour la plateforme."),
]
Json = Annotated[bool, typer.Option("--json", help="Répondre en JSON.")]
Base = Annotated[
    str,
    typer.Option(
        "--base", metavar="URL", help="Adresse des pages dans le lien (défaut : DORE_PUBLIC_URL, ou ce poste)."
    ),
]
Name = Annotated[str, typer.Argument(metavar="INSTITUTION", help="Son nom, ou son identifiant.")]
Who = Annotated[str, typer.Argument(metavar="PERSONNE", help="Son adresse électronique.")]
As_role = Annotated[Role, typer.Option("--role", help="reader, contributor, steward ou dpo ; admin avec --as dore.")]


def register(app: typer.Typer) -> None:
    """Add the families of commands to the application."""
    org = typer.Typer(help="Institutions dont les membres se connectent.", no_args_is_help=True)
    org.command("add")(org_add)
    org.command("list")(org_list)
    org.command("suspend")(org_suspend)
    org.command("resume")(org_resume)
    member = typer.Typer(help="Membres d'une institution.", no_args_is_help=True)
    member.command("invite")(member_invite)
    member.command("list")(member_list)
    member.command("role")(member_role)
    member.command("remove")(member_remove)
    key = typer.Typer(help="Clés d'API d'une institution.", no_args_is_help=True)
    key.command("create")(key_create)
    key.command("list")(key_list)
    key.command("revoke")(key_revoke)
    for name, family in (("org", org), ("member", member), ("key", key)):
        app.add_typer(family, name=name)
    app.command("invite")(invite_command)


def org_add(
    name: Name,
    kind: Annotated[str | None, typer.Option(help="Sa nature : CCI, EPCI, agence…")] = None,
    new: Annotated[
        bool, typer.Option("--new", help="L'inscrire même si une institution connue porte un nom proche.")
    ] = False,
    as_json: Json = False,
) -> int:
    """Admettre une institution, inscrite au besoin : elle peut alors avoir des membres et des clés."""
    with asking(None) as (graph, _):
        known = Operators(graph)
        uid = known.find(name)
        if uid is None and not new and (near := known.near(name)):
            others = "des institutions connues lui ressemblent" if near[1:] else "une institution connue lui ressemble"
            raise Refused(
                f"« {name} » n'est pas connue, mais {others} : {_quoted(near)}.",
                hint="Si c'est elle, redonnez son nom tel quel ; sinon, ajoutez --new.",
            )
        if uid is None:
            cells = {"name": name, **({"kind": kind} if kind else {})}
            ingest_table(graph, FormTable(cells), Request(source="operators", actor="local"))
            uid = Operators(graph).find(name)
        if uid is None:
            raise Refused(f"L'institution « {name} » n'a pas pu être inscrite.", hint="Écrivez son nom en entier.")
        organisations.admit(graph, platform(), uid)
        told = _organisation(graph, uid)
    _say(as_json, told, f"{told['name']} est admise. Invitez-y un responsable : dore member invite … --role steward")
    return 0


def _quoted(names: list[str]) -> str:
    """Names as a French sentence lists them."""
    written = [f"« {name} »" for name in names]
    return " et ".join([", ".join(written[:-1]), written[-1]] if written[1:] else written)


def org_list(as_json: Json = False) -> int:
    """Montrer les institutions admises."""
    with asking(None) as (graph, _):
        found = organisations.organisations(graph, platform())
    if as_json:
        print_json({"organisations": [asdict(one) for one in found]})
        return 0
    table = new_table("identifiant!", "institution", "membres#", "admise le!", "charte!", "état!")
    for one in found:
        state = "suspendue" if one.suspended_at else "ouverte"
        charter = _day(one.charter_accepted_at) or "à accepter"
        table.add_row(one.uid, safe(one.name), str(one.members), _day(one.admitted_at), charter, state)
    new_console().print(table if found else "Aucune institution admise : dore org add INSTITUTION.")
    return 0


def org_suspend(name: Name, as_json: Json = False) -> int:
    """Fermer la porte à tous ses membres et à toutes ses clés."""
    with asking(name) as (graph, caller):
        organisations.suspend(graph, platform(), caller.organisation or "")
        told = _organisation(graph, caller.organisation or "")
    _say(as_json, told, f"{told['name']} est suspendue : plus personne n'agit en son nom.")
    return 0


def org_resume(name: Name, as_json: Json = False) -> int:
    """La rouvrir."""
    with asking(name) as (graph, caller):
        organisations.resume(graph, platform(), caller.organisation or "")
        told = _organisation(graph, caller.organisation or "")
    _say(as_json, told, f"{told['name']} est rouverte.")
    return 0


def member_invite(
    email: Who,
    organisation: As,
    name: Annotated[str, typer.Option("--name", help="Son nom, comme on l'appelle.")],
    role: As_role = Role.READER,
    base: Base = "",
    as_json: Json = False,
) -> int:
    """Faire de quelqu'un un membre, et donner le lien qui le fait entrer, valable sept jours."""
    with _acting(organisation) as (graph, by):
        made = memberships.invite(graph, by, memberships.Guest(email, name, role))
    _give_link(as_json, made.link, base, person=made.membership.email, days=7)
    return 0


def member_list(organisation: As, as_json: Json = False) -> int:
    """Montrer les membres d'une institution."""
    with _acting(organisation) as (graph, by):
        found = memberships.members(graph, by)
    if as_json:
        print_json({"members": [asdict(one) for one in found]})
        return 0
    table = new_table("adresse", "nom", "rôle", "depuis!", "charte!")
    for one in found:
        charter = _day(one.charter_accepted_at) or "à accepter"
        table.add_row(safe(one.email), safe(one.name), ROLES_FR[one.role], _day(one.since), charter)
    new_console().print(table if found else "Aucun membre : dore member invite PERSONNE.")
    return 0


def member_role(
    email: Who,
    role: Annotated[Role, typer.Argument(help="reader, contributor, steward ou dpo.")],
    organisation: As,
    as_json: Json = False,
) -> int:
    """Changer le rôle d'un membre ; le dernier responsable garde le sien."""
    with _acting(organisation) as (graph, by):
        told = memberships.set_role(graph, by, email, role)
    _say(as_json, asdict(told), f"{told.name} : {ROLES_FR[told.role]}.")
    return 0


def member_remove(email: Who, organisation: As, as_json: Json = False) -> int:
    """Mettre fin à une adhésion ; le dernier responsable reste."""
    with _acting(organisation) as (graph, by):
        gone = memberships.membership(graph, by, email)
        memberships.end(graph, by, gone.uid)
    _say(as_json, {"removed": gone.email}, f"{gone.name} n'est plus membre.")
    return 0


def key_create(
    label: Annotated[str, typer.Argument(metavar="USAGE", help="À quoi elle servira.")],
    organisation: As,
    days: Annotated[int, typer.Option("--days", help="Durée en jours, 365 au plus.")] = keys.LONGEST_DAYS,
    as_json: Json = False,
) -> int:
    """Créer une clé et la montrer, une seule fois."""
    with _acting(organisation) as (graph, by):
        made, secret = keys.create_key(graph, by, label, days=days)
    said = (
        f"{secret.shown}\nMontrée cette seule fois, valable jusqu'au {_day(made.expires_at)} ; à révoquer : {made.uid}."
    )
    _say(as_json, {**asdict(made), "key": secret.shown}, said)
    return 0


def key_list(organisation: As, as_json: Json = False) -> int:
    """Montrer les clés d'une institution, sans leur secret."""
    with _acting(organisation) as (graph, by):
        found = keys.keys(graph, by)
    if as_json:
        print_json({"keys": [asdict(one) for one in found]})
        return 0
    table = new_table("identifiant!", "usage", "créée le!", "jusqu'au!", "état!")
    for one in found:
        state = "révoquée" if one.revoked_at else ""
        table.add_row(one.uid, safe(one.label), _day(one.created_at), _day(one.expires_at), state)
    new_console().print(table if found else "Aucune clé : dore key create USAGE.")
    return 0


def key_revoke(
    uid: Annotated[str, typer.Argument(metavar="CLÉ", help="Son identifiant, tel que `dore key list` le donne.")],
    organisation: As,
    as_json: Json = False,
) -> int:
    """Mettre fin à une clé."""
    with _acting(organisation) as (graph, by):
        keys.revoke_key(graph, by, uid)
    _say(as_json, {"revoked": uid}, "La clé ne vaut plus rien.")
    return 0


def invite_command(
    email: Who,
    organisation: Annotated[
        str | None, typer.Option("--as", metavar="INSTITUTION", help="Seule institution que le lien ouvre.")
    ] = None,
    minutes: Annotated[int, typer.Option("--minutes", help="Durée du lien, sept jours au plus.")] = 15,
    base: Base = "",
    as_json: Json = False,
) -> int:
    """Donner un lien qui connecte, une seule fois, une personne déjà membre."""
    with _acting(organisation or PLATFORM) as (graph, by):
        link = links.create_link(graph, by, email, lasts=timedelta(minutes=minutes))
    _give_link(as_json, link, base, person=email, minutes=minutes)
    return 0


@contextmanager
def _acting(organisation: str) -> Iterator[tuple[Graph, Identity]]:
    """Give the graph and the identity of whoever runs the server, for an institution or for the platform."""
    with asking(None if organisation == PLATFORM else organisation) as (graph, caller):
        yield graph, local(caller.organisation) if caller.organisation else platform()


def _organisation(graph: Graph, uid: str) -> dict[str, Any]:
    return next(asdict(one) for one in organisations.organisations(graph, platform()) if one.uid == uid)


def _give_link(as_json: bool, link: Secret, base: str, **more: Any) -> None:
    settings = get_settings()
    base = base or settings.public_url or f"http://127.0.0.1:{settings.port}"
    address = f"{base.rstrip('/')}{SIGN_IN_PATH}?lien={link.shown}"
    _say(as_json, {"link": address, **more}, f"{address}\nÀ n'ouvrir qu'une fois, par cette personne seulement.")


def _say(as_json: bool, told: dict[str, Any], sentence: str) -> None:
    if as_json:
        print_json(told)
    else:
        typer.echo(safe(sentence) if "\n" not in sentence else sentence)


def _day(moment: str | None) -> str:
    return french_day(moment[:10]) if moment else ""
