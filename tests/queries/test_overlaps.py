"""Overlaps against sums done by hand, and against the definition written a second time, naively."""

from __future__ import annotations

from datetime import date

import pytest

from graph import Graph
from graph.errors import AccessRefused, Misuse
from graph.visibility import MEMBER, PUBLIC, Caller
from queries.models import Kind, Overlap, Page
from queries.overlaps import Overlaps, OverlapScope, overlaps
from tests.given import given
from tests.queries.seasons import draw_season, expected, repr_of

TODAY = date(2026, 11, 20)
ALL = Page(limit=0)
COMPANY = "(c:Company {siren: '732829320', name: 'Filatures du Nord'})"
OPERATORS = (
    "(cci:Operator {uid: 'cci', name: 'CCI', mailbox: 'contact@cci.test'})",
    "(cma:Operator {uid: 'cma', name: 'CMA'})",
    "(mel:Operator {uid: 'mel', name: 'MEL'})",
)


def visit(operator: str, on: str, **more: str) -> str:
    """Draw one visit of `c`; `more` are properties."""
    properties = ", ".join(
        f"{name}: '{value}'" for name, value in {"uid": f"{operator} {on}", "on": on, **more}.items()
    )
    return f"({operator})-[:VISITED {{{properties}}}]->(c)"


def ask(graph: Graph, caller: Caller = MEMBER, page: Page = ALL, **scope: object) -> Overlaps:
    return overlaps(graph, caller, OverlapScope.model_validate(scope), as_of=TODAY, page=page)


def test_two_institutions_inside_the_window_overlap_and_the_answer_says_who_when_and_how_far(
    graph: Graph,
) -> None:
    given(graph, COMPANY, *OPERATORS, visit("cci", "2026-03-01", theme="export"), visit("cma", "2026-05-30"))
    answer = ask(graph)
    [found] = answer.overlaps
    assert answer.count == 1
    assert (found.company, found.siren, found.name) == ("732829320", "732829320", "Filatures du Nord")
    assert (found.days_apart, found.kind, found.status) == (90, Kind.GENERAL, "open")
    assert [(one.on, one.status, one.operators) for one in found.visits] == [
        ("2026-03-01", "done", ("CCI",)),
        ("2026-05-30", "done", ("CMA",)),
    ]
    assert found.visits[0].mailboxes == ("contact@cci.test",)


def test_the_window_is_inclusive_and_its_edge_is_sharp(graph: Graph) -> None:
    given(graph, COMPANY, *OPERATORS, visit("cci", "2026-03-01"), visit("cma", "2026-05-31"))
    assert ask(graph).count == 0
    assert ask(graph, window_days=91).count == 1


def test_a_follow_up_of_ones_own_visit_is_no_overlap(graph: Graph) -> None:
    given(graph, COMPANY, *OPERATORS, visit("cci", "2026-03-01"), visit("cci", "2026-03-15"))
    assert ask(graph).count == 0


def test_a_joint_visit_does_not_overlap_itself_nor_a_follow_up_by_one_of_its_parts(graph: Graph) -> None:
    given(
        graph,
        COMPANY,
        *OPERATORS,
        visit("cci", "2026-03-01", visit="v1"),
        visit("cma", "2026-03-01", visit="v1", role="participant"),
        visit("cci", "2026-03-20", visit="v2"),
    )
    assert ask(graph).count == 0


def test_two_joint_visits_overlap_when_each_has_somebody_the_other_lacks(graph: Graph) -> None:
    given(
        graph,
        COMPANY,
        *OPERATORS,
        visit("cci", "2026-03-01", visit="v1"),
        visit("cma", "2026-03-01", visit="v1", role="participant"),
        visit("cci", "2026-03-20", visit="v2"),
        visit("mel", "2026-03-20", visit="v2", role="participant"),
    )
    [found] = ask(graph).overlaps
    assert [one.operators for one in found.visits] == [("CCI", "CMA"), ("CCI", "MEL")]


def test_a_cancelled_visit_overlaps_nothing_and_who_cancelled_took_no_part(graph: Graph) -> None:
    given(
        graph,
        COMPANY,
        *OPERATORS,
        visit("cci", "2026-03-01", status="cancelled"),
        visit("cma", "2026-03-02", visit="v2"),
        visit("mel", "2026-03-02", visit="v2", status="cancelled"),
    )
    assert ask(graph).count == 0


