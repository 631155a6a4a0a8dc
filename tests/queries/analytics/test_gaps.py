"""`gaps`: which sectors and territories have companies that nobody is linked with."""

from __future__ import annotations

from graph import MEMBER, Caller, Graph
from queries.analytics import Around, gaps, network, operators
from queries.analytics.gaps import Gap
from tests.conftest import CCI
from tests.queries.analytics.worlds import IN_AMIENS, draw

SOMME = Around(territory=("80",))
METROPOLE = "248000531"
BAKERY = "(:Company {siren: '400000006', departement: '80', naf: '10.71C'})"


def test_companies_without_a_link_are_counted_by_division_and_epci(graph: Graph) -> None:
    draw(graph, BAKERY)
    found = gaps(graph, MEMBER, SOMME, network(graph, MEMBER, SOMME))
    assert found.by_division == (Gap(code="10", companies=1, unlinked=1), Gap(code="62", companies=3, unlinked=1))
    assert found.by_epci == (Gap(code="", companies=1, unlinked=1), Gap(code=METROPOLE, companies=3, unlinked=1))


def test_the_gaps_of_a_sector_are_those_of_its_companies(graph: Graph) -> None:
    draw(graph, BAKERY)
    around = Around(sector=("62",))
    found = gaps(graph, MEMBER, around, network(graph, MEMBER, around))
    assert [gap.code for gap in found.by_division] == ["62"]


def test_one_actor_has_no_gaps(graph: Graph) -> None:
    draw(graph)
    around = Around(ego="cci")
    found = gaps(graph, MEMBER, around, network(graph, MEMBER, around))
    assert (found.by_division, found.by_epci) == ((), ())


def test_private_facts_and_companies_change_no_gap_not_even_their_owners(graph: Graph) -> None:
    secret = f"(x:Company {{uid: 'x1', visibility: 'private', owner: 'cci', naf: '62.01Z', {IN_AMIENS}}})"
    draw(graph, secret, "(cci)-[:VISITED {on: '2026-04-01', visibility: 'private'}]->(cam)")
    answers = [gaps(graph, one, SOMME, network(graph, one, SOMME)) for one in (MEMBER, CCI, Caller(organisation="cma"))]
    assert answers[0] == answers[1] == answers[2]
    assert answers[0].by_division == (Gap(code="62", companies=3, unlinked=1),)


def test_institutions_are_offered_by_name(graph: Graph) -> None:
    draw(graph)
    assert [one.name for one in operators(graph, MEMBER)] == ["CCI", "CMA", "Région"]
