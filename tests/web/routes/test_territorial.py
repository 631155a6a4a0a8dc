"""Territorial needs on the pages: a decision of the Region is entered, and stands beside the need that it answers."""

from __future__ import annotations

from graph.visibility import Caller
from queries.days import today
from tests.given import given
from tests.web.conftest import Browser, Browsing

NEED = (
    "(:TerritorialNeed {uid: 't', owner: 'cci', visibility: 'shared', title: 'Recruter des soudeurs', theme: 'emploi', "
    "since: '2026-01-01', until: '2026-06-01', companies: 4, epcis: 2, addressee: 'region', due: '2027-12-31', "
    "promoted_at: '2026-06-02', promoted_by: 'p'})"
)
ADDRESS = "/besoins/territoriaux/decision"


def test_the_region_enters_a_decision_and_members_read_what_it_answers(cci: Browser, browsing: Browsing) -> None:
    given(
        cci.service.graph,
        NEED,
        "(:Operator {uid: 'region', name: 'Région Test', kind: 'région', admitted_at: '2026-01-01'})",
    )
    region = browsing(Caller(organisation="region", actor="web"), "Région Test")
    assert (ADDRESS in region.get("/besoins/territoriaux").text, ADDRESS in cci.get("/besoins/territoriaux").text) == (
        True,
        False,
    )
    assert 'value="t" selected' in region.get(f"{ADDRESS}?repond=t").text
    said = {"title": "Écoles de soudure", "kind": "scheme", "on": today().isoformat(), "answers": "t",
            "amount_eur": "200 000", "visibility": "shared"}  # fmt: skip
    refused = region.post(ADDRESS, said | {"on": "demain"})
    assert (refused.status_code, "Écoles de soudure" in refused.text) == (422, True)
    assert region.post(ADDRESS, said | {"answers": "nulle part"}).status_code == 422
    assert region.post(ADDRESS, said).status_code == 303
    told = cci.get("/besoins/territoriaux").text
    assert [one for one in ("Écoles de soudure", "répond à", "Recruter des soudeurs", "dispositif") if one not in told] == []  # fmt: skip
    sheet = cci.get("/besoins/territoriaux/t").text
    assert "Décisions qui y répondent" in sheet
    assert "Écoles de soudure" in sheet
    for title in ("Plan vélo", "Prime au covoiturage"):
        assert region.post(ADDRESS, said | {"title": title, "answers": ""}).status_code == 303
    [share] = [line for line in cci.get("/indicateurs.csv").text.splitlines() if ";part-des-decisions;" in line]
    assert ";0,333" in share, "one of three answers a need of the territories"
