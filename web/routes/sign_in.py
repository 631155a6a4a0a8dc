"""Coming in by a link, choosing for whom one acts, accepting the charter, going out.

The other way in is `provider.py`.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import RedirectResponse, Response

from access import ANONYMOUS, links, sessions
from access.memberships import accept_charter
from gate.asking import address_of, session_cookie, session_of
from gate.running import heavy, waiting
from gate.service import Service
from graph.errors import ProviderUnavailable, Unauthenticated
from web.dependencies import GraphDep, IdentityDep, ServiceDep
from web.rendering import render
from web.routes.provider import HINT, leaving
from web.signed_in import CHARTER, CHOOSE, SIGN_IN, SIGN_OUT, onward, own_path

router = APIRouter()

Shown = Annotated[str, Query(alias="lien", max_length=200)]
Going = Annotated[str, Query(alias="suite", max_length=2_000)]
GoingForm = Annotated[str, Form(alias="suite", max_length=2_000)]


@router.get(SIGN_IN)
@heavy
def get_sign_in(
    request: Request, service: ServiceDep, identity: IdentityDep, lien: Shown = "", suite: Going = "/"
) -> Response:
    """The door. A link shows a button: mail programs open every link, and only a person presses it."""
    if not lien and identity.person is not None:
        return RedirectResponse(onward(identity, suite), status_code=303)
    return render(request, "sign_in.html", link=lien, going=own_path(suite), refused=None, provider=service.provider)


@router.post(SIGN_IN)
@heavy
def post_sign_in(
    request: Request,
    service: ServiceDep,
    identity: IdentityDep,
    lien: Annotated[str, Form(max_length=200)] = "",
    suite: GoingForm = "/",
) -> Response:
    """Open a session with a link, once."""
    service.rates.try_to_enter(address_of(request.scope))
    try:
        opened = links.redeem(service.graph, lien, request_id=identity.request_id)
    except Unauthenticated as error:
        going, provider = own_path(suite), service.provider
        return render(request, "sign_in.html", 401, link="", going=going, refused=error, provider=provider)
    who = sessions.identify(service.graph, opened.secret.shown)
    answer = RedirectResponse(onward(who, suite), status_code=303)
    answer.headers["Set-Cookie"] = session_cookie(service, opened.secret.shown)
    return answer


@router.get(CHOOSE)
@heavy
def get_choices(request: Request, service: ServiceDep, identity: IdentityDep, suite: Going = "/") -> Response:
    """The institutions that one may act for."""
    if identity.person is None:
        return RedirectResponse(SIGN_IN, status_code=303)
    found = sessions.choices(service.graph, session_of(request.scope, service))
    return render(request, "choose.html", choices=found, going=own_path(suite))


@router.post(CHOOSE)
@heavy
def post_choice(
    request: Request,
    service: ServiceDep,
    identity: IdentityDep,
    organisation: Annotated[str, Form(max_length=200)],
    suite: GoingForm = "/",
) -> Response:
    """Act for one of them from now on."""
    shown = session_of(request.scope, service)
    who = sessions.choose(service.graph, shown, organisation, request_id=identity.request_id)
    return RedirectResponse(onward(who, suite), status_code=303)


@router.get(CHARTER)
@heavy
def get_charter(request: Request, identity: IdentityDep, suite: Going = "/") -> Response:
    """The charter, to be read and accepted at the first sign-in, and to be read again whenever."""
    if identity.person is None and identity.via != "local":
        return RedirectResponse(SIGN_IN, status_code=303)
    return render(request, "charter.html", going=own_path(suite))


@router.post(CHARTER)
@heavy
def post_charter(graph: GraphDep, identity: IdentityDep, suite: GoingForm = "/") -> Response:
    """Accept the charter."""
    accept_charter(graph, identity)
    return RedirectResponse(own_path(suite), status_code=303)


@router.post(SIGN_OUT)
@waiting
def post_sign_out(request: Request, service: ServiceDep, identity: IdentityDep) -> Response:
    """End the session, and then the one at the identity provider's."""
    shown = session_of(request.scope, service)
    if shown:
        sessions.close(service.graph, identity, shown)
    try:
        further = leaving(request, service)
    except ProviderUnavailable as error:
        answer: Response = _signed_out(request, service, error=error)
    else:
        answer = RedirectResponse(SIGN_IN, status_code=303)
        if further:
            # Not a redirection: the page's policy lets its forms lead to no other site, not even by way of ours.
            answer = _signed_out(request, service, further=further)
            answer.headers["Refresh"] = f"0; url={further}"
    answer.headers.append("Set-Cookie", session_cookie(service, ""))
    answer.headers.append("Set-Cookie", HINT.set(service, "", 0))
    return answer


def _signed_out(
    request: Request, service: Service, *, further: str | None = None, error: ProviderUnavailable | None = None
) -> Response:
    known: dict[str, Any] = {"provider": service.provider, "further": further, "error": error}
    return render(request, "signed_out.html", identity=ANONYMOUS, **known)
