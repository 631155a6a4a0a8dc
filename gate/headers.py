"""The headers that tell a browser what an answer of ours may do: nothing but what comes from here.

Set on every answer, of the API and of the pages, errors included. A header that a route has set itself is kept.
"""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
_UNUSED = ("camera", "geolocation", "microphone", "payment", "usb")
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "same-origin",  # the address of a page names a company: no other site is told
    "X-Frame-Options": "DENY",  # for browsers that do not know `frame-ancestors`
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in _UNUSED),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


HTTPS_ALONE = {"Strict-Transport-Security": "max-age=31536000"}
"""For a year the browser comes to this name over HTTPS alone; other names of the domain are not ours to decide for."""


class Guarded:
    """Adds the headers to each answer.

    Args:
        app: what answers.
        https: whether browsers come over HTTPS.
    """

    def __init__(self, app: ASGIApp, *, https: bool = False) -> None:
        self._app = app
        self._headers = HEADERS | (HTTPS_ALONE if https else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; its answer leaves with the headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, guarded)
