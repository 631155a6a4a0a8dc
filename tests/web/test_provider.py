"""Coming in by an identity provider, a real one on loopback, and going out again; by the pages alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from access.memberships import end, membership
from access.organisations import suspend
from access.people import disable, person
from access.roles import local, platform
from gate.provider import Provider
from gate.service import Service
from graph import Graph, Settings
from tests.access.conftest import Clock, clock
from tests.gate.provider_site import ADA, HTTP, Site, provider_site
from tests.web.conftest import LYS, listening
from tests.web.test_sign_in import Visitor, invited
from web.app import create_pages

__all__ = ["clock"]
START, BACK = "/connexion/fournisseur", "/connexion/retour"


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with pytest.MonkeyPatch.context() as patched, provider_site() as found:
        patched.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")  # read by the provider's side of the library
        yield found


def told(site: Site, home: Path) -> dict[str, Any]:
    return site.settings(home=home).model_dump(
        include={"oidc_issuer", "oidc_client_id", "oidc_client_secret", "oidc_label"}
    )


@pytest.fixture
def visitor(region: Graph, tmp_path: Path, site: Site) -> Visitor:
    """Somebody at the door of a service that has a provider, where Ada was invited by the CCI."""
    invited(region, "cci", ADA)
    return Visitor(region, tmp_path, **told(site, tmp_path))


def signs_in(visitor: Visitor, site: Site, sub: str = ADA, suite: str = "/") -> httpx.Response:
    leaving = visitor.go("GET", f"{START}?suite={suite}")
    assert leaving.status_code == 303
    return visitor.go("GET", BACK, params=site.signs_in(leaving.headers["location"], sub))


def sessions(graph: Graph) -> int:
    [found] = graph.system_read("MATCH (s:Session) RETURN count(s) AS n")
    return int(found["n"])


def test_a_member_comes_in_by_the_provider_and_goes_on_to_where_they_were_going(visitor: Visitor, site: Site) -> None:
    assert "Se connecter avec ProTest" in visitor.go("GET", f"/connexion?suite=/entreprises/{LYS}").text
    assert f'href="{START}?suite=%2Fentreprises%2F{LYS}"' in visitor.page
    entered = signs_in(visitor, site, suite=f"/entreprises/{LYS}")
    assert (entered.status_code, entered.headers["location"]) == (303, f"/charte?suite=/entreprises/{LYS}")
    assert all("HttpOnly; SameSite=Lax" in one for one in entered.headers.get_list("set-cookie"))
    visitor.go("GET", "/charte")
    visitor.send("/charte", suite=f"/entreprises/{LYS}")
    assert "TEXTILES DE LA LYS" in visitor.go("GET", f"/entreprises/{LYS}").text
    events = visitor.graph.system_read(
        "MATCH (e:AuditEvent {action: 'sign-in'}) RETURN e.organisation AS whose, e.via AS via"
    )
    assert events == [{"whose": "cci", "via": "session"}]


def test_the_provider_opens_nothing_for_somebody_whom_nobody_has_invited(visitor: Visitor, site: Site) -> None:
    graph = visitor.graph
    site.tell("bob", email="Bob@cci.example", email_verified=True, siret="13002526500013", organizational_unit="CCI")
    answer = signs_in(visitor, site, "bob")
    assert answer.status_code == 403
    assert "Bob@cci.example" in answer.text
    assert "responsable des données" in answer.text
    assert sessions(graph) == 0
    assert graph.system_read("MATCH (p:Person) RETURN p.email AS email") == [{"email": ADA}]


def test_an_address_is_the_same_however_the_provider_writes_it(visitor: Visitor, site: Site) -> None:
    site.tell("maj", email=" ADA@CCI.example ", email_verified=True)
    assert signs_in(visitor, site, "maj").headers["location"] == "/charte"


@pytest.mark.parametrize("gone", ["ended", "suspended", "disabled"])
def test_the_provider_opens_nothing_for_somebody_who_is_no_longer_a_member(
    visitor: Visitor, site: Site, gone: str
) -> None:
    graph = visitor.graph
    invited(graph, "cma", "autre@cma.example")
    if gone == "ended":
        end(graph, local("cci"), membership(graph, local("cci"), ADA).uid)
    elif gone == "suspended":
        suspend(graph, platform(), "cci")
    else:
        disable(graph, platform(), person(graph, ADA).uid)
    assert signs_in(visitor, site).status_code == 403
    assert sessions(graph) == 0


def test_an_address_that_was_not_verified_opens_nothing(visitor: Visitor, site: Site) -> None:
    site.tell("louche", email=ADA, email_verified=False)
    answer = signs_in(visitor, site, "louche")
    assert answer.status_code == 401
    assert "n&#39;a pas vérifié votre adresse" in answer.text
    assert sessions(visitor.graph) == 0


def test_only_the_browser_that_left_comes_back_and_only_once_and_soon(
    visitor: Visitor, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leaving = visitor.go("GET", START).headers["location"]
    answered = site.signs_in(leaving)
    stranger = Visitor(visitor.graph, tmp_path, **told(site, tmp_path))
    assert stranger.go("GET", BACK, params=answered).status_code == 401  # the session would be Ada's, in their browser
    kept = httpx.Cookies(visitor.cookies)
    assert visitor.go("GET", BACK, params=answered | {"state": "autre"}).status_code == 401
    assert "dore-entree" not in visitor.cookies
    visitor.cookies = httpx.Cookies(kept)
    monkeypatch.setattr("web.routes.provider.WITHIN_S", -1)
    assert visitor.go("GET", BACK, params=answered).status_code == 401
    monkeypatch.undo()
    visitor.cookies = httpx.Cookies(kept)
    assert visitor.go("GET", BACK, params=answered).status_code == 303
    visitor.cookies = httpx.Cookies(kept)
    assert visitor.go("GET", BACK, params=answered).status_code == 401
    assert sessions(visitor.graph) == 1


def test_nobody_is_led_to_another_site_by_way_of_the_provider(visitor: Visitor, site: Site) -> None:
    signs_in(visitor, site)
    visitor.go("GET", "/charte")
    visitor.send("/charte")
    assert signs_in(visitor, site, suite="//ailleurs.example").headers["location"] == "/"


def test_a_refusal_at_the_provider_and_a_session_that_is_over_are_said(
    visitor: Visitor, site: Site, clock: Clock
) -> None:
    leaving = visitor.go("GET", START).headers["location"]
    state = dict(parse_qsl(urlsplit(leaving).query))["state"]  # which this provider forgets when somebody refuses
    answer = visitor.go("GET", BACK, params=site.signs_in(leaving, action="deny") | {"state": state})
    assert answer.status_code == 401
    assert "ProTest n&#39;a pas confirmé votre connexion" in answer.text
    signs_in(visitor, site)
    clock(timedelta(minutes=31))
    assert signs_in(visitor, site).status_code == 303  # the old cookie is no hindrance


def test_a_provider_that_is_down_is_a_page_that_says_what_to_do(region: Graph, tmp_path: Path) -> None:
    down = {
        "oidc_issuer": "http://127.0.0.1:9",
        "oidc_client_id": "dore",
        "oidc_client_secret": "s",
        "oidc_label": "ProTest",
    }
    visitor = Visitor(region, tmp_path, **down)
    answer = visitor.go("GET", START)
    assert answer.status_code == 503
    assert "ProTest ne répond pas" in answer.text
    assert "lien personnel" in answer.text


def test_without_a_provider_its_addresses_lead_nowhere(region: Graph, tmp_path: Path) -> None:
    visitor = Visitor(region, tmp_path)
    assert "Se connecter avec" not in visitor.go("GET", "/connexion").text
    for path in (START, f"{BACK}?code=a&state=b"):
        assert visitor.go("GET", path).status_code == 404


def test_who_came_by_the_provider_leaves_it_too_and_who_came_by_a_link_does_not(visitor: Visitor, site: Site) -> None:
    signs_in(visitor, site)
    visitor.go("GET", "/charte")
    visitor.send("/charte")
    visitor.go("GET", "/charte")
    out = visitor.send("/deconnexion")
    assert out.status_code == 200
    seconds, _, address = out.headers["refresh"].partition("; url=")
    asked = dict(parse_qsl(urlsplit(address).query))
    assert (seconds, asked["post_logout_redirect_uri"]) == ("0", "http://127.0.0.1/connexion")
    assert asked["id_token_hint"].count(".") == 2
    assert site.issuer in address
    assert dict(visitor.cookies) == {}
    assert visitor.go("GET", "/").headers["location"] == "/connexion"
    assert HTTP.get(address).status_code == 200


def test_a_person_signs_in_accepts_the_charter_searches_and_leaves_in_a_browser(
    region: Graph, tmp_path: Path, site: Site, chromium: Any
) -> None:
    invited(region, "cci", ADA)
    settings = site.settings(home=tmp_path)
    pages = create_pages(Service(region, settings, None, insecure=True, provider=Provider(settings)))
    with listening(pages) as origin:
        page = chromium.new_page(base_url=origin)
        page.goto("/?q=textiles")
        page.get_by_role("link", name="Se connecter avec ProTest").click()
        page.wait_for_url(re.compile(re.escape(site.issuer)))
        page.locator("input[name=sub]").first.fill(ADA)
        page.locator("button[type=submit], input[type=submit]").first.click()
        page.get_by_role("button", name="J'accepte la charte").click()
        page.get_by_role("link", name="TEXTILES DE LA LYS", exact=True).wait_for()
        page.get_by_role("button", name="Se déconnecter").click()
        page.wait_for_url(re.compile(re.escape(site.issuer)))
    assert sessions(region) == 0


def test_a_label_of_the_settings_is_shown_as_text(region: Graph, tmp_path: Path, site: Site) -> None:
    settings: dict[str, Any] = told(site, tmp_path) | {"oidc_label": "<b>le compte de la Région</b>"}
    assert "<b>" not in Visitor(region, tmp_path, **settings).go("GET", "/connexion").text
    assert Settings(**settings).oidc_label.startswith("<b>")
