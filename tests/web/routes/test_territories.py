"""The map of the region and the sheet of a territory, as a member reads them."""

from __future__ import annotations

import re

import pytest

from graph import Graph
from graph.visibility import Caller
from tests.given import given
from tests.queries.test_territory_indicators import KNOWN, TERRITORY
from tests.web.conftest import Browser, Browsing

LILLE = TERRITORY


@pytest.fixture
def reader(graph: Graph, browsing: Browsing) -> Browser:
    """A browser of a member, on a graph that holds what the test puts there."""
    return browsing(Caller(organisation="cci", actor="web"), "CCI Test")


def test_the_table_and_its_file_say_the_share_that_the_map_colours(graph: Graph, reader: Browser) -> None:
    given(graph, *KNOWN)
    page = reader.get("/territoires?indicateur=couverture").text
    assert f'<a href="/territoires/{LILLE}" tabindex="-1"><title>Métropole Européenne de Lille : 25,0\u202f%' in page
    assert '<td class="figure">25,0\u202f%</td><td class="figure">4</td><td class="figure">1</td>' in page
    assert page.count('fill="url(#hachures)"') == page.count("<title>") - 2, "every other territory is hatched"
    assert " style=" not in page
    assert (
        f"{LILLE};Métropole Européenne de Lille;0,25;4;1" in reader.get("/territoires.csv?indicateur=couverture").text
    )


def test_the_communes_of_an_epci_are_drawn_and_a_share_of_fewer_than_three_is_not_said(
    graph: Graph, reader: Browser
) -> None:
    given(graph, *KNOWN)
    page = reader.get(f"/territoires?dans={LILLE}&indicateur=couverture").text
    assert "<title>Lille : 33,3\u202f%</title>" in page
    assert "<title>Roubaix : trop peu</title>" in page
    assert reader.get("/territoires?dans=200000172").status_code == 404


@pytest.mark.parametrize(("order", "first"), [("nom", "Amiens"), ("-nom", "Villes"), ("-entreprises", "Lille")])
def test_the_table_sorts_and_says_how(graph: Graph, reader: Browser, order: str, first: str) -> None:
    given(graph, *KNOWN)
    page = reader.get(f"/territoires?tri={order}").text
    body = page[page.index("<tbody>") :]
    names = re.findall(r'<th scope="row"><a[^>]*>(.*?)</a>', body)
    expected = {
        "nom": min(names, key=str.casefold),
        "-nom": max(names, key=str.casefold),
        "-entreprises": "Métropole Européenne de Lille",
    }
    assert names[0] == expected[order] or first in names[0]
    assert f'aria-sort="{"descending" if order.startswith("-") else "ascending"}"' in page


def test_a_private_visit_changes_nothing_of_the_map_nor_of_the_sheet(graph: Graph, reader: Browser) -> None:
    given(graph, *KNOWN)
    paths = (
        "/territoires",
        "/territoires.csv?indicateur=visites",
        f"/territoires?dans={LILLE}",
        f"/territoires/{LILLE}",
    )
    before = [reader.get(path).content for path in paths]
    graph.write(
        "MATCH (p:Operator {uid: 'pole'}), (d:Company {siren: '400000006'}) CREATE (p)-[:VISITED {on: toString(date()), "
        "earliest: toString(date()), latest: toString(date()), status: 'done', visit: 'v', visibility: 'private'}]->(d)"
    )
    assert [reader.get(path).content for path in paths] == before


def test_the_sheet_names_who_is_present_and_what_waits(graph: Graph, reader: Browser) -> None:
    given(graph, *KNOWN)
    page = reader.get(f"/territoires/{LILLE}").text
    assert "contact@pole.example" in page
    assert page.index("FONDERIE") < page.index("LAINIERE")
    assert f"/territoires?dans={LILLE}" in page


def test_a_territory_that_the_graph_does_not_know_has_an_empty_sheet_and_an_unknown_one_none(reader: Browser) -> None:
    assert "Aucune entreprise à montrer ici." in reader.get("/territoires/200070936").text
    assert reader.get("/territoires/999999999").status_code == 404


def test_a_territory_is_found_by_a_part_of_its_name(reader: Browser) -> None:
    assert f'<a href="/territoires/{LILLE}">' in reader.get("/territoires?q=europeenne").text


def test_the_map_of_those_without_accompaniment_leads_to_the_list_of_each_territory(
    graph: Graph, reader: Browser
) -> None:
    given(graph, *KNOWN)
    page = reader.get("/sans-accompagnement?vue=carte&mois=6").text
    assert f'<a href="?territory={LILLE}&amp;mois=6">Métropole Européenne de Lille</a>' in page
    assert '<td class="figure">75,0\u202f%</td><td class="figure">3</td><td class="figure">4</td>' in page
