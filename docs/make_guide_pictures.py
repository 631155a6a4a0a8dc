"""Takes the pictures of `docs/guide/`: the pages as a fictional institution sees them, in Debian's Chromium.

`make guide` loads the fictional region into a home of its own and runs this. Two institutions play: the second plans a
visit near the one that the first is about to plan. Real data never come here: only a fictional region is opened.
"""

from __future__ import annotations

import base64
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import structlog
from playwright.sync_api import sync_playwright
from rich.console import Console

from access.roles import local
from bench.serving import listening
from cli.demo.loading import prepare_region, telling_company
from gate.reach import Asked, reach_of
from gate.service import Service
from graph import Graph, Settings, connect, get_settings
from graph.visibility import MEMBER, Caller
from ingest.operators import Operators
from ingest.queue import list_reviews
from queries.before_visit import NewVisit, before_visit
from web.app import create_pages

PICTURES = Path(__file__).parent / "guide" / "images"
CHROMIUM = "/usr/bin/chromium"
FRENCH = {"LANG": "fr_FR.UTF-8", "LANGUAGE": "fr"}
"""What has Chromium write its own words and days in French, with Debian's `chromium-l10n`."""
WIDE, NARROW = (1366, 820), (390, 780)
QUALITY = 42
"""Of WebP: letters stay sharp, and a picture weighs about 40 kB; a page of the guide holds one or two."""
FIRST, SECOND = "Région Fictive Hauts-de-France", "CCI Fictive Hauts-de-France"
FILE = "visites-cci-fictive-hauts-de-france.csv"


