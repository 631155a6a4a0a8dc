"""The indicators of the shared base itself, against counts done by hand on a small drawn graph."""

from __future__ import annotations

from datetime import date

import pytest

from graph import Graph
from graph.errors import AccessRefused
from graph.visibility import MEMBER, PUBLIC, Caller
from queries.results.dore import dore_indicators
from queries.results.model import Indicator
from queries.results.sharing import sharing
from tests.given import given

TODAY = date(2026, 11, 20)
DRAWN = (
    "(val:Territory {uid: 'epci:200000001', code: '200000001', level: 'epci', name: 'CC du Val'})",
    "(town:Territory {uid: 'commune:80001', code: '80001', level: 'commune', name: 'Ville'})",
    "(town)-[:PART_OF]->(val)",
    "(cci:Operator {uid: 'cci', name: 'CCI'})",
    "(cma:Operator {uid: 'cma', name: 'CMA'})",
    "(a:Company {siren: 'A', epci: '200000001', code_commune: '80001', departement: '80'})",
    "(b:Company {siren: 'B', epci: '200000001', code_commune: '80002', departement: '80'})",
    "(c:Company {siren: 'C', epci: '200000002', code_commune: '59001', departement: '59'})",
    "(d:Company {siren: 'D', epci: '200000002', code_commune: '59001', departement: '59'})",
)
HERE = "epci:200000001"


def told(on: str, recorded: str, **more: str) -> str:
    properties = {"on": on, "recorded_at": f"{recorded}T09:00:00+00:00", **more}
    return "{" + ", ".join(f"{name}: {value!r}" for name, value in properties.items()) + "}"


FACTS = (
    # Three visits done in a year, of which A's two overlap and were warned of; one is older than a year.
    f"(cci)-[:VISITED {told('2026-09-10', '2026-08-01')}]->(a)",
    f"(cma)-[:VISITED {told('2026-10-10', '2026-09-20')}]->(a)",
    f"(cci)-[:VISITED {told('2026-10-15', '2026-10-16')}]->(c)",
    f"(cci)-[:VISITED {told('2025-02-01', '2025-02-02')}]->(b)",
    f"(cci)-[:SUPPORTED {told('2026-11-03', '2026-11-04', scheme='X')}]->(b)",
    f"(a)-[:RAISED]->(:Need {told('2026-05-02', '2026-05-03', status='done', owner='cma', answered_on='2026-06-05')})",
    f"(town)-[:RAISED {{owner: 'cci'}}]->(:Need {told('2026-11-05', '2026-11-06', status='quo', owner='cci')})",
    f"(:Project {told('2026-04-01', '2026-04-02', owner='cci', kind='experiment')})",
)


def found(graph: Graph, caller: Caller = MEMBER, territory: str | None = None) -> dict[str, Indicator]:
    return {one.code: one for one in dore_indicators(graph, caller, territory, TODAY)}


def test_data_are_what_was_shared_up_to_each_month(graph: Graph) -> None:
    given(graph, *DRAWN, *FACTS)
    data = found(graph)["donnees"]
    # Four visits, one support, two needs, one experiment; February 2025 alone was there before December.
    assert data.value == 8
    assert {one.month: one.value for one in data.months} == {
        "2025-12": 1, "2026-01": 1, "2026-02": 1, "2026-03": 1, "2026-04": 2, "2026-05": 3, "2026-06": 3,
        "2026-07": 3, "2026-08": 4, "2026-09": 5, "2026-10": 6, "2026-11": 8,
    }  # fmt: skip
    assert data.fresh_on == "2026-11-06"


def test_acts_are_those_of_twelve_months_and_each_month_has_its_own(graph: Graph) -> None:
    given(graph, *DRAWN, *FACTS)
    known = found(graph)
    assert (known["visites"].value, known["aides"].value, known["besoins-repondus"].value) == (3, 1, 1)
    assert [one.value for one in known["visites"].months][-3:] == [1, 2, 0]
    assert [one.month for one in known["besoins-repondus"].months if one.value] == ["2026-06"]


def test_places_are_those_with_a_fact_in_twelve_months(graph: Graph) -> None:
    given(graph, *DRAWN, *FACTS)
    known = found(graph)
    # 80001 by A, 59001 by C, 80002 by the support of November.
    assert (known["communes"].value, known["epci"].value) == (3, 2)
    # In January 2026 only the visit of February 2025 lies in the twelve months.
    assert [one.value for one in known["communes"].months][1] == 1


def test_rates_are_those_of_the_questions_that_they_name(graph: Graph) -> None:
    given(graph, *DRAWN, *FACTS)
    known = found(graph)
    assert known["taux-recouvrement"].value == pytest.approx(2 / 3)
    # One overlap: a share of one says nothing.
    assert known["taux-avertis"].value is None
    assert known["taux-avertis"].gaps == "trop peu pour le dire"
    # D alone of four has had nothing.
    assert known["sans-accompagnement"].value == 0.25


def test_a_territory_counts_its_own_companies_and_what_its_communes_raised(graph: Graph) -> None:
    given(graph, *DRAWN, *FACTS)
    known = found(graph, territory=HERE)
    assert known["donnees"].value == 6  # three visits, the support, both needs
    assert (known["visites"].value, known["aides"].value, known["communes"].value) == (2, 1, 2)


def test_what_others_may_not_see_changes_nothing(graph: Graph) -> None:
    given(graph, *DRAWN, *FACTS)
    before = [dore_indicators(graph, MEMBER, place, TODAY) for place in (None, HERE)]
    given_private = (
        "MATCH (o:Operator {uid: 'cci'}), (d:Company {siren: 'D'}) "
        "CREATE (o)-[:VISITED {uid: 'p', visit: 'p', owner: 'cci', visibility: 'private', status: 'done', "
        "on: '2026-11-01', earliest: '2026-11-01', latest: '2026-11-01', recorded_at: '2026-11-19T00:00:00+00:00'}]->(d)"
    )
    graph.write(given_private)
    assert [dore_indicators(graph, MEMBER, place, TODAY) for place in (None, HERE)] == before
    assert dore_indicators(graph, Caller(organisation="cci"), None, TODAY) == before[0]


def test_the_day_on_which_a_signalled_visit_was_recorded_is_not_told(graph: Graph) -> None:
    given(graph, *DRAWN, f"(cci)-[:VISITED {told('2026-09-10', '2026-09-12', visibility='signalled')}]->(a)")
    data = found(graph)["donnees"]
    assert data.fresh_on == "2026-09-28"  # the end of its month, as the drawing has it


def test_each_institution_is_told_beside_the_median_and_by_name(graph: Graph) -> None:
    given(graph, *DRAWN, *FACTS)
    shared = sharing(graph, MEMBER, as_of=TODAY)
    assert [(one.institution, one.facts, one.last_on, one.days_since) for one in shared.institutions] == [
        ("CCI", 6, "2026-11-06", 14),
        ("CMA", 2, "2026-09-20", 61),
    ]
    assert (shared.median_facts, shared.median_days_since) == (4, 37.5)
    assert dict(shared.institutions[0].kinds) == {"visites": 3, "aides": 1, "besoins": 1, "expérimentations": 1}


def test_the_public_is_not_told(graph: Graph) -> None:
    with pytest.raises(AccessRefused):
        dore_indicators(graph, PUBLIC, None, TODAY)
