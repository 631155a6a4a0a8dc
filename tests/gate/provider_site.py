"""A real identity provider on loopback, with people of our own, and what it can be made to do wrong."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from socketserver import ThreadingMixIn
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import httpx
import oidc_provider_mock
from pydantic import SecretStr

from graph import Settings

ADA = "ada@cci.example"
HTTP = httpx.Client(verify=False)  # one for all: making one costs more than what it asks


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


class Site:
    """The provider as people and DORE meet it."""

    def __init__(self, issuer: str, app: Any) -> None:
        self.issuer = issuer
        self.app = app
        self.tell(ADA, email=ADA, email_verified=True)

    def tell(self, sub: str, **claims: Any) -> None:
        """Say what it knows of somebody."""
        HTTP.put(f"{self.issuer}/users/{sub}", json=claims).raise_for_status()

    def answers(self, view: str, made: Any) -> None:
        """Answer one of its addresses otherwise."""
        self.app.view_functions[f"oidc-provider-mock.{view}"] = made

    def settings(self, **more: Any) -> Settings:
        """What DORE is told to use it."""
        known = {"oidc_issuer": self.issuer, "oidc_client_id": "dore", "oidc_client_secret": SecretStr("s"), **more}
        return Settings(oidc_label="ProTest", _env_file=None, **known)  # type: ignore[call-arg]

    def signs_in(self, address: str, sub: str = ADA, action: str = "authorize") -> dict[str, str]:
        """Do what a person does there, and return what the address has that they come back by."""
        answer = HTTP.post(address, data={"sub": sub, "action": action})
        assert answer.status_code == 302, answer.text
        return dict(parse_qsl(urlsplit(answer.headers["location"]).query))


@contextmanager
def provider_site(*, lasts: timedelta = timedelta(hours=1), registered: bool = False) -> Iterator[Site]:
    """Serve a provider on a free port of this machine."""
    app = oidc_provider_mock.app(access_token_max_age=lasts, require_client_registration=registered)
    with make_server("127.0.0.1", 0, app, server_class=_Server, handler_class=_Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield Site(f"http://127.0.0.1:{server.server_port}", app)
        finally:
            server.shutdown()
            thread.join()
