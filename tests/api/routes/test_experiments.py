"""Experiments by programs: entered, measured, told, concluded, found; and only by those whose they are."""

from __future__ import annotations

import pytest

from graph import Graph
from tests.api.conftest import Client

TRIED = {"title": "Navette partagée", "territory": "epci:248000531", "theme": "emploi", "starts_on": "2026-01-12",
         "amount_eur": 12000, "partners": ["Bailleur fictif"], "contributes_to_sri": True, "reference": "N-12"}  # fmt: skip
BASE = "/api/v1/experiments"


@pytest.fixture(autouse=True)
def place(region: Graph) -> None:
    region.write("CREATE (:Territory {uid: 'epci:248000531', code: '248000531', level: 'epci', name: 'Amiens'})")


def test_one_is_entered_measured_told_concluded_and_found_by_others(cci: Client, cma: Client) -> None:
    made = cci.post(BASE, json=TRIED)
    assert (made.status_code, made.json()["reference"]) == (201, "N-12"), made.text
    again = cci.post(BASE, json=TRIED | {"hypothesis": "Elle remplit les ateliers"})
    assert (again.status_code, again.json()["outcome"], again.json()["uid"]) == (200, "updated", made.json()["uid"])
    path = f"{BASE}/{made.json()['uid']}"
    measured = {"name": "Trajets", "unit": "trajets", "better": "up", "baseline": 12, "baseline_on": "2026-01-05"}
    assert cci.post(f"{path}/indicators", json=measured).status_code == 201
    result = {"indicator": "Trajets", "value": 1.234, "on": "2026-03-01"}
    assert cci.post(f"{path}/results", json=result).status_code == 201
    assert cci.post(f"{path}/results", json=result | {"value": 31.5}).json()["outcome"] == "updated"
    assert cci.post(f"{path}/difficulties", json={"text": "Pas de chauffeur", "on": "2026-02-02"}).status_code == 201
    assert cci.post(f"{path}/verdict", json={"verdict": "failed"}).status_code == 422
    assert cci.post(f"{path}/verdict", json={"verdict": "failed", "lesson": "Mauvais horaires"}).status_code == 200
    assert cci.post(f"{path}/verdict", json={"verdict": "succeeded", "lesson": "Non"}).status_code == 409
    found = cma.get(path).json()
    assert [one["value"] for one in found["indicators"][0]["results"]] == [31.5]
    assert found["difficulties"] == [{"on": "2026-02-02", "text": "Pas de chauffeur"}]
    assert (found["experiment"]["lesson"], found["reference"]) == ("Mauvais horaires", None)
    listed = cma.get(f"{BASE}?verdict=failed&q=HORAIRE").json()["experiments"]
    assert [one["title"] for one in listed] == ["Navette partagée"]
    before = cma.get(f"{BASE}/like?theme=emploi&territory=epci:248000531").json()
    assert [one["experiment"]["lesson"] for one in before["failed"]] == ["Mauvais horaires"]
    [effect] = cma.get(f"{path}/effects").json()["effects"]
    assert (effect["change"]["change"], effect["conclusive"]) == (19.5, False)
    assert cma.get(f"{path}/spreading").json()["why_none"]


def test_what_is_wrong_is_said_by_field_and_another_institution_changes_nothing(cci: Client, cma: Client) -> None:
    wrong = cci.post(BASE, json=TRIED | {"territory": "Nullepart", "ends_on": "2025-01-01"})
    assert wrong.status_code == 422
    assert "ends_on" in wrong.text
    path = f"{BASE}/{cci.post(BASE, json=TRIED).json()['uid']}"
    for what, body in (("indicators", {"name": "x"}), ("difficulties", {"text": "x", "on": "2026-02-02"}),
                       ("verdict", {"verdict": "failed", "lesson": "x"})):  # fmt: skip
        assert cma.post(f"{path}/{what}", json=body).status_code == 404
    kept = cci.post(BASE, json=TRIED | {"reference": "N-13", "visibility": "signalled"}).json()["uid"]
    assert cma.get(f"{BASE}/{kept}").status_code == 404
    assert cci.get(f"{BASE}/{kept}").status_code == 200
    assert [one["title"] for one in cma.get(BASE).json()["experiments"]] == ["Navette partagée", None]
