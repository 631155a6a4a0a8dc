"""What passes between institutions, by their programs: asked, answered, postponed, decided, told, shared out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from graph.visibility import MEMBER
from tests.api.conftest import LYS, PEUGEOT, Calling, Client

SOON = date.today() + timedelta(days=20)
NEAR = SOON + timedelta(days=3)
KEYS = "MATCH (o:Operator)-[v:VISITED]->() RETURN o.uid AS o, v.visit AS visit, properties(v) AS v ORDER BY o"


def planned(client: Client, on: date, **more: Any) -> str:
    said = {"siren": LYS, "on": on.isoformat(), "status": "planned", "reference": "r1", **more}
    answer = client.post("/api/v1/visits", json=said)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["uid"])


def edges(client: Client) -> list[Any]:
    return client.service.graph.system_read(KEYS)


def test_a_visit_is_joined_parted_objected_to_and_everybody_is_told(cci: Client, cma: Client) -> None:
    planned(cma, NEAR)
    mine = planned(cci, SOON)
    wish = {"kind": "join", "company": LYS, "operator": "cma", "on": NEAR.isoformat(), "mine": mine}
    asked = cci.post("/api/v1/exchanges", json=wish)
    assert (asked.status_code, asked.json()["status"], asked.json()["own"]) == (201, "open", True)
    assert cci.post("/api/v1/exchanges", json=wish).status_code == 409
    path = f"/api/v1/exchanges/{asked.json()['uid']}"
    assert [one["own"] for one in cma.get("/api/v1/exchanges?open=true").json()["exchanges"]] == [False]
    assert "join" in [one["kind"] for one in cma.get("/api/v1/notices?unread=true").json()["notices"]]
    assert cma.post("/api/v1/notices/read", json={}).json() == {"unread": 0}
    assert cci.post(f"{path}/answer", json={"accept": True}).status_code == 422, "it is theirs to accept"
    assert cma.post(f"{path}/answer", json={"accept": True, "text": "oui"}).json()["status"] == "accepted"
    assert len({one["visit"] for one in edges(cci)}) == 1
    assert cci.post(f"{path}/separate").json()["status"] == "withdrawn"
    assert len({one["visit"] for one in edges(cci)}) == 2
    no = {"kind": "objection", "company": LYS, "operator": "cma", "on": NEAR.isoformat()}
    assert cci.post("/api/v1/exchanges", json=no).status_code == 422, "an objection says why"
    against = cci.post("/api/v1/exchanges", json={**no, "reason": "trop tôt"}).json()["uid"]
    assert cci.post(f"/api/v1/exchanges/{against}/withdraw").json()["status"] == "withdrawn"


def test_a_visit_that_is_put_off_keeps_all_that_was_said_of_it(cci: Client, cma: Client) -> None:
    planned(cma, NEAR)
    more = {"note": "garder", "duration_minutes": 45, "siret": "73282932000074", "role": "participant"}
    uid = planned(cci, SOON, visibility="signalled", **more)
    before = edges(cci)[0]["v"]
    later = NEAR + timedelta(days=120)
    moved = cci.post(f"/api/v1/visits/{uid}/postpone", json={"on": later.isoformat()})
    assert (moved.status_code, moved.json()["outcome"], moved.json()["overlaps_after"]) == (200, "updated", [])
    after = edges(cci)[0]["v"]
    assert (after["uid"], str(after["on"])) == (uid, later.isoformat())
    kept = ("note", "duration_minutes", "siret", "role", "visibility", "reference")
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
    assert cci.post(f"/api/v1/visits/{uid}/postpone", json={"on": "2026-01-05"}).status_code == 422
    assert cma.post(f"/api/v1/visits/{uid}/postpone", json={"on": later.isoformat()}).status_code == 404
    cci.service.graph.write("MATCH ()-[v:VISITED {uid: $uid}]->() SET v.status = 'done'", uid=uid)
    assert cci.post(f"/api/v1/visits/{uid}/postpone", json={"on": later.isoformat()}).status_code == 409


def test_an_overlap_is_merged_once_each_side_agrees_and_parted_again(cci: Client, cma: Client) -> None:
    for client, on in ((cci, SOON), (cma, NEAR)):
        planned(client, on)
    [found] = cci.get("/api/v1/overlaps").json()["overlaps"]
    path, said = f"/api/v1/overlaps/{found['uid']}", {"company": found["company"], "decision": "to_merge"}
    assert cci.post(f"{path}/decide", json=said).json() == {"status": "to_merge"}
    assert cma.post(f"{path}/decide", json=said).status_code == 409, "it was read before the other decided"
    assert cma.post(f"{path}/decide", json={**said, "expected": "to_merge"}).json() == {"status": "merged"}
    assert cci.post(f"{path}/part").json() == {"status": "open"}
    assert len({one["visit"] for one in edges(cci)}) == 2


def test_a_campaign_is_drawn_by_dore_taken_by_one_and_private_when_it_is_said(cci: Client, cma: Client) -> None:
    said = {"title": "Textile", "until": SOON.isoformat(), "companies": [LYS, "siren-inconnu"]}
    made = cci.post("/api/v1/campaigns", json=said)
    assert made.status_code == 201, made.text
    sheet = made.json()
    assert [one["siren"] for one in sheet["targets"]] == [LYS], "what the list does not hold is not taken"
    assert sheet["campaign"]["drawn"] == "sans accompagnement connu depuis 12 mois"
    assert cci.post("/api/v1/campaigns", json={**said, "drawn": "vraie"}).status_code == 422
    path, company = f"/api/v1/campaigns/{sheet['campaign']['uid']}", {"company": sheet["targets"][0]["company"]}
    assert cma.post(f"{path}/take", json=company).json()["campaign"]["taken"] == 1
    assert cci.post(f"{path}/take", json=company).status_code == 409
    assert cma.post(f"{path}/release", json=company).json()["campaign"]["taken"] == 0
    assert cma.post(f"{path}/close").status_code == 404
    assert cci.post(f"{path}/close").json()["campaign"]["closed"]
    assert cma.post(f"{path}/take", json=company).status_code == 409
    assert not cci.post(f"{path}/reopen").json()["campaign"]["closed"]
    assert cci.post(f"{path}/level", json={"visibility": "private"}).status_code == 200
    assert (cma.get(path).status_code, cma.get("/api/v1/campaigns").json()) == (404, {"campaigns": []})
    assert PEUGEOT not in cci.get(path).text


def test_a_service_that_acts_for_nobody_asks_nothing(cci: Client, calling: Calling) -> None:
    wish = {"kind": "objection", "company": LYS, "operator": "cci", "on": "2026-11-26", "reason": "x"}
    assert calling(MEMBER).post("/api/v1/exchanges", json=wish).status_code == 403
