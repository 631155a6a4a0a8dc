"""Each route says what it lets be done; `tests/access/test_table.py` tries them all."""

from __future__ import annotations

import pytest
from fastapi import APIRouter

from access.roles import Identity, Role, local
from api import app
from api.permissions import ACTIONS, Action, check, listed
from gate.service import Service
from graph import Settings
from graph.errors import AccessRefused, Unauthenticated
from tests.api.conftest import LYS, PEUGEOT, Client


def test_a_route_that_nothing_is_said_of_keeps_the_service_from_starting(monkeypatch: pytest.MonkeyPatch) -> None:
    class Forgotten:
        router = APIRouter()

    @Forgotten.router.get("/api/v1/forgotten")
    def forgotten() -> None:
        """Answer nothing."""

    monkeypatch.setattr(app, "ROUTERS", (*app.ROUTERS, Forgotten))
    with pytest.raises(RuntimeError, match="GET /api/v1/forgotten"):
        app.create_app(Service(None, Settings()))  # type: ignore[arg-type]  # it does not come to that


def test_a_line_of_a_route_that_is_gone_is_found_too() -> None:
    with pytest.raises(RuntimeError, match="GET /healthz"):
        listed([])


def test_what_is_refused_says_what_to_do() -> None:
    signed_in = Identity(person="p", via="session")
    for identity, hint in (
        (local(), "--as INSTITUTION"),
        (signed_in, "Choisissez"),
        (Identity(Role.STEWARD, "cci", charter=False), "acceptez-la"),
        (Identity(Role.READER, "cci"), "responsable des données"),
    ):
        with pytest.raises(AccessRefused) as refused:
            check(identity, Action.WRITE)
        assert not isinstance(refused.value, Unauthenticated)
        assert hint in refused.value.hint
    with pytest.raises(Unauthenticated):
        check(Identity(), Action.READ_MEMBERS)


def test_nothing_is_open_but_what_the_open_layer_answers() -> None:
    assert {name for name, action in ACTIONS.items() if action is Action.READ_OPEN} == {
        "GET /api/v1/companies",
        "GET /api/v1/companies/{siren}",
        "GET /api/v1/who",
        "GET /api/v1/reconcile",
        "POST /api/v1/reconcile",
    }


def test_the_companies_that_an_answer_names_are_recorded_whatever_was_asked(cci: Client) -> None:
    assert cci.get("/api/v1/who?q=textiles de la lys").status_code == 200
    assert cci.post("/api/v1/briefings", json={"companies": [LYS, PEUGEOT]}).status_code == 200
    cci.app.state.journal.flush()
    kept = cci.service.graph.system_read("MATCH (e:AuditEvent) RETURN e.shown AS shown ORDER BY e.at")
    assert [one["shown"] for one in kept] == [[LYS], sorted([LYS, PEUGEOT])]