def test_a_signalled_visit_counts_by_its_month_and_shows_no_day_no_theme_no_key(graph: Graph) -> None:
    given(
        graph,
        COMPANY,
        *OPERATORS,
        "(cci)-[:VISITED {uid: 'e1', on: '2026-03-02', earliest: '2026-03-01', latest: '2026-03-31', "
        "visibility: 'signalled', theme: 'export', siret: '73282932000074'}]->(c)",
        visit("cma", "2026-06-29", theme="export"),
    )
    [found] = ask(graph).overlaps
    assert (found.days_apart, found.kind) == (90, Kind.GENERAL)
    assert (found.visits[0].on, found.visits[0].themes, found.visits[0].siret) == ("2026-03", (), None)


def test_a_joint_visit_signalled_by_one_part_is_no_more_precise_than_that_part_allows(graph: Graph) -> None:
    given(
        graph,
        COMPANY,
        *OPERATORS,
        visit("cci", "2026-03-12", visit="v1"),
        visit("cma", "2026-03-12", visit="v1", visibility="signalled"),
        visit("mel", "2026-04-10"),
    )
    [found] = ask(graph).overlaps
    assert (found.visits[0].on, found.visits[0].operators) == ("2026-03", ("CCI", "CMA"))


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        (
            {"siret": "73282932000074", "theme": "export"},
            {"siret": "73282932000082", "theme": "export"},
            "other_site",
        ),
        ({"siret": "73282932000074"}, {"siret": "73282932000082", "on": "2026-11-10"}, "other_site"),
        ({"theme": "export"}, {"on": "2026-11-10", "theme": "export"}, "same_day"),
        ({"theme": "export"}, {"theme": "export", "status": "planned"}, "same_theme"),
        ({"theme": "export"}, {"theme": "emploi", "status": "planned"}, "planned_vs_recent"),
        ({"siret": "73282932000074"}, {}, "general"),
    ],
)
def test_the_kind_is_the_first_that_applies(
    graph: Graph, first: dict[str, str], second: dict[str, str], kind: str
) -> None:
    given(
        graph,
        COMPANY,
        *OPERATORS,
        visit("cci", **{"on": "2026-11-10", **first}),
        visit("cma", **{"on": "2026-11-12", **second}),
    )
    assert [one.kind for one in ask(graph).overlaps] == [kind]
    assert ask(graph, kind=(kind,)).count == 1
    assert ask(graph, kind=tuple({*Kind} - {Kind(kind)})).count == 0


def test_as_of_tells_done_from_planned_and_hides_neither(graph: Graph) -> None:
    given(graph, COMPANY, *OPERATORS, visit("cci", "2026-10-01"), visit("cma", "2026-12-01"))
    [found] = ask(graph).overlaps
    assert [one.status for one in found.visits] == ["done", "planned"]
    assert found.kind is Kind.PLANNED_VS_RECENT


def test_the_name_of_a_company_of_partial_diffusion_is_masked_and_its_siren_kept(graph: Graph) -> None:
    person = "(c:Company {siren: '732829320', name: 'DUPONT JEANNE', nature_juridique: '1000'})"
    given(graph, person, *OPERATORS, visit("cci", "2026-10-01"), visit("cma", "2026-11-01"))
    [found] = ask(graph).overlaps
    assert found.siren == "732829320"
    assert "DUPONT" not in found.model_dump_json()


