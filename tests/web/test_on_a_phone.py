"""What is done on a phone, in a real browser: a report in a few taps, lists before their filters, a visit moved."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from queries.days import today
from tests.web.conftest import Browser, listening
from tests.web.routes.test_visits import NEAR, SOON, brought, met_by_the_cma, plan, written

WIDTH, HEIGHT = 390, 844


@pytest.fixture
def phone(cci: Browser, chromium: Any) -> Iterator[Any]:
    """A page of Chromium as large as a phone, touched and not clicked, on the service of CCI Test."""
    with listening(cci.app) as address:
        context = chromium.new_context(
            base_url=address, viewport={"width": WIDTH, "height": HEIGHT}, has_touch=True, is_mobile=True
        )
        page = context.new_page()
        page.set_default_timeout(60_000)
        yield page
        context.close()


def shot(page: Any, name: str) -> None:
    """Keep a picture for whoever wants to look, and nothing hides beside the screen."""
    if folder := os.environ.get("DORE_SCREENSHOTS"):
        page.screenshot(path=f"{folder}/{name}-390.png")
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH


def test_a_visit_is_reported_from_the_search_in_six_gestures(cci: Browser, phone: Any) -> None:
    phone.goto("/")
    phone.locator("#q").fill("textiles de la lys")
    phone.keyboard.press("Enter")  # one
    phone.get_by_role("link", name="Rendre compte").first.tap()  # two
    save = phone.get_by_role("button", name="Enregistrer")
    save.wait_for()
    box = save.bounding_box()
    shot(phone, "compte-rendu")
    assert box["y"] + box["height"] <= HEIGHT, "the whole form is on the screen"
    assert phone.locator("#champ-on").input_value() == today().isoformat()
    assert "les partenaires voient le jour" in phone.locator("#qui-verra-quoi").inner_text().lower()
    phone.locator("#champ-theme").select_option("export")  # three
    phone.locator("#champ-purpose").fill("cherche un local")  # four
    phone.locator("#champ-next").fill("rappeler en mai")  # five
    save.tap()  # six
    phone.get_by_text("Enregistré.").wait_for()
    [row] = written(cci)
    assert (row["v"]["status"], row["v"]["purpose"]) == ("done", "cherche un local")
    assert row["v"]["note"] == "Suite : rappeler en mai"


@pytest.fixture
def planned_today(cci: Browser) -> None:
    """A visit of CCI Test to be made today; asked for before `phone`, whose loop runs in this thread."""
    assert cci.post("/visites/nouvelle", plan(on=today().isoformat())).status_code == 303


@pytest.fixture
def overlapping(cci: Browser) -> None:
    """A visit of CCI Test beside one of the CMA."""
    met_by_the_cma(cci)
    assert cci.post("/visites/nouvelle", plan(reason="autre sujet")).status_code == 303


@pytest.mark.usefixtures("planned_today")
def test_the_visit_of_the_day_is_on_the_first_page_and_reported_in_three_gestures(cci: Browser, phone: Any) -> None:
    phone.goto("/")
    shot(phone, "accueil")
    phone.get_by_role("link", name="Rendre compte").tap()  # one
    phone.locator("#champ-purpose").fill("cherche un local")  # two
    phone.get_by_role("button", name="Enregistrer").tap()  # three
    phone.get_by_text("Enregistré.").wait_for()
    assert [(row["v"]["status"], row["v"]["theme"]) for row in written(cci)] == [("done", "export")]
    phone.goto("/")
    assert phone.get_by_role("link", name="Rendre compte").count() == 0


def test_who_will_see_it_follows_what_is_chosen(phone: Any) -> None:
    phone.goto("/visites/compte-rendu")
    phone.locator(".who-sees summary").tap()
    phone.locator("input[value=private]").tap()
    assert "Réservé à mon institution" in phone.locator(".who-sees summary").inner_text()
    assert phone.locator("#qui-verra-quoi").inner_text().startswith("Personne d'autre")


@pytest.mark.usefixtures("overlapping")
def test_a_list_comes_before_its_filters(phone: Any) -> None:
    phone.goto("/recouvrements")
    shot(phone, "recouvrements")
    first = phone.locator("main tr[id^='o-']").first.bounding_box()
    assert first["y"] < HEIGHT, "the first line is on the first screen"
    assert not phone.locator("#champ-genre").is_visible()
    phone.get_by_text("Filtrer la liste").tap()
    phone.locator("#champ-genre").select_option(index=1)
    phone.get_by_role("button", name="Appliquer").tap()
    phone.wait_for_url("**genre=**")
    phone.set_viewport_size({"width": 1366, "height": 850})
    phone.reload()
    assert phone.locator("#champ-genre").is_visible()


def test_a_visit_of_a_file_is_moved_then_cancelled_and_the_file_given_again(
    cci: Browser, phone: Any, tmp_path: Path
) -> None:
    brought(cci, tmp_path, SOON.isoformat())
    phone.goto("/visites")
    phone.get_by_role("link", name="TEXTILES DE LA LYS").first.tap()
    phone.get_by_role("link", name="Modifier").tap()
    phone.locator("#champ-on").fill(NEAR.isoformat())
    phone.get_by_role("button", name="Enregistrer").tap()
    phone.get_by_text("Enregistré.").wait_for()
    assert brought(cci, tmp_path, SOON.isoformat()).unchanged == 1
    phone.reload()
    phone.get_by_role("button", name="Annuler la visite").tap()
    phone.get_by_text("annulée").first.wait_for()
    shot(phone, "visite-annulee")
    assert brought(cci, tmp_path, SOON.isoformat()).unchanged == 1
    [row] = written(cci)
    assert (str(row["v"]["on"]), row["v"]["status"]) == (NEAR.isoformat(), "cancelled")
