"""Needs over HTTP: raised, taken care of, answered; recognised as territorial; an amount shared out."""

from __future__ import annotations

from datetime import timedelta

import pytest

from graph.visibility import Caller
from queries.days import today
from tests.api.conftest import LYS, PEUGEOT, Calling, Client
from tests.given import given

NEED = {"title": "Recruter des soudeurs", "siren": LYS, "theme": "emploi", "on": today().isoformat()}


def raised(client: Client, **changed: str) -> str:
    answer = client.post("/api/v1/needs", json=NEED | changed)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["uid"])


def test_a_need_is_raised_taken_care_of_and_answered_by_another_institution(cci: Client, cma: Client) -> None:
    uid = raised(cci)
    [listed] = cma.get("/api/v1/needs?theme=emploi").json()["needs"]
    assert (listed["uid"], listed["title"], listed["company_name"]) == (uid, NEED["title"], "TEXTILES DE LA LYS")
    acts = f"/api/v1/needs/{uid}/acts"
    assert cma.post(acts, json={"kind": "answer", "text": "trop tôt"}).status_code == 409
    assert cma.post(acts, json={"kind": "take"}).json()["need"]["status"] == "taking_care"
    assert cma.post(acts, json={"kind": "answer"}).status_code == 422
    done = cma.post(acts, json={"kind": "answer", "text": "Une session en mars"}).json()
    assert (done["need"]["status"], [one["kind"] for one in done["acts"]]) == ("done", ["take", "answer"])
    told = cci.get("/api/v1/notices").json()["tidings"]
    assert [(one["who"], one["act"], one["text"]) for one in told] == [
        ("CMA Test", "answer", "Une session en mars"), ("CMA Test", "take", None),
    ]  # fmt: skip
    assert cci.post("/api/v1/notices/read", json={}).json() == {"unread": 0}


def test_what_is_kept_is_read_by_ones_own_institution_alone(cci: Client, cma: Client) -> None:
    uid = raised(cci, visibility="private")
    assert (cci.get(f"/api/v1/needs/{uid}").status_code, cma.get(f"/api/v1/needs/{uid}").status_code) == (200, 404)
    assert cma.get("/api/v1/needs").json()["needs"] == []
    assert [one["uid"] for one in cci.get("/api/v1/needs?mine=true").json()["needs"]] == [uid]


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"siren": ""}, ""), ({"territory": "80021"}, ""), ({"on": "demain"}, "on"), ({"title": ""}, "title")],
)
def test_what_is_wrong_is_said_field_by_field(cci: Client, changed: dict[str, str], field: str) -> None:
    answer = cci.post("/api/v1/needs", json=NEED | changed)
    assert answer.status_code == 422
    assert field in str(answer.json()["errors"])


def test_a_theme_heard_widely_is_recognised_and_answered_by_the_region(
    cci: Client, cma: Client, calling: Calling
) -> None:
    given(cci.service.graph, "(:Operator {uid: 'region', name: 'Région Test', kind: 'région'})")
    cci.service.graph.write("MATCH (o:Operator) SET o.admitted_at = '2026-01-01'")
    cci.service.graph.write("MATCH (c:Company) SET c.epci = CASE c.siren WHEN $lys THEN '1' ELSE '2' END", lys=LYS)
    region = calling(Caller(organisation="region", actor="api"), "Région Test")
    raised(cci)
    raised(cma, siren=PEUGEOT)
    [heard] = cma.get("/api/v1/territorial-needs").json()["heard"]
    assert (heard["theme"], heard["companies"], heard["epcis"]) == ("emploi", 2, 2)
    call = {"theme": "emploi", "title": "Des soudeurs", "addressee": "region", "due": str(today() + timedelta(days=60))}
    assert cma.post("/api/v1/territorial-needs", json=call | {"due": str(today())}).status_code == 422
    made = cma.post("/api/v1/territorial-needs", json=call)
    assert (made.status_code, made.json()["addressee_name"]) == (201, "Région Test")
    assert cma.post("/api/v1/territorial-needs", json=call).status_code == 409
    where = f"/api/v1/territorial-needs/{made.json()['uid']}/answer"
    assert cci.post(where, json={"text": "Non"}).status_code == 422
    assert region.post(where, json={"text": "Une école en mars"}).json()["answer"] == "Une école en mars"
    assert [one["text"] for one in cci.get("/api/v1/notices").json()["tidings"]] == ["Une école en mars"]


def test_an_amount_is_shared_out_to_the_cent_and_a_weight_that_is_none_is_refused(cci: Client) -> None:
    given(
        cci.service.graph,
        "(r:Territory {uid: 'region:32', code: '32', level: 'region', name: 'HdF'})",
        "(:Territory {uid: 'departement:59', code: '59', level: 'departement', name: 'Nord', population: 300})-[:PART_OF]->(r)",
        "(:Territory {uid: 'departement:80', code: '80', level: 'departement', name: 'Somme', population: 100})-[:PART_OF]->(r)",
    )
    found = cci.get("/api/v1/allocations?amount_cents=1000001&weight=population:2&weight=besoins:1").json()
    assert sum(one["cents"] for one in found["shares"]) == 1_000_001
    assert {why["criterion"] for one in found["shares"] for why in one["why"]} == {"population", "besoins"}
    refused = cci.get("/api/v1/allocations?weight=bonheur:2")
    assert (refused.status_code, "bonheur" in refused.text) == (422, True)
