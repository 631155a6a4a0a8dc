"""Two institutions around one company, on pages: warned, joining, objecting, deciding, told."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from access import Role
from tests.web.conftest import LYS, Browser
from tests.web.routes.test_visits import NEAR, SOON, brought, met_by_the_cma, plan, written

KEYS = "MATCH (o:Operator)-[v:VISITED]->() RETURN o.uid AS o, v.visit AS visit, toString(v.on) AS on ORDER BY o"

ASKED = "MATCH (r:Review {kind: 'joint', status: 'open'}) RETURN r.uid AS uid"


def keys(browser: Browser) -> list[dict[str, Any]]:
    return browser.service.graph.system_read(KEYS)


def planned(browser: Browser, **more: str) -> str:
    answer = browser.post("/visites/nouvelle", plan(**{"reason": "autre sujet", **more}))
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].partition("?")[0]


def exchange(browser: Browser) -> str:
    found = re.search(r'action="(/echanges/[0-9a-f]+)"', browser.get("/avis").text)
    assert found
    return found[1]


def test_joining_is_one_press_and_one_visit_once_the_other_institution_accepts(cci: Browser, cma: Browser) -> None:
    planned(cma, on=NEAR.isoformat(), reference="theirs")
    warning = cci.get(f"/visites/avertissement?company={LYS}&on={SOON}").text
    assert f'value="join:cma|{NEAR}"' in warning
    mine = planned(cci, reason="", do=f"join:cma|{NEAR}")
    assert keys(cci)[0]["visit"] != keys(cci)[1]["visit"], "not before they accept"
    assert len(cci.service.graph.system_read(ASKED)) == 2, "each is asked whether the two are one visit"
    assert "CCI Test demande à se joindre à" in cma.get("/avis").text
    address = exchange(cma)
    assert cci.post(address, {"answer": "accept"}).status_code == 422, "it is theirs to accept"
    assert cma.post(address, {"answer": "accept", "text": "avec plaisir"}).status_code == 303
    one, two = keys(cci)
    assert (one["visit"], one["on"]) == (two["visit"], NEAR.isoformat())
    assert cci.service.graph.system_read(ASKED) == [], "the answer is known"
    page = cci.get(mine).text
    assert "Visite commune" in page
    assert "avec CMA Test" in page
    assert "avec plaisir" in cci.get("/avis").text
    assert cma.post(address, {"answer": "decline"}).status_code == 409
    assert planned(cci, on=NEAR.isoformat(), purpose="corrigé") == mine
    assert keys(cci)[0]["visit"] == keys(cci)[1]["visit"], "a correction does not part them"
    assert cma.post(address, {"answer": "separate"}).status_code == 303
    assert keys(cci)[0]["visit"] != keys(cci)[1]["visit"]


def days(browser: Browser) -> list[str]:
    found = "MATCH (o:Operator)-[v:VISITED]->() RETURN toString(v.on) + ' ' + v.latest AS d ORDER BY o.uid"
    return [row["d"] for row in browser.service.graph.system_read(found)]


def test_joining_a_visit_known_by_its_month_ends_on_one_day_that_whoever_accepts_chooses(
    cci: Browser, cma: Browser
) -> None:
    on = SOON.isoformat()
    planned(cma, on=NEAR.isoformat(), reference="theirs", visibility="signalled")
    planned(cci, on=on, reason="", do=f"join:cma|{NEAR:%Y-%m}")
    shown = cma.get("/avis").text
    assert 'value="accept-ours"' in shown
    assert 'value="accept-theirs"' in shown
    assert "l'accepter à votre jour le leur dit" in shown
    address = exchange(cma)
    assert cma.post(address, {"answer": "accept"}).status_code == 422, "no day is told without a word"
    assert cma.post(address, {"answer": "accept-theirs"}).status_code == 303
    mine, theirs = days(cci)
    assert mine == f"{on} {on}"
    assert theirs[:10] == on
    assert theirs[11:] >= on, "still known to the others by its month alone"
    [ours] = cma.service.graph.system_read("MATCH (c:VisitChange {owner: 'cma'}) RETURN c.changed AS c")
    assert ours["c"] == ["joined", "on"]


def test_a_day_that_is_told_to_nobody_is_told_to_whom_it_is_accepted_for(cci: Browser, cma: Browser) -> None:
    planned(cma, on=NEAR.isoformat(), reference="theirs", visibility="signalled")
    planned(cci, on=SOON.isoformat(), reason="", do=f"join:cma|{NEAR:%Y-%m}", visibility="signalled")
    address, shown = exchange(cma), cma.get("/avis").text
    assert "accept-theirs" not in shown, "their day is not told either"
    assert f"{SOON.day} {SOON:%Y}" not in shown
    assert cma.post(address, {"answer": "accept-theirs"}).status_code == 422
    assert cma.post(address, {"answer": "accept-ours"}).status_code == 303
    assert [day[:10] for day in days(cci)] == [NEAR.isoformat()] * 2


def test_a_visit_of_a_file_that_was_joined_keeps_its_new_day_when_the_file_comes_again(
    cci: Browser, cma: Browser, tmp_path: Path
) -> None:
    planned(cma, on=NEAR.isoformat(), reference="theirs")
    brought(cci, tmp_path, SOON.isoformat())
    [mine] = written(cci)
    form = {"about": f"join:cma|{NEAR}", "company": LYS, "mine": mine["v"]["uid"]}
    assert cci.post("/echanges", form).status_code == 303
    assert cma.post(exchange(cma), {"answer": "accept"}).status_code == 303
    assert brought(cci, tmp_path, SOON.isoformat()).unchanged == 1
    assert brought(cci, tmp_path, NEAR.isoformat()).written == 1
    one, two = keys(cci)
    assert (one["visit"], one["on"]) == (two["visit"], NEAR.isoformat())


def test_postponing_goes_to_the_first_day_that_is_free(cci: Browser) -> None:
    met_by_the_cma(cci)
    found = re.search(r'value="postpone:([0-9-]+)"', cci.get(f"/visites/avertissement?company={LYS}&on={SOON}").text)
    assert found
    planned(cci, reason="", do=f"postpone:{found[1]}")
    assert written(cci)[0]["v"]["on"] == found[1]
    assert "overlap_reason" not in written(cci)[0]["v"]


def test_an_objection_is_told_with_its_reason_and_the_visit_stays(cci: Browser, cma: Browser) -> None:
    theirs = planned(cma, on=NEAR.isoformat(), reference="theirs")
    about = f"objection:cma|{NEAR}"
    assert cci.post("/visites/nouvelle", plan(do=about, **{about: "nous y sommes déjà"})).status_code == 200
    assert "nous y sommes déjà" in cma.get("/avis").text
    assert cma.post(exchange(cma), {"answer": "decline", "text": "c'est un autre sujet"}).status_code == 303
    assert "autre sujet" in cci.get("/avis").text
    assert cma.get(theirs).status_code == 200
    assert keys(cma)[0]["on"] == NEAR.isoformat()


def test_each_side_is_told_of_an_overlap_until_it_has_read_it(cci: Browser, cma: Browser) -> None:
    planned(cma, on=NEAR.isoformat(), reference="theirs")
    assert cma.get("/avis/nombre").text == ""
    planned(cci, reason="autre sujet")
    page = cma.get("/avis").text
    assert "CCI Test prévoit d&#39;aller chez" in page or "CCI Test prévoit d'aller chez" in page
    assert "autre sujet" in page
    assert ">1<" in cma.get("/avis/nombre").text
    assert cma.post("/avis", {"uid": re.search(r'name="uid" value="([^"]+)"', page)[1]}).status_code == 303  # type: ignore[index]
    assert cma.get("/avis/nombre").text == ""
    colleague = Browser(replace(cma.service, local=replace(cma.identity, actor="somebody-else")))
    assert ">1<" in colleague.get("/avis/nombre").text, "what one has read, another has not"


def test_a_private_visit_is_the_cause_of_no_notice_and_a_signalled_one_tells_its_month(
    cci: Browser, cma: Browser
) -> None:
    planned(cma, on=NEAR.isoformat(), reference="theirs")
    before = re.sub(r"\d{4}-\d\d-\d\dT[^\"]+", "", cma.get("/avis").text)
    planned(cci, visibility="private")
    assert re.sub(r"\d{4}-\d\d-\d\dT[^\"]+", "", cma.get("/avis").text) == before
    planned(cci, visibility="signalled", reference="r2", on=SOON.isoformat(), again="1")
    page = cma.get("/avis").text
    assert "CCI Test" in page
    assert SOON.isoformat() not in page
    assert f"le {SOON.day} " not in page
    assert "autre sujet" not in page, "a reason goes no further than a theme"


def test_a_notice_is_gone_once_the_visit_is_private_again(cci: Browser, cma: Browser) -> None:
    planned(cma, on=NEAR.isoformat(), reference="theirs")
    planned(cci)
    assert ">1<" in cma.get("/avis/nombre").text
    planned(cci, visibility="private")
    assert cma.get("/avis/nombre").text == ""
    assert "CCI Test" not in cma.get("/avis").text


def test_the_history_says_who_changed_what_and_nothing_of_what_texts_said(cci: Browser, cma: Browser) -> None:
    mine = planned(cci, note="secret de polichinelle")
    planned(cci, on=NEAR.isoformat(), note="autre secret")
    cci.post(f"{mine}/annuler")
    page = cci.get(mine).text
    assert page.index("Annulée") < page.index("Modifiée") < page.index("Prévue")
    assert "note interne modifié" in page
    kept = cci.service.graph.system_read("MATCH (c:VisitChange) RETURN properties(c) AS c")
    assert [row["c"]["owner"] for row in kept] == ["cci", "cci"]
    assert "secret" not in str(kept)
    assert cma.get(mine).status_code == 404


def overlap_form(browser: Browser) -> tuple[str, dict[str, str]]:
    page = browser.get("/recouvrements").text
    action = re.search(r'action="(/recouvrements/[0-9a-f]+)"', page)
    company = re.search(r'name="company" value="([^"]+)"', page)
    expected = re.search(r'name="expected" value="([^"]+)"', page)
    assert action is not None
    assert company is not None
    assert expected is not None
    return action[1], {"company": company[1], "expected": expected[1]}


def test_an_overlap_is_decided_by_stewards_once_and_the_decision_taken_back(cci: Browser, cma: Browser) -> None:
    planned(cma, on=NEAR.isoformat(), reference="theirs")
    planned(cci)
    address, form = overlap_form(cci)
    contributor = Browser(replace(cci.service, local=replace(cci.identity, role=Role.CONTRIBUTOR)))
    assert contributor.post(address, form | {"decision": "avoided"}).status_code == 403
    assert cci.post(address, form | {"decision": "justified"}).status_code == 303
    assert cma.post(address, form | {"decision": "avoided"}).status_code == 409, "somebody was faster"
    assert "justifié" in cma.get("/avis").text
    assert "CCI Test" in cma.get("/recouvrements").text
    address, form = overlap_form(cma)
    assert form["expected"] == "justified"
    assert cma.post(address, form | {"decision": "open"}).status_code == 303
    assert overlap_form(cci)[1]["expected"] == "open"


def test_a_merge_needs_a_steward_of_each_side_and_is_taken_apart_exactly(cci: Browser, cma: Browser) -> None:
    planned(cma, on=NEAR.isoformat(), reference="theirs")
    planned(cci)
    before = keys(cci)
    address, form = overlap_form(cci)
    assert cci.post(address, form | {"decision": "to_merge"}).status_code == 303
    assert keys(cci) == before, "one side is not enough"
    address, form = overlap_form(cma)
    assert cma.post(address, form | {"decision": "to_merge"}).status_code == 303
    one, two = keys(cci)
    assert one["visit"] == two["visit"]
    assert "Nos visites fusionnées" in cci.get("/recouvrements").text
    assert "fusionné" in cci.get("/avis").text
    assert cci.post(address, {"decision": "part"}).status_code == 303
    assert keys(cci) == before


def test_an_objection_leaves_the_plan_under_way_as_it_was_typed(cci: Browser, cma: Browser) -> None:
    planned(cma, on=NEAR.isoformat(), reference="theirs")
    about = f"objection:cma|{NEAR}"
    typed = plan(do=about, purpose="gardez-moi")
    refused = cci.post("/visites/nouvelle", typed)
    assert (refused.status_code, "Dites en une ligne pourquoi" in refused.text) == (422, True)
    sent = cci.post("/visites/nouvelle", {**typed, about: "nous y sommes déjà"})
    assert sent.status_code == 200
    for page in (refused.text, sent.text):
        assert "gardez-moi" in page
    assert "Votre visite n'est pas encore enregistrée" in sent.text.replace("&#39;", "'")
    assert "nous y sommes déjà" in cma.get("/avis").text
    assert [one["o"] for one in keys(cci)] == ["cma"], "only theirs is written"
