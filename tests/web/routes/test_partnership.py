"""Agreements, strategies and consultations in the pages: made, corrected, told to those named, answered, settled."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from access import Role
from graph.errors import Conflict
from planning.partnership.consultations import Said, close, reply
from tests.given import given
from tests.web.conftest import LYS, Browser
from tests.web.test_permissions import as_role

EPCI = "epci:200093201"
AGREEMENT: dict[str, Any] = {
    "title": "PDEC de la Lys", "starts_on": "2026-01-01", "ends_on": "2028-12-31", "territories": [EPCI],
    "row_name": ["CCI Test", "CMA Test", LYS, "Les Jardins", ""],
    "row_kind": ["", "", "", "association", ""],
    "row_responsibility": ["financer ; suivre", "former", "", "accueillir", ""],
    "row_amount_eur": ["100 000", "20000,5", "", "", ""], "row_fte": ["1", "0,5", "", "", ""],
}  # fmt: skip
STRATEGY = {"title": "Cap 2030", "territories": [EPCI], "themes": ["export"], "sectors": ["filiere:textile"],
            "on": "2026-03-15", "horizon": "2030", "documents": "Délibération https://exemple.example/a.pdf"}  # fmt: skip
CONSULTATION: dict[str, Any] = {
    "title": "Textile 2027", "summary": "Quels freins ?", "territories": [EPCI], "on": "2026-11-01",
    "row_name": ["CMA Test", "Collectif de la Lys"], "row_kind": ["", "association"],
    "row_responsibility": ["", ""], "row_amount_eur": ["", ""], "row_fte": ["", ""],
}  # fmt: skip


def made(browser: Browser, base: str, form: dict[str, Any], **more: Any) -> str:
    """Send a form, and return the address of what it made."""
    answer = browser.post(f"{base}/nouvelle", form | more)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"]).partition("?")[0]


def partnership(browser: Browser) -> dict[str, str]:
    """One of each, by the beginning of its address."""
    given(browser.service.graph, f"(:Territory {{uid: '{EPCI}', level: 'epci', code: '200093201', name: 'MEL'}})",
          "(:Sector {uid: 'filiere:textile', code: 'textile', nomenclature: 'filiere', label: 'Textile'})")  # fmt: skip
    address = made(browser, "/conventions", AGREEMENT)
    browser.post(f"{address}/actions", {"title": "Ouvrir un guichet", "leader_name": "CMA Test"})
    return {
        "/conventions": address,
        "/strategies": made(browser, "/strategies", STRATEGY),
        "/consultations": made(browser, "/consultations", CONSULTATION),
    }


def test_an_agreement_is_made_told_to_its_parties_corrected_and_seen_where_it_matters(
    cci: Browser, cma: Browser
) -> None:
    address = partnership(cci)["/conventions"]
    page = cma.get(address).text
    for said in ("PDEC de la Lys", "financer ; suivre", "Les Jardins", "120\u202f000", "1,5", "en cours",
                 "Ouvrir un guichet", "à lancer"):  # fmt: skip
        assert said in page, said
    assert (f"{address}/modifier" in page, f"{address}/modifier" in cci.get(address).text) == (False, True)
    assert "vous nomme parmi les parties" in cma.get("/avis").text
    assert "non lus" in cma.get("/avis/nombre").text
    assert "PDEC de la Lys" in cma.get(f"/entreprises/{LYS}").text
    assert "PDEC de la Lys" in cma.get("/conventions.csv?party=cma").text
    form = cci.get(f"{address}/modifier").text
    assert all(said in form for said in ("financer ; suivre", "Les Jardins", 'value="20000,5"'))
    [kept] = cci.service.graph.system_read("MATCH (a:Agreement) RETURN a.reference AS reference")
    again = made(cci, "/conventions", AGREEMENT, reference=kept["reference"], title="PDEC corrigé")
    assert (again, "PDEC corrigé" in cma.get(address).text) == (address, True)
    assert "Ouvrir un guichet" in cma.get(address).text


def test_what_is_wrong_with_a_form_is_said_where_it_is_and_nothing_is_lost(cci: Browser) -> None:
    answer = cci.post("/conventions/nouvelle", AGREEMENT | {"starts_on": "2026-02-31"})
    assert (answer.status_code, "champ-starts_on-erreur" in answer.text) == (422, True)
    answer = cci.post("/conventions/nouvelle", AGREEMENT | {"row_kind": ["", "", "", "", ""]})
    assert (answer.status_code, "Institution inconnue" in answer.text, "Les Jardins" in answer.text) == (
        422,
        True,
        True,
    )
    answer = cci.post("/strategies/nouvelle", STRATEGY | {"documents": "http://exemple.example"})
    assert (answer.status_code, "https://" in answer.text) == (422, True)
    assert cci.service.graph.system_read("MATCH (n:Agreement|Strategy|Outsider) RETURN n") == []


def test_an_action_is_brought_up_to_date_by_the_institution_that_keeps_the_agreement(
    cci: Browser, cma: Browser
) -> None:
    address = partnership(cci)["/conventions"]
    [action] = cci.service.graph.system_read("MATCH (x:AgreementAction) RETURN x.reference AS reference")
    done = {"title": "Ouvrir un guichet", "status": "done", "done_on": "2026-11-02", "jobs_created": "4"}
    assert cma.post(f"{address}/actions", done).status_code == 404
    assert cci.post(f"{address}/actions", done | action).status_code == 303
    assert "faite le" in cma.get(address).text
    wrong = cci.post(f"{address}/actions", done | {"done_on": "2026-02-31"})
    assert (wrong.status_code, "champ" in wrong.text) == (422, True)


@pytest.mark.parametrize("base", ["/conventions", "/strategies", "/consultations"])
def test_what_is_private_is_not_found_and_what_is_signalled_tells_no_title(
    cci: Browser, cma: Browser, base: str
) -> None:
    forms = {"/conventions": AGREEMENT, "/strategies": STRATEGY, "/consultations": CONSULTATION}
    title = forms[base]["title"]
    address = made(cci, base, forms[base], visibility="private")
    assert cma.get(address).status_code == cma.get(f"{base}/rien").status_code == 404
    assert (title in cma.get(base).text, title in cci.get(base).text) == (False, True)
    signalled = made(cci, base, forms[base] | {"reference": "S1"}, visibility="signalled")
    page = cma.get(signalled)
    assert (page.status_code, title in page.text, "CCI Test" in page.text) == (200, False, True)
    assert "vous nomme" not in cma.get("/avis").text


def test_a_strategy_stands_beside_what_is_asked_and_on_the_sheet_of_its_territory(cci: Browser, cma: Browser) -> None:
    address = partnership(cci)["/strategies"]
    page = cma.get(address).text
    for said in ("Cap 2030", "https://exemple.example/a.pdf", "sans réponse connue", "Déclaré, demandé, reçu : MEL"):
        assert said in page, said
    assert 'href="https://exemple.example' not in page
    assert "Cap 2030" in cma.get("/territoires/200093201").text
    assert "PDEC de la Lys" in cma.get("/territoires/200093201").text
    assert "convention qui s&#39;achève" in cma.get("/strategies").text or "convention" in cma.get("/strategies").text


def invitation(browser: Browser, name: str) -> str:
    [found] = browser.service.graph.system_read(
        "MATCH (g {name: $name})-[i:INVITED_TO]->() RETURN i.uid AS uid", name=name
    )
    return str(found["uid"])


def seen(browser: Browser) -> str:
    [found] = browser.service.graph.system_read("MATCH (r:ConsultationReply) RETURN r.said_at AS at")
    return str(found["at"])


def test_a_consultation_is_answered_settled_with_a_reason_and_closed(cci: Browser, cma: Browser) -> None:
    address = partnership(cci)["/consultations"]
    assert "vous invite à la concertation" in cma.get("/avis").text
    ours, theirs = invitation(cma, "CMA Test"), invitation(cma, "Collectif de la Lys")
    assert cma.post(f"{address}/reponse", {"guest": theirs, "text": "oui"}).status_code == 404
    assert cci.post(f"{address}/reponse", {"guest": theirs, "text": "Trop de papier"}).status_code == 303
    assert cma.post(f"{address}/reponse", {"guest": ours, "text": ""}).status_code == 422
    cci.service.graph.write("MATCH (r:ConsultationReply) DETACH DELETE r")
    assert cma.post(f"{address}/reponse", {"guest": ours, "text": "Manque de bras"}).status_code == 303
    assert "répond à votre concertation" in cci.get("/avis").text
    settled = {"guest": ours, "outcome": "partly", "reason": "un plan de formation", "seen": seen(cci)}
    assert cma.post(f"{address}/suite", settled).status_code == 404
    assert cci.post(f"{address}/suite", settled | {"reason": ""}).status_code == 422
    assert cci.post(f"{address}/suite", settled).status_code == 303
    page = cma.get(address).text
    assert all(said in page for said in ("Manque de bras", "retenue en partie", "un plan de formation"))
    assert cma.post(f"{address}/reponse", {"guest": ours, "text": "autre", "seen": seen(cci)}).status_code == 409
    assert cci.post(f"{address}/clore").status_code == 303
    assert cci.post(f"{address}/reponse", {"guest": theirs, "text": "tard"}).status_code == 409
    assert (cci.post(f"{address}/clore").status_code, "close" in cma.get("/consultations").text) == (409, True)
    assert cci.post(f"{address}/clore", {"rouvrir": "1"}).status_code == 303


def test_of_many_who_answer_at_once_one_is_kept_and_the_others_are_told(cci: Browser, cma: Browser) -> None:
    uid = partnership(cci)["/consultations"].rsplit("/", 1)[-1]
    graph, ours = cci.service.graph, invitation(cma, "CMA Test")

    def answer(number: int) -> bool:
        try:
            reply(graph, cma.identity, uid, Said(ours, f"réponse {number}"))
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(answer, range(8))) == 1
    close(graph, cci.identity, uid)
    with pytest.raises(Conflict):
        reply(graph, cma.identity, uid, Said(ours, "trop tard", seen(cci)))


@pytest.mark.parametrize("role", [Role.READER, Role.DPO])
def test_who_does_not_write_is_offered_no_form(cci: Browser, role: Role) -> None:
    found = partnership(cci)
    reader = as_role(cci, role)
    for base, address in found.items():
        assert reader.get(f"{base}/nouvelle").status_code == 403
        assert '<form class="form"' not in reader.get(address).text
