"""The two front doors behind one address: the API under `/api/`, the pages everywhere else."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AsyncExitStack

from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

_API = ("/api/", "/healthz", "/readyz")


def behind_one_address(api: FastAPI, pages: FastAPI) -> ASGIApp:
    """Return an application that hands each request to the door it is for; both start and stop with it."""

    async def doors(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _live((api, pages), receive, send)
            return
        for_api = scope["path"].startswith(_API)
        await (api if for_api else pages)(scope, receive, send)

    return doors


async def _live(doors: Iterable[FastAPI], receive: Receive, send: Send) -> None:
    async with AsyncExitStack() as every:
        await receive()
        for door in doors:
            await every.enter_async_context(door.router.lifespan_context(door))
        await send({"type": "lifespan.startup.complete"})
        await receive()
    await send({"type": "lifespan.shutdown.complete"})
