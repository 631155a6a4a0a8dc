"""The map of the region and the sheet of a territory, as a member reads them."""

from __future__ import annotations

import pytest

from graph import Graph
from graph.visibility import PUBLIC
from tests.given import given
from tests.web.conftest import Browser, Browsing

LILLE = "200093201"
MEL = (
    f"(a:Company {{siren: '100000009', name: 'LAINIERE', epci: '{LILLE}', departement: '59', naf: '1310Z'}})",
    f"(b:Company {{siren: '200000008', name: 'FONDERIE', epci: '{LILLE}', departement: '59'}})",
    f"(:Territory {{uid: 'epci:{LILLE}', code: '{LILLE}', level: 'epci', name: 'Métropole Européenne de Lille'}})",
    "(pole:Operator {uid: 'pole', name: 'Pôle Test', mailbox: 'contact@pole.example'})",
)


def test_the_table_says_the_share_that_the_map_colours(graph: Graph, cci: Browser) -> None:
    given(graph, *MEL, "(pole)-[:VISITED {on: toString(date())}]->(a)")
    page = cci.get("/territoires?indicateur=couverture").text
    assert f'href="/territoires/{LILLE}" tabindex="-1"' in page
    assert f'<a href="/territoires/{LILLE}">' in page
    assert '<td class="figure">50,0\u202f%</td><td class="figure">2</td>' in page
    assert " style=" not in page
    assert (
        f"{LILLE};Métropole Européenne de Lille;0,5;2;1".casefold()
        in cci.get("/territoires.csv?indicateur=couverture").text.casefold()
    )


def test_a_private_visit_changes_no_figure_of_the_map_nor_of_the_sheet(graph: Graph, cci: Browser) -> None:
    given(graph, *MEL)
    before = [cci.get(path).text.count("100,0") for path in ("/territoires.csv", f"/territoires/{LILLE}")]
    whole = cci.get("/territoires.csv?indicateur=visites").text
    graph.write(
        "MATCH (p:Operator {uid: 'pole'}), (a:Company {siren: '100000009'}) "
        "CREATE (p)-[:VISITED {on: toString(date()), visibility: 'private'}]->(a)"
    )
    given(graph, "(:Draft)")
    assert cci.get("/territoires.csv?indicateur=visites").text == whole
    assert [cci.get(path).text.count("100,0") for path in ("/territoires.csv", f"/territoires/{LILLE}")] == before
    assert "Pôle Test" not in cci.get(f"/territoires/{LILLE}").text


def test_the_sheet_names_who_is_present_and_what_waits(graph: Graph, cci: Browser) -> None:
    given(graph, *MEL, "(pole)-[:VISITED {on: toString(date())}]->(a)")
    page = cci.get(f"/territoires/{LILLE}").text
    assert "contact@pole.example" in page
    assert page.index("FONDERIE") < page.index("LAINIERE")


def test_a_territory_is_found_by_a_part_of_its_name_and_an_unknown_one_is_not_there(cci: Browser) -> None:
    assert (
        f'<li class="chip"><a href="/territoires/{LILLE}">'
        in cci.get("/territoires?q=europeenne").text + cci.get("/territoires?q=européenne").text
    )
    assert cci.get("/territoires/999999999").status_code == 404


@pytest.mark.parametrize("path", ["/territoires", "/territoires.csv", "/territoires/59"])
def test_the_public_does_not_read_the_map(path: str, region: Graph, browsing: Browsing) -> None:
    assert browsing(PUBLIC).get(path).status_code == 403
