"""The acting pages in a real browser: keys of the queue, the live warning, an import that one watches."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn

from tests.web.conftest import LYS, Browser
from tests.web.routes.test_imports import FILE
from tests.web.routes.test_reviews import state, waiting
from tests.web.routes.test_visits import SOON, met_by_the_cma


@pytest.fixture
def page(cci: Browser) -> Iterator[Any]:
    """A page of Chromium, on the service of CCI Test."""
    chromium = shutil.which("chromium")
    if chromium is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium manque sur la machine d'intégration")
        pytest.skip("Chromium absent : ce test ne peut pas être joué ici")
    from playwright.sync_api import sync_playwright

    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(cci.app, log_config=None, access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
        thread.start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            made = browser.new_page(base_url=f"http://127.0.0.1:{bound.getsockname()[1]}")
            try:
                yield made
            finally:
                browser.close()
                server.should_exit = True
                thread.join(20)


def test_the_queue_is_decided_by_keys_in_less_than_a_second_each(cci: Browser, page: Any) -> None:
    uids = waiting(cci, "MENUISERIE INCONNUE", "GARAGE INCONNU", "FLEURISTE INCONNU")
    page.goto("/a-verifier")
    times = []
    for here, following in zip(uids, [*uids[1:], None], strict=True):
        page.locator(f"[data-review='{here}']").wait_for()
        began = time.perf_counter()
        page.keyboard.press("i")
        wanted = f"[data-review='{following}']" if following else "text=Rien à vérifier"
        page.locator(wanted).wait_for()
        times.append(time.perf_counter() - began)
    print("secondes par décision :", [round(one, 3) for one in times])
    assert [state(cci, uid) for uid in uids] == ["rejected"] * 3
    assert sorted(times)[1] < 1
    page.keyboard.press("u")
    page.locator(f"[data-review='{uids[-1]}']").wait_for()
    assert state(cci, uids[-1]) == "open"


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
