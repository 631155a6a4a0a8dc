"""The overlap rate and the warned rate, against sums done by hand."""

from __future__ import annotations

from datetime import date

from graph import Graph
from graph.visibility import MEMBER, Caller
from queries.indicators import Indicators, IndicatorScope, indicators
from tests.given import given

TODAY = date(2026, 11, 20)
DRAWN = (
    "(:Territory {uid: 'epci:200000001', code: '200000001', level: 'epci', name: 'CC du Val'})",
    "(cci:Operator {uid: 'cci', name: 'CCI'})",
    "(cma:Operator {uid: 'cma', name: 'CMA'})",
    "(a:Company {siren: 'A', epci: '200000001'})",
    "(b:Company {siren: 'B'})",
)


def visit(operator: str, company: str, on: str, recorded: str, **more: str) -> str:
    """Draw a visit and the day on which it was recorded."""
    told = {"on": on, "recorded_at": f"{recorded}T09:00:00+00:00", **more}
    properties = ", ".join(f"{name}: {value!r}" for name, value in told.items())
    return f"({operator})-[:VISITED {{{properties}}}]->({company})"


def ask(graph: Graph, caller: Caller = MEMBER, **scope: object) -> Indicators:
    return indicators(graph, caller, IndicatorScope.model_validate(scope), as_of=TODAY)


def test_the_overlap_rate_is_visits_in_an_overlap_over_visits_done_by_month_and_territory(
    graph: Graph,
) -> None:
    given(
        graph,
        *DRAWN,
        visit("cci", "a", "2026-03-01", "2026-03-01"),
        visit("cma", "a", "2026-04-01", "2026-04-01"),
        visit("cma", "a", "2026-04-15", "2026-04-15", visit="j"),
        visit("cci", "a", "2026-04-15", "2026-04-15", visit="j", role="participant"),
        visit("cci", "b", "2026-03-01", "2026-03-01"),
        visit("cci", "b", "2026-10-20", "2026-10-20"),
        visit("cma", "b", "2026-12-20", "2026-10-21", status="planned"),
        visit("cma", "b", "2026-03-05", "2026-03-05", status="cancelled"),
    )
    answer = ask(graph)
    # Done: three at A (the joint one counts once) and two at B. In an overlap: A in March with A on 1 April,
    # and B in October with the one planned in December. The joint visit contains both institutions.
    assert (answer.total.visits_done, answer.total.visits_overlapping, answer.total.overlap_rate) == (
        5,
        3,
        0.6,
    )
    assert [(one.month, one.visits_done, one.visits_overlapping) for one in answer.by_month] == [
        ("2026-03", 2, 1),
        ("2026-04", 2, 1),
        ("2026-10", 1, 1),
    ]
    assert [(one.name, one.visits_done, one.visits_overlapping) for one in answer.by_territory] == [
        ("CC du Val", 3, 2),
        ("EPCI inconnu", 2, 1),
    ]


def test_an_overlap_is_warned_when_both_visits_were_known_by_the_day_of_the_second(graph: Graph) -> None:
    given(
        graph,
        *DRAWN,
        "(c:Company {siren: 'C'})",
        "(d:Company {siren: 'D'})",
        # warned: the second was announced before it took place, the first was known
        visit("cci", "a", "2026-03-01", "2026-03-02"),
        visit("cma", "a", "2026-03-20", "2026-03-10"),
        # warned: the second was announced first, the first came to be known in between
        visit("cci", "b", "2026-03-05", "2026-03-06"),
        visit("cma", "b", "2026-03-20", "2026-02-01"),
        # not warned: the second was told after it took place
        visit("cci", "c", "2026-03-01", "2026-03-02"),
        visit("cma", "c", "2026-03-20", "2026-03-21"),
        # not warned: the first came to be known after the second took place
        visit("cci", "d", "2026-03-01", "2026-04-02"),
        visit("cma", "d", "2026-03-20", "2026-03-10"),
    )
    total = ask(graph).total
    assert (total.overlaps, total.overlaps_warned, total.warned_rate) == (4, 2, 0.5)


def test_the_day_a_signalled_visit_was_recorded_changes_no_byte(graph: Graph) -> None:
    answers = set()
    for recorded in ("2026-03-01", "2026-06-01"):
        given(
            graph,
            *DRAWN,
            visit("cci", "a", "2026-03-01", recorded, visibility="signalled"),
            visit("cma", "a", "2026-03-20", "2026-03-10"),
        )
        answers.add(ask(graph).model_dump_json())
        graph.write("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
    assert len(answers) == 1


def test_private_visits_count_in_no_rate_even_for_their_owner(graph: Graph) -> None:
    given(
        graph,
        *DRAWN,
        visit("cci", "a", "2026-03-01", "2026-03-01"),
        visit("cma", "a", "2026-03-20", "2026-03-10", visibility="private"),
    )
    for caller in (MEMBER, Caller(organisation="cma")):
        assert (ask(graph, caller).total.visits_done, ask(graph, caller).total.overlaps) == (1, 0)


def test_nothing_done_gives_no_rate_rather_than_zero(graph: Graph) -> None:
    assert (ask(graph).total.overlap_rate, ask(graph).total.warned_rate) == (None, None)


def test_a_period_keeps_what_falls_inside(graph: Graph) -> None:
    given(
        graph,
        *DRAWN,
        visit("cci", "a", "2026-03-01", "2026-03-01"),
        visit("cma", "a", "2026-04-01", "2026-04-01"),
    )
    assert ask(graph, since=date(2026, 4, 1)).total.visits_done == 1
    assert ask(graph, since=date(2026, 4, 1)).total.overlap_rate == 1.0
    assert ask(graph, until=date(2026, 3, 31)).total.overlaps == 0
