"""What every request passes."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from api.app import MOST_BYTES
from graph import Graph
from tests.api.conftest import LYS, Client
from tests.given import given

Log = Callable[[], list[dict[str, Any]]]


@pytest.mark.parametrize("address", ["192.168.1.20", "10.0.0.1", "2001:db8::1", "::ffff:10.0.0.1", "testclient"])
def test_a_request_from_another_machine_is_refused(client: Client, address: str) -> None:
    answer = client.get("/healthz", client=(address, 4000))
    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"
    assert "autre machine" in answer.json()["hint"]


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"])
def test_a_request_from_this_machine_is_answered(client: Client, address: str) -> None:
    assert client.get("/healthz", client=(address, 4000)).json() == {"status": "ok"}


@pytest.mark.parametrize("base", ["http://dore.example", "http://127.0.0.1.example", "http://localhost.example:8032"])
def test_a_name_of_another_site_that_points_here_is_refused(client: Client, base: str) -> None:
    answer = client.get("/healthz", base=base)
    assert answer.status_code == 403
    assert "Host" in answer.json()["hint"]


@pytest.mark.parametrize("base", ["http://localhost:8032", "http://127.0.0.1:8032", "http://[::1]:8032"])
def test_the_names_of_this_machine_are_answered(client: Client, base: str) -> None:
    assert client.get("/healthz", base=base).status_code == 200


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
def test_a_request_relayed_by_another_server_is_refused(client: Client, header: str) -> None:
    assert client.get("/healthz", headers={header: "203.0.113.9"}).status_code == 403


def test_a_page_of_another_site_cannot_post(cci: Client) -> None:
    body = {"siren": LYS, "on": "2026-11-26", "status": "planned"}
    for headers in (
        {"Origin": "https://example.org"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ):
        assert cci.post("/api/v1/visits", json=body, headers=headers).status_code == 403
    assert cci.service.graph.system_read("MATCH ()-[v:VISITED]->() RETURN v") == []


def test_a_link_followed_from_another_site_opens_and_its_scripts_read_nothing(cci: Client) -> None:
    followed = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert cci.get("/healthz", headers=followed).status_code == 200
    assert cci.get("/healthz", headers=followed | {"Sec-Fetch-Dest": "iframe"}).status_code == 403
    assert cci.get("/healthz", headers=followed | {"Sec-Fetch-Mode": "cors"}).status_code == 403
    assert cci.post("/api/v1/visits", json={}, headers=followed).status_code == 403


def test_a_page_of_this_service_can_post(cci: Client) -> None:
    body = {"siren": LYS, "on": "2026-11-26", "status": "planned"}
    answer = cci.post(
        "/api/v1/visits/check",
        json=body,
        headers={"Origin": "http://127.0.0.1", "Sec-Fetch-Site": "same-origin"},
    )
    assert answer.status_code == 200


@pytest.mark.parametrize("given_id", ["0af7651916cd43dd8448eb211c80319c", "6f1c2a34-90ab-4cde-8f01-23456789abcd"])
def test_a_well_formed_request_id_comes_back(client: Client, given_id: str) -> None:
    answer = client.get("/nope", headers={"X-Request-Id": given_id})
    assert answer.headers["x-request-id"] == given_id
    assert answer.json()["request_id"] == given_id


@pytest.mark.parametrize("given_id", ["jean-dupont", "a" * 500, "", "x\ty", "0af7651916cd43dd8448eb211c80319c;"])
def test_any_other_request_id_is_replaced(client: Client, given_id: str) -> None:
    made = client.get("/healthz", headers={"X-Request-Id": given_id}).headers["x-request-id"]
    assert made != given_id
    assert re.fullmatch("[0-9a-f]{32}", made)


def test_two_requests_have_two_ids(client: Client) -> None:
    first, second = (client.get("/healthz").headers["x-request-id"] for _ in range(2))
    assert first != second


def test_no_answer_is_kept_by_a_cache(client: Client) -> None:
    answer = client.get("/healthz")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_body_too_large_is_refused_before_it_is_read(cci: Client) -> None:
    answer = cci.post("/api/v1/visits", content=b"x", headers={"Content-Length": str(MOST_BYTES + 1)})
    assert answer.status_code == 413
    assert answer.json()["title"] == "Envoi trop volumineux"


def test_a_body_that_does_not_say_its_size_is_stopped_as_it_comes(cci: Client) -> None:
    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b" " * 64_000

    answer = cci.post("/api/v1/visits", content=endless(), headers={"Content-Type": "application/json"})
    assert answer.status_code == 413


def test_a_line_of_the_log_tells_the_route_and_nobodys_name(client: Client, region: Graph, log: Log) -> None:
    given(
        region,
        "(cci:Operator {uid: 'x', name: 'Agence X'})-[:VISITED {on: '2026-03-02'}]->"
        "(:Company {siren: '100000009', name: 'Martin Menuiserie'})",
    )
    for path in (
        f"/api/v1/companies/{LYS}",
        "/api/v1/companies?q=Menuiserie+Martin",
        "/api/v1/who?q=TEXTILES",
        "/martin",
    ):
        client.get(path)
    client.post("/api/v1/briefings", json={"companies": [LYS]})
    lines = log()
    assert [line["route"] for line in lines] == [
        "/api/v1/companies/{siren}", "/api/v1/companies", "/api/v1/who", None, "/api/v1/briefings",
    ]  # fmt: skip
    assert [line["status"] for line in lines] == [200, 200, 200, 404, 200]
    assert all(line["duration_ms"] >= 0 and line["request_id"] and line["method"] for line in lines)
    written = repr(lines).lower()
    for word in ("martin", "menuiserie", "textiles", LYS, "127.0.0.1"):
        assert word not in written


def test_an_unforeseen_error_is_a_problem_and_its_message_stays_out_of_the_log(client: Client, log: Log) -> None:
    @client.app.get("/broken")
    def broken() -> None:
        raise RuntimeError("le numéro de Jeanne Martin")

    answer = client.get("/broken")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "Jeanne" not in answer.text
    [line] = log()
    assert line["level"] == "error"
    assert line["error"] == "RuntimeError"
    assert line["request_id"] == answer.json()["request_id"]
    assert "Jeanne" not in repr(line)
