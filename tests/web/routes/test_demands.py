"""Requests from outside on the pages: sent by nobody, followed by a number, decided by a steward."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from access import ANONYMOUS
from gate import forgery
from gate.service import Service
from graph import Graph, Settings
from tests.web.conftest import Browser
from tests.web.routes.test_needs import admit

SAID = {
    "title": "Trouver un local",
    "code_postal": "80000",
    "commune": "Amiens",
    "contact_name": "Ninon Vauquelin",
    "contact_email": "ninon@exemple.fr",
}


class Stranger(Browser):
    """Somebody without account."""

    @property
    def identity(self) -> object:  # type: ignore[override]
        return ANONYMOUS


@pytest.fixture
def stranger(region: Graph, tmp_path: Path) -> Stranger:
    admit(region)
    region.write("MATCH (o:Operator {uid: 'cci'}) SET o.kind = 'région'")
    return Stranger(Service(region, Settings(home=tmp_path, rate_demand="3/hour")))


def sent(stranger: Stranger, **changed: str) -> str:
    answer = stranger.post("/demande", SAID | changed)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"]).partition("?")[0]


def test_a_stranger_sends_a_request_and_follows_it_to_the_end(stranger: Stranger, cci: Browser, cma: Browser) -> None:
    assert stranger.get("/besoins").status_code == 303, "nothing else is open"
    form = stranger.get("/demande").text
    assert ("Ce que deviennent vos données" in form, 'name="csrf"' in form) == (True, True)
    page = sent(stranger)
    assert re.fullmatch(r"/demande/[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", page)
    state = stranger.get(page)
    assert ("étude" in state.text, state.headers["cache-control"]) == (True, "no-store")
    for word in ("Ninon", "ninon@", "Trouver un local", "CCI Test"):
        assert word not in state.text
    waiting = cci.get("/besoins/demandes").text
    [address] = re.findall(r"/besoins/demandes/[0-9a-f]{16}", waiting)
    assert "ninon@exemple.fr" in cci.get(address).text
    assert (cma.get(address).status_code, "Trouver" in cma.get("/besoins/demandes").text) == (404, False)
    assert cci.post(f"{address}/retenir", {"title": ""}).status_code == 422
    made = {"title": "Trouver un local", "name": "Atelier", "commune": "Amiens", "visibility": "shared"}
    assert cci.post(f"{address}/retenir", made).status_code == 303
    assert "retenue" in stranger.get(page).text
    assert "Trouver un local" in cma.get("/besoins").text
    assert cci.post(f"{address}/refuser", {"refusal": "known"}).status_code == 409


def test_a_refused_request_tells_its_reason_and_not_the_note(stranger: Stranger, cci: Browser) -> None:
    page = sent(stranger)
    [address] = re.findall(r"/besoins/demandes/[0-9a-f]{16}", cci.get("/besoins/demandes").text)
    assert cci.post(f"{address}/refuser", {"refusal": ""}).status_code == 422
    assert cci.post(f"{address}/refuser", {"refusal": "outside", "note": "secret"}).status_code == 303
    told = stranger.get(page).text
    assert ("ne concerne pas le développement économique" in told, "secret" in told) == (True, False)
    assert "secret" in cci.get(address).text


def test_machines_and_forged_forms_are_kept_out(stranger: Stranger) -> None:
    graph = stranger.service.graph
    trapped = stranger.post("/demande", SAID | {"site_web": "http://spam.example"})
    assert (trapped.status_code, "Laissez ce champ vide" in trapped.text) == (422, True)
    forged = stranger.request("POST", "/demande", data=SAID | {forgery.FIELD: "0" * 64})
    assert forged.status_code == 403
    foreign = stranger.post("/demande", SAID, headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403
    assert stranger.post("/demande", SAID | {"summary": "x" * 300_000}).status_code == 413
    assert graph.system_read("MATCH (d:Demand) RETURN d") == []
    assert stranger.post("/demande", SAID | {"summary": "x" * 2_500}).status_code == 422


def test_an_address_sends_only_so_many_in_an_hour(stranger: Stranger) -> None:
    assert [stranger.post("/demande", SAID).status_code for _ in range(4)] == [303, 303, 303, 429]


def test_an_unknown_number_is_not_found_and_says_nothing(stranger: Stranger) -> None:
    for number in ("2222-2222-2222", "x", "%27%20OR"):
        assert stranger.get(f"/demande/{number}").status_code == 404
