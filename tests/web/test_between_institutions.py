"""The whole way of a visit between two institutions, in a real browser: four actions from search to planned."""

from __future__ import annotations

import os
from typing import Any

import pytest

from tests.web.conftest import Browser, listening
from tests.web.routes.test_exchanges import KEYS, planned
from tests.web.routes.test_visits import NEAR, SOON


def shot(page: Any, name: str) -> None:
    """Keep a picture for whoever wants to look, and stay usable on a small screen."""
    folder = os.environ.get("DORE_SCREENSHOTS")
    for width in (1366, 390):
        page.set_viewport_size({"width": width, "height": 850})
        if folder:
            page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.set_viewport_size({"width": 1366, "height": 850})


@pytest.fixture
def theirs(cma: Browser) -> Browser:
    """CMA Test, with a visit planned."""
    planned(cma, on=NEAR.isoformat(), reference="theirs")
    return cma


def test_a_visit_is_searched_planned_joined_and_accepted(cci: Browser, theirs: Browser, chromium: Any) -> None:
    with listening(cci.app) as here, listening(theirs.app) as there:
        page = chromium.new_page(base_url=here)
        page.goto("/")
        page.keyboard.type("textiles de la lys")  # one; the field has the focus
        page.keyboard.press("Enter")
        page.get_by_role("link", name="Prévoir une visite").first.click()  # two
        page.locator("#champ-on").fill(SOON.isoformat())  # three
        page.locator("#champ-on").dispatch_event("change")
        page.locator("#avertissement [role=alert]").wait_for()
        shot(page, "avertissement")
        page.get_by_role("button", name="Me joindre à eux").click()  # four
        page.get_by_text("l'autre institution est invitée à répondre").wait_for()
        shot(page, "visite-demandee")
        other = chromium.new_page(base_url=there)
        other.goto("/")
        other.locator(".nav .count").wait_for()
        other.goto("/avis")
        shot(other, "avis")
        other.get_by_role("button", name="Accepter : une seule visite").click()
        other.get_by_text("C'est fait").wait_for()
        page.reload()
        page.get_by_role("heading", name="Visite commune", exact=True).wait_for()
        shot(page, "visite-commune")
        page.goto("/recouvrements")
        shot(page, "recouvrements")
    one, two = cci.service.graph.system_read(KEYS)
    assert one["visit"] == two["visit"]
