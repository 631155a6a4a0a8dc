"""Profiles and shares on a drawn region, counted by hand."""

from __future__ import annotations

import pytest

from graph import Graph
from graph.errors import AccessRefused
from graph.visibility import MEMBER, PUBLIC
from queries.partnership.allocations import AllocationScope, allocation
from queries.partnership.profiles import profiles
from tests.conftest import CCI
from tests.given import given


@pytest.fixture
def region(graph: Graph) -> Graph:
    given(
        graph,
        "(r:Territory {uid: 'region:32', code: '32', level: 'region', name: 'HdF'})",
        "(n:Territory {uid: 'departement:59', code: '59', level: 'departement', name: 'Nord', population: 300})-[:PART_OF]->(r)",
        "(s:Territory {uid: 'departement:80', code: '80', level: 'departement', name: 'Somme', population: 100})-[:PART_OF]->(r)",
        "(e:Territory {uid: 'epci:1', code: '1', level: 'epci', name: 'Un', population: 50})",
        "(c:Territory {uid: 'commune:59001', code: '59001', level: 'commune', name: 'C'})-[:PART_OF]->(n)",
        "(c)-[:PART_OF]->(e)",
        *(
            f"(:Company {{uid: 'c{number}', name: 'C', departement: '59', tranche_effectif: '{size}', est_ess: {ess}, nature_juridique: '5710'}})"
            for number, (size, ess) in enumerate((("01", "true"), ("01", "false"), ("21", "false"), ("", "false")))
        ),
        "(:Company {uid: 'z', name: 'Z', departement: '59', state: 'closed', tranche_effectif: '01'})",
        "(:Operator {uid: 'cci', name: 'CCI'})",
    )
    return graph


def test_a_profile_counts_what_members_share_and_says_what_is_unknown(region: Graph) -> None:
    north, somme = profiles(region, MEMBER, "departement", "32")
    assert north.values == {
        "population": 300,
        "entreprises": 4,
        "petites": 2,
        "besoins": 0,
        "sans-accompagnement": 1,
        "ess": 0.25,
    }
    assert (somme.values["entreprises"], somme.values["ess"], somme.unknown) == (
        0,
        0.25,
        ("sans-accompagnement", "ess"),
    )
    assert [one.code for one in profiles(region, MEMBER, "epci", "32")] == ["1"]
    with pytest.raises(AccessRefused):
        profiles(region, PUBLIC, "departement", "32")


def test_shares_stand_beside_equal_ones_and_those_by_inhabitant(region: Graph) -> None:
    scope = AllocationScope(amount_cents=1_000_00, weights={"population": 1, "entreprises": 1, "ess": 0})
    north, somme = allocation(region, MEMBER, scope, "32").shares
    # half by inhabitants (3/4, 1/4), half by companies (all to the north)
    assert (north.cents, somme.cents) == (875_00, 125_00)
    assert (north.equal_cents, north.per_inhabitant_cents) == (500_00, 750_00)
    assert {one.criterion: one.cents for one in north.why} == {"population": 375_00, "entreprises": 500_00}


def test_what_an_institution_keeps_to_itself_changes_no_share(region: Graph) -> None:
    scope = AllocationScope(weights={"besoins": 1.0, "sans-accompagnement": 1.0})
    before = allocation(region, CCI, scope, "32")
    region.write("MATCH (o:Operator), (c:Company {uid: 'c0'}) CREATE (o)-[:VISITED {uid: 'v', owner: 'cci', visibility: 'private',"
                 " status: 'done', visit: 'v', on: '2026-11-01', earliest: '2026-11-01', latest: '2026-11-01'}]->(c)")  # fmt: skip
    assert allocation(region, CCI, scope, "32") == before
