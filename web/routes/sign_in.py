"""Coming in by a link, choosing for whom one acts, accepting the charter, going out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import RedirectResponse, Response

from access import links, sessions
from access.memberships import accept_charter
from gate.asking import session_cookie, session_of
from gate.running import heavy
from graph.errors import Unauthenticated
from web.dependencies import GraphDep, IdentityDep, ServiceDep
from web.rendering import render
from web.signed_in import CHARTER, CHOOSE, SIGN_IN, SIGN_OUT, next_step, own_path

router = APIRouter()

Shown = Annotated[str, Query(alias="lien", max_length=200)]
Going = Annotated[str, Query(alias="suite", max_length=2_000)]
GoingForm = Annotated[str, Form(alias="suite", max_length=2_000)]


@router.get(SIGN_IN)
@heavy
def get_sign_in(request: Request, identity: IdentityDep, lien: Shown = "", suite: Going = "/") -> Response:
    """The door. A link shows a button: mail programs open every link, and only a person presses it."""
    if not lien and identity.person is not None:
        return RedirectResponse(next_step(identity) or own_path(suite), status_code=303)
    return render(request, "sign_in.html", link=lien, going=own_path(suite), refused=None)


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
    try:
        opened = links.redeem(service.graph, lien, request_id=identity.request_id)
    except Unauthenticated as error:
        return render(request, "sign_in.html", 401, link="", going=own_path(suite), refused=error)
    who = sessions.identify(service.graph, opened.secret.shown)
    answer = RedirectResponse(next_step(who) or own_path(suite), status_code=303)
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
    return RedirectResponse(next_step(who) or own_path(suite), status_code=303)


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
@heavy
def post_sign_out(request: Request, service: ServiceDep, identity: IdentityDep) -> Response:
    """End the session."""
    shown = session_of(request.scope, service)
    if shown:
        sessions.close(service.graph, identity, shown)
    answer = RedirectResponse(SIGN_IN, status_code=303)
    answer.headers["Set-Cookie"] = session_cookie(service, "")
    return answer
