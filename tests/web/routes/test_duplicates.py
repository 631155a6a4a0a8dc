"""Companies that may be one, on their page."""

from __future__ import annotations

from planning.digests import digest, institutions
from queries.days import today
from tests.given import given
from tests.web.conftest import LYS, Browser
from web.digests import letter as written

PAGE = "/a-verifier/doublons"


def typed(browser: Browser) -> str:
    """Draw a company typed by hand by the CCI, which visited it, under nearly the name of the register; return its uid."""
    browser.service.graph.write(
        "MATCH (o:Operator {uid: 'cci'}) CREATE (o)-[:VISITED {on: '2026-01-05'}]->(:Company {uid: 'x1', "
        "name: 'TEXTILE DE LA LYS', owner: 'cci', visibility: 'shared', verified: false, commune: 'ARMENTIERES', "
        "code_commune: '59017', code_postal: '59280'})"
    )
    given(browser.service.graph, "(:Theme {uid: 'autre'})")
    return "x1"


def test_two_sheets_of_one_company_are_made_one_and_two_again(cci: Browser) -> None:
    gone = typed(cci)
    page = cci.get(PAGE).text
    assert "TEXTILE DE LA LYS" in page
    assert "saisie à la main, sans SIREN" in page
    pair = {"keep": LYS, "gone": gone, "expected": "none"}
    answer = cci.post(PAGE, {"decision": "merge", "reason": "même atelier", **pair})
    assert answer.status_code == 303, answer.text
    assert "n&#39;en font plus qu&#39;une" in cci.get(answer.headers["location"]).text
    assert "Réunie avec TEXTILE DE LA LYS" in cci.get(f"/entreprises/{gone}").text
    assert "même atelier" in cci.get(f"{PAGE}?etat=done").text
    uid = answer.headers["location"].partition("numero=")[2]
    assert cci.post(PAGE, {"decision": "undo", "uid": uid}).status_code == 303
    assert "TEXTILE DE LA LYS" in cci.get(PAGE).text
    late = cci.post(PAGE, {"decision": "undo", "uid": uid})
    assert (late.status_code, "déjà été annulée" in late.text) == (409, True)


def test_the_second_of_two_who_decide_is_told_so_and_what_is_no_duplicate_stays_none(
    cci: Browser, cma: Browser
) -> None:
    pair = {"keep": LYS, "gone": typed(cci), "expected": "none"}
    assert cma.post(PAGE, {"decision": "distinct", **pair}).status_code == 303
    late = cci.post(PAGE, {"decision": "merge", **pair})
    assert late.status_code == 409
    assert "Quelqu&#39;un d&#39;autre a décidé de ces deux entreprises entre-temps. Rien n&#39;est changé." in late.text
    assert "Aucun doublon proposé" in cci.get(PAGE).text, "remembered, for everybody"
    assert "TEXTILE DE LA LYS" in cci.get(f"{PAGE}?etat=distinct").text


def test_facts_of_another_institution_wait_for_its_word_on_the_page_too(cci: Browser, cma: Browser) -> None:
    gone = typed(cci)
    pair = {"keep": LYS, "gone": gone, "expected": "none", "decision": "merge"}
    assert cma.post(PAGE, pair).headers["location"].startswith(f"{PAGE}?fait=proposed")
    assert "attend l'accord de CCI Test" in cci.get(PAGE).text
    assert "accord : réunir" in cci.get(f"{PAGE}?etat=proposed").text
    assert "accord : réunir" not in cma.get(f"{PAGE}?etat=proposed").text, "it has said so already"
    told = " ".join(cci.get("/avis").text.split())
    assert "TEXTILES DE LA LYS</a> et TEXTILE DE LA LYS ne seraient qu'une entreprise" in told
    assert 'href="/a-verifier/doublons?etat=proposed"' in told
    graph = cci.service.graph
    graph.write("MATCH (o:Operator {uid: 'cci'}) SET o.admitted_at = '2026-01-01'")
    [member] = institutions(graph, "cci")
    said = digest(graph, member, today())
    assert [(one.keep.siren, one.gone.uid) for one in said.mergings] == [(LYS, gone)]
    assert (said.is_due, [one.kind for one in said.notices], said.news) == (True, ["merge"], ())
    mail = written(said, today(), "https://dore.exemple")
    assert "1 accord attendu" in mail.subject
    assert "CMA Test : TEXTILES DE LA LYS et TEXTILE DE LA LYS ne seraient qu'une entreprise." in mail.text
    assert cci.post(PAGE, pair).status_code == 409, "the page that was read did not say so"
    assert cci.post(PAGE, pair | {"expected": "proposed"}).headers["location"].startswith(f"{PAGE}?fait=done")
    assert cma.get(f"/entreprises/{gone}").status_code == 200
