"""What the reading pages say, and what they never let out."""

from __future__ import annotations

import re

import pytest

from graph import Graph
from graph.visibility import PUBLIC, Caller
from tests.given import given
from tests.web.conftest import LYS, PEUGEOT, Browser, Browsing

ADDRESSES = (
    "/?q=textiles+de+la+lys",
    f"/?q={LYS}",
    "/suggestions?q=textiles",
    f"/entreprises/{LYS}",
    f"/preparation?entreprises={LYS}",
    "/sans-accompagnement",
    "/sans-accompagnement.csv",
    "/recouvrements",
    "/recouvrements.csv",
)
CHANGING = re.compile(r'<code>[0-9a-f]{32}</code>|name="csrf" value="[0-9a-f]+"|X-CSRF-Token": "[0-9a-f]+"')


def visits(graph: Graph, *edges: str) -> None:
    for operator, edge in (text.split(" ", 1) for text in edges):
        graph.write(
            f"MATCH (o:Operator {{uid: '{operator}'}}), (c:Company {{siren: '{LYS}'}}) CREATE (o)-[:VISITED {{{edge}}}]->(c)"
        )
    given(graph, "(:Draft)")


def test_a_company_is_found_by_a_misspelt_name_with_who_met_it_last(graph: Graph, cci: Browser) -> None:
    visits(graph, "cma on: '2026-03-12', theme: 'export'")
    page = cci.get("/?q=textile+de+la+lis").text
    assert f'href="/entreprises/{LYS}"' in page
    assert "le 12 mars 2026</strong> par CMA Test" in page


def test_a_search_that_htmx_sends_gets_the_results_alone(cci: Browser) -> None:
    whole, part = cci.get(f"/?q={LYS}"), cci.get(f"/?q={LYS}", headers={"HX-Request": "true"})
    assert "<html" in whole.text
    assert "<html" not in part.text
    assert "TEXTILES DE LA LYS" in part.text
    assert part.headers["vary"].startswith("HX-Request, HX-Target")


def test_a_number_that_is_no_siren_is_said_on_the_page(cci: Browser) -> None:
    answer = cci.get("/?q=inconnue+au+bataillon")
    assert answer.status_code == 200
    assert "Aucune entreprise connue ne ressemble" in answer.text


def test_the_sheet_of_a_company_tells_its_visits_and_what_nobody_covered(graph: Graph, cci: Browser) -> None:
    graph.write("CREATE (:Theme {uid: 'export', code: 'export', name: 'Export et international'})")
    graph.write("CREATE (:Theme {uid: 'emploi', code: 'emploi', name: 'Emploi et recrutement'})")
    visits(graph, "cma on: '2026-03-12', theme: 'Export et international'", "cci on: '2999-01-05', status: 'planned'")
    page = cci.get(f"/entreprises/{LYS}").text
    coming, behind = page.index("5 janvier 2999"), page.index("12 mars 2026")
    assert coming < behind
    assert '<li class="chip">Emploi et recrutement</li>' in page
    assert '<li class="chip">Export et international</li>' not in page
    assert f"/visites/nouvelle?entreprise={LYS}" in page


def test_two_institutions_at_one_company_show_as_an_overlap(graph: Graph, cci: Browser) -> None:
    visits(graph, "cma on: '2026-03-12'", "cci on: '2026-03-20'")
    for address in ("/recouvrements", f"/entreprises/{LYS}"):
        assert "8 jours" in cci.get(address).text
    rows = cci.get("/recouvrements.csv").content.decode("utf-8-sig").splitlines()
    assert len(rows) == 2
    assert rows[1].startswith(f"{LYS};TEXTILES DE LA LYS;ARMENTIERES;rapprochées;8;à décider;;2026-03-12;CMA Test")


def test_companies_without_known_accompaniment_are_listed_with_reasons(graph: Graph, cci: Browser) -> None:
    page = cci.get("/sans-accompagnement").text
    assert "TEXTILES DE LA LYS" in page
    assert "Aucun accompagnement connu" in page
    assert PEUGEOT in cci.get("/sans-accompagnement.csv").text


def test_a_sheet_offers_companies_left_alone_nearby_and_not_itself(graph: Graph, cci: Browser) -> None:
    graph.write("CREATE (:Territory {uid: 'commune:59017', code: '59017', level: 'commune', name: 'ARMENTIERES'})")
    [link] = re.findall(r'hx-get="(/sans-accompagnement/autour[^"]*)"', cci.get(f"/entreprises/{LYS}").text)
    address = link.replace("&amp;", "&")
    assert "TEXTILES DE LA LYS" not in cci.get(address).text
    assert "TEXTILES DE LA LYS" in cci.get(re.sub("sauf=[^&]*", "", address)).text
    assert cci.get("/sans-accompagnement/autour?commune=00000").status_code == 200


def test_a_preparation_says_which_numbers_are_unknown(cci: Browser) -> None:
    page = cci.get(f"/preparation?entreprises={LYS}%0A999999999").text
    assert "TEXTILES DE LA LYS" in page
    assert "Inconnus : 999999999" in page


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_others_keep_to_themselves_changes_no_byte(graph: Graph, cci: Browser, address: str) -> None:
    visits(graph, "cma on: '2026-03-12', theme: 'export'")
    before = cci.get(address)
    visits(
        graph,
        "cma on: '2026-04-02', theme: 'emploi', visibility: 'private', note: 'secret'",
        "cma on: '2999-04-02', status: 'planned', visibility: 'private'",
    )
    after = cci.get(address)
    assert before.status_code == 200
    assert CHANGING.sub("", after.text) == CHANGING.sub("", before.text)


def test_the_public_is_led_to_the_door(region: Graph, browsing: Browsing) -> None:
    answer = browsing(PUBLIC).get("/sans-accompagnement")
    assert (answer.status_code, answer.headers["location"]) == (303, "/connexion?suite=/sans-accompagnement")


def test_a_note_is_shown_to_its_owner_alone(graph: Graph, cci: Browser, cma: Browser) -> None:
    visits(graph, "cma on: '2026-03-12', note: 'le dirigeant part en juin'")
    assert "le dirigeant part en juin" in cma.get(f"/entreprises/{LYS}").text
    assert "le dirigeant part en juin" not in cci.get(f"/entreprises/{LYS}").text


def test_the_organisation_and_the_role_are_on_every_page(cci: Browser) -> None:
    assert Caller(organisation="cci").organisation == cci.identity.organisation
    for address in ("/", "/recouvrements", "/nulle-part"):
        page = cci.get(address).text
        assert "CCI Test" in page
        assert "responsable des données" in page
