"""What every request passes: a number, a line in the log, the rule of who is answered, a limit on its size.

Plain ASGI: it sees the bytes as they come, and costs nothing on the way.
"""

from __future__ import annotations

import re
import time
import uuid

import structlog
from fastapi.responses import Response
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gate import logs, problems
from gate.reach import ONLY_LOOPBACK, is_loopback
from gate.service import Service

# A UUID or the hexadecimal number of a trace; anything else could carry a name into the log.
_REQUEST_ID = re.compile(r"[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}|[0-9a-fA-F]{16}|[0-9a-fA-F]{64}")
_HOST = re.compile(r"(\[[0-9a-fA-F:.]+\]|[0-9a-zA-Z.-]+)(?::\d{1,5})?")
_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
_PROBES = ("/healthz", "/readyz")


class Numbered:
    """Gives each request a number, answers whatever fails, and writes one line about it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, timed."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        request_id = _request_id(Headers(scope=scope).get("x-request-id"))
        scope.setdefault("state", {})["request_id"] = request_id
        status = 0

        async def numbered(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Request-Id"] = request_id
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        more = {}
        try:
            await self._app(scope, receive, numbered)
        except Exception as error:
            more = logs.failure(error)
            if not status:
                found = problems.problem("internal", problems.KINDS["internal"].said, request_id=request_id)
                await problems.respond(found)(scope, receive, numbered)
        finally:
            route = scope.get("route")
            structlog.get_logger().log(
                40 if status >= 500 or more else 20,
                "request",
                request_id=request_id,
                method=scope["method"],
                route=getattr(route, "path", None),
                status=status,
                duration_ms=round((time.perf_counter() - started) * 1000, 1),
                **more,
            )


class Welcomed:
    """Refuses whoever the service does not answer to: other machines, other names, pages of other sites.

    Args:
        app: what comes next.
        service: which says from where it is reached.
    """

    def __init__(self, app: ASGIApp, *, service: Service) -> None:
        self._app = app
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "lifespan" or (scope["type"] == "http" and not (why := self._foreign(scope))):
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            said = "Cette demande n'est pas de celles auxquelles DORE répond ici."
            said = said if self._service.reach.beyond else ONLY_LOOPBACK
            found = problems.problem("access-refused", said, hint=why, request_id=_number(scope))
            await problems.respond(found)(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    def _foreign(self, scope: Scope) -> str:
        """Return why a request is not answered, empty when it is."""
        headers, reach = Headers(scope=scope), self._service.reach
        here = is_loopback((scope.get("client") or ("",))[0])
        if not here and not reach.beyond:
            return "La demande vient d'une autre machine."
        named = _HOST.fullmatch(headers.get("host", ""))
        name = named.group(1).strip("[]").lower() if named else ""
        if name not in reach.hosts and not (here and is_loopback(name)):
            return "L'en-tête Host ne nomme pas ce service : appelez-le par son adresse."
        if not reach.beyond and any(one in headers for one in _FORWARDED):
            return "La demande a été relayée par un autre serveur."
        if reach.proxies and scope["scheme"] != "https" and not (here and scope["path"] in _PROBES):
            return "La demande ne vient pas en HTTPS d'un serveur de confiance (--behind-proxy, X-Forwarded-Proto)."
        return "La demande vient de la page d'un autre site." if _of_another_site(scope, headers) else ""


class Bounded:
    """Refuses a body over a number of bytes, announced or as it comes, before anything reads it.

    Args:
        app: what comes next.
        most: bytes of a body.
        uploads: bytes of a body sent to `upload_path`.
        upload_path: the one address that takes files.
    """

    def __init__(self, app: ASGIApp, *, most: int, uploads: int, upload_path: str) -> None:
        self._app = app
        self._most = most
        self._uploads = uploads
        self._upload_path = upload_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, its body counted."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = self._uploads if scope["path"] == self._upload_path else self._most
        announced = Headers(scope=scope).get("content-length", "")
        if announced.isdigit() and int(announced) > most:
            await _too_large(most, scope)(scope, receive, send)
            return
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > most:
                raise HTTPException(413)
            return message

        await self._app(scope, counted, send)


def _of_another_site(scope: Scope, headers: Headers) -> bool:
    origin = headers.get("origin")
    if origin is not None and origin.partition("://")[2].lower() != headers.get("host", "").lower():
        return True
    return headers.get("sec-fetch-site", "none") not in ("none", "same-origin") and not _opened(scope, headers)


def _opened(scope: Scope, headers: Headers) -> bool:
    """Whether a person follows a link to here from another site, such as an invitation in a mailbox.

    The browser shows the page as ours: the other site can read nothing of it, and a GET changes nothing.
    """
    seen = (scope["method"], headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest"))
    return seen == ("GET", "navigate", "document")


def _request_id(given: str | None) -> str:
    return given if given and _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex


def _number(scope: Scope) -> str | None:
    found: str | None = scope.get("state", {}).get("request_id")
    return found


def _too_large(most: int, scope: Scope) -> Response:
    detail = f"Le corps de la demande dépasse {most / 1e6:g} Mo."
    return problems.respond(problems.problem("too-large", detail, request_id=_number(scope)))
