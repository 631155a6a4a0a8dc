"""Forms are taken from our own pages alone: where the browser says they come from, and the token they carry."""

from __future__ import annotations

from fastapi import Request

from gate import forgery
from gate.asking import asking
from graph.errors import AccessRefused

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
ELSEWHERE = "Ce formulaire vient de la page d'un autre site : il n'a pas été pris en compte."
STALE = "Ce formulaire ne vient pas d'une page de votre session : rien n'a été enregistré."


async def genuine(request: Request) -> None:
    """Pass a request that changes nothing, or that one of our pages sent; a dependency of every route.

    Raises:
        AccessRefused: another site sent it, or its token is missing or of another session.
    """
    if request.method in SAFE:
        return
    if _is_foreign(request):
        raise AccessRefused(ELSEWHERE, hint="Ouvrez la page dans DORE, puis recommencez.")
    given = request.headers.get(forgery.HEADER) or await _in_the_form(request)
    if not forgery.is_own(asking(request.scope), given):
        raise AccessRefused(STALE, hint="Rechargez la page, puis envoyez-la de nouveau.")


def _is_foreign(request: Request) -> bool:
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("origin")
    return origin is not None and origin.partition("://")[2].lower() != request.headers.get("host", "").lower()


async def _in_the_form(request: Request) -> str:
    # The request keeps what was read: the route finds the same form, files included.
    found = (await request.form()).get(forgery.FIELD, "")
    return found if isinstance(found, str) else ""
