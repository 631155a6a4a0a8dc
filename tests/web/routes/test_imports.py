"""A file, from its drop to its report, on pages."""

from __future__ import annotations

import re
import stat
import time
from typing import Any

import pytest

from ingest.run import ingest_table
from tests.web.conftest import Browser
from web import importing
from web.deposits import Deposits

HEADER = "Date;Entreprise;SIRET;Code postal;Commune;Thème;Statut;Humeur\n"
ROW = "09/01/2026;TEXTILES DE LA LYS;73282932000074;59280;Armentières;export;réalisée;bonne\n"
DOUBT = "10/01/2026;MENUISERIE INCONNUE;;59000;Lille;export;réalisée;\n"
WRONG = "31/02/2026;TEXTILES DE LA LYS;73282932000074;59280;Armentières;export;réalisée;\n"
FILE = (HEADER + ROW + DOUBT + WRONG).encode()


def drop(browser: Browser, content: bytes = FILE, name: str = "visites.csv") -> Any:
    return browser.post("/imports/nouveau", files={"file": (name, content)})


def meanings(page: str) -> list[str]:
    """What each column of the file is shown to mean, in its order."""
    selects = re.findall(r'<select name="meaning".*?</select>', page, re.S)
    return ["".join(re.findall(r'value="(\w*)" selected', one)) for one in selects]


def levels(browser: Browser) -> list[Any]:
    return browser.service.graph.system_read("MATCH ()-[v:VISITED]->() RETURN v.visibility AS level, v.on AS on")


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
    assert meanings(page) == ["on", "name", "siret", "code_postal", "commune", "theme", "status", ""]
    assert "Dates de « Date »" in page
    assert "jour/mois/année" in page
    assert "Armentières" in page
    assert cci.service.graph.system_read("MATCH (n) WHERE n:Import OR n:Review RETURN n") == []
    kept = [path for path in (cci.service.settings.home / "deposits").rglob("*") if path.is_file()]
    assert kept
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept} == {0o600}


def test_the_name_of_a_file_is_shown_to_its_owner_and_names_nothing_on_disk(cci: Browser) -> None:
    address = drop(cci, name="Zoé Quornebois.csv").headers["location"]
    assert "Zoé Quornebois.csv" in cci.get(address).text
    kept = [path.name for path in (cci.service.settings.home / "deposits").rglob("*")]
    assert kept
    assert not [name for name in kept if "Quornebois" in name]
    uid = address.rpartition("/")[2]
    assert cci.post(f"{address}/confirmer", {"source": "visits", "visibility": "signalled"}).status_code == 303
    page = report(cci, address)
    assert "Zoé Quornebois.csv" in page
    assert f"{uid}.csv" not in page


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
    assert lines[0].endswith("Pourquoi refusée;Ligne d'origine")
    assert lines[1].startswith("31/02/2026;TEXTILES DE LA LYS")
    again = drop(cci, refused.text.replace("31/02", "28/02").encode()).headers["location"]
    assert "lignes refusées qui reviennent corrigées" in cci.get(again).text
    cci.post(f"{again}/confirmer", {"source": "visits"})
    assert "Lignes refusées (CSV)" not in report(cci, again)
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


MEANT = ["on", "name", "siret", "code_postal", "commune", "theme", "status"]
BODY = "09/01/2026;TEXTILES DE LA LYS;73282932000074;59280;Armentières;export;réalisée\n"
UNTITLED = {
    "no titles": BODY,
    "unknown titles": "Quand;Qui;Chiffres;Où;Ville2;Pourquoi;Fait\n" + BODY,
    "the same title twice": "Info;Info;Info;Info;Info;Info;Info\n" + BODY,
    "two titles for one thing": "Date;Entreprise;N° SIRET;Code postal;Société;Thème;Statut\n" + BODY,
}


