"""Serving the application over HTTP: its socket, its log, how it starts and stops."""

from __future__ import annotations

import signal
import socket
import ssl
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from gate import logs
from graph.errors import Refused

GRACE_S = 10
"""How long requests under way may go on after a stop was asked for."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """What makes it HTTPS: a certificate with those that vouch for it, and its key, in PEM."""

    chain: Path
    key: Path

    def check(self) -> None:
        """Pass, or say that the files are not what they should be.

        Raises:
            Refused: they cannot be read, or do not go together.
        """
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(self.chain, self.key, password="")
        except (OSError, ValueError) as error:  # of which those of `ssl` are
            raise Refused(
                f"Le certificat {self.chain} et la clé {self.key} ne peuvent pas servir.",
                hint="Il faut deux fichiers PEM lisibles, qui vont ensemble ; la clé sans mot de passe.",
            ) from error


@dataclass(frozen=True, slots=True)
class Listening:
    """Where a service listens."""

    host: str
    port: int
    https: bool = False

    @property
    def address(self) -> str:
        """As one types it in a browser."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.https else 'http'}://{host}:{self.port}"


def serve(
    app: ASGIApp,
    bound: socket.socket,
    *,
    ready: Callable[[Listening], None],
    certificate: Certificate | None = None,
    proxies: Sequence[str] = (),
) -> None:
    """Answer requests until Ctrl-C or SIGTERM; those under way are finished first.

    Args:
        app: what answers.
        bound: where, as `bind` has made it.
        ready: told where, once it listens.
        certificate: of the service itself.
        proxies: addresses or networks whose word is taken on where a request comes from, and how.
    """
    logs.configure(sys.stderr)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        # Nobody else's header says where a request comes from.
        proxy_headers=bool(proxies),
        forwarded_allow_ips=list(proxies),
        ssl_certfile=certificate.chain if certificate else None,
        ssl_keyfile=certificate.key if certificate else None,
        server_header=False,
        timeout_graceful_shutdown=GRACE_S,
    )
    # uvicorn raises the signal again once it has stopped: it has done its work by then.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)
    where, port = bound.getsockname()[:2]
    ready(Listening(where, port, https=certificate is not None))
    with bound:
        uvicorn.Server(config).run(sockets=[bound])


def bind(host: str, port: int) -> socket.socket:
    """Return a socket that listens; who is answered there is settled by `gate.reach`.

    Args:
        host: an address of this machine.
        port: 0 takes a free one.

    Raises:
        Refused: the port is taken, or may not be used.
    """
    address = "127.0.0.1" if host == "localhost" else host.strip("[]")
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    # Named as TCP, or asyncio leaves Nagle's algorithm on: a page would wait 40 ms for the browser's acknowledgement.
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((address, port))
        bound.listen(256)
    except (OSError, OverflowError) as error:
        bound.close()
        raise Refused(
            f"Le port {port} de {address} est déjà pris, ou ne peut pas être ouvert.",
            hint="Choisissez un autre port (dore serve --port 8033), ou une adresse de cette machine.",
        ) from error
    return bound
