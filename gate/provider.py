"""The identity provider (OpenID Connect): it says which address a person has; what they may do stays ours.

Authorization code with PKCE, state and nonce; the discovery document says where things are. Written for what ProConnect
and Keycloak do: user information as JSON or as a signed JWT, an address with or without `email_verified`. Nothing else
is read of a person: no name, no employer, no SIRET.

Source: OpenID Connect Core 1.0, Discovery 1.0 and RP-Initiated Logout 1.0; RFC 7636, RFC 9207.
"""

from __future__ import annotations

import hmac
import secrets
import ssl
import threading
import time
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

import httpx
from authlib.common.errors import AuthlibBaseError
from authlib.oauth2.client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from gate.reach import is_loopback
from graph.errors import Misuse, ProviderUnavailable, Unauthenticated
from graph.settings import Settings

SCOPE = "openid email"
TIMEOUT_S = 10.0
_KEPT_S = 3600.0
"""How long the discovery document and the keys are believed; an unknown key is asked for sooner."""
_KEYS_AGAIN_S = 30.0
_SILENT_S = 3.0
"""How long a provider that has just failed to answer is not asked again."""
_LEEWAY_S = 60
"""What two clocks may differ by."""
# Signatures by a key that only the provider has: neither `none`, nor a secret shared with us.
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
_PLACES = ("authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint", "end_session_endpoint")


class Attempt(NamedTuple):
    """What is remembered of a sign-in while somebody is at the provider's, in their own browser.

    Args:
        state: comes back with the answer.
        nonce: comes back inside what the provider signs.
        verifier: shows that whoever asks for the token is who was sent there (PKCE).
    """

    state: str
    nonce: str
    verifier: str


class Told(NamedTuple):
    """What the provider says of somebody.

    Args:
        email: their address, verified.
        hint: what ends their session at the provider's.
    """

    email: str
    hint: str


