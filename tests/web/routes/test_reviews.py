"""The review queue, on its page."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx

from gate import forgery
from ingest.forms import record
from ingest.request import Request
from tests.web.conftest import LYS, Browser, listening


def waiting(browser: Browser, *names: str) -> list[str]:
    """Put rows into the queue, and return their uids in its order."""
    for rank, name in enumerate(names):
        record(
            browser.service.graph,
            {"name": name, "commune": "Lille", "code_postal": "59000", "on": f"2026-01-0{rank + 1}"},
            Request(source="visits", operator="CCI Test"),
        )
    found = browser.service.graph.system_read(
        "MATCH (r:Review {status: 'open'}) RETURN r.uid AS uid ORDER BY r.file, r.line, uid"
    )
    return [row["uid"] for row in found]


def decide(browser: Browser, uid: str, decision: str, **options: Any) -> Any:
    return browser.post(f"/a-verifier/{uid}", {"decision": decision, "rang": "0"}, **options)


def shown(text: str) -> str:
    found = re.search(r'data-review="([^"]+)"', text)
    return found.group(1) if found else ""


def state(browser: Browser, uid: str) -> Any:
    [row] = browser.service.graph.system_read("MATCH (r:Review {uid: $uid}) RETURN r.status AS status", uid=uid)
    return row["status"]


def test_an_empty_queue_says_what_to_do(cci: Browser) -> None:
    assert "Rien à vérifier" in cci.get("/a-verifier").text


def test_a_decision_writes_the_row_and_the_next_is_there_at_once(cci: Browser) -> None:
    first, second = waiting(cci, "MENUISERIE INCONNUE", "GARAGE INCONNU")
    assert shown(cci.get("/a-verifier").text) == first
    assert shown(cci.get(f"/a-verifier/suite?apres={first}").text) == second
    answer = decide(cci, first, f"company:{LYS}", headers={"Accept": "application/json"})
    assert answer.json() == {"settled": [first], "left": 1}
    assert cci.service.graph.system_read("MATCH ()-[v:VISITED]->(c) RETURN c.siren AS siren") == [{"siren": LYS}]


def test_without_scripts_a_decision_leads_to_the_next_and_can_be_taken_back(cci: Browser) -> None:
    first, second = waiting(cci, "MENUISERIE INCONNUE", "GARAGE INCONNU")
    answer = decide(cci, first, "ignore")
    assert answer.status_code == 303
    page = cci.get(answer.headers["location"]).text
    assert shown(page) == second
    assert f'action="/a-verifier/{first}"' in page
    assert decide(cci, first, "undo").status_code == 303
    assert state(cci, first) == "open"


def test_who_comes_second_is_told_and_given_the_next(cci: Browser) -> None:
    first, second = waiting(cci, "MENUISERIE INCONNUE", "GARAGE INCONNU")
    decide(cci, first, "ignore")
    answer = decide(cci, first, "new")
    assert answer.status_code == 409
    assert "Quelqu&#39;un d&#39;autre a décidé" in answer.text
    assert shown(answer.text) == second
    assert state(cci, first) == "rejected"


def test_a_new_company_is_made_on_request(cci: Browser) -> None:
    [uid] = waiting(cci, "MENUISERIE INCONNUE")
    decide(cci, uid, "new")
    found = cci.service.graph.system_read("MATCH ()-[:VISITED]->(c:Company) RETURN c.name AS name")
    assert found == [{"name": "MENUISERIE INCONNUE"}]


def test_the_days_amounts_and_codes_of_a_row_are_written_as_people_read_them(cci: Browser) -> None:
    record(
        cci.service.graph,
        {"name": "MENUISERIE INCONNUE", "commune": "Lille", "on": "2026-03-12", "amount_eur": "12500,5"},
        Request(source="support", operator="CCI Test"),
    )
    record(
        cci.service.graph,
        {"name": "FONDERIE INCONNUE", "commune": "Lille", "on": "2019", "amount_eur": "3000"},
        Request(source="support", operator="CCI Test"),
    )
    waiting(cci, "GARAGE INCONNU")
    texts = "".join(cci.get(f"/a-verifier/suite?apres={after}").text for after in ("", "0"))
    assert "<dd>2019</dd>" in texts
    assert "<dd>3\u202f000\u202f€</dd>" in texts
    assert "<dd>12 mars 2026</dd>" in texts
    assert "<dd>12\u202f500,50\u202f€</dd>" in texts
    assert "<dd>1er janvier 2026</dd>" in texts


def test_the_queue_of_another_institution_is_as_if_it_were_not_there(cci: Browser, cma: Browser) -> None:
    [uid] = waiting(cci, "MENUISERIE INCONNUE")
    assert shown(cma.get("/a-verifier").text) == ""
    assert decide(cma, uid, "ignore").status_code == 404
    assert state(cci, uid) == "open"


def test_rows_that_say_the_same_are_decided_and_taken_back_together(cci: Browser) -> None:
    first, *others = uids = waiting(cci, "MENUISERIE INCONNUE", "MENUISERIE INCONNUE", "MENUISERIE INCONNUE")
    assert "3 lignes en attente disent la même entreprise" in cci.get("/a-verifier").text
    answer = cci.post(
        f"/a-verifier/{first}", {"decision": "new", "together": "1"}, headers={"Accept": "application/json"}
    )
    assert sorted(answer.json()["settled"]) == sorted(uids)
    found = cci.service.graph.system_read(
        "MATCH ()-[v:VISITED]->(c) RETURN count(v) AS visits, count(DISTINCT c) AS of"
    )
    assert found == [{"visits": 3, "of": 1}]
    cci.post(f"/a-verifier/{first}", {"decision": "undo", "also": others})
    assert [state(cci, uid) for uid in uids] == ["open"] * 3


def test_of_sixteen_decisions_at_once_one_wins_and_the_others_are_told(cci: Browser) -> None:
    [uid] = waiting(cci, "MENUISERIE INCONNUE")
    form = {forgery.FIELD: forgery.token(cci.identity), "decision": "ignore"}
    with listening(cci.app) as address, ThreadPoolExecutor(16) as people:

        def press(_: int) -> int:
            asked = {"Accept": "application/json"}
            return httpx.post(f"{address}/a-verifier/{uid}", data=form, headers=asked, timeout=60).status_code

        assert sorted(people.map(press, range(16))) == [200] + [409] * 15
    assert state(cci, uid) == "rejected"


def test_another_company_is_found_without_scripts(cci: Browser) -> None:
    [uid] = waiting(cci, "MENUISERIE INCONNUE")
    page = cci.get(f"/a-verifier?ligne={uid}&q=textiles+lys").text
    assert f'value="company:{LYS}"' in page
