"""What a browser is told that our answers may do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import anyio
import httpx
import pytest
from starlette.responses import Response

from gate.headers import HEADERS, Guarded
from tests.api.conftest import HERE, Client


@pytest.mark.parametrize("path", ["/healthz", "/api/v1/overlaps", "/api/v1/overlaps?limit=0", "/api/v1/nothing"])
def test_every_answer_of_the_api_has_them_errors_included(client: Client, path: str) -> None:
    answer = client.get(path)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_a_request_that_is_refused_at_the_door_has_them_too(client: Client) -> None:
    answer = client.get("/healthz", client=("192.168.1.20", 4000))
    assert answer.status_code == 403
    assert answer.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]


def test_nothing_may_come_from_elsewhere_or_be_written_in_the_page() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert not [word for word in ("unsafe", "http:", "https:", "*") if word in policy]


def test_what_a_route_says_itself_is_kept() -> None:
    answer = _answered(Response("", headers={"Cross-Origin-Resource-Policy": "same-site"}))
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-site"
    assert answer.headers["X-Frame-Options"] == "DENY"


def _answered(app: Callable[..., Any]) -> httpx.Response:
    async def call() -> httpx.Response:
        transport = httpx.ASGITransport(app=Guarded(app), client=HERE)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as caller:
            return await caller.get("/")

    return anyio.run(call)
