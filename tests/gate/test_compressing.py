"""Answers are compressed where that helps, and only there."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator
from typing import Any

import anyio
import pytest
from fastapi import FastAPI
from starlette.responses import HTMLResponse, Response, StreamingResponse

from gate import compressing

PAGE = "<p>Textiles de la Lys</p>" * 400
Message = dict[str, Any]


def application(taken: list[str]) -> FastAPI:
    app = FastAPI()

    @app.get("/page")
    def page() -> Response:
        return HTMLResponse(PAGE, headers={"Vary": "HX-Request"})

    @app.get("/court")
    def short() -> Response:
        return HTMLResponse("<p>oui</p>")

    @app.get("/tableur")
    def sheet() -> Response:
        return Response(b"PK" * 2_000, media_type=compressing.PACKED[-1])

    @app.get("/evenements")
    async def events() -> Response:
        async def told() -> AsyncIterator[str]:
            for number in range(3):
                taken.append(f"dit {number}")
                yield f"data: {number}\n\n" + ":" + " " * 2_000 + "\n\n"

        return StreamingResponse(told(), media_type="text/event-stream")

    compressing.install(app)
    return app


def asked(path: str, encoding: bytes = b"gzip, br") -> tuple[dict[str, str], list[bytes], list[str]]:
    """Ask as a server does, message by message: headers, parts of the body, and the order in which all came."""
    order: list[str] = []
    got: list[Message] = []

    async def receive() -> Message:
        await anyio.sleep_forever()
        return {}

    async def send(message: Message) -> None:
        if message.get("body"):
            order.append("reçu")
        got.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b"",
             "headers": [(b"accept-encoding", encoding)], "scheme": "http", "server": ("x", 80), "client": ("x", 1),
             "root_path": "", "http_version": "1.1", "asgi": {"version": "3.0"}}  # fmt: skip
    anyio.run(application(order), scope, receive, send)
    headers = {name.decode().lower(): value.decode() for name, value in got[0]["headers"]}
    return headers, [one["body"] for one in got[1:] if one.get("body")], order


def test_a_page_travels_compressed_and_says_so() -> None:
    headers, [body], _ = asked("/page")
    assert (headers["content-encoding"], headers["content-length"]) == ("gzip", str(len(body)))
    assert headers["vary"] == "HX-Request, Accept-Encoding"
    assert gzip.decompress(body).decode() == PAGE
    assert len(body) < len(PAGE) / 20


@pytest.mark.parametrize(("path", "encoding"), [("/page", b"br"), ("/court", b"gzip"), ("/tableur", b"gzip")])
def test_what_gains_nothing_or_cannot_be_read_is_sent_as_it_is(path: str, encoding: bytes) -> None:
    headers, [body], _ = asked(path, encoding)
    assert "content-encoding" not in headers
    assert headers["content-length"] == str(len(body))


def test_events_leave_one_by_one_as_they_come() -> None:
    headers, parts, order = asked("/evenements")
    assert "content-encoding" not in headers
    assert len(parts) == 3
    assert order == ["dit 0", "reçu", "dit 1", "reçu", "dit 2", "reçu"]
