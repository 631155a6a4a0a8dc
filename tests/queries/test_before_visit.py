"""What is said before a visit is announced: exactly the overlaps that it makes once written."""

from __future__ import annotations

from datetime import date

import pytest

from graph import Graph
from graph.errors import NotFound
from graph.visibility import MEMBER, Caller
from queries.before_visit import BeforeVisit, NewVisit, before_visit
from queries.models import Kind, Page
from queries.overlaps import OverlapScope, overlaps
from tests.given import given
from tests.queries.seasons import draw_season

TODAY = date(2026, 11, 20)
DRAWN = (
    "(c:Company {siren: '732829320', name: 'Filatures du Nord'})",
    "(cci:Operator {uid: 'cci', name: 'CCI', mailbox: 'contact@cci.test'})",
    "(cma:Operator {uid: 'cma', name: 'CMA', mailbox: 'contact@cma.test'})",
    "(:Theme {uid: 'export', name: 'export'})",
    "(:Theme {uid: 'emploi', name: 'emploi'})",
)


def ask(graph: Graph, on: date, caller: Caller = MEMBER, operators: tuple[str, ...] = ("cma",)) -> BeforeVisit:
    visit = NewVisit(company="732829320", on=on, operators=operators, theme="export")
    return before_visit(graph, caller, visit, as_of=TODAY)


def test_it_warns_of_the_visit_names_whom_to_call_and_what_nobody_covered(graph: Graph) -> None:
    given(graph, *DRAWN, "(cci)-[:VISITED {on: '2026-11-01', theme: 'export'}]->(c)")
    answer = ask(graph, date(2026, 12, 1))
    [found] = answer.overlaps
    assert (found.days_apart, found.kind, found.uid) == (30, Kind.SAME_THEME, None)
    assert [(one.on, one.operators) for one in found.visits] == [
        ("2026-11-01", ("CCI",)),
        ("2026-12-01", ("CMA",)),
    ]
    assert [(one.operator, one.mailbox) for one in answer.call] == [("CCI", "contact@cci.test")]
    assert answer.uncovered == ("emploi",)


def test_ones_own_follow_up_and_going_along_with_all_who_went_raise_nothing(graph: Graph) -> None:
    given(graph, *DRAWN, "(cci)-[:VISITED {on: '2026-11-01'}]->(c)")
    assert ask(graph, date(2026, 12, 1), operators=("cci",)).overlaps == ()
    assert ask(graph, date(2026, 12, 1), operators=("cci", "cma")).overlaps == ()


def test_what_another_keeps_private_raises_nothing_and_an_unknown_company_is_not_found(graph: Graph) -> None:
    given(graph, *DRAWN)
    empty = ask(graph, date(2026, 12, 1)).model_dump_json()
    graph.write(
        "MATCH (o:Operator {uid: 'cci'}), (c:Company) CREATE (o)-[:VISITED {uid: 'e', visit: 'e', on: "
        "'2026-11-01', "
        "earliest: '2026-11-01', latest: '2026-11-01', owner: 'cci', visibility: 'private', status: "
        "'done'}]->(c)"
    )
    assert ask(graph, date(2026, 12, 1)).model_dump_json() == empty
    with pytest.raises(NotFound):
        before_visit(graph, MEMBER, NewVisit(company="552100554", on=TODAY, operators=("cci",)))
    with pytest.raises(NotFound, match="nobody"):
        ask(graph, TODAY, operators=("nobody",))


@pytest.mark.parametrize("seed", range(3))
def test_it_foretells_the_overlaps_that_the_written_visit_makes(graph: Graph, seed: int) -> None:
    draw_season(graph, seed)
    before = overlaps(graph, MEMBER, OverlapScope(), as_of=TODAY, page=Page(limit=0))
    visit = NewVisit(company="C1", on=date(2026, 7, 14), operators=("o1", "o3"))
    foretold = before_visit(graph, MEMBER, visit, as_of=TODAY).overlaps
    graph.write(
        "UNWIND ['o1', 'o3'] AS uid MATCH (o:Operator {uid: uid}), (c:Company {uid: 'C1'}) "
        "CREATE (o)-[:VISITED {uid: 'new' + uid, visit: 'new', on: '2026-07-14', earliest: '2026-07-14', "
        "latest: '2026-07-14', owner: uid, visibility: 'shared', status: 'done', role: 'lead'}]->(c)"
    )
    after = overlaps(graph, MEMBER, OverlapScope(), as_of=TODAY, page=Page(limit=0))
    made = {one.uid: one for one in after.overlaps}
    for one in before.overlaps:
        made.pop(one.uid)
    assert len(foretold) == len(made)
    told = sorted(one.model_dump_json(exclude={"uid"}) for one in foretold)
    assert told == sorted(one.model_dump_json(exclude={"uid"}) for one in made.values())
