"""The review queue: accept, reject, undo, and two people at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from graph import Graph
from graph.errors import Conflict, NotFound, Refused
from graph.visibility import Caller
from ingest.queue import list_reviews, show_review
from ingest.report import Report
from ingest.reviewing import accept, reject, undo
from tests.ingest.conftest import Take

ME = Caller(organisation="cci-test", actor="ada")
OTHER = Caller(organisation="cma-test", actor="bob")
CCI = {"operator": "CCI Test", "create_operator": True}
DOUBTFUL = "Date;Entreprise;Code postal;Commune;Statut\n09/01/2026;Tissage Lys;59280;Armentières;réalisée\n"
EDGES = "MATCH (o)-[v:VISITED]->(c) RETURN o.uid AS o, c.siren AS siren, v.on AS on, v.recorded_by AS by"


@pytest.fixture
def waiting(ready: Graph, companies: Report, take: Take) -> str:
    """The uid of a row that waits for a person."""
    assert take(DOUBTFUL, "visits", **CCI).review == 1
    [item] = list_reviews(ready, ME).reviews
    return item.uid


def test_a_doubtful_row_keeps_what_it_said_and_where(ready: Graph, waiting: str) -> None:
    item = show_review(ready, ME, waiting)
    assert (item.kind, item.status, item.line, item.file) == ("company", "open", 2, "fichier.csv")
    assert item.row["name"] == "Tissage Lys"
    assert item.reasons


def test_accepting_writes_the_row_for_the_company_chosen(ready: Graph, waiting: str) -> None:
    item = accept(ready, ME, waiting, company="732829320")
    assert (item.status, item.decided_by, item.decided_company) == ("accepted", "ada", "732829320")
    assert ready.system_read(EDGES) == [{"o": "cci-test", "siren": "732829320", "on": "2026-01-09", "by": "ada"}]


def test_the_same_file_after_a_decision_changes_nothing(ready: Graph, waiting: str, take: Take) -> None:
    accept(ready, ME, waiting, company="732829320")
    again = take(DOUBTFUL, "visits", **CCI)
    assert (again.unchanged, again.review, again.written) == (1, 0, 0)


def test_a_rejected_row_is_not_asked_again(ready: Graph, waiting: str, take: Take) -> None:
    reject(ready, ME, waiting)
    assert take(DOUBTFUL, "visits", **CCI).unchanged == 1
    assert ready.system_read(EDGES) == []


def test_a_corrected_row_keeps_the_company_a_person_chose(ready: Graph, waiting: str, take: Take) -> None:
    accept(ready, ME, waiting, company="732829320")
    report = take(DOUBTFUL.replace("réalisée", "annulée"), "visits", **CCI)
    assert report.updated == 1
    assert [edge["siren"] for edge in ready.system_read(EDGES)] == ["732829320"]


def test_undoing_removes_what_was_written_and_the_row_waits_again(ready: Graph, waiting: str) -> None:
    accept(ready, ME, waiting, company="732829320")
    assert undo(ready, ME, waiting).status == "open"
    assert ready.system_read(EDGES) == []
    accept(ready, ME, waiting, company="552100554")
    assert [edge["siren"] for edge in ready.system_read(EDGES)] == ["552100554"]


def test_accepting_as_new_makes_the_company_that_the_row_names(ready: Graph, waiting: str) -> None:
    accept(ready, ME, waiting, new=True)
    [company] = ready.system_read("MATCH ()-[:VISITED]->(c) RETURN c.name AS name, c.siren AS siren, c.verified AS ok")
    assert company == {"name": "Tissage Lys", "siren": None, "ok": False}


def test_nothing_is_undone_that_was_not_decided(ready: Graph, waiting: str) -> None:
    with pytest.raises(Conflict):
        undo(ready, ME, waiting)


def test_a_second_decision_is_a_conflict(ready: Graph, waiting: str) -> None:
    accept(ready, ME, waiting, company="732829320")
    with pytest.raises(Conflict, match="entre-temps"):
        reject(ready, ME, waiting)


def test_of_eight_people_at_once_one_decides(ready: Graph, waiting: str) -> None:
    def decide(number: int) -> str:
        try:
            accept(ready, Caller(organisation="cci-test", actor=f"p{number}"), waiting, company="732829320")
        except Conflict:
            return "conflict"
        return "done"

    with ThreadPoolExecutor(8) as pool:
        outcomes = sorted(pool.map(decide, range(8)))
    assert outcomes == ["conflict"] * 7 + ["done"]
    assert len(ready.system_read(EDGES)) == 1


def test_the_queue_of_another_institution_looks_like_nothing(ready: Graph, waiting: str) -> None:
    assert list_reviews(ready, OTHER).count == 0
    with pytest.raises(NotFound) as unseen:
        show_review(ready, OTHER, waiting)
    with pytest.raises(NotFound) as absent:
        show_review(ready, OTHER, "jamais-vu")
    assert str(unseen.value) == str(absent.value)


def test_a_company_that_does_not_exist_is_refused(ready: Graph, waiting: str) -> None:
    with pytest.raises(NotFound, match="999999999"):
        accept(ready, ME, waiting, company="999999999")


def test_a_row_without_candidate_asks_for_a_company(ready: Graph, companies: Report, take: Take) -> None:
    take(DOUBTFUL.replace("Tissage Lys", "Xylographie Zwingelstein"), "visits", **CCI)
    [item] = list_reviews(ready, ME).reviews
    if item.candidates:
        pytest.fail(f"une proposition était inattendue : {item.candidates}")
    with pytest.raises(Refused, match="Aucune entreprise"):
        accept(ready, ME, item.uid)


CONFLICT = (
    "siret;nom;naf;code_postal;commune\n"
    "73282932000074;TEXTILES DE LA LYS;13.10Z;59280;ARMENTIERES\n"
    "73282932000074;TEXTILES DE LA LYS;29.10Z;59280;ARMENTIERES\n"
)
NAF = "MATCH (c:Company {siren: '732829320'}) RETURN c.naf AS naf"


def test_accepting_a_conflicting_description_lets_it_win_and_undoing_restores_it(ready: Graph, take: Take) -> None:
    take(CONFLICT, "companies")
    platform = Caller(organisation="dore", actor="ada")
    [item] = list_reviews(ready, platform).reviews
    before = ready.system_read("MATCH (c:Company) RETURN properties(c) AS c")
    accept(ready, platform, item.uid)
    assert ready.system_read(NAF) == [{"naf": "29.10Z"}]
    undo(ready, platform, item.uid)
    assert ready.system_read("MATCH (c:Company) RETURN properties(c) AS c") == before


def test_a_conflict_once_settled_is_not_asked_again(ready: Graph, take: Take) -> None:
    take(CONFLICT, "companies")
    platform = Caller(organisation="dore", actor="ada")
    [item] = list_reviews(ready, platform).reviews
    accept(ready, platform, item.uid)
    again = take(CONFLICT, "companies")
    assert (again.review, again.written, again.unchanged) == (0, 0, 2)
