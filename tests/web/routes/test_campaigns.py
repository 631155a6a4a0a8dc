"""Campaigns: made of the list, taken by one institution at a time, followed by the visits themselves."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from access import Role
from graph.errors import Conflict
from planning.campaigns import release, take
from tests.given import given
from tests.web.conftest import LYS, PEUGEOT, Browser
from tests.web.routes.test_visits import SOON
from tests.web.test_permissions import as_role


def made(browser: Browser, **fields: str) -> str:
    """Make a campaign of the two companies, and return its address."""
    said = {"title": "Textile", "until": SOON.isoformat(), "which": "list", **fields}
    answer = browser.post("/campagnes", said)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"]).partition("?")[0]


def done(browser: Browser, address: str, gesture: str, **fields: str) -> int:
    return int(browser.post(f"{address}/{gesture}", fields).status_code)


def test_a_campaign_is_made_of_the_list_and_seen_by_the_others(cci: Browser, cma: Browser) -> None:
    page = cci.get("/sans-accompagnement").text
    assert ("Faire la campagne" in page, f'value="{LYS}" form="campagne"' in page) == (True, True)
    address = made(cci)
    for browser in (cci, cma):
        shown = browser.get(address).text
        assert [
            said
            for said in ("Textile", "TEXTILES DE LA LYS", "à prendre", "Sans accompagnement connu depuis un an")
            if said not in shown
        ] == []
        assert "Textile" in browser.get("/campagnes").text
    assert "dans une campagne" in cma.get("/sans-accompagnement").text
    assert cma.get(f"{address}.csv").text.count("à prendre") == 2


def test_what_a_forged_form_says_of_the_list_is_not_believed(cci: Browser) -> None:
    elsewhere = "siren-d-une-autre-liste"
    shown = cci.get(made(cci, drawn="Liste établie par la CMA", mois="24", company=elsewhere)).text
    assert "Liste établie par la CMA" not in shown
    assert "Sans accompagnement connu depuis deux ans" in shown
    only = {"title": "x", "until": SOON.isoformat(), "which": "ticked", "company": elsewhere, "drawn": "vraie"}
    assert cci.post("/campagnes", only).status_code == 422, "a company that the list does not hold is not taken"


def test_ticked_companies_alone_are_taken_and_none_of_partial_diffusion(cci: Browser) -> None:
    address = made(cci, which="ticked", company=LYS)
    assert ("TEXTILES DE LA LYS" in cci.get(address).text, PEUGEOT in cci.get(address).text) == (True, False)
    cci.service.graph.write("MATCH (c:Company {siren: $siren}) SET c.statut_diffusion = 'P'", siren=PEUGEOT)
    assert (
        cci.post(
            "/campagnes", {"title": "x", "until": SOON.isoformat(), "which": "ticked", "company": PEUGEOT}
        ).status_code
        == 422
    )


@pytest.mark.parametrize("wrong", [{"title": " "}, {"until": "2020-01-01"}, {"until": "demain"}, {"which": "ticked"}])
def test_what_is_missing_is_said(cci: Browser, wrong: dict[str, str]) -> None:
    answer = cci.post("/campagnes", {"title": "Textile", "until": SOON.isoformat(), "which": "list", **wrong})
    assert (answer.status_code, "La campagne n'est pas faite" in answer.text) == (422, True)


def test_one_institution_takes_a_company_until_it_gives_it_back(cci: Browser, cma: Browser) -> None:
    address = made(cci)
    assert done(cma, address, "prendre", company=LYS) == 303
    assert "prise par CMA Test" in cci.get(address).text
    assert "prise par CMA Test" in cci.get("/sans-accompagnement").text
    assert "prise par CMA Test" in cci.get(f"/entreprises/{LYS}").text
    assert (done(cci, address, "prendre", company=LYS), done(cci, address, "rendre", company=LYS)) == (409, 409)
    assert done(cma, address, "prendre", company=LYS) == 303, "taken again by the same, it stays so"
    assert f"/visites/nouvelle?entreprise={LYS}" in cma.get(address).text
    assert done(cma, address, "rendre", company=LYS) == 303
    assert done(cci, address, "prendre", company=LYS) == 303


def test_of_two_who_take_at_once_one_does(cci: Browser, cma: Browser) -> None:
    uid = made(cci).rpartition("/")[2]

    def taking(browser: Browser) -> Any:
        try:
            take(browser.service.graph, browser.identity, uid, LYS)
        except Conflict:
            return None
        return browser

    for _ in range(5):
        with ThreadPoolExecutor(2) as pool:
            [winner] = [one for one in pool.map(taking, (cci, cma)) if one]
        release(winner.service.graph, winner.identity, uid, LYS)


def test_what_became_of_a_company_is_read_from_the_visits_that_one_may_know(cci: Browser, cma: Browser) -> None:
    address = made(cci)
    cci.service.graph.write("MATCH (k:Campaign) SET k.since = '2026-01-01'")
    given(
        cci.service.graph,
        "(:Company {uid: 'seul', name: 'SEULE'})<-[:VISITED {uid: 'p1', on: '2026-05-05', visibility: 'private'}]-"
        "(:Operator {uid: 'eve', name: 'Eve'})",
    )
    cci.service.graph.write(
        "MATCH (o:Operator {uid: 'cma'}), (c:Company {siren: $siren}) "
        "CREATE (o)-[:VISITED {uid: 'p2', visit: 'p2', owner: 'cma', on: '2026-05-05', earliest: '2026-05-05', "
        "latest: '2026-05-05', status: 'done', visibility: 'private'}]->(c)",
        siren=LYS,
    )
    assert ("visitée" in cma.get(address).text, "visitée</span>" in cci.get(address).text) == (True, False)
    cci.service.graph.write("MATCH ()-[v:VISITED {uid: 'p2'}]->() SET v.visibility = 'shared'")
    assert "5 mai 2026, CMA Test" in cci.get(address).text


def test_a_campaign_of_ones_own_is_as_if_it_were_not_to_others(cci: Browser, cma: Browser) -> None:
    address = made(cci, visibility="private")
    assert [cma.get(path).status_code for path in (address, f"{address}.csv")] == [404, 404]
    assert done(cma, address, "prendre", company=LYS) == 404
    assert "Textile" not in cma.get("/campagnes").text
    assert "dans une campagne" not in cma.get("/sans-accompagnement").text
    contributor = as_role(cci, Role.CONTRIBUTOR)
    assert done(contributor, address, "niveau", visibility="shared") == 403, "sharing takes a steward"
    assert done(cci, address, "niveau", visibility="shared") == 303
    assert cma.get(address).status_code == 200
    assert done(contributor, address, "niveau", visibility="private") == 303


def test_its_owner_alone_closes_it_and_then_nobody_takes(cci: Browser, cma: Browser) -> None:
    address = made(cci)
    assert (done(cma, address, "clore"), done(cci, address, "clore")) == (404, 303)
    assert done(cma, address, "prendre", company=LYS) == 409
    assert "dans une campagne" not in cma.get("/sans-accompagnement").text
    assert done(cci, address, "rouvrir") == 303
    assert done(cma, address, "prendre", company=LYS) == 303
