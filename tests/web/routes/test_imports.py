"""A file, from its drop to its report, on pages."""

from __future__ import annotations

import stat
import time
from typing import Any

from tests.web.conftest import Browser

HEADER = "Date;Entreprise;SIRET;Code postal;Commune;Thème;Statut;Humeur\n"
ROW = "09/01/2026;TEXTILES DE LA LYS;73282932000074;59280;Armentières;export;réalisée;bonne\n"
DOUBT = "10/01/2026;MENUISERIE INCONNUE;;59000;Lille;export;réalisée;\n"
WRONG = "31/02/2026;TEXTILES DE LA LYS;73282932000074;59280;Armentières;export;réalisée;\n"
FILE = (HEADER + ROW + DOUBT + WRONG).encode()


def drop(browser: Browser, content: bytes = FILE, name: str = "visites.csv") -> Any:
    return browser.post("/imports/nouveau", files={"file": (name, content)})


def report(browser: Browser, address: str) -> str:
    for _ in range(300):
        text = browser.get(address).text
        if "Lire le rapport" in text and "data-import" not in text:
            return text
        time.sleep(0.1)
    raise AssertionError("the import never ended")


def test_a_file_is_shown_as_it_was_understood_and_nothing_is_written(cci: Browser) -> None:
    answer = drop(cci)
    assert answer.status_code == 303
    page = cci.get(answer.headers["location"]).text
    assert "point-virgule" in page
    assert "Humeur" in page.partition("Inconnues, laissées de côté")[2]
    assert "Armentières" in page
    assert cci.service.graph.system_read("MATCH (n) WHERE n:Import OR n:Review RETURN n") == []
    kept = [path for path in (cci.service.settings.home / "deposits").rglob("*") if path.is_file()]
    assert kept
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept} == {0o600}


def test_a_confirmed_file_ends_in_a_report_and_refused_rows_to_mend(cci: Browser) -> None:
    address = drop(cci).headers["location"]
    assert cci.post(f"{address}/confirmer", {"source": "visits", "visibility": "signalled"}).status_code == 303
    text = report(cci, address)
    assert "terminé" in text
    found = cci.service.graph.system_read("MATCH ()-[v:VISITED]->() RETURN v.visibility AS level, v.owner AS owner")
    assert found == [{"level": "signalled", "owner": "cci"}]
    refused = cci.get(f"{address}/refus.csv")
    lines = refused.text.lstrip("\ufeff").splitlines()
    assert len(lines) == 2
    assert lines[0].endswith("Pourquoi refusée")
    assert lines[1].startswith("31/02/2026;TEXTILES DE LA LYS")
    again = drop(cci, refused.text.replace("31/02", "28/02").encode()).headers["location"]
    cci.post(f"{again}/confirmer", {"source": "visits"})
    report(cci, again)
    assert len(cci.service.graph.system_read("MATCH ()-[v:VISITED]->() RETURN v")) == 2


def test_progress_is_told_as_events(cci: Browser) -> None:
    address = drop(cci).headers["location"]
    cci.post(f"{address}/confirmer", {"source": "visits"})
    report(cci, address)
    told = cci.get(f"{address}/progres")
    assert told.headers["content-type"].startswith("text/event-stream")
    assert '"state": "done", "read": 3' in told.text


def test_a_file_that_cannot_be_read_is_refused_and_not_kept(cci: Browser) -> None:
    answer = drop(cci, b"")
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert not [path for path in (cci.service.settings.home / "deposits").rglob("*") if path.is_file()]


def test_the_file_of_another_institution_is_as_if_it_were_not_there(cci: Browser, cma: Browser) -> None:
    address = drop(cci).headers["location"]
    assert cma.get(address).status_code == 404
    assert cma.post(f"{address}/confirmer").status_code == 404
    assert cma.get(f"{address}/progres").status_code == 404
    assert "visites.csv" not in cma.get("/imports").text
    assert "visites.csv" in cci.get("/imports").text


def test_an_unconfirmed_file_is_dropped_on_request(cci: Browser) -> None:
    address = drop(cci).headers["location"]
    assert cci.post(f"{address}/arreter").status_code == 303
    assert cci.get(address).status_code == 404
