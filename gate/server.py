"""Serving the application over HTTP: its socket, its log, how it starts and stops."""

from __future__ import annotations

import signal
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass

import uvicorn
from starlette.types import ASGIApp

from gate import logs
from gate.asgi import ONLY_LOOPBACK, is_loopback
from graph.errors import Misuse, Refused

GRACE_S = 10
"""How long requests under way may go on after a stop was asked for."""


@dataclass(frozen=True, slots=True)
class Listening:
    """Where a service listens."""

    host: str
    port: int

    @property
    def address(self) -> str:
        """As one types it in a browser."""
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"


def serve(app: ASGIApp, host: str, port: int, *, ready: Callable[[Listening], None]) -> None:
    """Answer requests until Ctrl-C or SIGTERM; those under way are finished first.

    Args:
        app: what answers.
        host: an address of this machine's own.
        port: 0 takes a free one.
        ready: told where, once it listens.

    Raises:
        Misuse: the address is not this machine's own.
        Refused: the port is taken, or may not be used.
    """
    bound = bind(host, port)
    logs.configure(sys.stderr)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        proxy_headers=False,  # else a header would say where a request comes from
        server_header=False,
        timeout_graceful_shutdown=GRACE_S,
    )
    # uvicorn raises the signal again once it has stopped: it has done its work by then.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)
    ready(Listening(*bound.getsockname()[:2]))
    with bound:
        uvicorn.Server(config).run(sockets=[bound])


def bind(host: str, port: int) -> socket.socket:
    """Return a socket that listens, on this machine alone.

    Raises:
        Misuse: the address is not this machine's own.
        Refused: the port is taken, or may not be used.
    """
    if not is_loopback(host):
        raise Misuse(f"{ONLY_LOOPBACK} L'adresse « {host} » est refusée.", hint="Utilisez --host 127.0.0.1.")
    address = "127.0.0.1" if host == "localhost" else host.strip("[]")
    bound = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((address, port))
        bound.listen(256)
    except (OSError, OverflowError) as error:
        bound.close()
        raise Refused(
            f"Le port {port} de {address} est déjà pris, ou ne peut pas être ouvert.",
            hint="Choisissez-en un autre : dore serve --port 8033.",
        ) from error
    return bound
