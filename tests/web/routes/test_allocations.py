"""Sharing out on the pages: weights in the address, exact files, scenarios kept and compared."""

from __future__ import annotations

import csv
import io

import pytest

from graph import Graph
from queries.partnership.scenarios import scenarios
from tests.conftest import CCI, CMA
from tests.given import given
from tests.web.conftest import Browser

TERRITORIES = (
    "(r:Territory {uid: 'region:32', code: '32', level: 'region', name: 'Hauts-de-France'})",
    *(
        f"(:Territory {{uid: 'departement:{code}', code: '{code}', level: 'departement', name: '{name}', population: {people}}})-[:PART_OF]->(r)"
        for code, name, people in (("59", "Nord", 2_600_000), ("80", "Somme", 570_000), ("02", "Aisne", 530_000))
    ),
)


@pytest.fixture(autouse=True)
def territories(region: Graph) -> None:
    given(region, *TERRITORIES)


def rows(browser: Browser, query: str) -> list[dict[str, str]]:
    text = browser.get(f"/repartition.csv{query}").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def cents(text: str) -> int:
    return int(text.replace(",", ""))


def test_weights_of_the_address_are_shared_out_and_the_file_sums_exactly(cci: Browser) -> None:
    page = cci.get(
        "/repartition?montant=1+000+000,01&p_population=1&p_entreprises=0&p_sans-accompagnement=0&pour=59"
    ).text
    assert [said for said in ("Nord", "Somme", "Aisne", "Pourquoi", "Exporter en CSV") if said not in page] == []
    found = rows(cci, "?montant=1000000,01&plancher=1000&p_population=1&p_entreprises=2&p_besoins=0,5")
    assert [one["code"] for one in found] == ["02", "59", "80"]
    for column in ("part (€)", "parts égales (€)", "par habitant (€)"):
        assert sum(cents(one[column]) for one in found) == 100_000_001
    assert all(cents(one["part (€)"]) >= 100_000 for one in found)
    assert cci.get("/repartition.xlsx").content[:2] == b"PK"


def test_what_is_wrong_is_said_beside_its_field_and_nothing_breaks(cci: Browser) -> None:
    for query, said in (
        ("?montant=beaucoup", "Écrivez un montant"),
        ("?p_population=11", "Un poids va de 0 à 10"),
        ("?plancher=900000", "plancher dépasse le montant"),
        ("?p_population=0&p_entreprises=0&p_sans-accompagnement=0", "Donnez un poids"),
        ("?niveau=lune&montant=&plancher=", "Nord"),
    ):
        page = cci.get(f"/repartition{query}")
        assert (page.status_code, said in page.text) == (200, True), query


def test_scenarios_are_kept_compared_and_dropped_by_their_owner(cci: Browser, cma: Browser) -> None:
    for name, weight, level in (("Habitants", "1", "shared"), ("Égal", "0", "private")):
        said = {"montant": "300", "p_population": weight, "p_entreprises": "1", "name": name, "visibility": level}
        assert cci.post("/repartition", said).status_code == 303
    assert cci.post("/repartition", {"montant": "300", "name": "", "visibility": "shared"}).status_code == 422
    graph = cci.service.graph
    second, first = scenarios(graph, CCI)
    assert sum(value for _, value in first.shares) == 300_00
    assert [one.name for one in scenarios(graph, CMA)] == ["Habitants"]
    page = cci.get(f"/repartition/scenarios?a={first.uid}&b={second.uid}").text
    assert ("Écart" in page, "Nord" in page) == (True, True)
    assert cma.get(f"/repartition/scenarios?a={second.uid}").status_code == 404
    assert cma.post(f"/repartition/scenarios/{first.uid}/supprimer").status_code == 404
    assert cci.post(f"/repartition/scenarios/{first.uid}/supprimer").status_code == 303
    assert scenarios(graph, CMA) == ()
