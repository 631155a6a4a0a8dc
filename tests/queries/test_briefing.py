"""The briefing of one company or of many."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from graph import Graph
from graph.errors import Misuse
from graph.visibility import MEMBER, Caller
from queries.briefing import Briefing, briefing
from tests.given import given

TODAY = date(2026, 11, 20)
DRAWN = (
    "(c:Company {siren: '732829320', name: 'Filatures du Nord'})",
    "(cci:Operator {uid: 'cci', name: 'CCI', mailbox: 'contact@cci.test'})",
    "(cma:Operator {uid: 'cma', name: 'CMA'})",
)


def ask(graph: Graph, *identifiers: str, caller: Caller = MEMBER) -> Briefing:
    return briefing(graph, caller, identifiers, as_of=TODAY)


def test_it_tells_last_contacts_what_is_planned_open_points_and_overlaps_ahead(graph: Graph) -> None:
    given(
        graph,
        *DRAWN,
        "(cci)-[:VISITED {on: '2025-01-01'}]->(c)",
        "(cci)-[:VISITED {on: '2026-10-01'}]->(c)",
        "(cci)-[:VISITED {on: '2026-09-01', status: 'planned'}]->(c)",
        "(cma)-[:VISITED {on: '2026-12-01', status: 'planned'}]->(c)",
        "(c)-[:RAISED {owner: 'cci'}]->(:Need {uid: 'n', owner: 'cci', status: 'quo', on: '2026-10-01', "
        "title: 'Recruter'})",
        "(c)-[:CARRIES {owner: 'cci'}]->(:Project {uid: 'p', owner: 'cci', title: 'Atelier', stage: 'running'})",
    )
    [brief] = ask(graph, "732829320").briefs
    assert [one.on for one in brief.last_visits] == ["2026-10-01", "2025-01-01"]
    assert [(one.on, one.operators) for one in brief.planned] == [("2026-12-01", ("CMA",))]
    assert brief.open_points == (
        "besoin sans réponse (le 01/10/2026) : Recruter",
        "visite prévue le 01/09/2026 par CCI, sans suite connue",
        "projet que personne de connu ne suit : Atelier",
    )
    assert [(one.days_apart, [part.on for part in one.visits]) for one in brief.overlaps] == [
        (61, ["2026-10-01", "2026-12-01"])
    ]
    assert [one.operator for one in brief.call] == ["CMA", "CCI"]


def test_many_companies_come_in_the_order_asked_and_unknown_ones_are_named(graph: Graph) -> None:
    given(
        graph,
        *DRAWN,
        "(:Company {siren: '552100554'})",
        "(:Company {uid: 'x1', visibility: 'private', owner: 'cma'})",
    )
    answer = ask(graph, "552100554", "73282932000074", "732829320", "x1", "356000000")
    assert [one.company.siren for one in answer.briefs] == ["552100554", "732829320"]
    assert answer.briefs[1].asked == ("73282932000074", "732829320")
    assert answer.unknown == ("x1", "356000000")
    assert ask(graph, "x1", caller=Caller(organisation="cma")).count == 1


def test_one_false_number_is_listed_and_stops_nothing(graph: Graph) -> None:
    given(graph, *DRAWN)
    answer = ask(graph, "732829321", "732829320", "12345678")
    assert (answer.count, answer.unknown) == (1, ("732829321", "12345678"))


@pytest.mark.parametrize("identifiers", [(), ("732829320",) * 1001])
def test_none_or_too_many_are_refused(graph: Graph, identifiers: tuple[str, ...]) -> None:
    with pytest.raises(Misuse):
        ask(graph, *identifiers)


def test_private_facts_of_another_change_no_byte(graph: Graph) -> None:
    answers = []
    for hidden in ([], ["(cma)-[:VISITED {on: '2026-12-01', visibility: 'private'}]->(c)"]):
        given(graph, *DRAWN, "(cci)-[:VISITED {uid: 'e', on: '2026-11-01'}]->(c)", *hidden)
        answers.append(
            [ask(graph, "732829320", caller=one).model_dump_json() for one in (MEMBER, Caller(organisation="cci"))]
        )
        graph.write("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
    assert answers[0] == answers[1]


def test_a_thousand_companies_take_one_round_trip(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    graph.write("UNWIND range(1, 1000) AS n CREATE (:Company {uid: 'x' + n, name: 'S' + n, visibility: 'open'})")
    asked: list[str] = []
    read = graph.read

    def counted(cypher: str, caller: Caller, **parameters: Any) -> list[dict[str, Any]]:
        asked.append(cypher)
        return read(cypher, caller, **parameters)

    monkeypatch.setattr(graph, "read", counted)
    assert ask(graph, *(f"x{n}" for n in range(1, 1001))).count == 1000
    assert len(asked) == 1
