"""Files in, over HTTP."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from api.routes import imports as routes
from graph.visibility import MEMBER
from tests.api.conftest import LYS, Calling, Client

HEADER = "Date;Entreprise;SIRET;Code postal;Commune;Thème;Statut\n"
ROW = "09/01/2026;TEXTILES DE LA LYS;73282932000074;59280;Armentières;export;réalisée\n"
DOUBT = "10/01/2026;MENUISERIE INCONNUE;;59000;Lille;export;réalisée\n"
WRONG = "31/02/2026;TEXTILES DE LA LYS;73282932000074;59280;Armentières;export;réalisée\n"
ALL = (HEADER + ROW + DOUBT + WRONG).encode()
VISITS = "MATCH (o:Operator)-[v:VISITED]->(c:Company) RETURN o.uid AS operator, c.siren AS siren, v.owner AS owner"


def send(client: Client, content: bytes = ALL, name: str = "visites.csv", **fields: Any) -> Any:
    return client.post("/api/v1/imports", files={"file": (name, content)}, data={"source": "visits", **fields})


def left_over(client: Client) -> list[Path]:
    return [path for path in (client.service.settings.home / "uploads").rglob("*") if path.is_file()]


def test_a_file_is_taken_in_for_the_institution_and_each_row_is_counted(cci: Client) -> None:
    answer = send(cci)
    assert answer.status_code == 201
    report = answer.json()
    assert {name: report[name] for name in ("read", "written", "review", "refused")} == {
        "read": 3, "written": 1, "review": 1, "refused": 1,
    }  # fmt: skip
    assert report["file"] == "visites.csv"
    assert report["operator"] == "CCI Test"
    assert report["findings_file"] is None
    assert str(cci.service.settings.home) not in answer.text
    assert cci.service.graph.system_read(VISITS) == [{"operator": "cci", "siren": LYS, "owner": "cci"}]
    card = cci.get(answer.headers["location"]).json()
    assert (card["status"], card["file"], card["counts"]["read"]) == ("done", "visites.csv", 3)


def test_the_same_file_again_writes_nothing(cci: Client) -> None:
    first, second = send(cci).json(), send(cci).json()
    assert second["import_uid"] == first["import_uid"]
    assert (second["written"], second["unchanged"]) == (0, 1)


def test_a_trial_writes_nothing(cci: Client) -> None:
    answer = send(cci, dry_run="true")
    assert answer.status_code == 200
    assert answer.json()["written"] == 1
    assert cci.service.graph.system_read("MATCH (n) WHERE n:Import OR n:Review RETURN n") == []
    assert cci.service.graph.system_read(VISITS) == []


def test_the_remarks_page_to_the_end_each_once(cci: Client) -> None:
    rows = "".join(WRONG.replace("export", f"thème {number}") for number in range(25))
    uid = send(cci, (HEADER + ROW + rows).encode()).json()["import_uid"]
    seen, cursor = [], None
    while True:
        params = {"limit": 10, **({"cursor": cursor} if cursor else {})}
        page = cci.get(f"/api/v1/imports/{uid}/findings", params=params).json()
        seen += [(one["line"], one["code"]) for one in page["remarks"]]
        if (cursor := page["next_cursor"]) is None:
            break
        assert len(page["remarks"]) == 10
    assert len(seen) == len(set(seen))
    refused = [line for line, code in seen if code not in ("unknown-theme",)]
    assert sorted(refused) == list(range(3, 28))


def test_imports_page_to_the_end_each_once_latest_first(cci: Client) -> None:
    uids = [
        send(cci, (HEADER + ROW.replace("09/01", f"{day:02}/02")).encode()).json()["import_uid"] for day in range(1, 6)
    ]
    seen, cursor = [], None
    while True:
        page = cci.get("/api/v1/imports", params={"limit": 2, **({"cursor": cursor} if cursor else {})}).json()
        seen += page["imports"]
        if (cursor := page["next_cursor"]) is None:
            break
    assert sorted(card["uid"] for card in seen) == sorted(uids)
    starts = [card["started_at"] for card in seen]
    assert starts == sorted(starts, reverse=True)


def test_what_was_entered_one_by_one_is_listed_on_request_only(cci: Client) -> None:
    cci.post("/api/v1/visits", json={"siren": LYS, "on": "2026-11-26", "status": "planned"})
    assert cci.get("/api/v1/imports").json()["imports"] == []
    assert len(cci.get("/api/v1/imports?forms=true").json()["imports"]) == 1


def test_another_institution_sees_none_of_it(cci: Client, cma: Client) -> None:
    uid = send(cci).json()["import_uid"]
    assert cma.get("/api/v1/imports").json() == {"imports": [], "next_cursor": None}
    assert cma.get(f"/api/v1/imports/{uid}").status_code == 404
    assert cma.get(f"/api/v1/imports/{uid}/findings").status_code == 404


def test_a_file_refused_as_a_whole_says_why_and_where(cci: Client) -> None:
    answer = send(cci, (HEADER + '09/01/2026;"TEXTILES;73282932000074;59280;Armentières;export;réalisée\n').encode())
    assert answer.status_code == 422
    problem = answer.json()
    assert problem["title"] == "Fichier refusé"
    assert problem["code"] == "unclosed-quote"
    assert problem["line"] == 2


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"%PDF-1.7"])
def test_a_file_that_is_no_table_is_refused(cci: Client, content: bytes) -> None:
    answer = send(cci, content)
    assert answer.status_code == 422
    assert answer.json()["code"]


def test_nothing_of_a_file_sent_is_left_behind(cci: Client) -> None:
    send(cci)
    send(cci, b"")
    send(cci, source="rien")
    assert left_over(cci) == []


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/passwd.csv", "passwd.csv"),
        ("C:\\\\Mes documents\\\\visites.csv", "visites.csv"),
        ("..", "fichier"),
    ],
)
def test_the_name_of_a_file_is_a_name_and_no_path(cci: Client, sent: str, shown: str) -> None:
    assert send(cci, name=sent, dry_run="true").json()["file"] == shown


def test_each_field_that_is_wrong_is_named(cci: Client) -> None:
    answer = send(cci, visibility="tous", operator="CMA Test")
    assert answer.status_code == 422
    assert {one["field"] for one in answer.json()["errors"]} == {"visibility", "operator"}
    assert send(cci, source="rien").json()["detail"].startswith("Source inconnue")


def test_headers_may_be_chosen_by_hand(cci: Client) -> None:
    content = (HEADER.replace("Date", "Moment") + ROW).encode()
    assert send(cci, content).json()["code"] == "missing-column"
    assert send(cci, content, map="on=Moment").json()["written"] == 1


def test_a_body_that_is_no_form_is_refused(cci: Client) -> None:
    assert cci.post("/api/v1/imports", content=b"a;b").status_code == 415
    assert cci.post("/api/v1/imports", data={"source": "visits"}).status_code == 415
    no_file = cci.post("/api/v1/imports", files={"autre": ("x.csv", b"a;b")}, data={"source": "visits"})
    assert no_file.status_code == 422
    assert no_file.json()["errors"][0]["field"] == "file"
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    assert cci.post("/api/v1/imports", content=b"--y\r\nrien", headers=headers).status_code == 400


def test_a_service_that_acts_for_nobody_takes_no_file(region: Any, calling: Calling) -> None:
    client = calling(MEMBER)
    assert send(client).status_code == 403
    assert left_over(client) == []
    assert client.get("/api/v1/imports").json()["imports"] == []


def test_one_import_at_a_time(cci: Client) -> None:
    with routes._one_at_a_time:
        answer = send(cci)
    assert answer.status_code == 409
    assert send(cci).status_code == 201


def test_a_file_over_the_limit_is_refused_before_it_is_taken(cci: Client) -> None:
    answer = send(cci, b"x" * 50_200_000)
    assert answer.status_code == 413
    assert left_over(cci) == []
