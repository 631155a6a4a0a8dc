"""Visits that a person changed since a file brought them, and the same file given again, longer or corrected."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from graph import Graph
from graph.errors import NotFound
from graph.visibility import Caller
from ingest.forms import record
from ingest.report import Report
from ingest.request import Request
from ingest.reviewing import accept
from tests.given import given
from tests.ingest.conftest import TODAY, Take

LYS = "732829320"
HEADER = "entreprise;code postal;commune;date;statut;thème;note interne;conseiller\n"
ROW = "Textiles de la Lys;59280;Armentières;{on};{status};{theme};{note};Zoé Martin\n"
EDGES = """
MATCH (o:Operator)-[v:VISITED]->(c:Company)
RETURN o.uid AS operator, c.siren AS siren, properties(v) AS v ORDER BY toString(v.on), v.uid
"""


def row(on: str = "2026-12-02", status: str = "prévue", theme: str = "export", note: str = "") -> str:
    return ROW.format(on=on, status=status, theme=theme, note=note)


@pytest.fixture
def region(ready: Graph) -> Graph:
    """Two institutions and two companies."""
    given(
        ready,
        "(:Operator {uid: 'cci', name: 'CCI Test'}), (:Operator {uid: 'cma', name: 'CMA Test'})",
        f"(:Company {{siren: '{LYS}', name: 'TEXTILES DE LA LYS', code_postal: '59280', commune: 'ARMENTIERES',"
        " code_commune: '59017'})",
        "(:Company {siren: '552100554', name: 'AUTOMOBILES PEUGEOT', code_postal: '80000', commune: 'AMIENS',"
        " code_commune: '80021'})",
    )
    return ready


@pytest.fixture
def given_again(region: Graph, take: Take) -> Any:
    """Give a file of the CCI, and return its report."""

    def taken(*rows: str, **options: Any) -> Report:
        return take(HEADER + "".join(rows), "visits", name="visites.csv", operator="CCI Test", **options)

    return taken


def edges(graph: Graph) -> list[dict[str, Any]]:
    return [found["v"] for found in graph.system_read(EDGES)]


def changed(graph: Graph, uid: str, **said: str) -> Report:
    cells = {"siren": LYS, "on": "2026-12-02", "status": "planned", "theme": "export", "agent": "Zoé Martin", **said}
    asked = Request(source="visits", operator="CCI Test", today=TODAY, corrects=uid, actor="lea")
    return record(graph, cells, asked)


def test_a_form_changes_a_visit_that_came_from_a_file_without_a_number(region: Graph, given_again: Any) -> None:
    given_again(row())
    [before] = edges(region)
    report = changed(region, before["uid"], on="2026-12-09", note="rappelés")
    assert (report.written, report.updated) == (1, 1)
    [after] = edges(region)
    assert (after["uid"], after["on"], after["note"]) == (before["uid"], "2026-12-09", "rappelés")
    assert after["recorded_by"] == "lea"
    assert after["import_uid"] == before["import_uid"]


def test_the_same_file_given_again_neither_undoes_nor_doubles_it(region: Graph, given_again: Any) -> None:
    given_again(row())
    [before] = edges(region)
    changed(region, before["uid"], on="2026-12-09", status="cancelled")
    after = edges(region)
    report = given_again(row())
    assert (report.written, report.unchanged) == (0, 1)
    report = given_again(row(), "Automobiles Peugeot;80000;Amiens;2026-12-03;prévue;;;\n")
    assert (report.written, report.unchanged) == (1, 1)
    assert [v for v in edges(region) if v["uid"] == before["uid"]] == after


def test_of_a_corrected_row_only_what_the_file_changed_is_taken(region: Graph, given_again: Any) -> None:
    given_again(row(note="standard"))
    [before] = edges(region)
    changed(region, before["uid"], status="cancelled", note="rappelés")
    report = given_again(row(theme="énergie", note="standard"))
    assert (report.written, report.updated) == (1, 1)
    [after] = edges(region)
    assert (after["status"], after["note"], after["agent"]) == ("cancelled", "rappelés", "Zoé Martin")
    assert after["theme"] != before["theme"]
    assert given_again(row(theme="énergie", note="standard")).unchanged == 1
    given_again(row(theme="énergie", note="relancés"))
    [last] = edges(region)
    assert (last["status"], last["note"]) == ("cancelled", "relancés")


def test_a_second_change_by_hand_still_knows_what_the_file_said(region: Graph, given_again: Any) -> None:
    given_again(row())
    [before] = edges(region)
    changed(region, before["uid"], on="2026-12-09")
    changed(region, before["uid"], on="2026-12-10", status="cancelled")
    assert given_again(row()).unchanged == 1
    [after] = edges(region)
    assert (after["on"], after["status"]) == ("2026-12-10", "cancelled")


def test_a_file_that_now_says_the_new_day_speaks_of_the_same_visit(region: Graph, given_again: Any) -> None:
    given_again(row())
    [before] = edges(region)
    changed(region, before["uid"], on="2026-12-09", note="rappelés")
    report = given_again(row(on="2026-12-09"))
    assert (report.read, report.written) == (1, 1)
    [after] = edges(region)
    assert (after["uid"], after["on"], after["note"]) == (before["uid"], "2026-12-09", "rappelés")
    assert given_again(row(on="2026-12-09")).unchanged == 1
    assert given_again(row(on="2026-12-09"), replace=True).ended == 0
    assert len(edges(region)) == 1


def test_a_visit_that_moves_again_is_still_that_of_the_corrected_row(region: Graph, given_again: Any) -> None:
    given_again(row())
    [before] = edges(region)
    changed(region, before["uid"], on="2026-12-09")
    given_again(row(on="2026-12-09"))
    changed(region, before["uid"], on="2026-11-19", status="done")
    assert given_again(row(on="2026-12-09")).unchanged == 1
    assert given_again(row(on="2026-12-09", theme="énergie")).updated == 1
    assert given_again(row(on="2026-12-09", theme="énergie"), replace=True).kept_by_hand == 0
    [after] = edges(region)
    assert (after["uid"], after["on"], after["status"]) == (before["uid"], "2026-11-19", "done")


@pytest.mark.parametrize("order", [1, -1])
def test_a_second_visit_on_the_day_it_was_moved_to_stays_a_second_visit(
    region: Graph, given_again: Any, order: int
) -> None:
    given_again(row())
    [before] = edges(region)
    changed(region, before["uid"], on="2026-12-09")
    report = given_again(*[row(), row(on="2026-12-09", theme="énergie")][::order], batch_rows=1)
    assert (report.written, report.unchanged) == (1, 1)
    assert [v["on"] for v in edges(region)] == ["2026-12-09", "2026-12-09"]


def test_a_replaced_file_does_not_end_what_was_written_by_hand(region: Graph, given_again: Any) -> None:
    peugeot = "Automobiles Peugeot;80000;Amiens;2026-12-03;prévue;;;\n"
    given_again(row(), peugeot)
    [mine, _] = edges(region)
    changed(region, mine["uid"], status="done", on="2026-11-19", note="très bien reçus")
    report = given_again("La Poste;80000;Amiens;2026-12-03;prévue;;;\n", replace=True)
    assert (report.ended, report.kept_by_hand) == (1, 1)
    assert [v["note"] for v in edges(region)] == ["très bien reçus"]


def test_a_change_in_doubt_keeps_what_the_file_said_through_the_queue(region: Graph, given_again: Any) -> None:
    given_again(row())
    [before] = edges(region)
    report = changed(region, before["uid"], status="cancelled", note="en arrêt maladie depuis mai")
    assert report.review == 1
    assert given_again(row()).review == 1
    accept(region, Caller(organisation="cci", actor="lea"), before["uid"], company=LYS)
    assert given_again(row()).unchanged == 1
    [after] = edges(region)
    assert (after["status"], after["uid"]) == ("cancelled", before["uid"])


def test_a_visit_of_another_institution_is_not_changed(region: Graph, take: Take) -> None:
    take(HEADER + row(), "visits", operator="CMA Test")
    [theirs] = edges(region)
    with pytest.raises(NotFound):
        changed(region, theirs["uid"], on="2026-12-09")
    assert edges(region) == [theirs]


def test_the_level_lowered_by_hand_is_not_raised_by_the_same_words(region: Graph, take: Take) -> None:
    text = (
        "entreprise;code postal;commune;date;diffusion;objet\nTextiles de la Lys;59280;Armentières;2026-12-02;{};{}\n"
    )
    take(text.format("partagé", "a"), "visits", operator="CCI Test")
    [before] = edges(region)
    changed(region, before["uid"], visibility="private")
    report = take(text.format("partagé", "b"), "visits", operator="CCI Test")
    assert (report.refused, report.updated) == (0, 1)
    [after] = edges(region)
    assert (after["visibility"], after["purpose"]) == ("private", "b")
    assert date.fromisoformat(after["on"]) == date(2026, 12, 2)
