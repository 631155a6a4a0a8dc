"""Coming in by the identity provider: going there, coming back, and what its refusals look like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.requests import cookie_parser
from starlette.responses import RedirectResponse, Response

from access import sessions
from access.entering import enter
from gate.asking import address_of, session_cookie
from gate.provider import Attempt, Provider
from gate.running import waiting
from gate.sealing import sealed, unsealed
from gate.service import Service
from graph.errors import NotFound, ProviderUnavailable, Unauthenticated
from web.dependencies import IdentityDep, ServiceDep
from web.rendering import render
from web.signed_in import BACK, PROVIDER, SIGN_IN, SIGN_OUT, onward, own_path

router = APIRouter()
WITHIN_S = 600
"""How long somebody may take at the provider's."""
_LONGEST_HINT = 3_500
"""Browsers keep about 4,000 bytes of a cookie; beyond, the provider asks before it ends its session."""
_EXPIRED = (
    "Votre demande de connexion n'est plus valable : elle a trop attendu, ou a commencé dans un autre navigateur."
)

Going = Annotated[str, Query(alias="suite", max_length=2_000)]


@dataclass(frozen=True, slots=True)
class Cookie:
    """A cookie of the sign-in, out of reach of scripts.

    Args:
        name: where there is no HTTPS.
        prefix: what browsers hold it to, over HTTPS.
        path: where it is sent.
    """

    name: str
    prefix: str
    path: str

    def known_as(self, service: Service) -> str:
        """Return its name."""
        return self.name if service.insecure else self.prefix + self.name

    def set(self, service: Service, value: str, age_s: int) -> str:
        """Return the `Set-Cookie` that gives it to a browser, or takes it back."""
        secure = "" if service.insecure else "; Secure"
        kept = f"Max-Age={age_s if value else 0}"
        return f"{self.known_as(service)}={value}; Path={self.path}; {kept}; HttpOnly; SameSite=Lax{secure}"

    def of(self, request: Request, service: Service) -> str:
        """Return what a request shows of it, empty when it shows none."""
        return cookie_parser(request.headers.get("cookie", "")).get(self.known_as(service), "")


ATTEMPT = Cookie("dore-entree", "__Host-", "/")
HINT = Cookie("dore-sortie", "__Secure-", SIGN_OUT)  # sent where it is of use: the other prefix would forbid it
_HINT_LASTS_S = int(sessions.LONGEST.total_seconds())
NO_HINT = "-"


@router.get(PROVIDER)
@waiting
def get_provider(request: Request, service: ServiceDep, suite: Going = "/") -> Response:
    """Go to the provider, and remember in this browser what its answer must hold."""
    provider = _provider(service)
    service.rates.try_to_enter(address_of(request.scope))
    try:
        address, attempt = provider.begin(_address(request, BACK))
    except ProviderUnavailable as error:
        return render(request, "sign_in.html", 503, link="", going=own_path(suite), refused=error, provider=provider)
    answer = RedirectResponse(address, status_code=303)
    kept = sealed({**attempt._asdict(), "going": own_path(suite)})
    answer.headers["Set-Cookie"] = ATTEMPT.set(service, kept, WITHIN_S)
    return answer


@router.get(BACK)
@waiting
def get_back(request: Request, service: ServiceDep, identity: IdentityDep) -> Response:
    """Come back from the provider: a session for whoever is a member, words for whoever is not."""
    provider = _provider(service)
    service.rates.try_to_enter(address_of(request.scope))
    kept = unsealed(ATTEMPT.of(request, service), within_s=WITHIN_S) or {}
    going = own_path(kept.pop("going", "/"))
    answer: Response
    try:
        if not kept:
            raise Unauthenticated(_EXPIRED, hint="Recommencez depuis la page de connexion.")
        told = provider.finish(Attempt(**kept), request.query_params, _address(request, BACK))
        secret = enter(service.graph, told.email, request_id=identity.request_id)
    except NotFound:
        contact = service.settings.contact
        answer = render(request, "unknown.html", 403, email=told.email, provider=provider, contact=contact)
    except (Unauthenticated, ProviderUnavailable) as error:
        status = 401 if isinstance(error, Unauthenticated) else 503
        answer = render(request, "sign_in.html", status, link="", going=going, refused=error, provider=provider)
    else:
        who = sessions.identify(service.graph, secret.shown)
        answer = RedirectResponse(onward(who, going), status_code=303)
        answer.headers.append("Set-Cookie", session_cookie(service, secret.shown))
        hint = told.hint if len(told.hint) <= _LONGEST_HINT else NO_HINT
        answer.headers.append("Set-Cookie", HINT.set(service, hint, _HINT_LASTS_S))
    answer.headers.append("Set-Cookie", ATTEMPT.set(service, "", 0))
    return answer


def leaving(request: Request, service: Service) -> str | None:
    """Return where the session at the provider's is ended, None for whoever came in otherwise.

    Raises:
        ProviderUnavailable: it does not answer.
    """
    hint = HINT.of(request, service)
    if service.provider is None or not hint:
        return None
    return service.provider.end("" if hint == NO_HINT else hint, _address(request, SIGN_IN))


def _provider(service: Service) -> Provider:
    if service.provider is None:
        raise NotFound("Aucun fournisseur d'identité n'est réglé ici.", hint="Entrez par votre lien personnel.")
    return service.provider


def _address(request: Request, path: str) -> str:
    """Return an address of ours as the provider knows it: by the name that the browser calls us, which was checked."""
    return f"{request.url.scheme}://{request.headers['host']}{path}"
