"""The acting pages in a real browser: keys of the queue, the live warning, an import that one watches."""

from __future__ import annotations

import os
from typing import Any

from tests.web.conftest import LYS, Browser
from tests.web.routes.test_imports import FILE
from tests.web.routes.test_reviews import state, waiting
from tests.web.routes.test_visits import SOON, met_by_the_cma


def test_the_queue_is_decided_by_keys_and_the_next_row_is_there_at_once(cci: Browser, page: Any) -> None:
    uids = waiting(cci, "MENUISERIE INCONNUE", "GARAGE INCONNU", "FLEURISTE INCONNU")
    page.goto("/a-verifier")
    for here, following in zip(uids, [*uids[1:], None], strict=True):
        page.locator(f"[data-review='{here}']:not([hidden])").wait_for()
        page.keyboard.press("u")
        wanted = f"[data-review='{following}']:not([hidden])" if following else "text=Rien à vérifier"
        page.locator(wanted).wait_for()
    page.locator("#reste", has_text="0 ligne").wait_for()
    assert [state(cci, uid) for uid in uids] == ["rejected"] * 3
    page.keyboard.press("z")
    page.locator(f"[data-review='{uids[-1]}']").wait_for()
    assert state(cci, uids[-1]) == "open"


def test_a_queue_opened_at_its_end_goes_on_with_what_waits_before(cci: Browser, page: Any) -> None:
    first, second, last = waiting(cci, "MENUISERIE INCONNUE", "GARAGE INCONNU", "FLEURISTE INCONNU")
    page.goto(f"/a-verifier?ligne={last}")
    for following in (first, second):
        page.keyboard.press("u")
        page.locator(f"[data-review='{following}']:not([hidden])").wait_for()
    page.keyboard.press("u")
    page.locator("text=Rien à vérifier").wait_for()
    page.locator("#reste", has_text="0 ligne").wait_for()


def test_the_warning_follows_the_day(cci: Browser, page: Any) -> None:
    met_by_the_cma(cci)
    page.goto(f"/visites/nouvelle?entreprise={LYS}")
    page.locator("#champ-on").fill(SOON.isoformat())
    page.locator("#champ-on").dispatch_event("change")
    page.locator("#avertissement [role=alert]").wait_for()
    assert "CMA Test" in page.locator("#avertissement").inner_text()
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    if folder := os.environ.get("DORE_SCREENSHOTS"):
        page.screenshot(path=f"{folder}/visite-390.png", full_page=True)


def test_an_import_is_watched_to_its_report(cci: Browser, page: Any) -> None:
    page.goto("/imports/nouveau")
    page.locator("#champ-file").set_input_files({"name": "v.csv", "mimeType": "text/csv", "buffer": FILE})
    page.get_by_role("button", name="Voir comment").click()
    page.get_by_role("button", name="Importer", exact=True).click()
    page.get_by_role("table", name="Ce que sont devenues les lignes").wait_for()
    assert "refusées" in page.locator("main").inner_text()
