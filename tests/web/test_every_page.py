"""Every page in a real browser: no error, nothing from elsewhere, light, usable by everybody, small screens included."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi.routing import APIRoute

from gate.service import Service
from graph import Settings
from tests.given import given
from tests.web.conftest import LYS, Browser, listening
from tests.web.routes.means.furnished import furnished
from tests.web.routes.test_allocations import TERRITORIES
from tests.web.routes.test_demands import SAID
from tests.web.routes.test_imports import FILE
from tests.web.routes.test_needs import entered
from tests.web.routes.test_partnership import partnership
from tests.web.routes.test_reviews import waiting
from tests.web.routes.test_visits import SOON, met_by_the_cma, plan
from web.app import ROUTERS, create_pages

PAGES = {
    "/": "/?q=textiles",
    "/entreprises/{key}": f"/entreprises/{LYS}",
    "/preparation": f"/preparation?siren={LYS}",
    "/sans-accompagnement": "/sans-accompagnement",
    "/recouvrements": "/recouvrements",
    "/territoires": "/territoires",
    "/territoires/{code}": "/territoires/200093201",
    "/indicateurs": "/indicateurs",
    "/animation": "/animation",
    "/reseau": "/reseau?acteur=CCI+Test",
    "/analyses": "/analyses?acteur=CCI+Test",
    "/visites": "/visites",
    "/visites/nouvelle": f"/visites/nouvelle?entreprise={LYS}&on={SOON}",
    "/visites/compte-rendu": f"/visites/compte-rendu?entreprise={LYS}",
    "/visites/{uid}": "",  # of the visit that the test plans
    "/visites/{uid}/modifier": "",
    "/avis": "/avis",
    "/imports": "/imports",
    "/imports/nouveau": "/imports/nouveau",
    "/imports/{uid}": "",  # of the file that the test drops
    "/a-verifier": "/a-verifier",
    "/a-verifier/doublons": "/a-verifier/doublons",
    "/protection-des-donnees": "/protection-des-donnees",
    "/institution": "/institution",
    "/administration": "/administration",
    "/campagnes": "/campagnes",
    "/campagnes/{uid}": "",  # of the campaign that the test makes
    "/experimentations": "/experimentations",
    "/experimentations/nouvelle": "/experimentations/nouvelle",
    "/experimentations/{uid}": "",  # of the experiment that the test enters
    "/experimentations/{uid}/modifier": "",
    "/besoins": "/besoins",
    "/besoins/nouveau": "/besoins/nouveau",
    "/besoins/{uid}": "",  # of the need that the test enters
    "/besoins/{uid}/modifier": "",
    "/besoins/demandes": "/besoins/demandes",
    "/besoins/demandes/{uid}": "",  # of the request that the test sends
    "/besoins/territoriaux": "/besoins/territoriaux?entreprises=1",
    "/besoins/territoriaux/decision": "/besoins/territoriaux/decision",
    "/besoins/territoriaux/{uid}": "",  # of the one that the test has recognised
    "/demande": "/demande",
    "/demande/{number}": "",
    "/repartition": "/repartition?pour=59",
    "/repartition/scenarios": "/repartition/scenarios",
    "/conventions": "/conventions",
    "/conventions/nouvelle": "/conventions/nouvelle",
    "/conventions/{uid}": "",  # of those that the test makes, here and below
    "/conventions/{uid}/modifier": "",
    "/strategies": "/strategies",
    "/strategies/nouvelle": "/strategies/nouvelle",
    "/strategies/{uid}": "",
    "/strategies/{uid}/modifier": "",
    "/consultations": "/consultations",
    "/consultations/nouvelle": "/consultations/nouvelle",
    "/consultations/{uid}": "",
    "/consultations/{uid}/modifier": "",
    "/enveloppes": "/enveloppes",
    "/enveloppes/nouvelle": "/enveloppes/nouvelle",
    "/enveloppes/{uid}": "",  # of the envelope that the test delegates
    "/enveloppes/{uid}/engagement": "",
    "/agents": "/agents",
    "/agents/nouveau": "/agents/nouveau",
    "/agents/formation": "/agents/formation",
    "/comites": "/comites",
    "/comites/nouveau": "/comites/nouveau",
    "/comites/question": "/comites/question",
    "/comites/{uid}": "",  # of the committee that the test calls
    "/comites/{uid}/dossier": "",
    "/comites/{uid}/compte-rendu": "",
    "/dossiers/{uid}": "",
    "/questions/{uid}": "",
    "/composants": "/composants",
    "/charte": "/charte",
    "/guide": "/guide",
    "/guide/{name}": "/guide/prevoir",
}
AT_THE_DOOR = {"/connexion": "/connexion?lien=x"}
AFTER_THE_DOOR = {"/organisation": "shown to people who have signed in: tests/web/test_sign_in.py"}
NO_PAGES = {
    "/suggestions": "a part of a page",
    "/visites/avertissement": "a part of a page",
    "/avis/nombre": "a part of a page",
    "/sans-accompagnement.csv": "a file",
    "/sans-accompagnement/autour": "a part of a page",
    "/campagnes/{uid}.csv": "a file",
    "/experimentations.csv": "a file",
    "/experimentations/semblables": "a part of a page",
    "/besoins.csv": "a file",
    "/repartition.{form}": "a file",
    "/recouvrements.csv": "a file",
    "/conventions.csv": "a file",
    "/strategies.csv": "a file",
    "/consultations.csv": "a file",
    "/territoires.csv": "a file",
    "/enveloppes.csv": "a file",
    "/enveloppes/{uid}.csv": "a file",
    "/agents.csv": "a file",
    "/comites.csv": "a file",
    "/comites.ics": "a file",
    "/comites/{uid}/compte-rendu.html": "a file",
    "/indicateurs.{form}": "a file",
    "/animation.csv": "a file",
    "/reseau.{form}": "a file",
    "/analyses.{form}": "a file",
    "/visites.ics": "a file",
    "/protection-des-donnees/journal.csv": "a file",
    "/entreprises/{key}/lecteurs": "a part of a page",
    "/imports/{uid}/refus.csv": "a file",
    "/imports/{uid}/progres": "events",
    "/a-verifier/suite": "parts of a page",
    "/assets/{digest}/{name}": "a file",
    "/guide/images/{name}": "a file",
    "/connexion/fournisseur": "leads elsewhere: tests/web/test_provider.py",
    "/connexion/retour": "leads elsewhere: tests/web/test_provider.py",
}
MOST_BYTES = 100_000


def test_each_page_is_in_the_table_or_is_none() -> None:
    routes = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    pages = {route.path for route in routes if "GET" in (route.methods or ())}
    assert pages == {*PAGES, *AT_THE_DOOR, *AFTER_THE_DOOR, *NO_PAGES}


def experiment(cci: Browser) -> str:
    """The address of an experiment with a series, a difficulty and a verdict."""
    tried = {"title": "Navette du soir", "territory": "epci:248000531", "theme": "emploi", "starts_on": "2026-01-12"}
    made = cci.post("/experimentations/nouvelle", tried).headers["location"].partition("?")[0]
    measured = {"name": "Trajets", "unit": "trajets", "better": "up", "baseline": "12", "baseline_on": "2026-01-05"}
    cci.post(f"{made}/indicateurs", measured)
    cci.post(f"{made}/resultats", {"indicator": "Trajets", "value": "31,5", "on": "2026-06-01"})
    cci.post(f"{made}/difficultes", {"text": "Pas de chauffeur le soir", "on": "2026-03-01"})
    cci.post(f"{made}/bilan", {"verdict": "failed", "lesson": "Horaires mal réglés", "seen": "running"})
    return made


@pytest.fixture
def addresses(cci: Browser) -> dict[str, str]:
    """The address of each page, on a region where each has something to show."""
    met_by_the_cma(cci)
    waiting(cci, "MENUISERIE INCONNUE")
    visit = cci.post("/visites/nouvelle", plan(reason="autre sujet")).headers["location"].partition("?")[0]
    dropped = cci.post("/imports/nouveau", {"source": "visits"}, files={"file": ("v.csv", FILE, "text/csv")})
    made = cci.post("/campagnes", {"title": "Essai", "until": SOON.isoformat(), "which": "ticked", "company": LYS})
    found = {"/campagnes/{uid}": made.headers["location"].partition("?")[0]}
    for base, address in partnership(cci).items():
        found |= {f"{base}/{{uid}}": address, f"{base}/{{uid}}/modifier": f"{address}/modifier"}
    found |= {"/visites/{uid}": visit, "/visites/{uid}/modifier": f"{visit}/modifier"}
    tried = experiment(cci)
    found |= {"/experimentations/{uid}": tried, "/experimentations/{uid}/modifier": f"{tried}/modifier"}
    found |= of_needs(cci)
    found |= furnished(cci.service.graph)
    views = {"/sans-accompagnement, as a map": "/sans-accompagnement?vue=carte"}
    return PAGES | found | views | {"/imports/{uid}": dropped.headers["location"]}


def of_needs(cci: Browser) -> dict[str, str]:
    """The addresses of a need, of a request from outside, of a territorial need; territories to share out between."""
    given(cci.service.graph, *TERRITORIES)
    need = entered(cci)
    cci.service.graph.write("MATCH (o:Operator {uid: 'cci'}) SET o.kind = 'région'")
    number = cci.post("/demande", SAID).headers["location"].partition("?")[0]
    [demand] = cci.service.graph.system_read("MATCH (d:Demand) RETURN d.uid AS uid")
    call = {
        "theme": "implantation",
        "title": "Des locaux",
        "addressee": "cci",
        "due": SOON.isoformat(),
        "entreprises": "1",
    }
    territorial = cci.post("/besoins/territoriaux", call).headers["location"].partition("?")[0]
    cci.post("/repartition", {"montant": "300", "name": "Essai", "visibility": "shared"})
    return {
        "/besoins/{uid}": need,
        "/besoins/{uid}/modifier": f"{need}/modifier",
        "/besoins/demandes/{uid}": f"/besoins/demandes/{demand['uid']}",
        "/besoins/territoriaux/{uid}": territorial,
        "/demande/{number}": number,
    }


class Watched:
    """A page of a browser, and what went wrong or was asked for on it."""

    def __init__(self, page: Any, origin: str) -> None:
        self.page = page
        self.wrong: list[str] = []
        self.elsewhere: list[str] = []
        self.bytes = 0
        page.on("console", lambda said: self.wrong.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("request", lambda asked: None if asked.url.startswith(origin) else self.elsewhere.append(asked.url))
        page.on("requestfinished", self._weigh)

    def _weigh(self, request: Any) -> None:
        sizes = request.sizes()
        self.bytes += sizes["responseBodySize"] + sizes["responseHeadersSize"]


def faults(browser: Any, origin: str, address: str) -> Iterator[str]:
    """Open a page as for the first time and say what is wrong with it."""
    context = browser.new_context(viewport={"width": 1366, "height": 800})
    watched = Watched(context.new_page(), origin)
    page = watched.page
    answer = page.goto(origin + address)
    page.wait_for_load_state("networkidle")
    if answer.status != 200:
        yield f"status {answer.status}"
    yield from watched.wrong
    yield from (f"asked elsewhere: {url}" for url in watched.elsewhere)
    if watched.bytes > MOST_BYTES:
        yield f"{watched.bytes} bytes"
    if page.locator("html").get_attribute("lang") != "fr" or page.locator("h1").count() != 1 or not page.title():
        yield "no title, no single h1, or not said to be French"
    yield from (f"axe: {one['id']}: {one['nodes'][0]['html']}" for one in Axe().run(page).response["violations"])
    page.set_viewport_size({"width": 390, "height": 800})
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > 390:
        yield f"{width} px wide on a screen of 390"
    context.close()


def plain(browser: Any, origin: str, address: str) -> str:
    """The title that a page shows where scripts do not run."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(origin + address)
    said = str(page.locator("main h1").inner_text())
    context.close()
    return said


def test_every_page_is_sound_light_and_usable_by_all(cci: Browser, addresses: dict[str, str], chromium: Any) -> None:
    with listening(cci.app) as origin:
        found = {route: list(faults(chromium, origin, address)) for route, address in addresses.items()}
        titles = {route: plain(chromium, origin, address) for route, address in addresses.items()}
    assert {route: wrong for route, wrong in found.items() if wrong} == {}
    assert all(titles.values())


def test_the_door_is_sound_too(cci: Browser, chromium: Any, tmp_path: Any) -> None:
    pages = create_pages(Service(cci.service.graph, Settings(home=tmp_path), None, insecure=True))
    with listening(pages) as origin:
        assert {route: list(faults(chromium, origin, address)) for route, address in AT_THE_DOOR.items()} == {
            "/connexion": []
        }
