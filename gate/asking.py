"""Who asks: read from the request once, before any route; routes are told and cannot say otherwise."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from access import ANONYMOUS, Identity
from gate.service import Service


class WhoAsks:
    """Settles on whose behalf each request is answered.

    Args:
        app: what comes next.
        service: where sessions and keys are looked up.
    """

    def __init__(self, app: ASGIApp, *, service: Service) -> None:
        self._app = app
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with its identity."""
        if scope["type"] == "http":
            scope.setdefault("state", {})["identity"] = self._service.local or ANONYMOUS
        await self._app(scope, receive, send)


def asking(scope: Scope) -> Identity:
    """Return the identity that a request was given; nobody's where none was."""
    found: Identity = scope.get("state", {}).get("identity", ANONYMOUS)
    return found
