"""Needs on the pages: the list, the form, what is done about one, seen by another institution."""

from __future__ import annotations

import re

from graph import Graph
from queries.days import today
from tests.web.conftest import LYS, Browser

NEED = {
    "title": "Trouver un local",
    "siren": LYS,
    "theme": "implantation",
    "on": today().isoformat(),
    "visibility": "shared",
}


def entered(browser: Browser, **changed: str) -> str:
    """Enter a need, and return its address."""
    admit(browser.service.graph)
    answer = browser.post("/besoins/nouveau", NEED | changed)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"]).partition("?")[0]


def admit(graph: Graph) -> None:
    graph.write("MATCH (o:Operator) SET o.admitted_at = '2026-01-01'")


def test_a_need_is_entered_listed_and_answered_by_another_institution(cci: Browser, cma: Browser) -> None:
    address = entered(cci)
    assert "Trouver un local" in cma.get("/besoins").text
    sheet = cma.get(address).text
    assert ("Nous nous en occupons" in sheet, "TEXTILES DE LA LYS" in sheet, "Modifier" in sheet) == (True, True, False)
    assert cma.post(f"{address}/prendre").status_code == 303
    assert cma.post(f"{address}/repondre", {"text": ""}).status_code == 422
    assert cma.post(f"{address}/repondre", {"text": "Un atelier relais"}).status_code == 303
    shown = cci.get(address).text
    assert [said for said in ("Un atelier relais", "traité", "Rouvrir", "CMA Test") if said not in shown] == []
    told = cci.get("/avis").text
    assert ("Trouver un local" in told, "Un atelier relais" in told) == (True, True)
    assert ("réponse apportée" in told, "réponse de la Région" in told) == (True, False)
    assert "count" in cci.get("/avis/nombre").text
    assert cci.post("/avis").status_code == 303
    assert "count" not in cci.get("/avis/nombre").text


def test_the_list_is_filtered_and_exported(cci: Browser) -> None:
    entered(cci)
    entered(cci, title="Exporter en Belgique", theme="export", siren="", territory="Amiens (80000)")
    only = cci.get("/besoins?theme=export").text
    assert ("Exporter en Belgique" in only, "Trouver un local" in only) == (True, False)
    assert "Trouver un local" in cci.get("/besoins?qui=company&nous=oui&etat=quo").text
    lines = cci.get("/besoins.csv").content.decode("utf-8-sig").splitlines()
    assert (len(lines), lines[0].startswith("besoin;thème")) == (3, True)


def test_a_form_says_what_is_missing_and_keeps_what_was_typed(cci: Browser) -> None:
    admit(cci.service.graph)
    both = cci.post("/besoins/nouveau", NEED | {"territory": "Amiens"})
    nobody = cci.post("/besoins/nouveau", NEED | {"siren": ""})
    assert (both.status_code, nobody.status_code) == (422, 422)
    assert "pas les deux" in both.text
    assert "Dites qui exprime ce besoin" in nobody.text
    assert 'value="Trouver un local"' in nobody.text
    unknown = cci.post("/besoins/nouveau", NEED | {"on": "hier"})
    assert unknown.status_code == 422


def test_a_need_entered_in_the_form_is_corrected_there(cci: Browser) -> None:
    address = entered(cci)
    form = cci.get(f"{address}/modifier").text
    reference = re.search(r'name="reference" value="(F-[0-9a-f]+)"', form)
    assert reference is not None
    again = cci.post("/besoins/nouveau", NEED | {"title": "Trouver un atelier", "reference": reference[1]})
    assert again.headers["location"].startswith(address)
    assert "Trouver un atelier" in cci.get(address).text


def test_a_private_need_is_nowhere_for_another(cci: Browser, cma: Browser) -> None:
    address = entered(cci, visibility="private")
    assert cma.get(address).status_code == 404
    assert "Trouver un local" not in cma.get("/besoins").text + cma.get("/besoins.csv").text
    assert cma.post(f"{address}/prendre").status_code == 404
