"""Rows that a person must decide."""

from __future__ import annotations

from typing import Any

import pytest

from graph.visibility import MEMBER
from tests.api.conftest import LYS, Calling, Client

VISITS = "MATCH (:Operator)-[v:VISITED]->(c:Company) RETURN c.siren AS siren"


def waiting(client: Client, name: str = "MENUISERIE INCONNUE", day: str = "2026-11-26") -> str:
    answer = client.post("/api/v1/visits", json={"name": name, "commune": "Lille", "on": day, "status": "planned"})
    assert answer.status_code == 202
    uid: str = answer.json()["review"]["uid"]
    return uid


def test_a_row_is_accepted_undone_and_rejected(cci: Client) -> None:
    uid = waiting(cci)
    accepted = cci.post(f"/api/v1/reviews/{uid}/accept", json={"company": LYS})
    assert accepted.status_code == 200
    assert (accepted.json()["status"], accepted.json()["decided_company"]) == ("accepted", LYS)
    assert accepted.json()["decided_by"] == "api"
    assert cci.service.graph.system_read(VISITS) == [{"siren": LYS}]
    assert cci.post(f"/api/v1/reviews/{uid}/undo").json()["status"] == "open"
    assert cci.service.graph.system_read(VISITS) == []
    assert cci.post(f"/api/v1/reviews/{uid}/reject").json()["status"] == "rejected"
    assert cci.service.graph.system_read(VISITS) == []


def test_a_row_may_become_a_new_company(cci: Client) -> None:
    uid = waiting(cci)
    item = cci.post(f"/api/v1/reviews/{uid}/accept", json={"new": True}).json()
    assert item["status"] == "accepted"
    assert item["decided_company"].startswith("x")


def test_deciding_twice_is_a_conflict(cci: Client) -> None:
    uid = waiting(cci)
    assert cci.post(f"/api/v1/reviews/{uid}/reject").status_code == 200
    for path, body in (("accept", {"company": LYS}), ("reject", None)):
        answer = cci.post(f"/api/v1/reviews/{uid}/{path}", json=body)
        assert answer.status_code == 409
        assert answer.json()["title"] == "Conflit"
    cci.post(f"/api/v1/reviews/{uid}/undo")
    assert cci.post(f"/api/v1/reviews/{uid}/undo").status_code == 409


def test_without_a_body_the_first_candidate_is_taken_and_there_must_be_one(cci: Client) -> None:
    answer = cci.post(f"/api/v1/reviews/{waiting(cci)}/accept")
    assert answer.status_code == 422
    assert "Aucune entreprise n'est proposée" in answer.json()["detail"]


def test_a_choice_and_a_new_company_exclude_each_other(cci: Client) -> None:
    answer = cci.post(f"/api/v1/reviews/{waiting(cci)}/accept", json={"company": LYS, "new": True})
    assert answer.status_code == 422
    assert cci.post("/api/v1/reviews/pas-un-uid/accept").status_code == 422


def test_the_queue_pages_to_the_end_each_once_even_while_it_is_decided(cci: Client) -> None:
    uids = {waiting(cci, f"MENUISERIE INCONNUE {number}") for number in range(7)}
    seen: list[str] = []
    cursor = None
    while True:
        params: dict[str, Any] = {"limit": 2, **({"cursor": cursor} if cursor else {})}
        page = cci.get("/api/v1/reviews", params=params).json()
        seen += [item["uid"] for item in page["reviews"]]
        cci.post(f"/api/v1/reviews/{page['reviews'][0]['uid']}/reject")
        if (cursor := page["next_cursor"]) is None:
            break
    assert len(seen) == 7
    assert set(seen) == uids
    assert page["count"] == 7 - len(range(0, 7, 2)) + 1


def test_the_queue_is_filtered_by_status_and_kind(cci: Client) -> None:
    kept, gone = waiting(cci, "MENUISERIE INCONNUE"), waiting(cci, "SERRURERIE INCONNUE")
    cci.post(f"/api/v1/reviews/{gone}/reject")
    assert [item["uid"] for item in cci.get("/api/v1/reviews").json()["reviews"]] == [kept]
    assert [item["uid"] for item in cci.get("/api/v1/reviews?status=rejected").json()["reviews"]] == [gone]
    assert cci.get("/api/v1/reviews?kind=value").json()["count"] == 0
    assert cci.get("/api/v1/reviews?kind=company").json()["count"] == 1


def test_another_institution_sees_and_decides_none_of_it(cci: Client, cma: Client) -> None:
    uid = waiting(cci)
    assert cma.get("/api/v1/reviews").json()["count"] == 0
    assert cma.get(f"/api/v1/reviews/{uid}").status_code == 404
    for verb in ("accept", "reject", "undo"):
        assert cma.post(f"/api/v1/reviews/{uid}/{verb}").status_code == 404
    assert cci.get(f"/api/v1/reviews/{uid}").json()["status"] == "open"


def test_a_service_that_acts_for_nobody_decides_nothing(cci: Client, calling: Calling) -> None:
    uid = waiting(cci)
    client = calling(MEMBER)
    assert client.get("/api/v1/reviews").json()["count"] == 0
    for verb in ("accept", "reject", "undo"):
        assert client.post(f"/api/v1/reviews/{uid}/{verb}").status_code == 403


@pytest.mark.parametrize("cursor", ["abc", "W10", "WyJhIiwxXQ", "é"])
def test_a_cursor_that_is_none_is_told_so(cci: Client, cursor: str) -> None:
    answer = cci.get("/api/v1/reviews", params={"cursor": cursor})
    assert answer.status_code == 422
    assert answer.json()["detail"] == "Ce curseur de page n'est pas valable."
