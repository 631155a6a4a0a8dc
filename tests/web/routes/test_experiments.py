"""Experiments on the pages: entering, adding, concluding, finding; and who sees what."""

from __future__ import annotations

import re

import pytest

from graph import Graph
from tests.web.conftest import Browser

AMIENS = "248000531"
FORM = {"title": "Navette du soir", "territory": f"epci:{AMIENS}", "theme": "developpement", "visibility": "shared",
        "starts_on": "2026-01-12", "amount_eur": "12 000", "partners": "Bailleur Test ; Mairie Test",
        "hypothesis": "Elle remplit les ateliers", "contributes_to_sri": "oui", "derogation": "code des transports",
        "derogation_from": "2026-01-12", "derogation_until": "2026-07-12"}  # fmt: skip


@pytest.fixture(autouse=True)
def places(region: Graph) -> None:
    region.write(
        "CREATE (:Territory {uid: 'epci:248000531', code: '248000531', level: 'epci', name: 'CA Amiens Métropole'}), "
        "(:Territory {uid: 'commune:80021', code: '80021', level: 'commune', name: 'Amiens'})"
    )


def made(browser: Browser, **changed: str) -> str:
    answer = browser.post("/experimentations/nouvelle", FORM | changed)
    assert answer.status_code == 303, re.sub(r"\s+", " ", answer.text)
    return answer.headers["location"].partition("?")[0]


def test_an_experiment_is_entered_measured_told_and_concluded(cci: Browser, cma: Browser) -> None:
    address = made(cci)
    page = cma.get(address).text
    assert "Navette du soir" in page
    assert "du 12 janvier 2026 au 12 juillet 2026" in page
    assert "Bailleur Test et Mairie Test" in page
    assert "Donner le bilan" not in page
    assert "y contribue" in page
    said = {
        "name": "Trajets",
        "unit": "trajets",
        "better": "up",
        "baseline": "12",
        "baseline_on": "2026-01-05",
        "target": "60",
    }
    assert cci.post(f"{address}/indicateurs", said).status_code == 303
    for on, value in (("2026-03-01", "18"), ("2026-08-01", "31,5")):
        assert cci.post(f"{address}/resultats", {"indicator": "Trajets", "value": value, "on": on}).status_code == 303
    assert (
        cci.post(f"{address}/difficultes", {"text": "Pas de chauffeur le soir", "on": "2026-02-02"}).status_code == 303
    )
    page = cma.get(address).text
    assert "De 12 à 31,5 trajets entre le 05/01/2026 et le 01/08/2026 : +19,5, dans le sens souhaité." in page
    assert "On ne peut pas conclure" in page
    assert "Pas de chauffeur le soir" in page
    bare = cci.post(f"{address}/bilan", {"verdict": "failed", "on": "2026-09-01", "seen": "running"})
    assert bare.status_code == 422
    assert "dites ce que les autres doivent savoir" in bare.text
    told = {"verdict": "failed", "on": "2026-09-01", "seen": "running", "lesson": "Horaires mal réglés"}
    assert cci.post(f"{address}/bilan", told).status_code == 303
    assert "Horaires mal réglés" in cma.get(address).text
    assert cci.post(f"{address}/bilan", told).status_code == 409


def test_a_failure_takes_the_same_fields_as_a_success_and_is_found_by_one_click_and_by_words(cci: Browser) -> None:
    for verdict, title in (("failed", "Vélos"), ("succeeded", "Bus")):
        address = made(cci, title=title)
        told = {"verdict": verdict, "seen": "running", "lesson": f"Leçon de {title} : l'été surtout"}
        assert cci.post(f"{address}/bilan", told).status_code == 303
    page = cci.get(address).text
    form = page[page.index("/bilan") : page.index("</form>", page.index("/bilan"))]
    assert len(re.findall(r'type="radio" name="verdict"', form)) == 4
    lists = cci.get("/experimentations").text
    assert "?bilan=failed" in lists
    assert "?bilan=succeeded" in lists
    failures = cci.get("/experimentations?bilan=failed").text
    assert "Vélos" in failures
    assert "Bus" not in failures
    assert "Vélos" in cci.get("/experimentations?q=VELOS ete").text
    assert "Aucune expérimentation connue ne répond" in cci.get("/experimentations?q=tramway").text
    file = cci.get("/experimentations.csv?bilan=failed").text
    assert "Leçon de Vélos" in file
    assert "Bus" not in file