def main() -> None:
    """Load the region if need be, play, and write the pictures."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    settings = get_settings()
    region = prepare_region(settings, Console())
    with connect(settings) as graph, sync_playwright() as playwright:
        siren = telling_company(graph, region)
        assert siren, "the fictional region has overlaps"
        options: dict[str, Any] = {"args": ["--no-sandbox", "--lang=fr-FR"], "env": {**os.environ, **FRENCH}}
        browser = playwright.chromium.launch(executable_path=CHROMIUM, **options)
        with (
            serving(graph, settings, FIRST) as here,
            serving(graph, settings, SECOND) as there,
            serving(graph, settings, None) as door,
        ):
            seen: dict[str, Any] = {"color_scheme": "light", "locale": "fr-FR"}
            first, second = browser.new_page(base_url=here, **seen), browser.new_page(base_url=there, **seen)
            enter(browser.new_page(base_url=door, **seen))
            read(first, siren)
            read_actions(first)
            share_out(first)
            doubt(graph, first, second)
            act(first, second, siren, free_day(graph, siren))
            drop(first, settings.home / "region" / FILE)
        browser.close()


@contextmanager
def serving(graph: Graph, settings: Settings, institution: str | None) -> Iterator[str]:
    """Serve the pages on a free port of this machine and give their address.

    Args:
        graph: of the fictional region.
        settings: of its home.
        institution: in whose name; None has people sign in.
    """
    reach = reach_of(Asked("127.0.0.1", False, False, "", False), settings)
    here = local(Operators(graph).find(institution), institution, actor="guide") if institution else None
    service = Service(graph, settings, here, True, reach, None)
    with listening(create_pages(service)) as address:
        yield address


def free_day(graph: Graph, siren: str) -> date:
    """Return a working day to come on which nobody meets a visit to the company."""
    day, second = date.today() + timedelta(days=120), Operators(graph).find(SECOND) or ""
    found = before_visit(graph, MEMBER, NewVisit(company=siren, on=day, operators=(second,)))
    return found.first_free or day


def enter(page: Any) -> None:
    """Take the door as whoever follows a link meets it; the link is made up, and opens nothing."""
    page.goto("/connexion?lien=lien-du-guide")
    take(page, "connexion", (WIDE[0], 420))


def share_out(page: Any) -> None:
    """Make a campaign of the first companies without accompaniment, take one of them, and take its page."""
    page.goto("/sans-accompagnement")
    for box in page.locator("input[name=company]").all()[:4]:
        box.check()
    page.get_by_text("Faire une campagne de visites").click()
    page.locator("#campagne [name=title]").fill("Premières visites du printemps")
    page.locator("#campagne [name=until]").fill(str(date.today() + timedelta(days=180)))
    page.get_by_role("button", name="Faire la campagne").click()
    page.get_by_role("button", name="Prendre").first.click()
    take(page, "campagne", (WIDE[0], 720))


def read(page: Any, siren: str) -> None:
    """Take the pages that only say."""
    for name, address in {
        "recherche": "/?q=mecanique",
        "fiche": f"/entreprises/{siren}",
        "sans-accompagnement": "/sans-accompagnement",
        "territoires": "/territoires",
        "recouvrements": "/recouvrements",
        "reseau": "/reseau?territory=epci%3A200093201",
        "protection": "/protection-des-donnees",
        "institution": "/institution",
    }.items():
        page.goto(address)
        take(page, name)


def read_actions(page: Any) -> None:
    """Take the pages of the other actions: a list, and the first sheet of the lists that have one."""
    for name, address in {
        "indicateurs": "/indicateurs",
        "besoins": "/besoins",
        "besoins-territoriaux": "/besoins/territoriaux",
        "strategies": "/strategies",
        "repartition": "/repartition",
        "enveloppes": "/enveloppes",
        "agents": "/agents",
    }.items():
        page.goto(address)
        take(page, name)
    for name, address in {
        "convention": "/conventions?etat=running",
        "concertation": "/consultations",
        "experimentation": "/experimentations?bilan=failed",
        "comite": "/comites",
    }.items():
        page.goto(address)
        page.locator(f"main a[href^='{address.partition('?')[0]}/']:not([href*='nouve'])").first.click()
        page.wait_for_load_state()
        take(page, name)


def doubt(graph: Graph, *pages: Any) -> None:
    """Take a row of which the company is not sure, from the first of the queues that has one."""
    for page, institution in zip(pages, (FIRST, SECOND), strict=True):
        caller = Caller(organisation=Operators(graph).find(institution), actor="guide")
        if found := list_reviews(graph, caller, kind="company", limit=1).reviews:
            page.goto(f"/a-verifier?ligne={found[0].uid}")
            take(page, "verifier")
            return
    raise LookupError("no row of the fictional region waits for a decision")


def act(first: Any, second: Any, siren: str, day: date) -> None:
    """Plan two visits near each other, as two institutions, and take what each sees."""
    second.goto(f"/visites/nouvelle?entreprise={siren}&on={day}")
    second.locator("#champ-purpose").fill("Premier rendez-vous")
    second.get_by_role("button", name="Enregistrer", exact=True).click()
    first.goto(f"/visites/nouvelle?entreprise={siren}&on={day + timedelta(days=3)}")
    first.locator("#avertissement [role=alert]").wait_for()
    take(first, "avertissement", (WIDE[0], 860))
    first.get_by_role("button", name="Me joindre à eux").first.click()
    first.get_by_text("l'autre institution est invitée à répondre").wait_for()
    second.goto("/avis")
    take(second, "avis", (WIDE[0], 560))
    first.goto(f"/visites/compte-rendu?entreprise={siren}")
    take(first, "compte-rendu-telephone", NARROW)


def drop(page: Any, file: Path) -> None:
    """Drop a file, take how it is understood, and abandon it: nothing is written."""
    page.set_viewport_size(dict(zip(("width", "height"), WIDE, strict=True)))
    page.goto("/imports/nouveau")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Voir comment il est compris").click()
    page.get_by_role("button", name="Importer", exact=True).wait_for()
    take(page, "import", (WIDE[0], 1000))
    page.get_by_role("button", name="Abandonner ce fichier").click()


def take(page: Any, name: str, size: tuple[int, int] = WIDE) -> None:
    """Write what a window of that size shows, as WebP, which Chromium encodes itself."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.wait_for_load_state("networkidle")
    page.evaluate("scrollTo(0, 0)")
    session = page.context.new_cdp_session(page)
    shot = session.send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
    session.detach()
    PICTURES.mkdir(exist_ok=True)
    (PICTURES / f"{name}.webp").write_bytes(base64.b64decode(shot["data"]))


if __name__ == "__main__":
    main()
