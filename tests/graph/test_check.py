"""`dore check`: each rule finds what breaks it, and nothing on a sound graph."""

from __future__ import annotations

import pytest

from graph import Graph
from graph.check import check
from tests.given import given

SOUND = (
    "(o:Operator {uid: 'cci', name: 'CCI'})-[:VISITED {on: '2026-01-09', theme: 'export'}]->"
    "(c:Company {siren: '732829320'})<-[:SITE_OF]-(:Establishment {siret: '73282932000074'})"
)


def broken(graph: Graph) -> dict[str, int]:
    return {violation.rule: violation.count for violation in check(graph).violations}


def test_a_sound_graph_breaks_no_rule(graph: Graph) -> None:
    given(graph, SOUND)
    assert broken(graph) == {}


@pytest.mark.parametrize(
    ("seeded", "rule"),
    [
        ("MATCH (c:Company) REMOVE c.uid", "key:Company"),
        ("MATCH (o:Operator) SET o.uid = 12", "key:Operator"),
        ("MATCH ()-[v:VISITED]->() REMOVE v.owner", "provenance:VISITED"),
        ("MATCH ()-[v:VISITED]->() REMOVE v.visibility", "provenance:VISITED"),
        ("MATCH (c:Company) REMOVE c.source_uid", "provenance:Company"),
        ("MATCH (c:Company), (o:Operator) CREATE (c)-[:FOLLOWS]->(o)", "ends:FOLLOWS"),
        ("MATCH (e:Establishment)-[s:SITE_OF]->() DELETE s", "orphan:Establishment"),
        (
            "CREATE (:Territory {uid: 'commune:80021', code: '80021', level: 'commune', name: 'Amiens'})",
            "orphan:Commune",
        ),
        ("MATCH ()-[v:VISITED]->() SET v.source_uid = 'visits', v.import_uid = 'perdu'", "orphan:import"),
        ("MATCH ()-[v:VISITED]->() SET v.owner = 'personne'", "orphan:owner"),
        ("MATCH (c:Company) SET c.siren = '73282932'", "value:siren"),
        ("MATCH (e:Establishment) SET e.siret = '55210055400554'", "value:siret"),
        ("MATCH ()-[v:VISITED]->() SET v.visibility = 'publique'", "value:visibility"),
        ("MATCH ()-[v:VISITED]->() SET v.status = 'faite'", "value:visit"),
        ("MATCH ()-[v:VISITED]->() SET v.visibility = 'signalled'", "value:signalled"),
        ("MATCH ()-[v:VISITED]->() SET v.purpose = 'Suite du mandat ad hoc'", "value:confidential"),
        ("CREATE (:Inconnu {uid: 'x'})", "schema:label"),
    ],
)
def test_each_rule_finds_the_violation_seeded_for_it(graph: Graph, seeded: str, rule: str) -> None:
    given(graph, SOUND)
    graph.write(seeded)
    assert rule in broken(graph)


def test_fictional_and_real_companies_in_one_base_are_found(graph: Graph) -> None:
    given(
        graph,
        "(:Company {siren: '140000001', fictional: true})",
        "(:Company {siren: '732829320', fictional: false})",
    )
    assert broken(graph)["value:mixture"] == 1


def test_a_missing_constraint_is_found_and_named(graph: Graph) -> None:
    [found] = graph.system_read(
        "SHOW CONSTRAINTS YIELD name, labelsOrTypes, properties WHERE labelsOrTypes = ['Need'] AND properties = ['uid'] RETURN name"
    )
    graph.auto_commit(f"DROP CONSTRAINT `{found['name']}`")
    try:
        [violation] = [one for one in check(graph).violations if one.rule == "schema:constraint"]
        assert violation.examples == ["Need.uid"]
    finally:
        graph.auto_commit(f"CREATE CONSTRAINT `{found['name']}` FOR (n:Need) REQUIRE n.uid IS UNIQUE")


def test_a_violation_shows_at_most_twenty_examples_and_counts_all(graph: Graph) -> None:
    graph.write("UNWIND range(1, 25) AS n CREATE (:Inconnu)")
    [violation] = check(graph).violations
    assert (violation.count, len(violation.examples)) == (25, 20)
