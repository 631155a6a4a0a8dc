"""Two companies made one by programs of two institutions, each told what waits for it, and two again."""

from __future__ import annotations

from typing import Any

from graph.visibility import Caller, Layer
from tests.api.conftest import LYS, Calling, Client
from tests.given import given

PATH = "/api/v1/duplicates"
TYPED = (
    "(lys:Company {uid: 'x1', name: 'Textile de la Lys', verified: false, owner: 'cci', visibility: 'shared', "
    "commune: 'Armentières', code_commune: '59017', code_postal: '59280'})"
)


def drawn(client: Client) -> None:
    """Two institutions went to a company that was typed by hand: the same as one of the register."""
    given(client.service.graph, TYPED)
    for uid in ("cci", "cma"):
        client.service.graph.write(
            "MATCH (o:Operator {uid: $uid}), (c:Company {uid: 'x1'}) CREATE (o)-[:VISITED {uid: 'v' + $uid, "
            "visit: 'v' + $uid, owner: $uid, visibility: 'shared', status: 'done', on: date('2026-01-01'), "
            "earliest: '2026-01-01', latest: '2026-01-01'}]->(c)",
            uid=uid,
        )


def news(client: Client) -> list[Any]:
    told = client.get("/api/v1/notices?unread=true").json()["notices"]
    return [(one["kind"], one["said"]["status"], one["said"]["other"]) for one in told if one["kind"] == "merge"]


def test_a_merge_waits_for_who_is_told_is_done_and_taken_back(cci: Client, cma: Client) -> None:
    drawn(cci)
    [group] = [one for one in cci.get(PATH).json()["groups"] if one["keep"]["siren"] == LYS]
    assert group["others"][0]["company"]["uid"] == "x1"
    said = {"keep": LYS, "gone": "x1", "reason": "saisie deux fois", "expected": "none"}
    proposed = cci.post(f"{PATH}/merge", json=said)
    assert (proposed.status_code, proposed.json()["status"]) == (200, "proposed")
    assert proposed.json()["waits_for"] == ["cma"]
    assert (news(cci), news(cma)) == ([], [("merge", "proposed", "Textile de la Lys")])
    assert cma.post("/api/v1/notices/read", json={}).json() == {"unread": 0}
    assert cma.post(f"{PATH}/distinct", json=said | {"reason": ""}).status_code == 422, "no reason is taken there"
    assert cma.post(f"{PATH}/merge", json=said).status_code == 409, "it was proposed meanwhile"
    done = cma.post(f"{PATH}/merge", json=said | {"expected": "proposed"}).json()
    assert (done["status"], done["facts"]) == ("done", 2)
    assert (news(cci), news(cma)) == ([("merge", "done", "Textile de la Lys")], [])
    path = f"{PATH}/decisions/{done['uid']}"
    assert [one["status"] for one in cci.get(f"{PATH}/decisions?status=done").json()["decisions"]] == ["done"]
    assert cci.get(path).json()["keep"]["siren"] == LYS
    assert cci.post(f"{path}/undo").json()["status"] == "undone"
    assert cci.post(f"{path}/undo").status_code == 409
    assert news(cma) == [("merge", "undone", "Textile de la Lys")]


def test_two_companies_said_to_be_two_are_proposed_no_more_and_who_proposed_it_is_told(
    cci: Client, cma: Client
) -> None:
    drawn(cci)
    cci.post(f"{PATH}/merge", json={"keep": LYS, "gone": "x1"})
    two = cma.post(f"{PATH}/distinct", json={"keep": LYS, "gone": "x1", "expected": "proposed"})
    assert (two.status_code, two.json()["status"]) == (200, "distinct")
    assert news(cci) == [("merge", "distinct", "Textile de la Lys")]
    assert "x1" not in cci.get(PATH).text


def test_nobody_outside_learns_of_it(cci: Client, cma: Client, calling: Calling) -> None:
    drawn(cci)
    uid = cci.post(f"{PATH}/merge", json={"keep": LYS, "gone": "x1"}).json()["uid"]
    anonymous = calling(Caller(layer=Layer.PUBLIC))
    assert anonymous.get(PATH).status_code == anonymous.get(f"{PATH}/decisions/{uid}").status_code == 401
    assert cci.get(f"{PATH}/decisions/{'0' * 16}").status_code == 404
    cma.service.graph.write("MATCH (c:Company {uid: 'x1'}) SET c.visibility = 'private'")
    assert cma.get(f"{PATH}/decisions/{uid}").status_code == 404
    assert news(cma) == []
