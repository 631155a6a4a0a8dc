"""Who asks: read from the request once, before any route; routes are told and cannot say otherwise.

A key in `Authorization` is for the API alone; a session in its cookie is for both doors. What is shown and wrong is
refused: nobody who believes to be signed in is answered as nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Receive, Scope, Send

from access import ANONYMOUS, Identity, keys, sessions
from gate import problems
from gate.service import Service
from graph.bridge import run_bridged
from graph.errors import DoreError, TooMany, Unauthenticated

COOKIE = "__Host-dore"
"""Browsers take a cookie of that prefix over HTTPS alone, for this very host, for all of it."""
INSECURE_COOKIE = "dore"
"""Where there is no HTTPS, they would drop the other one."""
_NOT_ASKED = ("/healthz", "/readyz", "/assets/")
"""Answered alike to everybody, and without the database."""

Refusal = Callable[[Scope, Unauthenticated], ASGIApp | None]


def problem_401(scope: Scope, error: Unauthenticated) -> ASGIApp:
    """Answer whoever shows a wrong key or session with a problem."""
    return problems.respond(problems.of_error(error, _number(scope)))


class WhoAsks:
    """Settles on whose behalf each request is answered, and that it is not one too many.

    Args:
        app: what comes next.
        service: where sessions and keys are looked up.
        refused: what to answer to a wrong key or session; None passes the request on as nobody's, which pages that
            anybody may read (signing in) need.
    """

    def __init__(self, app: ASGIApp, *, service: Service, refused: Refusal = problem_401) -> None:
        self._app = app
        self._service = service
        self._refused = refused

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with its identity, or refuse it."""
        if scope["type"] == "http":
            answer: ASGIApp | None = None
            identity = ANONYMOUS
            try:
                identity = await self._identity(scope)
            except Unauthenticated as error:
                answer = self._refused(scope, error)
            except DoreError as error:
                answer = problems.answer(error, _number(scope))
            state = scope.setdefault("state", {})
            state["identity"] = replace(identity, request_id=_number(scope) or "")
            answer = self._one_too_many(scope, identity) or answer
            if answer is not None:
                await answer(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _one_too_many(self, scope: Scope, identity: Identity) -> ASGIApp | None:
        if scope["path"].startswith(_NOT_ASKED):
            return None
        try:
            self._service.rates.ask(identity, address_of(scope))
        except TooMany as error:
            return problems.answer(error, _number(scope))
        return None

    async def _identity(self, scope: Scope) -> Identity:
        if self._service.local is not None:
            return self._service.local
        if scope["path"].startswith(_NOT_ASKED):
            return ANONYMOUS
        shown = Headers(scope=scope).getlist("authorization") if scope["path"].startswith("/api/") else []
        if shown:
            return await run_bridged(keys.identify, self._service.graph, _bearer(shown))
        session = session_of(scope, self._service)
        if session:
            return await run_bridged(sessions.identify, self._service.graph, session)
        return ANONYMOUS


def address_of(scope: Scope) -> str:
    """Return the address that a request comes from, as the proxies that we trust have said it."""
    client = scope.get("client")
    return client[0] if client else ""


def cookie_name(service: Service) -> str:
    """Return the name of the cookie that holds a session."""
    return INSECURE_COOKIE if service.insecure else COOKIE


def session_of(scope: Scope, service: Service) -> str:
    """Return the secret of the session that a request shows, empty when it shows none."""
    return cookie_parser(Headers(scope=scope).get("cookie", "")).get(cookie_name(service), "")


def session_cookie(service: Service, shown: str) -> str:
    """Return the `Set-Cookie` that gives a browser its session; an empty one takes it back."""
    secure = "" if service.insecure else "; Secure"
    age = "" if shown else "; Max-Age=0"
    return f"{cookie_name(service)}={shown}; Path=/; HttpOnly; SameSite=Lax{secure}{age}"


def asking(scope: Scope) -> Identity:
    """Return the identity that a request was given; nobody's where none was."""
    found: Identity = scope.get("state", {}).get("identity", ANONYMOUS)
    return found


def _bearer(shown: list[str]) -> str:
    scheme, _, key = shown[0].strip().partition(" ")
    if len(shown) > 1 or scheme.lower() != "bearer" or not key.strip():
        raise Unauthenticated(
            "L'en-tête Authorization n'est pas compris.", hint="Écrivez « Authorization: Bearer CLÉ »."
        )
    return key.strip()


def _number(scope: Scope) -> str | None:
    found: str | None = scope.get("state", {}).get("request_id")
    return found
