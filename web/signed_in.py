"""Who may see a page at all: people who are signed in, for an institution whose charter they have accepted."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from fastapi import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from access import Identity, Role
from gate.asking import asking, session_cookie
from gate.service import Service
from graph.errors import Unauthenticated

SIGN_IN, CHOOSE, CHARTER, SIGN_OUT = "/connexion", "/organisation", "/charte", "/deconnexion"
DEMAND = "/demande"
"""Where whoever has no account sends a request, and follows it."""
PROVIDER, BACK = "/connexion/fournisseur", "/connexion/retour"
_AT_THE_DOOR = (SIGN_IN, PROVIDER, BACK)
_BEFORE = (*_AT_THE_DOOR, CHOOSE, CHARTER, SIGN_OUT, "/guide", DEMAND)
_FOR_ALL = ("/assets/", "/guide/", f"{DEMAND}/")


class SignedIn:
    """Leads whoever is not signed in, has not chosen an institution or not read the charter to the page for it.

    Args:
        app: what comes next.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or lead it elsewhere."""
        if scope["type"] != "http" or scope["path"].startswith(_FOR_ALL) or scope["path"] in _BEFORE:
            await self._app(scope, receive, send)
            return
        step = next_step(asking(scope))
        if step is None:
            await self._app(scope, receive, send)
            return
        await led(Request(scope), step)(scope, receive, send)


def next_step(identity: Identity) -> str | None:
    """Return the page that somebody must pass first, or None."""
    if identity.via == "local":
        return None
    if identity.person is None:
        return SIGN_IN
    if identity.role is Role.ANONYMOUS:
        return CHOOSE
    return None if identity.charter else CHARTER


def onward(identity: Identity, going: str) -> str:
    """Return where somebody goes next: where they were going, once they have passed what comes first."""
    step, going = next_step(identity), own_path(going)
    return going if step is None else step + (f"?suite={quote(going)}" if going != "/" else "")


def led(request: Request, step: str) -> Response:
    """Return the answer that leads to a page, and remembers where one was going.

    htmx follows a redirection by itself and would put the page of sign-in into a part of this one: it is told to
    load it as a page.
    """
    going = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    address = f"{step}?suite={quote(going)}" if request.method == "GET" and going != "/" else step
    if request.headers.get("hx-request") == "true":
        return Response(status_code=401, headers={"HX-Redirect": step})
    return RedirectResponse(address, status_code=303)


def ended(scope: Scope, _error: Unauthenticated) -> ASGIApp | None:
    """Take back the cookie of a session that is over, and lead to the door; assets are for everybody."""
    if scope["path"] in _AT_THE_DOOR:
        return None
    answer = led(Request(scope), SIGN_IN)
    service: Service = scope["app"].state.service
    answer.headers["Set-Cookie"] = session_cookie(service, "")
    return answer


def own_path(going: str) -> str:
    """Return an address if it is one of ours, else the first page: nobody is sent to another site.

    >>> own_path("/entreprises/732829320?a=1"), own_path("//ailleurs.example"), own_path("https://ailleurs.example/")
    ('/entreprises/732829320?a=1', '/', '/')
    """
    parts = urlsplit(going)
    plain = going.startswith("/") and not going.startswith(("//", "/\\")) and going.isprintable()
    return going if plain and not parts.scheme and not parts.netloc else "/"