def test_a_correction_keeps_what_the_form_does_not_show_and_the_verdict(cci: Browser, region: Graph) -> None:
    address = made(cci)
    region.write("MATCH (p:Project) SET p.stage = 'running', p.verdict = 'failed', p.lesson = 'Trop tôt'")
    form = cci.get(f"{address}/modifier").text
    hidden = dict(re.findall(r'<input type="hidden" name="(uid|version|reference)" value="([^"]+)"', form))
    assert 'value="12000.00"' in form
    changed = (
        FORM
        | {name: value.replace("&#39;", "'") for name, value in hidden.items()}
        | {"title": "Navette du matin", "amount_eur": ""}
    )
    assert cci.post("/experimentations/nouvelle", changed).headers["location"] == f"{address}?fait=modifiee"
    [found] = region.system_read(
        "MATCH (p:Project) RETURN p.title AS title, p.stage AS stage, p.verdict AS verdict, p.amount_eur AS eur"
    )
    assert found == {"title": "Navette du matin", "stage": "running", "verdict": "failed", "eur": None}
    assert cci.post("/experimentations/nouvelle", changed).status_code == 409  # as it was read before that correction


def test_what_is_wrong_is_tied_to_its_field_and_nothing_is_lost(cci: Browser, region: Graph) -> None:
    answer = cci.post(
        "/experimentations/nouvelle", FORM | {"territory": "", "commune": "Nullepart-sur-Rien", "ends_on": "2025-01-01"}
    )
    assert answer.status_code == 422
    assert 'id="champ-commune-erreur"' in answer.text or 'id="champ-ends_on-erreur"' in answer.text
    assert "Elle remplit les ateliers" in answer.text
    assert not region.system_read("MATCH (p:Project) RETURN p.uid AS uid")


def test_a_commune_is_taken_before_the_larger_territory(cci: Browser, region: Graph) -> None:
    made(cci, commune="80021")
    assert region.system_read("MATCH (t:Territory)-[:CARRIES]->() RETURN t.uid AS uid") == [{"uid": "commune:80021"}]


def test_before_starting_the_failures_on_the_theme_are_shown(cci: Browser, cma: Browser) -> None:
    address = made(cci)
    cci.post(f"{address}/bilan", {"verdict": "failed", "seen": "running", "lesson": "Horaires mal réglés"})
    shown = cma.get(f"/experimentations/semblables?theme=developpement&territory=epci:{AMIENS}").text
    assert "Horaires mal réglés" in shown
    looked = cma.post("/experimentations/nouvelle", FORM | {"title": "À voir", "do": "regarder"})
    assert looked.status_code == 200
    assert "Horaires mal réglés" in looked.text
    taken_up = cma.get(f"/experimentations/nouvelle?reprise={address.rpartition('/')[2]}").text
    assert 'value="Navette du soir"' in taken_up
    assert "Horaires mal réglés" in taken_up


def test_a_replica_names_its_origin_on_both_sheets(cci: Browser, cma: Browser) -> None:
    first = made(cci)
    then = made(cma, title="Navette ici", origin=first.rpartition("/")[2])
    assert "Navette ici" in cci.get(first).text
    assert "Reprend" in cma.get(then).text


def test_another_institution_neither_corrects_nor_concludes_nor_sees_what_is_kept(cci: Browser, cma: Browser) -> None:
    address = made(cci)
    told = {"verdict": "failed", "seen": "running", "lesson": "Non"}
    assert cma.post(f"{address}/bilan", told).status_code == 404
    assert cma.post(f"{address}/difficultes", {"text": "x", "on": "2026-02-02"}).status_code == 404
    assert cma.get(f"{address}/modifier").status_code == 409
    for level in ("private", "signalled"):
        kept = made(cci, title=f"Gardée {level}", visibility=level)
        assert cma.get(kept).status_code == 404
        assert cma.get("/experimentations/inconnue").status_code == 404
        assert f"Gardée {level}" not in cma.get("/experimentations").text
        assert f"Gardée {level}" in cci.get("/experimentations").text
    assert "Expérimentation signalée" in cma.get("/experimentations").text
