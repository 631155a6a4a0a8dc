"""What every request passes: a number, a line in the log, the loopback rule, a limit on its size.

Plain ASGI: it sees the bytes as they come, and costs nothing on the way.
"""

from __future__ import annotations

import re
import time
import uuid
from ipaddress import ip_address

import structlog
from fastapi.responses import Response
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gate import logs, problems

# A UUID or the hexadecimal number of a trace; anything else could carry a name into the log.
_REQUEST_ID = re.compile(r"[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}|[0-9a-fA-F]{16}|[0-9a-fA-F]{64}")
_HOST = re.compile(r"(\[[0-9a-fA-F:.]+\]|[0-9a-zA-Z.-]+)(?::\d{1,5})?")
_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
ONLY_LOOPBACK = "Dans cette version, DORE ne répond qu'à sa propre machine."


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


class LoopbackOnly:
    """Refuses whoever is not on this machine, a page of another site that a browser here shows included."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "lifespan" or (scope["type"] == "http" and not (why := _foreign(scope))):
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            found = problems.problem("access-refused", ONLY_LOOPBACK, hint=why, request_id=_number(scope))
            await problems.respond(found)(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})


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


def is_loopback(host: str) -> bool:
    """Whether a name or address is this machine's own, as written: nothing is looked up.

    >>> is_loopback("127.0.0.1"), is_loopback("[::1]"), is_loopback("localhost"), is_loopback("0.0.0.0")
    (True, True, True, False)
    """
    name = host.strip("[]").lower().removesuffix(".")
    if name == "localhost":
        return True
    try:
        address = ip_address(name)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)


def _foreign(scope: Scope) -> str:
    """Return why a request is not from this machine, empty when it is."""
    headers = Headers(scope=scope)
    client = scope.get("client")
    if not client or not is_loopback(client[0]):
        return "La demande vient d'une autre machine."
    host = headers.get("host", "")
    named = _HOST.fullmatch(host)
    if named is None or not is_loopback(named.group(1)):
        return "L'en-tête Host ne désigne pas cette machine : appelez http://127.0.0.1."
    if any(name in headers for name in _FORWARDED):
        return "La demande a été relayée par un autre serveur."
    origin = headers.get("origin")
    if origin is not None and origin.partition("://")[2].lower() != host.lower():
        return "La demande vient de la page d'un autre site."
    if headers.get("sec-fetch-site", "none") not in ("none", "same-origin") and not _opened(scope, headers):
        return "La demande vient de la page d'un autre site."
    return ""


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
