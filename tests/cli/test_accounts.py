"""Institutions, members, keys and links on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import typer
from typer.testing import CliRunner

from access import keys as access_keys
from access import sessions
from access.audit import event, record
from access.links import redeem
from access.roles import Role, local
from access.sweeping import REFUSED, SLOWED
from cli import accounts, watch
from graph import Graph, Settings, connect
from graph.errors import Conflict, DoreError, Misuse, NotFound, Refused
from ingest.reference.tables import VINTAGE
from tests.given import given

Dore = Callable[..., str]


@pytest.fixture
def dore(graph: Graph, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Dore:
    """Run a command in a terminal of 100 columns; errors are raised as they are."""
    given(graph, "(:Operator {uid: 'cci', name: 'CCI du Val'})", "(:Operator {uid: 'cma', name: 'CMA du Val'})")
    graph.write("MERGE (c:Counter {name: 'reference'}) SET c.value = $vintage", vintage=VINTAGE)
    monkeypatch.setattr("cli.common.connect", lambda: connect(settings))
    monkeypatch.setenv("COLUMNS", "100")
    app = typer.Typer()
    accounts.register(app)
    watch.register(app)

    def run(*arguments: str) -> str:
        result = CliRunner().invoke(app, arguments)
        if isinstance(result.exception, DoreError):
            raise result.exception
        assert result.exit_code == 0, result.output
        return result.stdout

    return run


def told(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text)
    return found


def secret_of(text: str) -> str:
    return parse_qs(urlsplit(text.splitlines()[0]).query)["lien"][0]


def test_an_institution_is_admitted_suspended_and_resumed(dore: Dore) -> None:
    assert told(dore("org", "add", "CCI DU VAL", "--json"))["uid"] == "cci"
    assert "est suspendue" in dore("org", "suspend", "CCI du Val")
    assert "suspendue" in dore("org", "list")
    assert told(dore("org", "resume", "cci", "--json"))["suspended_at"] is None
    assert [one["uid"] for one in told(dore("org", "list", "--json"))["organisations"]] == ["cci"]
    with pytest.raises(NotFound):
        dore("org", "suspend", "CMA du Val")


def test_an_institution_that_nobody_had_named_is_entered_like_any_fact(dore: Dore, graph: Graph) -> None:
    made = told(dore("org", "add", "Agence de la Plaine", "--kind", "agence", "--json"))
    [kept] = graph.system_read("MATCH (o:Operator {uid: $uid}) RETURN o.name AS name, o.source_uid AS source", **made)
    assert kept == {"name": "Agence de la Plaine", "source": "operators"}


def test_a_name_near_a_known_one_is_offered_and_a_new_institution_asked_for(dore: Dore, graph: Graph) -> None:
    with pytest.raises(Refused) as refused:
        dore("org", "add", "CCI du Vall")
    assert "« CCI du Val »" in str(refused.value)
    assert "--new" in (refused.value.hint or "")
    assert told(dore("org", "list", "--json"))["organisations"] == []
    dore("org", "add", "CCI du Vall", "--new")
    names = [row["name"] for row in graph.system_read("MATCH (o:Operator) RETURN o.name AS name ORDER BY name")]
    assert names[:2] == ["CCI du Val", "CCI du Vall"]


def test_somebody_invited_gets_in_with_the_link_that_is_printed(dore: Dore, graph: Graph) -> None:
    dore("org", "add", "cci")
    printed = dore(
        *("member", "invite", "ada@cci.example", "--as", "CCI du Val", "--name", "Ada", "--role", "steward"),
        *("--base", "https://dore.example/"),
    )
    assert printed.startswith("https://dore.example/connexion?lien=dore_")
    who = sessions.identify(graph, redeem(graph, secret_of(printed)).secret.shown)
    assert (who.role, who.organisation, who.name) == (Role.STEWARD, "cci", "Ada")
    again = told(dore("invite", "ada@cci.example", "--json"))
    assert again["link"].startswith("http://127.0.0.1:8032/connexion?lien=")
    assert redeem(graph, secret_of(again["link"])).person == who.person


def test_members_are_listed_changed_and_removed(dore: Dore) -> None:
    dore("org", "add", "cci")
    dore("member", "invite", "ada@cci.example", "--as", "cci", "--name", "Ada")
    assert "lecteur" in dore("member", "list", "--as", "cci")
    assert "contributeur" in dore("member", "role", "ada@cci.example", "contributor", "--as", "cci")
    [one] = told(dore("member", "list", "--as", "cci", "--json"))["members"]
    assert (one["role"], one["granted_by"]) == ("contributor", "local")
    with pytest.raises(Conflict):
        dore("member", "invite", "ADA@cci.example", "--as", "cci", "--name", "Ada")
    dore("member", "remove", "ada@cci.example", "--as", "cci")
    assert "Aucun membre" in dore("member", "list", "--as", "cci")


def test_a_key_is_shown_once_and_works_until_it_is_revoked(dore: Dore, graph: Graph) -> None:
    dore("org", "add", "cci")
    made = told(dore("key", "create", "Tableau de bord", "--as", "cci", "--days", "30", "--json"))
    assert access_keys.identify(graph, made["key"]).organisation == "cci"
    assert made["key"] not in dore("key", "list", "--as", "cci") + dore("key", "list", "--as", "cci", "--json")
    dore("key", "revoke", made["uid"], "--as", "cci")
    assert "révoquée" in dore("key", "list", "--as", "cci")
    with pytest.raises(Misuse):
        dore("key", "create", "Trop long", "--as", "cci", "--days", "400")


def test_the_platform_has_administrators(dore: Dore, graph: Graph) -> None:
    printed = dore("member", "invite", "root@dore.example", "--as", "dore", "--name", "Racine", "--role", "admin")
    assert sessions.identify(graph, redeem(graph, secret_of(printed)).secret.shown).role is Role.ADMIN
    assert "administrateur" in dore("member", "list", "--as", "dore")


def test_tables_fit_in_100_columns(dore: Dore) -> None:
    dore("org", "add", "cci")
    dore("member", "invite", "ada.lovelace@chambre.example", "--as", "cci", "--name", "Ada", "--role", "steward")
    dore("key", "create", "Tableau de bord", "--as", "cci")
    for words in (("org", "list"), ("member", "list", "--as", "cci"), ("key", "list", "--as", "cci")):
        assert max(map(len, dore(*words).splitlines())) <= 100


def test_a_link_is_written_for_the_address_that_people_type(dore: Dore, monkeypatch: pytest.MonkeyPatch) -> None:
    told_to = Settings(public_url="https://dore.exemple.fr")
    monkeypatch.setattr("cli.accounts.get_settings", lambda: told_to)
    dore("org", "add", "cci")
    printed = dore("member", "invite", "ada@cci.example", "--as", "cci", "--name", "Ada")
    assert printed.startswith("https://dore.exemple.fr/connexion?lien=")


def test_who_opened_too_many_sheets_is_shown_by_institution_and_for_the_platform(dore: Dore, graph: Graph) -> None:
    dore("org", "add", "cci")
    assert "Personne depuis 30 jours" in dore("sweeps")
    dore("member", "invite", "ada@cci.example", "--as", "cci", "--name", "Ada")
    [ada] = told(dore("member", "list", "--as", "cci", "--json"))["members"]
    by = replace(local("cci"), actor=ada["person"])
    record(graph, [event(by, SLOWED, target="sheets"), event(by, REFUSED, target="sheets")])
    shown = dore("sweeps")
    assert [word in shown for word in ("Ada", "CCI du Val", "ralenti", "arrêté")] == [True] * 4
    assert "Ada" not in dore("sweeps", "--as", "cma")
    assert {one["action"] for one in told(dore("sweeps", "--as", "cci", "--json"))["sweeps"]} == {SLOWED, REFUSED}