@pytest.mark.parametrize("case", UNTITLED)
def test_columns_that_are_not_understood_are_said_by_hand_and_remembered(cci: Browser, case: str) -> None:
    content = UNTITLED[case].encode()
    address = drop(cci, content).headers["location"]
    page = cci.get(address).text
    assert 'role="alert"' in page
    assert "Armentières" in page
    said = {"source": "visits", "visibility": "shared", "meaning": MEANT}
    assert cci.post(f"{address}/confirmer", said).status_code == 303
    assert "terminé" in report(cci, address)
    assert [row["on"] for row in levels(cci)] == ["2026-01-09"]
    page = cci.get(drop(cci, content.replace(b"09/01", b"10/01")).headers["location"]).text
    assert meanings(page) == MEANT
    assert "comme dans votre dernier fichier" in page


def test_two_columns_cannot_mean_the_same(cci: Browser) -> None:
    address = drop(cci).headers["location"]
    answer = cci.post(f"{address}/confirmer", {"source": "visits", "meaning": ["on", "on", *[""] * 6]})
    assert answer.status_code == 422
    assert "ne peuvent pas dire la même chose" in answer.text
    assert levels(cci) == []


def test_a_column_can_be_left_out_whatever_its_title_says(cci: Browser) -> None:
    address = drop(cci, (HEADER + ROW).encode()).headers["location"]
    said = ["on", "name", "siret", "code_postal", "commune", "", "status", "purpose"]
    cci.post(f"{address}/confirmer", {"source": "visits", "meaning": said})
    report(cci, address)
    found = cci.service.graph.system_read("MATCH ()-[v:VISITED]->() RETURN v.theme AS theme, v.purpose AS purpose")
    assert found == [{"theme": None, "purpose": "bonne"}]


def test_refused_rows_of_american_dates_come_back_as_they_were_meant(cci: Browser) -> None:
    rows = ROW.replace("09/01/2026", "01/25/2026") + ROW.replace("09/01/2026", "02/03/2026").replace("2074", "2075")
    rows += "03/04/2026;;;;;;;\n"
    address = drop(cci, (HEADER + rows).encode()).headers["location"]
    assert "mois/jour/année" in cci.get(address).text
    cci.post(f"{address}/confirmer", {"source": "visits"})
    report(cci, address)
    assert "\r\n2026-03-04;" in cci.get(f"{address}/refus.csv").text


def test_an_import_stopped_with_its_service_is_taken_up_again(cci: Browser) -> None:
    address = drop(cci).headers["location"]
    deposits = Deposits(cci.service.settings.home)
    one = deposits.one("cci", address.rpartition("/")[2])
    deposits.save(one.model_copy(update={"state": "running", "source": "visits", "read": 2, "expected": 3}))
    page = cci.get(address).text
    assert "interrompu" in page
    assert "Reprendre l'import" in page.replace("&#39;", "'")
    assert cci.post(f"{address}/reprendre").status_code == 303
    assert "terminé" in report(cci, address)
    assert len(levels(cci)) == 1


def test_a_large_import_runs_beside_the_service_and_stops_between_two_batches(
    cci: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "LARGE_ROWS", 2)
    monkeypatch.setattr(importing, "ingest_table", None)  # nothing of it runs in this process
    address = drop(cci).headers["location"]
    cci.post(f"{address}/confirmer", {"source": "visits"})
    assert "terminé" in report(cci, address)
    assert len(levels(cci)) == 1


def test_an_import_is_stopped_when_asked_and_says_how_far_it_went(
    cci: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = drop(cci, (HEADER + ROW * 300).encode()).headers["location"]

    def ask(*given: Any, **options: Any) -> Any:
        cci.post(f"{address}/arreter")
        return ingest_table(*given, **options)

    monkeypatch.setattr(importing, "ingest_table", ask)
    cci.post(f"{address}/confirmer", {"source": "visits"})
    text = report(cci, address)
    assert "interrompu" in text
    assert "250 lignes lues" in text
