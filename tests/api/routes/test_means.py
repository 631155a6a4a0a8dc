"""The means over HTTP: entered, committed, decided, moved; what exceeds is a problem that names its field."""

from __future__ import annotations

from tests.api.conftest import LYS, Client

WHOLE = {"title": "Aides 2026", "year": 2026, "amount_eur": 1000, "reference": "R"}
AID = {"envelope": "R", "title": "Four", "siren": LYS, "amount_eur": 400, "on": "2026-03-01"}


def entered(client: Client, path: str, body: dict[str, object]) -> str:
    answer = client.post(f"/api/v1/{path}", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["uid"])


def test_an_envelope_is_committed_paid_and_never_exceeded(cci: Client, cma: Client) -> None:
    uid = entered(cci, "envelopes", WHOLE)
    made = entered(cci, "commitments", AID)
    refused = cci.post("/api/v1/commitments", json=AID | {"amount_eur": 600.01, "title": "Trop"})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "amount_eur")
    paid = cci.post(f"/api/v1/commitments/{made}/pay", json={"paid_eur": 400, "returned_eur": 100})
    assert paid.json()["envelope"]["left_cents"] == 70_000
    stale = cci.post(f"/api/v1/commitments/{made}/pay", json={"paid_eur": 300})
    assert stale.status_code == 409
    assert cma.post(f"/api/v1/commitments/{made}/pay", json={"paid_eur": 300}).status_code == 403
    sheet = cma.get(f"/api/v1/envelopes/{uid}").json()
    assert [one["holder"] for one in sheet["commitments"]] == ["TEXTILES DE LA LYS"]
    assert [one["uid"] for one in cma.get("/api/v1/envelopes?year=2026").json()["envelopes"]] == [uid]
    assert cma.get("/api/v1/envelopes?year=2025").json()["envelopes"] == []


def test_an_amount_moves_between_parts(cci: Client) -> None:
    entered(cci, "envelopes", WHOLE)
    parts = [entered(cci, "envelopes", WHOLE | {"title": name, "reference": name, "amount_eur": 400, "parent": "R"}) for name in "AB"]  # fmt: skip
    moved = cci.post(f"/api/v1/envelopes/{parts[0]}/transfer", json={"into": parts[1], "amount_eur": 50, "reason": "x"})
    assert (moved.json()["envelope"]["amount_cents"], moved.json()["transfers"][0]["amount_cents"]) == (35_000, 5_000)


def test_a_decision_commits_and_a_question_is_answered(cci: Client, cma: Client) -> None:
    entered(cci, "envelopes", WHOLE)
    committee = entered(
        cci, "committees", {"title": "Mars", "on": "2026-03-10", "members": ["Présidence", "Direction"]}
    )
    item = entered(cci, "agenda", {"committee": committee, "title": "Four", "siren": LYS, "envelope": "R"})
    said = {"verdict": "favourable", "reason": "Emplois.", "amount_eur": 2000}
    assert cci.post(f"/api/v1/agenda/{item}/decide", json=said).status_code == 422
    assert cma.post(f"/api/v1/agenda/{item}/decide", json=said).status_code == 403
    ruled = cci.post(f"/api/v1/agenda/{item}/decide", json=said | {"amount_eur": 200}).json()
    assert (ruled["item"]["verdict"], ruled["commitment"]) == ("favourable", f"d{item}")
    assert cci.post(f"/api/v1/agenda/{item}/decide", json=said | {"amount_eur": 200}).status_code == 409
    asked = entered(cma, "referrals", {"title": "Plafond ?", "addressee": "CCI Test", "committee": committee})
    back = cci.post(f"/api/v1/referrals/{asked}/answer", json={"answer": "La moitié."}).json()
    assert (back["answer"], back["days"]) == ("La moitié.", 0)
    sheet = cma.get(f"/api/v1/committees/{committee}").json()
    assert (sheet["committee"]["members"], len(sheet["items"]), len(sheet["referrals"])) == (
        ["Présidence", "Direction"],
        1,
        1,
    )


def test_posts_tell_the_function_and_trainings_numbers(cci: Client, cma: Client) -> None:
    entered(cci, "posts", {"function": "Chargée", "territories": ["200093201"], "agent": "Grace Hopper", "fte": 0.5})
    entered(cci, "trainings", {"title": "Aides", "on": "2026-10-12", "participants": 2})
    [post] = cma.get("/api/v1/posts").json()["posts"]
    assert (post["function"], post["fte"], post["agent"]) == ("Chargée", 0.5, None)
    assert [one["participants"] for one in cma.get("/api/v1/trainings").json()["trainings"]] in ([], [None])
    staffing = cma.get("/api/v1/staffing?fte=1").json()
    assert {"code": "200093201", "other_fte": 0.5}.items() <= next(
        one for one in staffing["territories"] if one["code"] == "200093201"
    ).items()
    assert staffing["holes"]
