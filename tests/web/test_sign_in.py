"""Coming in, for whom, the charter, going out: through the pages alone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest

from access import Role, organisations
from access.memberships import Guest, invite
from access.roles import local, platform
from gate.provider import Provider
from gate.service import Service
from graph import Graph, Settings
from tests.api.conftest import HERE, LYS
from web.app import create_pages


class Visitor:
    """A browser that keeps its cookie and fills the forms it is shown."""

    def __init__(self, graph: Graph, home: Path, **settings: Any) -> None:
        self.graph = graph
        told = Settings(home=home, **settings)
        provider = Provider(told) if told.oidc_issuer else None
        self.app = create_pages(Service(graph, told, None, insecure=True, provider=provider))
        self.cookies = httpx.Cookies()
        self.page = ""

    def go(self, method: str, path: str, **options: object) -> httpx.Response:
        async def call() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app, client=HERE)
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", cookies=self.cookies) as one:
                try:
                    answer = await one.request(method, path, **options)  # type: ignore[arg-type]
                    self.cookies = one.cookies
                    return answer
                finally:
                    await self.graph.close_async()

        answer = anyio.run(call)
        self.page = answer.text
        return answer

    def send(self, path: str, **fields: str) -> httpx.Response:
        """Send the form that the page shows."""
        [token] = set(re.findall(r'name="csrf" value="(\w+)"', self.page))
        return self.go("POST", path, data={"csrf": token, **fields})


@pytest.fixture
def visitor(region: Graph, tmp_path: Path) -> Visitor:
    """Somebody who has not signed in, at a service where one must."""
    return Visitor(region, tmp_path)


def invited(graph: Graph, organisation: str, email: str = "ada@exemple.fr", role: Role = Role.STEWARD) -> str:
    organisations.admit(graph, platform(), organisation)
    return invite(graph, local(organisation), Guest(email, "Ada", role)).link.shown


def test_nobody_sees_a_page_before_signing_in_and_nothing_is_lost_of_where_one_went(visitor: Visitor) -> None:
    answer = visitor.go("GET", f"/entreprises/{LYS}?x=1")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/connexion?suite=/entreprises/{LYS}%3Fx%3D1")
    part = visitor.go("GET", "/", headers={"HX-Request": "true"})
    assert (part.status_code, part.headers["hx-redirect"]) == (401, "/connexion")


def test_a_link_opens_a_session_once_after_the_charter(visitor: Visitor, region: Graph) -> None:
    link = invited(region, "cci")
    visitor.go("GET", f"/connexion?lien={link}&suite=/entreprises/{LYS}")
    assert "TEXTILES" not in visitor.page
    entered = visitor.send("/connexion", lien=link, suite=f"/entreprises/{LYS}")
    assert (entered.status_code, entered.headers["location"]) == (303, f"/charte?suite=/entreprises/{LYS}")
    cookie = entered.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert visitor.go("GET", f"/entreprises/{LYS}").headers["location"].startswith("/charte?suite=")
    visitor.go("GET", f"/charte?suite=/entreprises/{LYS}")
    accepted = visitor.send("/charte", suite=f"/entreprises/{LYS}")
    assert accepted.headers["location"] == f"/entreprises/{LYS}"
    page = visitor.go("GET", f"/entreprises/{LYS}")
    assert page.status_code == 200
    assert "TEXTILES DE LA LYS" in page.text
    assert "CCI Test" in page.text
    stranger = Visitor(region, visitor.app.state.service.settings.home)
    stranger.go("GET", f"/connexion?lien={link}")
    again = stranger.send("/connexion", lien=link)
    assert again.status_code == 401
    assert "a déjà servi" in again.text


def test_signing_out_ends_the_session_for_whoever_kept_its_cookie(visitor: Visitor, region: Graph) -> None:
    link = invited(region, "cci")
    visitor.go("GET", f"/connexion?lien={link}")
    visitor.send("/connexion", lien=link)
    visitor.go("GET", "/charte")
    visitor.send("/charte")
    visitor.go("GET", "/")
    kept = httpx.Cookies(visitor.cookies)
    assert visitor.send("/deconnexion").headers["location"] == "/connexion"
    visitor.cookies = kept
    assert visitor.go("GET", "/").headers["location"] == "/connexion"


def test_one_acts_for_the_institution_one_chooses_and_for_no_other(visitor: Visitor, region: Graph) -> None:
    link = invited(region, "cci")
    visitor.go("GET", f"/connexion?lien={link}")
    visitor.send("/connexion", lien=link)
    visitor.go("GET", "/organisation")
    assert "CCI Test" in visitor.page
    assert "CMA Test" not in visitor.page
    assert visitor.send("/organisation", organisation="cma").status_code == 404


@pytest.mark.parametrize(
    "going", ["//ailleurs.example", "https://ailleurs.example/", "/\\ailleurs.example", "ailleurs"]
)
def test_nobody_is_led_to_another_site(visitor: Visitor, region: Graph, going: str) -> None:
    link = invited(region, "cci")
    visitor.go("GET", f"/connexion?lien={link}")
    visitor.send("/connexion", lien=link)
    visitor.go("GET", "/charte")
    assert visitor.send("/charte", suite=going).headers["location"] == "/"
