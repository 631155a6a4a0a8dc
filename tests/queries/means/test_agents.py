"""Posts: FTE against the norm, what is not said below three, the proposal, the tandem, names for one's own."""

from __future__ import annotations

from datetime import date

import pytest

from graph import Graph
from graph.visibility import MEMBER, Caller
from queries.means.agents import Load, loads, posts, proposal, staff, tandems, trainings
from queries.means.holes import missing
from tests.given import given

DAY = date(2026, 11, 20)
NAMES = {"1": "Un", "2": "Deux", "3": "Trois"}


def post(uid: str, institution: str, places: str, fte: float = 1.0, more: str = "") -> str:
    return (
        f"({institution})-[:HOLDS]->(:Post {{uid: '{uid}', owner: '{institution}', function: 'Chargé {uid}', fte: {fte},"
        f" territories: {places}, on: '2026-01-01'{more}}})"
    )


@pytest.fixture
def house(graph: Graph) -> Graph:
    given(
        graph,
        "(region:Operator {uid: 'region', name: 'Région Test', kind: 'région', mailbox: 'territoires@region.example'})",
        "(epci:Operator {uid: 'epci', name: 'Un agglo', kind: 'EPCI'})",
        *(f"(:Company {{siren: '{number:09}', epci: '1'}})" for number in range(1, 31)),
        "(:Company {siren: '000000050', epci: '2'})",
        post("p1", "region", "['epci:1', 'epci:2']"),
        post("p2", "epci", "['epci:1']", 0.5, ", themes: ['export'], mailbox: 'eco@un.example'"),
        post("p3", "epci", "['epci:1']", 0.5),
        post("p4", "region", "['epci:2']", 1.0, ", visibility: 'signalled'"),
        post("p5", "epci", "['epci:3']", 1.0, ", ends_on: '2026-06-30'"),
        "(:Agent {uid: 'p1', owner: 'region', name: 'Ada Lovelace'})",
        "(region)-[:VISITED {on: '2026-10-01'}]->(lys:Company {siren: '732829320', epci: '1'})",
    )
    return graph


def test_fte_is_shared_between_territories_and_compared_with_the_norm(house: Graph) -> None:
    found = {one.code: one for one in loads(house, MEMBER, NAMES, as_of=DAY)}
    assert (found["1"].region_fte, found["1"].other_fte, found["1"].companies) == (0.5, 1.0, 31)
    assert found["1"].gap_fte == round(31 / 10_000 - 0.5, 4)
    assert (found["2"].region_fte, found["3"].companies, found["3"].other_fte) == (0.5, 0, 0.0)


def test_work_is_told_of_three_posts_and_never_of_less(house: Graph) -> None:
    found = {one.code: one for one in loads(house, MEMBER, NAMES, as_of=DAY)}
    assert found["1"].visits_per_fte == round(1 / 1.5, 1)
    assert (found["2"].visits_per_fte, found["2"].needs_per_fte) == (None, None)
    assert [(one.institution, one.posts) for one in staff(posts(house, MEMBER, as_of=DAY))] == [
        ("Région Test", None),
        ("Un agglo", None),
    ]


def test_names_are_for_ones_own_institution_and_a_signalled_post_tells_only_that_it_is(house: Graph) -> None:
    own = {one.uid: one for one in posts(house, Caller(organisation="region"), as_of=DAY)}
    others = {one.uid: one for one in posts(house, Caller(organisation="epci"), as_of=DAY)}
    assert (own["p1"].agent, others["p1"].agent) == ("Ada Lovelace", None)
    assert (others["p4"].function, others["p4"].fte, others["p4"].territories) == (None, None, ())
    assert others["p4"].mailbox == "territoires@region.example"
    assert "p5" not in others, "a post that ended is none"


def gap(code: str, companies: int, missing_fte: float) -> Load:
    return Load(code=code, name=code, companies=companies, region_fte=0, other_fte=0, norm_fte=missing_fte,
                gap_fte=missing_fte, companies_per_fte=None, visits_per_fte=None, needs_per_fte=None)  # fmt: skip


def test_a_proposal_closes_the_largest_gap_each_time() -> None:
    found = (gap("a", 9_000, 0.9), gap("b", 20_000, 2.0), gap("c", 9_001, 0.9), gap("d", 10, -1.0))
    steps = [(one.code, one.gap_before, one.gap_after) for one in proposal(found, 2.25)]
    assert steps == [("b", 2.0, 1.5), ("b", 1.5, 1.0), ("b", 1.0, 0.5), ("c", 0.9, 0.4), ("a", 0.9, 0.65)]
    assert proposal(found, 2.25) == proposal(tuple(reversed(found)), 2.25)
    assert [one.code for one in proposal((gap("d", 10, 0.0),), 5)] == [], "where nothing is missing nothing is placed"


def test_the_tandem_is_named_by_function_and_mailbox(house: Graph) -> None:
    found = {one.code: one for one in tandems(posts(house, MEMBER, as_of=DAY), NAMES)}
    assert [one.function for one in found["1"].region] == ["Chargé p1"]
    assert [one.mailbox for one in found["1"].counterparts] == ["eco@un.example", None]
    assert "3" not in found


def test_trainings_are_numbers_and_not_told_below_three(house: Graph) -> None:
    given(
        house,
        "(t:Training {uid: 't1', title: 'Aides', owner: 'epci', participants: 2, on: '2026-03-01', trainer: 'Région Test'})",
        "(u:Training {uid: 't2', title: 'Export', owner: 'epci', participants: 5, on: '2026-04-01'})",
        "(v:Training {uid: 't3', title: 'Ancienne', owner: 'epci', participants: 5, on: '2024-04-01'})",
    )
    house.write("MATCH (o:Operator {uid: 'epci'}), (t:Training) CREATE (o)-[:ATTENDED {uid: t.uid + ':a', owner: 'epci', visibility: 'shared'}]->(t)")  # fmt: skip
    assert [(one.uid, one.participants) for one in trainings(house, MEMBER, as_of=DAY)] == [("t2", 5), ("t1", None)]
    own = trainings(house, Caller(organisation="epci"), as_of=DAY)
    assert [one.participants for one in own] == [5, 2]


def test_a_territory_without_a_post_is_a_hole_and_so_is_a_subject_nobody_has(house: Graph) -> None:
    given(house, *(f"(:Company {{siren: '9{n:08}', epci: '1'}})-[:RAISED {{owner: 'epci'}}]->(:Need {{uid: 'n{n}', owner: 'epci', theme: 'energie', status: 'quo'}})" for n in range(3)))  # fmt: skip
    house.write("MATCH (p:Post {uid: 'p1'}) SET p.themes = ['export']")
    house.write("MATCH (p:Post {uid: 'p3'}) SET p.themes = ['numerique']")
    found = {one.code: one for one in missing(house, MEMBER, NAMES, as_of=DAY)}
    assert (found["3"].no_region, found["3"].no_counterpart) == (True, True)
    assert (found["2"].no_region, found["2"].no_counterpart) == (False, True)
    assert found["1"].themes == ("energie",)
