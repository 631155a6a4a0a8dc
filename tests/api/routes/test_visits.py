"""Announcing a visit."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from access import Role
from graph.visibility import MEMBER
from tests.api.conftest import LYS, PEUGEOT, Calling, Client
from tests.given import given

VISITS = """MATCH (o:Operator)-[v:VISITED]->(c:Company)
RETURN o.uid AS operator, c.siren AS siren, properties(v) AS visit"""


def body(**more: Any) -> dict[str, Any]:
    return {"siren": LYS, "on": "2026-11-26", "status": "planned", "theme": "export", **more}


def met_by_the_cma(client: Client, on: str = "2026-10-06", **more: str) -> None:
    facts = "".join(f", {name}: '{value}'" for name, value in more.items())
    client.service.graph.write(
        f"MATCH (o:Operator {{uid: 'cma'}}), (c:Company {{siren: '{LYS}'}}) "
        f"CREATE (o)-[:VISITED {{on: '{on}'{facts}}}]->(c)"
    )
    given(client.service.graph, "(:Operator {uid: 'unused', name: 'unused'})")


def test_a_visit_is_written_and_its_overlaps_told_before_and_after(cci: Client) -> None:
    met_by_the_cma(cci, theme="export")
    answer = cci.post("/api/v1/visits", json=body(note="rappeler en mai"))
    assert answer.status_code == 201
    told = answer.json()
    assert told["outcome"] == "created"
    assert told["visit"]["on"] == "2026-11-26"
    assert told["visit"]["operators"] == ["CCI Test"]
    assert told["visit"]["note"] == "rappeler en mai"
    assert told["audience"] == "Partagé entre partenaires"
    for overlaps in (told["overlaps_before"], told["overlaps_after"]):
        [overlap] = overlaps
        assert overlap["days_apart"] == 51
        assert overlap["kind"] == "same_theme"
        assert [visit["operators"] for visit in overlap["visits"]] == [["CMA Test"], ["CCI Test"]]
    assert told["call"][0] == {
        "operator": "CMA Test",
        "mailbox": "contact@cma.example",
        "why": "dernière visite connue le 06/10/2026",
    }
    found = [row for row in cci.service.graph.system_read(VISITS) if row["operator"] == "cci"]
    [row] = found
    assert (row["siren"], row["visit"]["owner"], row["visit"]["recorded_by"]) == (LYS, "cci", "api")
    assert row["visit"]["uid"] == told["uid"]


def test_the_same_visit_again_changes_nothing(cci: Client) -> None:
    first, second = (cci.post("/api/v1/visits", json=body()) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json()["outcome"] == "unchanged"
    assert second.json()["uid"] == first.json()["uid"]
    assert len(cci.service.graph.system_read(VISITS)) == 1


def test_the_same_visit_said_otherwise_is_corrected(cci: Client) -> None:
    cci.post("/api/v1/visits", json=body())
    answer = cci.post("/api/v1/visits", json=body(status="done", purpose="premier contact"))
    assert answer.status_code == 200
    assert answer.json()["outcome"] == "updated"
    [row] = cci.service.graph.system_read(VISITS)
    assert (row["visit"]["status"], row["visit"]["purpose"]) == ("done", "premier contact")


def test_a_check_warns_and_writes_nothing(cci: Client) -> None:
    met_by_the_cma(cci)
    answer = cci.post("/api/v1/visits/check", json=body())
    assert answer.status_code == 200
    told = answer.json()
    assert told["outcome"] == "created"
    assert told["name"] == "TEXTILES DE LA LYS"
    assert len(told["overlaps"]) == 1
    assert [row["operator"] for row in cci.service.graph.system_read(VISITS)] == ["cma"]
    assert cci.service.graph.system_read("MATCH (n) WHERE n:Import OR n:Review RETURN n") == []


def test_a_visit_outside_the_window_overlaps_nothing(cci: Client) -> None:
    met_by_the_cma(cci, on="2026-08-01")
    told = cci.post("/api/v1/visits", json=body()).json()
    assert told["overlaps_before"] == told["overlaps_after"] == []


def test_a_cancelled_visit_overlaps_nothing(cci: Client) -> None:
    met_by_the_cma(cci)
    told = cci.post("/api/v1/visits", json=body(status="cancelled")).json()
    assert told["outcome"] == "created"
    assert told["overlaps_before"] == told["overlaps_after"] == []


def test_a_joint_visit_does_not_overlap_itself(cci: Client, cma: Client) -> None:
    joint = body(joint_reference="RDV-12")
    assert cma.post("/api/v1/visits", json=joint).status_code == 201
    told = cci.post("/api/v1/visits", json=joint).json()
    assert told["overlaps_before"] == told["overlaps_after"] == []
    assert told["visit"]["operators"] == ["CCI Test", "CMA Test"]


def test_a_name_that_stands_out_is_enough(cci: Client) -> None:
    place = {"commune": "Armentières", "code_postal": "59280"}
    asked = {"name": "Textiles de la Lys", "on": "2026-11-26", "status": "planned", **place}
    told = cci.post("/api/v1/visits", json=asked)
    assert told.status_code == 201
    assert told.json()["company"] == LYS


def test_a_company_that_nobody_knows_waits_for_a_person(cci: Client) -> None:
    asked = {"name": "Menuiserie Inconnue", "commune": "Lille", "on": "2026-11-26", "status": "planned"}
    checked = cci.post("/api/v1/visits/check", json=asked).json()
    assert checked["outcome"] == "review"
    answer = cci.post("/api/v1/visits", json=asked)
    assert answer.status_code == 202
    review = answer.json()["review"]
    assert review["status"] == "open"
    assert review["row"]["name"] == "Menuiserie Inconnue"
    assert cci.get(f"/api/v1/reviews/{review['uid']}").json() == review
    assert cci.service.graph.system_read(VISITS) == []


def test_a_company_that_nobody_knows_is_created_when_that_is_asked_for(cci: Client) -> None:
    asked = {"name": "Menuiserie Neuve", "commune": "Lille", "code_postal": "59000", "on": "2026-11-26",
             "status": "planned", "create_company": True}  # fmt: skip
    answer = cci.post("/api/v1/visits", json=asked)
    assert answer.status_code == 201
    assert answer.json()["company"].startswith("x")
    assert answer.json()["visit"]["on"] == "2026-11-26"


def test_a_name_that_contradicts_the_number_waits_for_a_person(cci: Client) -> None:
    answer = cci.post("/api/v1/visits", json=body(name="AUTOMOBILES PEUGEOT", commune="AMIENS"))
    assert answer.status_code == 202
    assert cci.service.graph.system_read(VISITS) == []


def test_what_is_confidential_by_law_is_refused_with_its_field(cci: Client) -> None:
    answer = cci.post("/api/v1/visits", json=body(purpose="mandat ad hoc en cours"))
    assert answer.status_code == 422
    told = answer.json()
    assert told["detail"] == "La visite n'est pas enregistrée."
    [error] = told["errors"]
    assert error["field"] == "purpose"
    assert "L. 611-15" in error["message"]
    assert cci.service.graph.system_read("MATCH (n:Import) RETURN n") == []
    assert cci.post("/api/v1/visits/check", json=body(purpose="mandat ad hoc en cours")).json()["outcome"] == "refused"


def test_a_number_without_a_name_needs_a_company_that_is_known(cci: Client) -> None:
    answer = cci.post("/api/v1/visits", json={"siren": "356000000", "on": "2026-11-26", "status": "planned"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "name"


def test_a_visit_says_which_company(cci: Client) -> None:
    answer = cci.post("/api/v1/visits", json={"on": "2026-11-26", "status": "planned"})
    assert answer.status_code == 422
    [error] = answer.json()["errors"]
    assert error["message"] == "Dites de quelle entreprise il s'agit : siret, siren, ou name avec son lieu."


@pytest.mark.parametrize("path", ["/api/v1/visits", "/api/v1/visits/check"])
def test_a_service_that_acts_for_nobody_writes_nothing(region: Any, calling: Calling, path: str) -> None:
    answer = calling(MEMBER).post(path, json=body())
    assert answer.status_code == 403
    assert "--as INSTITUTION" in answer.json()["hint"]
    assert region.system_read(VISITS) == []


def test_the_organisation_never_comes_from_the_body(cci: Client) -> None:
    answer = cci.post("/api/v1/visits", json=body(operator="CMA Test"))
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"field": "operator", "message": "Ce champ n'est pas connu ici."}]


def test_a_private_visit_is_seen_by_its_own_institution_alone(cci: Client, cma: Client) -> None:
    told = cci.post("/api/v1/visits", json=body(visibility="private")).json()
    assert told["audience"] == "Réservé à mon institution"
    assert told["visit"]["own"] is True
    assert cma.get(f"/api/v1/companies/{LYS}").json()["visits"] == []
    assert len(cci.get(f"/api/v1/companies/{LYS}").json()["visits"]) == 1
    assert cma.post("/api/v1/visits/check", json=body(on="2026-11-27")).json()["overlaps"] == []


def test_the_others_visit_that_is_only_signalled_tells_its_month_alone(cci: Client, cma: Client) -> None:
    cma.post("/api/v1/visits", json=body(on="2026-11-12", visibility="signalled", purpose="secret"))
    told = cci.post("/api/v1/visits", json=body()).json()
    [overlap] = told["overlaps_after"]
    assert overlap["visits"][0]["on"] == "2026-11"
    assert "2026-11-12" not in repr(told)
    assert "secret" not in repr(told)


def test_another_company_has_nothing_to_do_with_it(cci: Client) -> None:
    met_by_the_cma(cci)
    told = cci.post("/api/v1/visits", json=body(siren=PEUGEOT)).json()
    assert told["overlaps_after"] == []


@pytest.mark.parametrize(("role", "status"), [(Role.CONTRIBUTOR, 422), (Role.API_KEY, 422), (Role.STEWARD, 200)])
def test_raising_the_level_is_for_stewards_one_by_one_and_in_files(cci: Client, role: Role, status: int) -> None:
    assert cci.service.local is not None
    mine = Client(replace(cci.service, local=replace(cci.service.local, role=role)))
    assert mine.post("/api/v1/visits", json=body(visibility="private", reference="r1")).status_code == 201
    file = "nom;siren;date;statut;identifiant;diffusion\nTEXTILES DE LA LYS;732829320;2026-11-26;prevue;r1;partagé\n"
    report = mine.post(
        "/api/v1/imports", data={"source": "visits"}, files={"file": ("v.csv", file.encode(), "text/csv")}
    ).json()
    raised = mine.post("/api/v1/visits", json=body(visibility="shared", reference="r1"))
    assert raised.status_code == status
    levels = {row["visit"]["visibility"] for row in cci.service.graph.system_read(VISITS)}
    if role is Role.STEWARD:
        assert (report["refused"], levels) == (0, {"shared"})
        return
    assert [one["field"] for one in raised.json()["errors"]] == ["visibility"]
    assert (report["refused"], levels) == (1, {"private"})
    [finding] = report["findings"]
    assert (finding["line"], finding["column"]) == (2, "visibility")
    assert "responsable des données" in finding["message"]
