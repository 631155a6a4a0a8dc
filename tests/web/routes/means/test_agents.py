"""Agents on their page: posts, what is missing, trainings; names for one's own institution alone."""

from __future__ import annotations

from tests.web.conftest import Browser
from tests.web.routes.means.furnished import furnished


def test_a_post_is_declared_and_its_holder_seen_of_its_institution_alone(cci: Browser, cma: Browser) -> None:
    said = {"function": "Chargée de mission", "territories": "200093201", "fte": "0,8", "agent": "Grace Hopper",
            "mailbox": "mission@cci.example", "themes": "export ; numérique"}  # fmt: skip
    assert cci.post("/agents/nouveau", said).headers["location"] == "/agents?fait=posts"
    mine, theirs = cci.get("/agents").text, cma.get("/agents").text
    assert all("Chargée de mission" in page and "mission@cci.example" in page for page in (mine, theirs))
    assert ("Grace Hopper" in mine, "Grace Hopper" in theirs) == (True, False)
    assert "0,80" in theirs
    assert cci.post("/agents/nouveau", said | {"fte": "0"}).status_code == 422
    unread = cci.post("/agents/nouveau", said | {"territories": "Atlantide", "fte": "un"})
    assert unread.status_code == 422
    shown = (
        "« Atlantide » n&#39;est pas reconnu",
        "« un » n&#39;est pas un nombre",
        'value="Atlantide"',
        "Grace Hopper",
    )
    assert [one for one in shown if one not in unread.text] == [], "said at its field, and what was typed is kept"
    assert "Atlantide" not in cci.get("/a-verifier").text


def test_the_page_shows_gaps_holes_and_a_proposal(cci: Browser) -> None:
    furnished(cci.service.graph)
    page = cci.get("/agents?tous=1").text
    assert "aucun poste connu" in page
    assert page.count("Métropole Européenne de Lille") >= 2
    assert "code;territoire" in cci.get("/agents.csv").text


def test_trainings_are_noted_as_numbers(cci: Browser, cma: Browser) -> None:
    said = {"title": "Monter un dossier", "on": "2026-10-12", "participants": "2", "trainer": "Région"}
    assert cci.post("/agents/formation", said).status_code == 303
    assert "Monter un dossier" in cma.get("/agents").text
