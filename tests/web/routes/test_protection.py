"""The page of data protection: the journal for stewards and officers, persons for officers alone."""

from __future__ import annotations

import ast

import pytest

from access import Role, sweeping
from tests.rights.conftest import ADA, draw, one
from tests.tree import modules, parsed
from tests.web.conftest import LYS, Browser
from tests.web.test_permissions import as_role
from web.routes.protection import ACTIONS_FR

PAGE = "/protection-des-donnees"


@pytest.fixture
def officer(cci: Browser) -> Browser:
    """The dpo of the CCI, where Ada Lovelace is known."""
    cci.service.graph.auto_commit("MATCH (n) WHERE n:Operator OR n:Company DETACH DELETE n")
    draw(cci.service.graph, cci.service.settings.home)
    return as_role(cci, Role.DPO)


def sent(browser: Browser, path: str, **fields: str | list[str]) -> str:
    answer = browser.post(f"{PAGE}/personne{path}", {"qui": ADA, **fields})
    assert answer.status_code in (200, 303), answer.text
    return answer.text


@pytest.mark.parametrize(
    ("role", "journal", "person"),
    [(Role.READER, 403, 403), (Role.CONTRIBUTOR, 403, 403), (Role.STEWARD, 200, 403), (Role.DPO, 200, 200)],
)
def test_the_journal_is_for_stewards_and_officers_and_persons_for_officers_alone(
    cci: Browser, role: Role, journal: int, person: int
) -> None:
    browser = as_role(cci, role)
    assert [browser.get(path).status_code for path in (PAGE, f"{PAGE}/journal.csv")] == [journal] * 2
    assert browser.get(f"/entreprises/{LYS}/lecteurs").status_code == journal
    posts = ("", "/export", "/geler", "/effacer", "/opposer", "/rectifier", "/degeler")
    assert {browser.post(f"{PAGE}/personne{path}", {"qui": "Jean Petit"}).status_code for path in posts} <= (
        {200, 404, 422, 303} if person == 200 else {403}
    )
    assert ("Le dossier d'une personne" in browser.get(PAGE).text) == (role is Role.DPO) or journal == 403


def test_every_line_of_the_journal_is_said_in_french() -> None:
    written = {
        name
        for path in modules("access", "gate", "rights", "planning", "cli", "web", "api")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("event", "_change")
        for name in (one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str))
    }
    assert {"member-invite", "organisation-suspend", "digest-send"} <= written
    roles = {f"member-role-{role}" for role in (Role.READER, Role.CONTRIBUTOR, Role.STEWARD, Role.DPO)}
    assert (written | roles | {sweeping.SLOWED, sweeping.REFUSED}) - set(ACTIONS_FR) == set()


def test_a_person_is_found_by_a_form_frozen_and_erased(officer: Browser) -> None:
    page = sent(officer, "")
    assert [text for text in ("TEXTILES DE LA LYS", "LOVELACE Ada", "Chercher aussi par là") if text not in page] == []
    assert "Vous seul voyez encore ces données" in sent(officer, "/geler")
    assert "LOVELACE Ada" not in officer.get(f"/entreprises/{LYS}").text
    assert "Données gelées" in sent(officer, "")
    sent(officer, "/degeler")
    assert "LOVELACE Ada" in officer.get(f"/entreprises/{LYS}").text
    assert officer.post(f"{PAGE}/personne/effacer", {"qui": ADA}).status_code == 422
    sent(officer, "/effacer", confirmer="oui")
    assert "Rien n'est connu" not in officer.get(PAGE).text
    assert one(officer.service.graph, "MATCH (c:Contact {uid: 'k1'}) RETURN count(c)") == 0
    assert (officer.service.settings.home / "erasures.jsonl").is_file()


def test_ticked_records_alone_are_changed(officer: Browser) -> None:
    sent(officer, "/rectifier", juste="Ada King", proposees="7", fiche=["Contact:k1"])
    names = one(officer.service.graph, "MATCH (c:Contact) WHERE c.owner = 'cci' RETURN collect(c.name)")
    assert "Ada King" in names
    assert one(officer.service.graph, "MATCH ()-[v:VISITED {uid: 'v1'}]->() RETURN v.agent") == "LOVELACE Ada"


def test_the_file_is_handed_over_in_two_forms(officer: Browser) -> None:
    assert '"Contact:k1"' in sent(officer, "/export", format="json")
    assert "visite;TEXTILES DE LA LYS 732829320;2026-03-01;agent;LOVELACE Ada" in sent(officer, "/export", format="csv")


def test_an_objection_is_listed_without_a_name_and_can_be_lifted(officer: Browser) -> None:
    sent(officer, "/opposer")
    page = officer.get(PAGE).text
    assert ("Opposition" in page, "ovelace" in page) == (True, False)
    uid = one(officer.service.graph, "MATCH (s:Suppression) RETURN s.uid")
    assert officer.post(f"{PAGE}/actes/{uid}/lever").status_code == 303
    assert officer.post(f"{PAGE}/actes/{uid}/lever").status_code == 404


def test_an_owner_sees_which_institution_was_shown_its_companies_in_lists_too(cci: Browser, cma: Browser) -> None:
    graph = cci.service.graph
    graph.write(
        "MATCH (o:Operator {uid: 'cci'}), (c:Company {siren: $siren}) CREATE (o)-[:VISITED {uid: 'v', visit: 'v', "
        "owner: 'cci', visibility: 'shared', status: 'done', on: '2026-03-01', earliest: '2026-03-01', "
        "latest: '2026-03-01', recorded_at: '2026-03-01'}]->(c)",
        siren=LYS,
    )
    for page in ("/?q=textiles", f"/preparation?entreprises={LYS}", f"/entreprises/{LYS}"):
        assert cma.get(page).status_code == 200
    cma.app.state.journal.flush()
    steward = as_role(cci, Role.STEWARD)
    rows = steward.get(f"{PAGE}/journal.csv").text.splitlines()
    assert len([row for row in rows if "CMA Test" in row and LYS in row]) == 3
    assert "CMA Test" in steward.get(f"/entreprises/{LYS}/lecteurs").text
    assert "CMA Test" not in steward.get("/entreprises/552100554/lecteurs").text
    assert "CMA Test" in steward.get(f"{PAGE}?entreprise={LYS}&depuis=2026-01-01").text
    assert "CMA Test" not in steward.get(f"{PAGE}?depuis=2999-01-01").text
