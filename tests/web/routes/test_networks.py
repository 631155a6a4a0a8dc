"""The pages of networks: what they say, that the list says the same as the picture, and what they never let out."""

from __future__ import annotations

import io
import json
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from python_calamine import CalamineWorkbook

from graph import Graph
from graph.visibility import PUBLIC
from tests.queries.analytics.worlds import IN_AMIENS, draw
from tests.web.conftest import Browser, Browsing, listening
from tests.web.test_reading import CHANGING

ADDRESSES = (
    "/reseau?territory=80",
    "/reseau?territory=80&vue=institutions",
    "/reseau?acteur=cci",
    "/reseau.gexf?territory=80",
    "/reseau.graphml?territory=80",
    "/reseau.acteurs.csv?territory=80",
    "/reseau.liens.csv?territory=80",
    "/analyses?territory=80&avant=2026-02-01",
    "/analyses.csv?territory=80",
    "/analyses.xlsx?territory=80",
    "/analyses.gexf?territory=80",
    "/analyses.html?territory=80",
)


@pytest.fixture
def amiens(graph: Graph, cci: Browser) -> Browser:
    """CCI Test's browser, on the season of Amiens."""
    graph.auto_commit("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
    draw(graph)
    return cci


def data_of(page: str) -> dict[str, Any]:
    found = re.search(r"<p data-net-data[^>]*>(.*?)</p>", page, re.S)
    assert found is not None
    read: dict[str, Any] = json.loads(found.group(1))
    return read


def test_the_picture_and_the_list_hold_the_same_actors(amiens: Browser) -> None:
    page = amiens.get("/reseau?territory=80").text
    drawn = {node[4]: node[6] for node in data_of(page)["nodes"]}
    listed = re.findall(r'<th scope="row">.*?>([^<>]+)</a><br>.*?</th>\s*<td class="figure">(\d+)</td>', page, re.S)
    assert drawn == {name: int(links) for name, links in listed}
    assert drawn == {"CCI": 1, "CMA": 2, "Société 100000009": 2, "Société 200000008": 1}


def test_a_mark_leads_to_the_sheet_of_a_company_and_to_the_network_of_an_institution(amiens: Browser) -> None:
    addresses = {node[4]: node[10] for node in data_of(amiens.get("/reseau?territory=80").text)["nodes"]}
    assert addresses["Société 100000009"] == "/entreprises/100000009"
    assert addresses["CCI"] == "/reseau?acteur=CCI"
    assert amiens.get(addresses["CCI"]).status_code == 200


def test_companies_without_a_link_and_institutions_that_never_meet_are_said(amiens: Browser) -> None:
    amiens.service.graph.write(
        "MATCH (o:Operator {uid: 'region'}), (c:Company {uid: '300000007'})"
        " CREATE (o)-[:SUPPORTED {uid: 's', owner: 'region', visibility: 'shared', earliest: '2026-02-02'}]->(c)"
    )
    amiens.service.graph.write(
        f"CREATE (:Company {{uid: 'd', name: 'D', visibility: 'open', naf: '62.01Z', {IN_AMIENS}}})"
    )
    page = amiens.get("/reseau?territory=80").text
    assert "/sans-accompagnement?territory=80&amp;sector=naf2%3A62" in page
    assert "1 sur 4" in page
    assert "CCI et Région" in page


def test_what_cannot_be_drawn_is_said_with_what_to_do(amiens: Browser) -> None:
    for address in ("/reseau?territory=Atlantide", "/analyses?territory=Atlantide"):
        page = amiens.get(address)
        assert page.status_code == 200
        assert "Le territoire « Atlantide » est inconnu." in page.text
    assert "Par où commencer" in amiens.get("/reseau").text
    assert amiens.get("/reseau.doc?territory=80").status_code == 404
    assert amiens.get("/analyses.csv").status_code == 422


def test_the_report_ranks_by_the_column_that_was_asked_for(amiens: Browser) -> None:
    page = amiens.get("/analyses?territory=80&tri=betweenness").text
    assert re.search(r'aria-sort="descending"><a href="[^"]*tri=betweenness', page)
    assert re.findall(r'<td class="figure">1</td>\s*<th scope="row"><a[^>]*>([^<]+)</a>', page)
    assert "Société 300000007" not in page


def test_an_earlier_day_shows_who_was_not_there_yet(amiens: Browser) -> None:
    page = amiens.get("/analyses?territory=80&avant=2025-12-01").text
    assert "Ce qui a changé depuis le 1er décembre 2025" in page
    assert "1 acteur nouveau" in page
    rows = amiens.get("/analyses.csv?territory=80&avant=2025-12-01").content.decode("utf-8-sig").splitlines()
    assert rows[0].endswith("nom du groupe;liens au 2025-12-01")
    assert {row.split(";")[1]: row.rpartition(";")[2] for row in rows[1:]}["CMA"] == "1"


def test_files_run_no_formula(graph: Graph, amiens: Browser) -> None:
    graph.write("MATCH (o:Operator {uid: 'cci'}) SET o.name = '=cmd|calc'")
    assert ";'=cmd|calc;" in amiens.get("/analyses.csv?territory=80").content.decode("utf-8-sig")
    assert ",'=cmd|calc," in amiens.get("/reseau.acteurs.csv?territory=80").text
    book = CalamineWorkbook.from_filelike(io.BytesIO(amiens.get("/analyses.xlsx?territory=80").content))
    assert book.sheet_names == ["Acteurs", "Groupes", "Intermédiaires", "Lisez-moi"]
    rows = book.get_sheet_by_name("Acteurs").to_python()
    assert "'=cmd|calc" in [row[1] for row in rows]
    assert [row[4] for row in rows[1:]] == [2.0, 2.0, 1.0, 1.0]


def test_a_name_cannot_leave_the_data_of_the_picture(graph: Graph, amiens: Browser) -> None:
    graph.write("MATCH (o:Operator {uid: 'cci'}) SET o.name = '</script><script>alert(1)</script>'")
    for address in ("/reseau?territory=80", "/analyses?territory=80", "/analyses.html?territory=80"):
        assert "<script>alert" not in amiens.get(address).text
    assert "</script><script>alert(1)</script>" in [
        node[4] for node in data_of(amiens.get("/reseau?territory=80").text)["nodes"]
    ]


def test_files_for_other_tools_can_be_read(amiens: Browser) -> None:
    for address in ("/reseau.gexf?territory=80", "/reseau.graphml?territory=80", "/analyses.gexf?territory=80"):
        answer = amiens.get(address)
        assert "attachment" in answer.headers["content-disposition"]
        assert "Société 100000009" in ElementTree.tostring(ElementTree.fromstring(answer.content), encoding="unicode")


def test_the_report_to_keep_asks_nothing_from_anywhere(amiens: Browser) -> None:
    text = amiens.get("/analyses.html?territory=80&avant=2026-02-01").text
    assert not re.search(r"(?:src|href)=|url\(|@import|<script|https?://", text)
    assert "@media print" in text


def test_what_others_and_oneself_keep_changes_no_byte(graph: Graph, amiens: Browser) -> None:
    before = {address: amiens.get(address) for address in ADDRESSES}
    assert {answer.status_code for answer in before.values()} == {200}
    for operator in ("cma", "cci"):
        graph.write(
            f"MATCH (o:Operator {{uid: '{operator}'}}), (c:Company {{uid: '300000007'}}) CREATE (o)-[:VISITED {{uid: 'p{operator}',"
            f" visit: 'p', owner: '{operator}', visibility: 'private', status: 'done', earliest: '2026-04-01'}}]->(c)"
        )
    for address in ADDRESSES:
        if address.startswith("/analyses.xlsx"):
            assert amiens.get(address).content == before[address].content
        else:
            assert CHANGING.sub("", amiens.get(address).text) == CHANGING.sub("", before[address].text)


def test_all_members_read_the_same_report(amiens: Browser, cma: Browser) -> None:
    for address in ADDRESSES[2:]:
        if "." in address.partition("?")[0]:
            assert amiens.get(address).content == cma.get(address).content


def test_the_public_reads_no_network(amiens: Browser, browsing: Browsing) -> None:
    nobody = browsing(PUBLIC)
    for address in ADDRESSES:
        assert nobody.get(address).status_code in (303, 401, 403)


def test_the_picture_is_used_by_mouse_and_by_keyboard(amiens: Browser, chromium: Any) -> None:
    with listening(amiens.app) as origin:
        page = chromium.new_page(base_url=origin)
        page.goto("/reseau?territory=80")
        canvas = page.locator("[data-network] canvas")
        canvas.press("n")
        said = page.locator(".net-said")
        assert said.inner_text().startswith(("CMA", "Société 100000009"))
        first = said.inner_text()
        canvas.press("n")
        canvas.press("p")
        assert said.inner_text() == first
        page.get_by_role("button", name="Agrandir").click()
        page.get_by_role("button", name="Tout voir").click()
        node = next(one for one in data_of(page.content())["nodes"] if one[4] == "Société 200000008")
        box = canvas.bounding_box()
        scale = min(box["width"] / 1000, box["height"] / 800)
        x = box["x"] + (box["width"] - 1000 * scale) / 2 + node[1] * scale
        y = box["y"] + (box["height"] - 800 * scale) / 2 + node[2] * scale
        page.mouse.move(x, y)
        page.mouse.click(x, y)
        page.wait_for_url("**/entreprises/200000008")
        page.go_back()
        page.get_by_label("Montrer", exact=True).select_option("institutions")
        page.get_by_role("button", name="Montrer le réseau").click()
        page.wait_for_url("**vue=institutions**")
        page.locator("#reseau [data-network][data-started]").wait_for()
        assert page.locator("[data-network][data-started]").count() == 1
        page.close()