def test_what_others_keep_private_changes_no_byte_whoever_asks(graph: Graph) -> None:
    drawn = [COMPANY, *OPERATORS, visit("cci", "2026-10-01"), visit("cma", "2026-11-01")]
    hidden = [
        visit("mel", "2026-10-15", visibility="private"),
        visit("mel", "2026-11-01", visibility="private", visit="cma 2026-11-01"),
        "(x:Company {uid: 'x1', name: 'Cachée', visibility: 'private', owner: 'mel'})<-[:VISITED {on: "
        "'2026-10-01', "
        "visibility: 'private'}]-(mel)",
    ]
    worlds = []
    for world in (drawn, [*drawn, *hidden]):
        given(graph, *world)
        worlds.append([ask(graph, caller).model_dump_json() for caller in (MEMBER, Caller(organisation="mel"))])
        graph.write("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
    assert worlds[0] == worlds[1]


def test_the_day_of_a_signalled_visit_changes_no_byte(graph: Graph) -> None:
    answers = set()
    for on in ("2026-10-01", "2026-10-31"):
        hidden = f"on: '{on}', uid: 'e{on}', earliest: '2026-10-01', latest: '2026-10-31', visibility: 'signalled'"
        given(
            graph,
            COMPANY,
            *OPERATORS,
            f"(mel)-[:VISITED {{{hidden}, theme: 'theme {on}'}}]->(c)",
            visit("cci", "2026-10-15"),
            visit("cma", "2026-11-02"),
        )
        answers.add(ask(graph).model_dump_json())
        graph.write("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
    assert len(answers) == 1


def test_the_public_is_not_answered(graph: Graph) -> None:
    with pytest.raises(AccessRefused):
        ask(graph, PUBLIC)


def test_an_empty_graph_has_no_overlap(graph: Graph) -> None:
    assert ask(graph).model_dump(include={"count", "overlaps", "next_cursor"}) == {
        "count": 0,
        "overlaps": (),
        "next_cursor": None,
    }


def test_the_scope_and_the_period_keep_what_they_name(graph: Graph) -> None:
    given(
        graph,
        "(t:Territory {uid: 'epci:200000001', code: '200000001', level: 'epci', name: 'CC du Val'})",
        "(c:Company {siren: '732829320', epci: '200000001'})",
        "(d:Company {siren: '552100554', epci: '200000002'})",
        *OPERATORS,
        visit("cci", "2026-10-01"),
        visit("cma", "2026-11-01"),
        "(cci)-[:VISITED {on: '2026-05-01'}]->(d)",
        "(cma)-[:VISITED {on: '2026-05-02'}]->(d)",
    )
    assert [one.siren for one in ask(graph).overlaps] == ["732829320", "552100554"]
    for territory in ("epci:200000001", "200000001", "cc du val"):
        assert [one.siren for one in ask(graph, territory=(territory,)).overlaps] == ["732829320"]
    assert [one.siren for one in ask(graph, until=date(2026, 5, 2)).overlaps] == ["552100554"]
    assert [one.siren for one in ask(graph, since=date(2026, 11, 1)).overlaps] == ["732829320"]
    with pytest.raises(Misuse, match="inconnu"):
        ask(graph, territory=("epci:1",))


@pytest.mark.parametrize("seed", range(8))
def test_drawn_seasons_give_the_overlaps_of_the_definition(graph: Graph, seed: int) -> None:
    visits = draw_season(graph, seed)
    for window in (0, 30, 90):
        answer = ask(graph, window_days=window)
        got = [
            (one.company, one.days_apart, frozenset(frozenset(part.operators) for part in one.visits))
            for one in answer.overlaps
        ]
        wanted = expected(visits, window)
        assert answer.count == len(wanted)
        assert sorted(got, key=repr_of) == wanted
        assert len({one.uid for one in answer.overlaps}) == answer.count


@pytest.mark.parametrize("seed", [3, 4])
def test_pages_one_after_the_other_are_the_whole_list_in_order(graph: Graph, seed: int) -> None:
    draw_season(graph, seed)
    whole = ask(graph).overlaps
    assert list(whole) == sorted(whole, key=lambda one: one.visits[1].on[:7], reverse=True)
    paged: list[Overlap] = []
    cursor = None
    while True:
        answer = ask(graph, page=Page(limit=7, cursor=cursor))
        assert answer.count == len(whole)
        paged += answer.overlaps
        cursor = answer.next_cursor
        if cursor is None:
            break
        assert len(answer.overlaps) == 7
    assert paged == list(whole)


@pytest.mark.parametrize("cursor", ["", "x", "é", "WzEsMl0", "bnVsbA", "W10"])
def test_a_cursor_that_is_none_is_refused(graph: Graph, cursor: str) -> None:
    with pytest.raises(Misuse, match="curseur"):
        ask(graph, page=Page(cursor=cursor))
