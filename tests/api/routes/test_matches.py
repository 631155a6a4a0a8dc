"""Matching by the API: the decisions of the engine, and the reconciliation service as OpenRefine asks it."""

from __future__ import annotations

import json
from typing import Any

from tests.api.conftest import LYS, Client
from tests.given import given

NAME = {"query": "Textiles de la Lis", "properties": [{"pid": "commune", "v": ["armentieres"]}]}


def matched(client: Client, *mentions: dict[str, str], **more: Any) -> list[dict[str, Any]]:
    answer = client.request("POST", "/api/v1/match", json={"mentions": mentions, **more})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["matches"]
    return found


def reconciled(client: Client, **queries: Any) -> dict[str, Any]:
    answer = client.request("POST", "/api/v1/reconcile", data={"queries": json.dumps(queries)})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_mentions_are_decided_in_their_order_with_reasons(cci: Client) -> None:
    sure, number, nobody = matched(
        cci,
        {"name": "Textiles de la Lys", "commune": "ARMENTIERES", "code_postal": "59280"},
        {"name": "", "siren": "732 829 320"},
        {"name": "Zyxwvut"},
    )
    assert [one["row"] for one in (sure, number, nobody)] == [0, 1, 2]
    assert (sure["decision"], sure["siren"]) == ("linked", LYS)
    assert sure["reasons"]
    assert 0.9 <= sure["score"] <= 1
    assert (number["decision"], number["siren"]) == ("linked", LYS)
    assert "732829320" in number["remarks"][0]
    assert (nobody["decision"], nobody["siren"], nobody["candidates"]) == ("unknown", None, [])


def test_a_valid_number_that_nobody_has_is_said(cci: Client) -> None:
    [one] = matched(cci, {"siren": "443061841"})
    assert (one["decision"], one["absent_siren"]) == ("unknown", "443061841")


def test_a_company_of_partial_diffusion_is_matched_by_its_number_and_never_named(cci: Client) -> None:
    given(
        cci.service.graph,
        "(:Company {uid: '443061841', siren: '443061841', name: 'JEANNE SECRETE', names: ['JEANNE SECRETE'], "
        "statut_diffusion: 'P', nature_juridique: '1000'})",
    )
    by_name, by_number = matched(cci, {"name": "Jeanne Secrete"}, {"siren": "443061841"})
    assert (by_name["decision"], by_number["siren"]) == ("unknown", "443061841")
    assert "SECRETE" not in json.dumps(by_number)


def test_too_many_mentions_or_none_are_refused(cci: Client) -> None:
    for mentions in ([], [{"name": "x"}] * 1_001):
        assert cci.request("POST", "/api/v1/match", json={"mentions": mentions}).status_code == 422


def test_the_service_says_what_it_is_as_the_specification_asks(cci: Client) -> None:
    said = cci.request("GET", "/api/v1/reconcile").json()
    assert {"versions", "name", "identifierSpace", "schemaSpace"} <= set(said)
    assert ("0.2" in said["versions"], "{{id}}" in said["view"]["url"]) == (True, True)


def test_a_batch_is_reconciled_by_name_and_properties(cci: Client) -> None:
    found = reconciled(
        cci, q0=NAME, q1={"query": "Zyxwvut"}, q2={"query": "", "properties": [{"pid": "siren", "v": LYS}]}
    )
    assert set(found) == {"q0", "q1", "q2"}
    best = found["q0"]["result"][0]
    assert (best["id"], best["name"], best["type"][0]["id"]) == (LYS, "TEXTILES DE LA LYS", "company")
    assert 0 < best["score"] <= 100
    assert found["q1"]["result"] == []
    assert [(one["id"], one["match"]) for one in found["q2"]["result"]] == [(LYS, True)]
    asked = cci.request("GET", "/api/v1/reconcile", params={"queries": json.dumps({"q0": NAME})})
    assert asked.json()["q0"] == found["q0"]


def test_what_is_no_batch_is_refused_in_french(cci: Client) -> None:
    for queries in ("pas du JSON", "[]", "{}", json.dumps({f"q{n}": {"query": "x"} for n in range(51)}), '{"q": 3}'):
        answer = cci.request("POST", "/api/v1/reconcile", data={"queries": queries})
        assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
