"""Committees on their pages: called, furnished, decided; minutes to keep; questions that go up and come back."""

from __future__ import annotations

from tests.web.conftest import Browser
from tests.web.routes.means.furnished import furnished
from tests.web.routes.test_visits import SOON


def test_a_decision_commits_and_goes_into_the_minutes(cci: Browser, cma: Browser) -> None:
    address = furnished(cci.service.graph)
    item, committee = address["/dossiers/{uid}"], address["/comites/{uid}"]
    said = {"verdict": "favourable", "amount": "250", "envelope": "", "reason": "Deux emplois."}
    assert "Décider" in cma.get(item).text, "the partner runs it too"
    too_much = cci.post(item, said | {"amount": "601"})
    assert (too_much.status_code, "n&#39;a plus que" in too_much.text) == (422, True)
    assert cci.post(item, said | {"reason": ""}).status_code == 422
    assert cci.post(item, said).headers["location"] == f"{committee}?fait=decision"
    assert cci.post(item, said).status_code == 409
    for page in (committee, f"{committee}/compte-rendu", f"{committee}/compte-rendu.html"):
        assert "Deux emplois." in cma.get(page).text
    saved = cci.get(f"{committee}/compte-rendu.html")
    assert saved.headers["content-disposition"].startswith('attachment; filename="compte-rendu-2026-03-10')
    assert "250\u202f€" in cci.get(address["/enveloppes/{uid}"]).text


def test_a_committee_is_called_with_its_agenda(cci: Browser) -> None:
    said = {"title": "Comité, hiver", "on": SOON.isoformat(), "kind": "territorial", "members": "Présidence; Direction"}
    assert cci.post("/comites/nouveau", said).headers["location"].endswith("?fait=committees")
    assert "Comité, hiver" in cci.get("/comites").text
    calendar = cci.get("/comites.ics").text
    assert (f"DTSTART;VALUE=DATE:{SOON:%Y%m%d}" in calendar, "SUMMARY:Comité\\, hiver" in calendar) == (True, True)
    assert SOON.isoformat() in cci.get("/comites.csv").text
    [found] = cci.service.graph.system_read("MATCH (k:Committee) RETURN k.uid AS uid, k.members AS members")
    assert found["members"] == ["Présidence", "Direction"]
    item = {"title": "Halle", "kind": "project", "territory": "epci:200093201", "asked_eur": "5 k€"}
    assert cci.post(f"/comites/{found['uid']}/dossier", item).status_code == 303
    assert "5\u202f000\u202f€" in cci.get(f"/comites/{found['uid']}").text
    assert cci.post("/comites/nouveau", said | {"on": "2026-02-31"}).status_code == 422


def test_a_question_goes_up_and_its_answer_comes_back(cci: Browser, cma: Browser) -> None:
    question = furnished(cci.service.graph)["/questions/{uid}"]
    assert "en retard" in cci.get("/comites").text
    assert ("Répondre" in cci.get(question).text, "Répondre" in cma.get(question).text) == (True, False)
    assert cci.post(question, {"answer": ""}).status_code == 422
    assert cma.post(question, {"answer": "La moitié."}).status_code == 403
    assert cci.post(question, {"answer": "La moitié."}).status_code == 303
    assert "La moitié." in cma.get(question).text
    assert cci.post(question, {"answer": "Le tiers."}).status_code == 409
    asked = {"title": "Et les SCIC ?", "addressee": "CMA Test", "on": "2026-11-20"}
    assert cci.post("/comites/question", asked).status_code == 303
    assert "Et les SCIC ?" in cma.get("/comites").text
    assert 'id="champ-addressee-erreur"' in cci.post("/comites/question", asked | {"addressee": "Nulle part"}).text