class Provider:
    """One provider, as the settings name it.

    Args:
        settings: where it is and who we are to it.

    Raises:
        Misuse: a setting is missing, or the provider would be asked over a line that anybody can listen to.
    """

    def __init__(self, settings: Settings) -> None:
        self.label = settings.oidc_label
        self._issuer = settings.oidc_issuer
        self._id = settings.oidc_client_id
        self._secret = settings.oidc_client_secret.get_secret_value()
        self._trust_email = settings.oidc_trust_email
        self._trusted = ssl.create_default_context()  # the machine's own authorities: a provider may be internal
        self._lock = threading.Lock()
        self._known: dict[str, Any] = {}
        self._known_at = float("-inf")
        self._keys: KeySet | None = None
        self._keys_at = float("-inf")
        self._failed_at = float("-inf")
        if not self._id or not self._secret:
            raise Misuse(
                "Le fournisseur d'identité est nommé, mais pas ce que DORE est pour lui.",
                hint="Donnez DORE_OIDC_CLIENT_ID et DORE_OIDC_CLIENT_SECRET.",
            )
        if not self._is_safe(self._issuer):
            raise Misuse(
                f"DORE_OIDC_ISSUER n'est pas une adresse https : « {self._issuer} ».",
                hint="Seul un fournisseur sur cette machine même peut s'en passer.",
            )

    def begin(self, back: str) -> tuple[str, Attempt]:
        """Return where to send somebody who wants to sign in, and what to remember until they come back to `back`."""
        attempt = Attempt(*(secrets.token_urlsafe(32) for _ in Attempt._fields))
        with self._session() as session:
            client = OAuth2Client(session, self._id, scope=SCOPE, code_challenge_method="S256", redirect_uri=back)
            address, _ = client.create_authorization_url(
                self._metadata()["authorization_endpoint"],
                state=attempt.state,
                nonce=attempt.nonce,
                code_verifier=attempt.verifier,
            )
        return str(address), attempt

    def finish(self, attempt: Attempt, answered: Mapping[str, str], back: str) -> Told:
        """Return who came back from the provider.

        Args:
            attempt: what `begin` has returned.
            answered: the parameters of the address by which they came back.
            back: that address, as `begin` was told it.

        Raises:
            ProviderUnavailable: the provider does not answer, or not as it should.
            Unauthenticated: it does not vouch for them, or what it says is not for this attempt.
        """
        if not hmac.compare_digest(answered.get("state", "").encode(), attempt.state.encode()):
            raise _refused("Cette réponse ne correspond pas à votre demande de connexion.")
        if answered.get("iss", self._issuer) != self._issuer:
            raise _refused("Cette réponse vient d'un autre fournisseur d'identité.")
        if not answered.get("code"):
            raise _refused(f"{_first_upper(self.label)} n'a pas confirmé votre connexion.")
        try:
            with self._session() as session:
                token = self._token(session, attempt, answered["code"], back)
                signed = self._claims(token["id_token"], nonce=attempt.nonce, access_token=token["access_token"])
                said = signed | self._userinfo(session, token["access_token"], signed["sub"])
        except httpx.HTTPError as error:
            raise self._unavailable() from error
        except (AuthlibBaseError, JoseError, KeyError, TypeError, ValueError) as error:
            raise _refused(f"{_first_upper(self.label)} n'a pas confirmé votre connexion.") from error
        return Told(self._email(said), token["id_token"])

    def end(self, hint: str, back: str) -> str | None:
        """Return where to send somebody so that their session at the provider's ends too, None where it has no such.

        Args:
            hint: as `Told` has it, empty when it was not kept.
            back: where they are to come back.

        Raises:
            ProviderUnavailable: the provider does not answer, or not as it should.
        """
        place = self._metadata().get("end_session_endpoint")
        if not place:
            return None
        asked = {"client_id": self._id, "post_logout_redirect_uri": back, "state": secrets.token_urlsafe(32)}
        return f"{place}{'&' if '?' in place else '?'}{urlencode(({'id_token_hint': hint} if hint else {}) | asked)}"

    def _token(self, session: httpx.Client, attempt: Attempt, code: str, back: str) -> dict[str, Any]:
        known = self._metadata()
        # RFC 8414: who says nothing takes the secret in the header.
        in_the_body = "client_secret_basic" not in known.get(
            "token_endpoint_auth_methods_supported", ["client_secret_basic"]
        )
        mine = {"client_id": self._id, "client_secret": self._secret} if in_the_body else {}
        client = OAuth2Client(session, self._id, redirect_uri=back)
        token = client.fetch_token(
            known["token_endpoint"],
            auth=httpx.Auth() if in_the_body else httpx.BasicAuth(self._id, self._secret),
            grant_type="authorization_code",
            code=code,
            code_verifier=attempt.verifier,
            redirect_uri=back,
            **mine,
        )
        return dict(token)

    def _claims(self, signed: str, **expected: str) -> dict[str, Any]:
        token = self._verified(signed)
        told = CodeIDToken(
            token.claims,
            token.header,
            {"iss": {"essential": True, "value": self._issuer}, "aud": {"essential": True, "value": self._id}},
            {"client_id": self._id, **expected},
        )
        told.validate(leeway=_LEEWAY_S)
        return dict(told)

    def _userinfo(self, session: httpx.Client, access_token: str, subject: str) -> dict[str, Any]:
        place = self._metadata().get("userinfo_endpoint")
        if not place:
            return {}
        answer = session.get(place, headers={"Authorization": f"Bearer {access_token}"})
        answer.raise_for_status()
        if answer.headers.get("content-type", "").startswith("application/jwt"):
            told: dict[str, Any] = dict(self._verified(answer.text).claims)
            audience = told.get("aud", self._id)
            ours = self._id in ([audience] if isinstance(audience, str) else audience)
            if told.get("iss", self._issuer) != self._issuer or not ours:
                raise ValueError("user information for somebody else")
            if "exp" in told and told["exp"] < time.time() - _LEEWAY_S:
                raise ValueError("user information that is too old")
        else:
            told = dict(answer.json())
        if told.get("sub") != subject:  # Core 5.3.2: else one token's address could be given to another
            raise ValueError("user information of somebody else")
        return told

    def _email(self, said: Mapping[str, Any]) -> str:
        email, verified = said.get("email"), said.get("email_verified")
        if not isinstance(email, str) or not email:
            raise _refused(f"{_first_upper(self.label)} ne nous dit pas votre adresse électronique.")
        if verified in (True, "true") or (verified is None and self._trust_email):
            return email
        raise Unauthenticated(
            f"{_first_upper(self.label)} n'a pas vérifié votre adresse électronique.",
            hint="Faites-la vérifier auprès de lui, puis recommencez.",
        )

    def _verified(self, signed: str) -> jwt.Token:
        try:
            return jwt.decode(signed, self._key_set(), algorithms=_ALGORITHMS)
        except InvalidKeyIdError:
            return jwt.decode(signed, self._key_set(again=True), algorithms=_ALGORITHMS)

    def _key_set(self, *, again: bool = False) -> KeySet:
        place = self._metadata()["jwks_uri"]
        with self._lock:
            if self._keys is None or time.monotonic() - self._keys_at > (_KEYS_AGAIN_S if again else _KEPT_S):
                self._keys = KeySet.import_key_set({"keys": self._fetch(place)["keys"]})
                self._keys_at = time.monotonic()
            return self._keys

    def _metadata(self) -> dict[str, Any]:
        with self._lock:
            if time.monotonic() - self._known_at > _KEPT_S:
                known = self._fetch(f"{self._issuer.rstrip('/')}/.well-known/openid-configuration")
                said = [known[name] for name in _PLACES if name in known]
                if known.get("issuer") != self._issuer or not all(name in known for name in _PLACES[:3]):
                    raise self._unavailable("ne se présente pas comme DORE_OIDC_ISSUER le dit")
                if not all(isinstance(place, str) and self._is_safe(place) for place in said):
                    raise self._unavailable("donne des adresses sans https")
                self._known, self._known_at = known, time.monotonic()
            return self._known

    def _fetch(self, address: str) -> dict[str, Any]:
        # Those who wait for the same answer do not each wait as long as the first.
        if time.monotonic() - self._failed_at < _SILENT_S:
            raise self._unavailable()
        try:
            with self._session() as session:
                answer = session.get(address)
                answer.raise_for_status()
                return dict(answer.json())
        except (httpx.HTTPError, ValueError, TypeError) as error:
            self._failed_at = time.monotonic()
            raise self._unavailable() from error

    def _session(self) -> httpx.Client:
        # A client for each use: what one person's answers set as cookies is not sent with another's requests.
        return httpx.Client(timeout=TIMEOUT_S, verify=self._trusted, trust_env=not self._is_here())

    def _is_here(self) -> bool:
        return is_loopback(urlsplit(self._issuer).hostname or "")

    def _is_safe(self, address: str) -> bool:
        parts = urlsplit(address)
        here = parts.scheme == "http" and is_loopback(parts.hostname or "") and self._is_here()
        return here or (parts.scheme == "https" and bool(parts.hostname))

    def _unavailable(self, what: str = "ne répond pas") -> ProviderUnavailable:
        return ProviderUnavailable(
            f"{_first_upper(self.label)} {what} : on ne peut pas se connecter par là en ce moment.",
            hint="Réessayez dans quelques minutes ; un lien personnel permet d'entrer en attendant.",
        )


def _refused(message: str) -> Unauthenticated:
    return Unauthenticated(message, hint="Recommencez depuis la page de connexion.")


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]
