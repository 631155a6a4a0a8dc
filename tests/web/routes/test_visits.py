"""Planning and reporting visits, on pages."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from access import Role
from ingest.report import Report
from ingest.request import Request
from ingest.run import ingest_file
from queries.days import today
from tests.given import given
from tests.web.conftest import LYS, Browser

SOON = today() + timedelta(days=30)
NEAR = today() + timedelta(days=40)
VISITS = "MATCH (:Operator {uid: 'cci'})-[v:VISITED]->(c) RETURN c.siren AS siren, properties(v) AS v"


def plan(**more: Any) -> dict[str, Any]:
    return {"company": LYS, "name": "x", "on": SOON.isoformat(), "theme": "export", "reference": "r1", **more}


def met_by_the_cma(browser: Browser, **more: str) -> None:
    facts = "".join(f", {name}: '{value}'" for name, value in more.items())
    browser.service.graph.write(
        f"MATCH (o:Operator {{uid: 'cma'}}), (c:Company {{siren: '{LYS}'}}) "
        f"CREATE (o)-[:VISITED {{on: '{NEAR}', status: 'planned'{facts}}}]->(c)"
    )
    given(browser.service.graph, "(:Operator {uid: 'unused', name: 'unused'})")


def written(browser: Browser) -> list[dict[str, Any]]:
    return browser.service.graph.system_read(VISITS)


def test_a_planned_visit_is_written_and_its_page_shown(cci: Browser) -> None:
    answer = cci.post("/visites/nouvelle", plan(purpose="point énergie"))
    assert answer.status_code == 303
    [row] = written(cci)
    assert (row["siren"], row["v"]["status"], row["v"]["visibility"]) == (LYS, "planned", "shared")
    page = cci.get(answer.headers["location"])
    assert page.status_code == 200
    assert "point énergie" in page.text
    assert "TEXTILES DE LA LYS" in cci.get("/visites").text
    assert f"DTSTART;VALUE=DATE:{SOON:%Y%m%d}" in cci.get("/visites.ics").text


def test_a_plan_that_overlaps_is_kept_until_a_reason_is_given(cci: Browser) -> None:
    met_by_the_cma(cci)
    answer = cci.post("/visites/nouvelle", plan(purpose="gardez-moi"))
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert "CMA Test" in answer.text
    assert "contact@cma.example" in answer.text
    assert "gardez-moi" in answer.text
    assert 'id="champ-reason-erreur"' in answer.text
    assert written(cci) == []
    answer = cci.post("/visites/nouvelle", plan(reason="autre sujet"))
    assert answer.status_code == 303
    assert written(cci)[0]["v"]["overlap_reason"] == "autre sujet"


def test_the_live_warning_knows_of_a_signalled_visit_no_more_than_its_month(cci: Browser) -> None:
    met_by_the_cma(cci, visibility="signalled", theme="export")
    warning = cci.get(f"/visites/avertissement?company={LYS}&on={SOON}&theme=").text
    assert "CMA Test" in warning
    assert NEAR.isoformat() not in warning
    assert f"prévue {NEAR.day} " not in warning
    elsewhere = cci.get("/visites/avertissement?company=552100554&on=2026-01-01").text
    assert "Aucune visite connue" in elsewhere


def test_a_private_visit_of_another_changes_no_byte_of_the_warning(cci: Browser) -> None:
    address = f"/visites/avertissement?company={LYS}&on={SOON}"
    before = cci.get(address).content
    met_by_the_cma(cci, visibility="private")
    assert cci.get(address).content == before


def test_errors_are_tied_to_their_fields_and_nothing_is_written(cci: Browser) -> None:
    answer = cci.post("/visites/nouvelle", plan(company="", name="", on="2020-01-01"))
    assert answer.status_code == 422
    assert 'aria-describedby="champ-on-erreur"' in answer.text
    assert 'id="champ-name-erreur"' in answer.text
    assert written(cci) == []


def test_a_name_that_nothing_settles_asks_which_company(cci: Browser) -> None:
    given(cci.service.graph, "(:Company {siren: '356000000', name: 'TEXTILES DE LA LYS ET FILS', commune: 'LILLE'})")
    answer = cci.post("/visites/nouvelle", plan(company="", name="TEXTILES LYS NORD"))
    assert answer.status_code == 422
    assert f'name="choice" value="{LYS}"' in answer.text
    assert cci.post("/visites/nouvelle", plan(company="", name="TEXTILES LYS NORD", choice=LYS)).status_code == 303
    assert written(cci)[0]["siren"] == LYS


def test_a_report_is_written_with_its_next_step_for_us_alone(cci: Browser) -> None:
    form = plan(on=today().isoformat(), purpose="deux lignes", next="rappeler en mai")
    assert cci.post("/visites/compte-rendu", form).status_code == 303
    [row] = written(cci)
    assert (row["v"]["status"], row["v"]["note"]) == ("done", "Suite : rappeler en mai")


def test_a_visit_is_corrected_then_cancelled_and_stays_one(cci: Browser) -> None:
    address = cci.post("/visites/nouvelle", plan()).headers["location"].partition("?")[0]
    assert 'value="r1"' in cci.get(f"{address}/modifier").text
    cci.post("/visites/nouvelle", plan(on=NEAR.isoformat()))
    [row] = written(cci)
    assert str(row["v"]["on"]) == NEAR.isoformat()
    assert cci.post(f"{address}/annuler").status_code == 303
    [row] = written(cci)
    assert row["v"]["status"] == "cancelled"


def test_a_visit_of_another_institution_is_as_if_it_were_not_there(cci: Browser) -> None:
    met_by_the_cma(cci, uid="of-the-cma")
    theirs, nobodys = cci.get("/visites/of-the-cma"), cci.get("/visites/never-was")
    assert (theirs.status_code, nobodys.status_code) == (404, 404)


def test_the_audience_is_said_before_saving(cci: Browser) -> None:
    page = cci.get(f"/visites/nouvelle?entreprise={LYS}").text
    assert "Qui verra ceci" in page
    assert page.count('name="visibility"') == 4
    assert "TEXTILES DE LA LYS" in page


def test_a_contributor_lowers_the_level_of_a_visit_and_does_not_raise_it(cci: Browser) -> None:
    mine = replace(cci.identity, role=Role.CONTRIBUTOR)
    contributor = Browser(replace(cci.service, local=mine))
    assert contributor.post("/visites/nouvelle", plan(visibility="shared")).status_code == 303
    assert contributor.post("/visites/nouvelle", plan(visibility="private")).status_code == 303
    refused = contributor.post("/visites/nouvelle", plan(visibility="shared"))
    assert refused.status_code == 422
    assert "revient au responsable des données" in refused.text
    assert written(cci)[0]["v"]["visibility"] == "private"
    assert cci.post("/visites/nouvelle", plan(visibility="shared")).status_code == 303
    assert written(cci)[0]["v"]["visibility"] == "shared"


def test_a_planned_visit_is_cancelled_once(cci: Browser) -> None:
    address = cci.post("/visites/nouvelle", plan()).headers["location"].partition("?")[0]
    assert cci.post(f"{address}/annuler").status_code == 303
    assert written(cci)[0]["v"]["status"] == "cancelled"
    assert cci.post(f"{address}/annuler").status_code == 409


def test_a_planned_visit_whose_day_is_past_waits_to_be_told_and_stays_one_once_it_is(cci: Browser) -> None:
    address = cci.post("/visites/nouvelle", plan()).headers["location"].partition("?")[0]
    assert "Comptes rendus attendus" not in cci.get("/visites").text
    past = (today() - timedelta(days=3)).isoformat()
    cci.service.graph.write(
        "MATCH ()-[v:VISITED {reference: 'r1'}]->() SET v.on = $on, v.earliest = $on, v.latest = $on", on=past
    )
    page = cci.get("/visites").text
    waiting, _, coming = page.partition("<h2>À venir</h2>")
    assert f"{address}/modifier?compte-rendu=1" in waiting
    assert address not in coming
    assert "Rendre compte" in cci.get(address).text
    form = cci.get(f"{address}/modifier?compte-rendu=1").text
    assert 'action="/visites/compte-rendu"' in form
    assert 'value="r1"' in form
    told = cci.post("/visites/compte-rendu", plan(on=past, purpose="ce qui s'est dit"))
    assert told.headers["location"].startswith(address)
    [row] = written(cci)
    assert (row["v"]["status"], row["v"]["on"]) == ("done", past)
    page = cci.get("/visites").text
    assert "Comptes rendus attendus" not in page
    assert address in page.partition("<h2>Passées</h2>")[2]


def test_a_visit_planned_today_is_still_to_come_and_may_be_told_already(cci: Browser) -> None:
    address = cci.post("/visites/nouvelle", plan(on=today().isoformat())).headers["location"].partition("?")[0]
    page = cci.get("/visites").text
    assert "Comptes rendus attendus" not in page
    assert address in page.partition("<h2>À venir</h2>")[2]
    assert "Rendre compte" in cci.get(address).text


def test_a_report_asks_whether_it_is_about_the_visit_that_was_planned(cci: Browser) -> None:
    made = cci.post("/visites/nouvelle", plan(on=(today() + timedelta(days=3)).isoformat()))
    uid = made.headers["location"].removeprefix("/visites/").partition("?")[0]
    page = cci.get(f"/visites/compte-rendu?entreprise={LYS}").text
    assert f'href="/visites/{uid}/modifier?compte-rendu=1"' in page
    cci.post("/visites/nouvelle", plan())  # the same visit, put off for a month
    assert "compte-rendu=1" not in cci.get(f"/visites/compte-rendu?entreprise={LYS}").text


def test_a_correction_keeps_what_the_form_does_not_show(cci: Browser) -> None:
    unseen = {"role": "lead", "joint_reference": "VC9", "duration_minutes": 90}
    made = cci.post("/visites/nouvelle", plan())
    cci.service.graph.write("MATCH (:Operator {uid: 'cci'})-[v:VISITED]->() SET v += $unseen", unseen=unseen)
    form = cci.get(made.headers["location"].partition("?")[0] + "/modifier").text
    sent = dict(re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)"', form))
    assert cci.post("/visites/nouvelle", plan(purpose="corrigé", **{n: sent[n] for n in unseen})).status_code == 303
    [row] = written(cci)
    assert row["v"]["purpose"] == "corrigé"
    assert {name: row["v"].get(name) for name in unseen} == unseen


def test_two_people_who_correct_one_visit_at_once_do_not_erase_each_other(cci: Browser) -> None:
    address = cci.post("/visites/nouvelle", plan()).headers["location"].partition("?")[0] + "/modifier"
    form = cci.get(address).text
    opened = {name: re.findall(f'name="{name}" value="([^"]*)"', form)[0] for name in ("uid", "version")}
    assert cci.post("/visites/nouvelle", plan(purpose="la première", **opened)).status_code == 303
    late = cci.post("/visites/nouvelle", plan(purpose="la seconde", **opened))
    assert late.status_code == 409
    assert "la première" in late.text
    assert "la seconde" in late.text, "what was typed is kept"
    again = {"uid": opened["uid"], "version": re.findall('name="version" value="([^"]*)"', late.text)[0]}
    assert cci.post("/visites/nouvelle", plan(purpose="la seconde", **again)).status_code == 303
    assert [row["v"]["purpose"] for row in written(cci)] == ["la seconde"]


def test_a_second_visit_to_one_company_on_one_day_is_asked_about(cci: Browser) -> None:
    cci.post("/visites/nouvelle", plan())
    second = cci.post("/visites/nouvelle", plan(reference="r2", purpose="gardez-moi"))
    assert second.status_code == 409
    assert "gardez-moi" in second.text
    assert "La modifier" in second.text
    assert len(written(cci)) == 1
    assert cci.post("/visites/nouvelle", plan(reference="r2", again="1")).status_code == 303
    assert len(written(cci)) == 2


FROM_A_FILE = "entreprise;code postal;commune;date;statut;thème\n{};;;{};prévue;export\n"


def brought(browser: Browser, tmp_path: Path, on: str, name: str = "Textiles de la Lys") -> Report:
    """Import a file of one visit without a number, as the CCI."""
    path = tmp_path / "visites.csv"
    path.write_text(FROM_A_FILE.format(name, on))
    return ingest_file(browser.service.graph, path, Request(source="visits", operator="CCI Test"))


def form_of(page: str) -> dict[str, str]:
    """The fields of the form of a visit, as a browser would send them back."""
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    return {name: value for name, value in fields.items() if name not in ("csrf", "_csrf")} | {"name": "x"}


def test_a_visit_from_a_file_is_moved_told_and_cancelled_and_the_file_undoes_nothing(
    cci: Browser, tmp_path: Path
) -> None:
    brought(cci, tmp_path, SOON.isoformat())
    [before] = written(cci)
    address = f"/visites/{before['v']['uid']}"
    assert f"{address}/modifier" in cci.get(address).text
    form = form_of(cci.get(f"{address}/modifier").text)
    assert form["uid"] == before["v"]["uid"]
    assert cci.post("/visites/nouvelle", {**form, "on": NEAR.isoformat(), "theme": "export"}).status_code == 303
    assert brought(cci, tmp_path, SOON.isoformat()).unchanged == 1
    [moved] = written(cci)
    assert (moved["v"]["uid"], str(moved["v"]["on"])) == (before["v"]["uid"], NEAR.isoformat())
    assert brought(cci, tmp_path, NEAR.isoformat()).written == 1, "corrected in the file too: the same visit"
    assert len(written(cci)) == 1
    form = form_of(cci.get(f"{address}/modifier?compte-rendu=1").text)
    told = {**form, "on": today().isoformat(), "purpose": "bien reçus"}
    assert cci.post("/visites/compte-rendu", told).status_code == 303
    assert brought(cci, tmp_path, NEAR.isoformat()).unchanged == 1
    [done] = written(cci)
    assert (done["v"]["uid"], done["v"]["status"], done["v"]["purpose"]) == (
        before["v"]["uid"], "done", "bien reçus",
    )  # fmt: skip


def test_a_visit_from_a_file_is_cancelled_and_stays_so(cci: Browser, tmp_path: Path) -> None:
    brought(cci, tmp_path, SOON.isoformat())
    [before] = written(cci)
    assert cci.post(f"/visites/{before['v']['uid']}/annuler").status_code == 303
    assert brought(cci, tmp_path, SOON.isoformat()).unchanged == 1
    [after] = written(cci)
    assert (after["v"]["uid"], after["v"]["status"]) == (before["v"]["uid"], "cancelled")


def test_the_number_of_a_visit_does_not_change_and_anothers_visit_is_not_there(cci: Browser, cma: Browser) -> None:
    address = cci.post("/visites/nouvelle", plan()).headers["location"].partition("?")[0]
    uid = address.rpartition("/")[2]
    assert cci.post("/visites/nouvelle", plan(uid=uid, reference="r2")).status_code == 422
    assert cma.post("/visites/nouvelle", plan(uid=uid, reference="")).status_code == 404
    assert [row["v"]["reference"] for row in written(cci)] == ["r1"]
