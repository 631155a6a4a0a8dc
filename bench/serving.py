"""The service as `dore serve --as` runs it, in a process of its own; and any application in a thread, for trials."""

from __future__ import annotations

import multiprocessing
import os
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn

from gate.server import bind
from graph import Graph, Settings

OK = "/ok"
"""A page that answers "ok" through the same stack as all others."""
STARTED_WITHIN_S = 900.0


@contextmanager
def served(graph: Graph, organisation: str, warmed: Sequence[str], home: Path | None = None) -> Iterator[int]:
    """Serve a graph for one institution and give the port, once each of some pages has been answered.

    Raises:
        RuntimeError: the service did not start.
    """
    with socket.create_server(("127.0.0.1", 0)) as bound:
        port = int(bound.getsockname()[1])
    asked = (port, graph.uri, *graph._auth, organisation, home)
    server = multiprocessing.get_context("spawn").Process(target=_serve, args=asked)
    server.start()
    try:
        _wait(port, server, warmed)
        yield port
    finally:
        server.terminate()
        server.join()


@contextmanager
def listening(app: Any) -> Iterator[str]:
    """Serve an application on a free port of this machine, in a thread, and give its address."""
    with bind("127.0.0.1", 0) as bound:  # listens already: who asks while the service starts waits for it
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{bound.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(20)


def _serve(port: int, uri: str, user: str, password: str, organisation: str, home: Path | None) -> None:
    """Serve the pages and the API, and one page more."""
    from starlette.responses import PlainTextResponse, Response

    from access.roles import local
    from api.app import create_app
    from gate.doors import behind_one_address
    from gate.running import heavy
    from gate.server import serve
    from gate.service import Service
    from web import permissions
    from web.app import create_pages

    settings = Settings(home=home) if home else Settings()
    service = Service(
        Graph(uri, user, password), settings, local(organisation, organisation), insecure=True, warms=True
    )
    pages = create_pages(service)

    @heavy
    def ok() -> Response:
        return PlainTextResponse("ok")

    permissions.ACTIONS[f"GET {OK}"] = None
    pages.get(OK)(ok)
    app, bound = behind_one_address(create_app(service), pages), bind("127.0.0.1", port)
    os.close(2)  # a line for each request is of no use here
    os.open(os.devnull, os.O_WRONLY)
    serve(app, bound, ready=lambda _: None)


def _wait(port: int, server: multiprocessing.process.BaseProcess, warmed: Sequence[str]) -> None:
    started = time.perf_counter()
    while server.is_alive() and time.perf_counter() - started < STARTED_WITHIN_S:
        try:
            for path in (OK, *warmed):
                urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=120).read()
            return
        except urllib.error.HTTPError:
            raise
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the service did not start")
