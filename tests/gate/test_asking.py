"""On whose behalf a request is answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest

from access.keys import create_key, revoke_key
from access.organisations import suspend
from access.roles import Role, local, platform
from gate import asking, forgery
from gate.asking import COOKIE, INSECURE_COOKIE, WhoAsks, session_cookie
from gate.service import Service
from graph import Graph, Settings
from graph.errors import StoreUnavailable
from tests.access.conftest import Clock, admitted, clock, join
from tests.api.conftest import HERE, Client

__all__ = ["clock"]
OVERLAPS = "/api/v1/overlaps"


@pytest.fixture
def door(graph: Graph, tmp_path: Path) -> Client:
    """The API where people sign in."""
    return Client(Service(admitted(graph), Settings(home=tmp_path)))


def bearer(shown: str) -> dict[str, dict[str, str]]:
    return {"headers": {"Authorization": f"Bearer {shown}"}}


def cookie(shown: str, name: str = COOKIE) -> dict[str, dict[str, str]]:
    return {"headers": {"Cookie": f"{name}={shown}"}}


def key(graph: Graph) -> str:
    join(graph, Role.STEWARD)
    return create_key(graph, local("cci"), "Essai")[1].shown


def test_a_key_is_known_in_its_header_and_nowhere_else(door: Client) -> None:
    shown = key(door.service.graph)
    assert door.get(OVERLAPS, **bearer(shown)).status_code == 200
    assert door.get(OVERLAPS, headers={"Authorization": f"bearer  {shown} "}).status_code == 200
    for path in (f"{OVERLAPS}?key={shown}", f"{OVERLAPS}?access_token={shown}", f"{OVERLAPS}?token={shown}"):
        assert door.get(path).status_code == 401
    assert door.get(OVERLAPS, **cookie(shown)).status_code == 401
    assert door.get(OVERLAPS, headers={"X-API-Key": shown}).status_code == 401


def test_what_is_wrong_is_refused_and_never_answered_as_nobodys(door: Client) -> None:
    open_to_all = "/api/v1/companies?q=textiles"
    assert door.get(open_to_all).status_code == 200
    for options in (
        bearer("dore_rien"),
        bearer(""),
        {"headers": {"Authorization": "Basic YTpi"}},
        {"headers": [("Authorization", "Bearer a"), ("Authorization", "Bearer b")]},
        cookie("dore_rien"),
    ):
        answer = door.get(open_to_all, **options)
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="dore"'
        assert answer.json()["title"] == "Connexion nécessaire"


def test_a_key_that_ended_opens_nothing_at_the_next_request(door: Client, clock: Clock) -> None:
    graph = door.service.graph
    join(graph, Role.STEWARD)
    made = [create_key(graph, local("cci"), "Essai", days=3) for _ in range(2)]
    for _, secret in made:
        assert door.get(OVERLAPS, **bearer(secret.shown)).status_code == 200
    revoke_key(graph, local("cci"), made[0][0].uid)
    assert door.get(OVERLAPS, **bearer(made[0][1].shown)).status_code == 401
    clock(timedelta(days=3, seconds=1))
    assert door.get(OVERLAPS, **bearer(made[1][1].shown)).status_code == 401


def test_keys_and_members_of_a_suspended_institution_are_refused(door: Client) -> None:
    graph = door.service.graph
    shown, session = key(graph), join(graph, Role.READER).shown
    suspend(graph, platform(), "cci")
    assert door.get(OVERLAPS, **bearer(shown)).status_code == 401
    assert door.get(OVERLAPS, **cookie(session)).status_code == 403


def test_a_session_is_known_by_its_cookie_under_the_name_that_fits_the_service(door: Client, tmp_path: Path) -> None:
    shown = join(door.service.graph, Role.READER).shown
    assert door.get(OVERLAPS, **cookie(shown)).status_code == 200
    assert door.get(OVERLAPS, **cookie(shown, INSECURE_COOKIE)).status_code == 401
    plain = Client(replace(door.service, insecure=True))
    assert plain.get(OVERLAPS, **cookie(shown, INSECURE_COOKIE)).status_code == 200


def test_a_session_changes_something_only_from_a_page_of_ours(door: Client) -> None:
    signed = join(door.service.graph, Role.STEWARD)
    path = "/api/v1/reviews/0123456789abcdef/reject"
    sent = cookie(signed.shown)["headers"]
    for token in ({}, {forgery.HEADER: ""}, {forgery.HEADER: "0" * 64}):
        assert door.post(path, headers={**sent, **token}).status_code == 403
    own = {forgery.HEADER: forgery.token(signed.identity)}
    assert door.post(path, headers={**sent, **own}).status_code == 404


def test_what_was_answered_is_recorded_with_its_number_and_what_was_refused_is_not(door: Client) -> None:
    graph = door.service.graph
    shown = key(graph)
    number = "0123456789abcdef"
    door.get("/api/v1/companies/732829320", **bearer(shown))
    door.get(OVERLAPS, headers={**bearer(shown)["headers"], "X-Request-Id": number})
    door.get("/api/v1/reviews/0123456789abcdef", **bearer(shown))
    door.post("/api/v1/reviews/0123456789abcdef/undo", **bearer(shown))
    door.app.state.journal.flush()
    found = graph.system_read(
        "MATCH (e:AuditEvent) WHERE e.via = 'key' RETURN e.action AS action, e.organisation AS organisation, "
        "e.request_id AS request_id"
    )
    assert found == [{"action": "read-members", "organisation": "cci", "request_id": number}]


def test_a_probe_is_answered_without_looking_anybody_up(door: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*_: Any) -> None:
        raise StoreUnavailable("Neo4j ne répond pas.")

    monkeypatch.setattr(asking.sessions, "identify", down)
    assert door.get("/healthz", **cookie("dore_rien")).status_code == 200
    assert door.get(OVERLAPS, **cookie("dore_rien")).status_code == 503


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites() -> None:
    service = Service(None, Settings())  # type: ignore[arg-type]  # no graph is needed
    assert session_cookie(service, "s") == "__Host-dore=s; Path=/; HttpOnly; SameSite=Lax; Secure"
    assert session_cookie(service, "") == "__Host-dore=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0"
    plain = replace(service, insecure=True)
    assert session_cookie(plain, "s") == "dore=s; Path=/; HttpOnly; SameSite=Lax"


def test_a_page_that_anybody_may_read_is_shown_to_who_has_an_old_session(door: Client) -> None:
    seen: list[Role] = []

    async def page(scope: Any, receive: Any, send: Any) -> None:
        seen.append(asking.asking(scope).role)
        await httpx_ok(send)

    pages = WhoAsks(page, service=door.service, refused=lambda scope, error: None)

    async def call() -> int:
        transport = httpx.ASGITransport(app=pages, client=HERE)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as caller:
            try:
                return (await caller.get("/connexion", **cookie("dore_rien"))).status_code
            finally:
                await door.service.graph.close_async()

    assert anyio.run(call) == 200
    assert seen == [Role.ANONYMOUS]


async def httpx_ok(send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b""})
