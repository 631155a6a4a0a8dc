"""The identity provider, over HTTP: what DORE asks it, and what it believes."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.errors import BadSignatureError, ExpiredTokenError, InvalidClaimError, InvalidKeyIdError
from joserfc.jwk import RSAKey
from oidc_provider_mock._storage import storage

from gate.provider import Attempt, Provider
from graph import Settings
from graph.errors import Misuse, ProviderUnavailable, Unauthenticated
from tests.gate.provider_site import ADA, Site, provider_site

BACK = "http://127.0.0.1/connexion/retour"


@pytest.fixture(autouse=True)
def _over_http(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")  # read by the provider's side of the library


@pytest.fixture(scope="module")
def standing() -> Iterator[Site]:
    with provider_site() as found:
        yield found


@pytest.fixture
def site(standing: Site) -> Iterator[Site]:
    """A provider that answers as it should, until a test makes it do otherwise."""
    honest = dict(standing.app.view_functions)
    yield standing
    standing.app.view_functions.update(honest)


def came_back(site: Site, provider: Provider, sub: str = ADA) -> tuple[Attempt, dict[str, str]]:
    address, attempt = provider.begin(BACK)
    return attempt, site.signs_in(address, sub)


def test_it_is_asked_with_pkce_a_state_a_nonce_and_for_an_address_alone(site: Site) -> None:
    address, attempt = Provider(site.settings()).begin(BACK)
    asked = dict(parse_qsl(urlsplit(address).query))
    challenge = urlsafe_b64encode(sha256(attempt.verifier.encode()).digest()).rstrip(b"=").decode()
    assert address.startswith(f"{site.issuer}/oauth2/authorize?")
    assert asked == {
        "response_type": "code",
        "client_id": "dore",
        "redirect_uri": BACK,
        "scope": "openid email",
        "state": attempt.state,
        "nonce": attempt.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    assert len(set(attempt)) == 3
    assert all(len(part) == 43 for part in attempt)


def test_somebody_who_comes_back_is_who_the_provider_says_and_the_token_is_asked_for_with_the_verifier(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[Any] = []
    send = httpx.Client.send
    monkeypatch.setattr(
        httpx.Client, "send", lambda self, request, **more: sent.append(request) or send(self, request, **more)
    )
    provider = Provider(site.settings())
    attempt, answered = came_back(site, provider)
    told = provider.finish(attempt, answered, BACK)
    assert told.email == ADA
    [asked] = [request for request in sent if request.url.path == "/oauth2/token"]
    body = parse_qs(asked.content.decode())
    assert (body["code_verifier"], body["redirect_uri"]) == ([attempt.verifier], [BACK])
    assert "client_secret" not in body
    assert asked.headers["authorization"].startswith("Basic ")


def test_an_answer_to_another_request_of_another_provider_or_without_a_code_is_refused(site: Site) -> None:
    provider = Provider(site.settings())
    attempt, answered = came_back(site, provider)
    for wrong in (
        answered | {"state": "autre"},
        {"code": answered["code"]},
        answered | {"iss": "https://autre.example"},
        {"state": attempt.state, "error": "access_denied"},
        answered | {"code": "autre"},
    ):
        with pytest.raises(Unauthenticated):
            provider.finish(attempt, wrong, BACK)


def test_what_was_signed_for_another_attempt_is_refused(site: Site) -> None:
    provider = Provider(site.settings())
    attempt, answered = came_back(site, provider)
    with pytest.raises(Unauthenticated) as refused:
        provider.finish(attempt._replace(nonce="autre"), answered, BACK)
    assert isinstance(refused.value.__cause__, InvalidClaimError)
    assert refused.value.__cause__.claim == "nonce"


def test_a_code_serves_once(site: Site) -> None:
    provider = Provider(site.settings())
    attempt, answered = came_back(site, provider)
    provider.finish(attempt, answered, BACK)
    with pytest.raises(Unauthenticated):
        provider.finish(attempt, answered, BACK)


def test_what_is_too_old_is_refused() -> None:
    with provider_site(lasts=timedelta(minutes=-10)) as site:
        provider = Provider(site.settings())
        attempt, answered = came_back(site, provider)
        with pytest.raises(Unauthenticated) as refused:
            provider.finish(attempt, answered, BACK)
    assert isinstance(refused.value.__cause__, ExpiredTokenError)


def test_what_was_made_for_another_application_is_refused(site: Site) -> None:
    provider, other = Provider(site.settings()), Provider(site.settings(oidc_client_id="autre"))
    attempt, answered = came_back(site, other)
    known = other.finish
    with pytest.raises(Unauthenticated):
        provider.finish(attempt, answered, BACK)  # the provider gives no token for another's code
    token = known(attempt, answered, BACK).hint
    with pytest.raises(InvalidClaimError):
        provider._claims(token, nonce=attempt.nonce)


@pytest.mark.parametrize(
    ("claims", "trusting", "believed"),
    [
        ({"email": ADA, "email_verified": True}, False, True),
        ({"email": ADA, "email_verified": "true"}, False, True),
        ({"email": ADA, "email_verified": False}, False, False),
        ({"email": ADA, "email_verified": False}, True, False),
        ({"email": ADA, "email_verified": "false"}, True, False),
        ({"email": ADA}, False, False),
        ({"email": ADA}, True, True),
        ({"email_verified": True}, True, False),
        ({"email": [ADA], "email_verified": True}, False, False),
    ],
)
def test_an_address_counts_when_it_was_verified(
    site: Site, claims: dict[str, Any], trusting: bool, believed: bool
) -> None:
    site.tell("u", **claims)
    provider = Provider(site.settings(oidc_trust_email=trusting))
    attempt, answered = came_back(site, provider, "u")
    if believed:
        assert provider.finish(attempt, answered, BACK).email == ADA
        return
    with pytest.raises(Unauthenticated, match="adresse électronique"):
        provider.finish(attempt, answered, BACK)


def signed(**claims: Any) -> Any:
    """Answer the address of user information as ProConnect does: with a signed JWT."""

    def view() -> tuple[str, int, dict[str, str]]:
        body = jwt.encode({"alg": "RS256"}, claims, RSAKey.import_key(storage.jwk.as_dict(is_private=True)))
        return body, 200, {"Content-Type": "application/jwt"}

    return view


def test_user_information_may_be_a_signed_jwt_and_is_believed_for_this_person_and_application_alone(site: Site) -> None:
    site.tell("u")
    provider = Provider(site.settings())
    right = {"sub": "u", "iss": site.issuer, "aud": "dore", "email": ADA, "email_verified": True}
    wrong = ({"sub": "autre"}, {"iss": "https://autre.example"}, {"aud": "autre"}, {"aud": ["autre"]}, {"exp": 1_000})
    for change in ({}, {"aud": ["dore", "autre"]}, *wrong):
        site.answers("userinfo", signed(**right | change))
        attempt, answered = came_back(site, provider, "u")
        if change in wrong:
            with pytest.raises(Unauthenticated):
                provider.finish(attempt, answered, BACK)
        else:
            assert provider.finish(attempt, answered, BACK).email == ADA


def test_a_signature_by_another_key_is_refused_and_a_new_key_of_the_provider_is_fetched(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider = Provider(site.settings())
    honest = site.app.view_functions["oidc-provider-mock.jwks"]
    for parameters, error in (({"kid": "autre"}, InvalidKeyIdError), ({}, BadSignatureError)):
        forged = RSAKey.generate_key(1024, parameters)
        site.answers("jwks", lambda key=forged: {"keys": [key.as_dict(private=False)]})
        provider = Provider(site.settings())
        attempt, answered = came_back(site, provider)
        with pytest.raises(Unauthenticated) as refused:
            provider.finish(attempt, answered, BACK)
        assert isinstance(refused.value.__cause__, (error, InvalidKeyIdError, BadSignatureError))
    site.answers("jwks", honest)
    monkeypatch.setattr("gate.provider._KEYS_AGAIN_S", 0.0)
    monkeypatch.setattr("gate.provider._KEPT_S", 0.0)
    attempt, answered = came_back(site, provider)
    assert provider.finish(attempt, answered, BACK).email == ADA


def test_the_secret_goes_into_the_body_where_the_provider_wants_it_there() -> None:
    with provider_site(registered=True) as site:
        asked = {"redirect_uris": [BACK], "token_endpoint_auth_method": "client_secret_post"}
        known = httpx.post(f"{site.issuer}/oauth2/clients", json=asked).json()
        honest = site.app.view_functions["oidc-provider-mock.openid_config"]
        methods = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
        site.answers("openid_config", lambda: honest().get_json() | methods)
        provider = Provider(site.settings(oidc_client_id=known["client_id"], oidc_client_secret=known["client_secret"]))
        attempt, answered = came_back(site, provider)
        assert provider.finish(attempt, answered, BACK).email == ADA


def test_a_provider_that_is_down_or_is_another_is_said_and_asked_again_later(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = site.app.view_functions["oidc-provider-mock.openid_config"]
    provider = Provider(site.settings())
    for view in (
        lambda: ("", 502),
        lambda: "<html>",
        list,
        lambda: honest().get_json() | {"issuer": "https://autre.example"},
        lambda: honest().get_json() | {"token_endpoint": "http://autre.example/token"},
    ):
        site.answers("openid_config", view)
        monkeypatch.setattr("gate.provider._SILENT_S", 0.0)
        with pytest.raises(ProviderUnavailable, match="ProTest"):
            provider.begin(BACK)
    site.answers("openid_config", honest)
    assert provider.begin(BACK)[0].startswith(site.issuer)


def test_a_provider_where_nobody_listens_is_said_at_once_to_those_who_come_after() -> None:
    provider = Provider(Settings(oidc_issuer="http://127.0.0.1:9", oidc_client_id="dore", oidc_client_secret="s"))  # type: ignore[arg-type]
    for _ in range(2):
        with pytest.raises(ProviderUnavailable, match="ne répond pas"):
            provider.begin(BACK)


@pytest.mark.parametrize("issuer", ["http://connexion.example", "connexion.example", "ftp://127.0.0.1", "https://"])
def test_a_provider_is_asked_over_https_unless_it_is_on_this_machine(issuer: str) -> None:
    with pytest.raises(Misuse, match="https"):
        Provider(Settings(oidc_issuer=issuer, oidc_client_id="dore", oidc_client_secret="s"))  # type: ignore[arg-type]


def test_a_provider_needs_to_know_who_asks() -> None:
    with pytest.raises(Misuse, match="ce que DORE est pour lui"):
        Provider(Settings(oidc_issuer="https://connexion.example", oidc_client_id="dore"))


def test_the_way_out_names_the_session_and_where_to_come_back(site: Site) -> None:
    provider = Provider(site.settings())
    address = provider.end("jeton", "http://127.0.0.1/connexion")
    assert address is not None
    asked = dict(parse_qsl(urlsplit(address).query))
    assert address.startswith(f"{site.issuer}/oauth2/end_session?")
    assert (asked["id_token_hint"], asked["post_logout_redirect_uri"]) == ("jeton", "http://127.0.0.1/connexion")
    honest = site.app.view_functions["oidc-provider-mock.openid_config"]
    site.answers("openid_config", lambda: {k: v for k, v in honest().get_json().items() if k != "end_session_endpoint"})
    assert Provider(site.settings()).end("jeton", "http://127.0.0.1/connexion") is None
