"""What an institution is told, as levels permit when it reads."""

from __future__ import annotations

from graph import Graph
from graph.visibility import Caller
from queries.notices import notices
from tests.conftest import CCI, CMA
from tests.given import given


def drawn(graph: Graph, level: str) -> None:
    given(
        graph,
        "(c:Company {uid: 'a', name: 'ACIER'})",
        "(one:Operator {uid: 'cci', name: 'CCI'})-[:VISITED {uid: 'v1', on: '2026-10-01', status: 'planned', "
        f"overlap_reason: 'autre sujet', visibility: '{level}'}}]->(c)",
        "(two:Operator {uid: 'cma', name: 'CMA'})-[:VISITED {uid: 'v2', on: '2026-10-09', status: 'planned'}]->(c)",
        "(n:Notice {uid: 'n', owner: 'cma', kind: 'overlap', about: 'v2', other: 'cci', company: 'a', "
        "at: '2026-09-01T08:00:00+00:00', read_by: ['p1']})",
    )


def test_a_notice_says_no_more_than_the_level_of_the_visit(graph: Graph) -> None:
    drawn(graph, "signalled")
    [one] = notices(graph, CMA, reader="p2")
    assert one.theirs is not None
    assert (one.who, one.theirs.on, one.theirs.reason, one.read) == ("CCI", "2026-10", None, False)
    assert notices(graph, CCI) == notices(graph, Caller()) == ()


def test_what_one_person_has_read_is_not_news_to_that_person(graph: Graph) -> None:
    drawn(graph, "shared")
    assert notices(graph, CMA, reader="p1", unread=True) == ()
    [one] = notices(graph, CMA, reader="p2", unread=True)
    assert one.theirs is not None
    assert one.theirs.reason == "autre sujet"


def test_a_notice_about_a_visit_that_is_private_now_is_gone(graph: Graph) -> None:
    drawn(graph, "private")
    assert notices(graph, CMA, reader="p2") == ()


def test_notices_one_page_after_the_other_are_all_of_them_even_those_of_one_moment(graph: Graph) -> None:
    drawn(graph, "shared")
    others = {"m": "2026-09-01T08:00:00+00:00", "p": "2026-09-01T08:00:00+00:00", "a": "2026-08-30T08:00:00+00:00"}
    given(
        graph,
        *(
            f"(:Notice {{uid: '{uid}', owner: 'cma', kind: 'overlap', about: 'v2', other: 'cci', company: 'a', read_by: [], at: '{at}'}})"
            for uid, at in others.items()
        ),
    )
    seen, after = [], None
    while page := notices(graph, CMA, most=1, after=after):
        seen += [one.uid for one in page]
        after = page[-1].place
    assert seen == ["m", "n", "p", "a"]
