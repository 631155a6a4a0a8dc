"""Numbered changes of the schema: in order, once, and said."""

from __future__ import annotations

from graph import Graph
from graph.migrations import known, migrate
from graph.schema import FACT_EDGE_MODELS, NODE_MODELS


def test_migrations_are_numbered_without_holes_or_twins() -> None:
    numbers = [number for number, _ in known()]
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_base_that_is_up_to_date_is_left_alone(graph: Graph) -> None:
    assert migrate(graph) == []


def test_a_migration_can_run_twice_and_says_what_it_did(graph: Graph) -> None:
    graph.write("MATCH (m:Migration {number: 1}) DELETE m")
    [applied] = migrate(graph)
    assert applied.number == 1
    assert "contraintes d'unicité" in applied.said


def test_every_key_that_is_merged_on_has_its_constraint(graph: Graph) -> None:
    found = graph.system_read(
        "SHOW CONSTRAINTS YIELD labelsOrTypes, properties RETURN labelsOrTypes[0] AS on, properties"
    )
    have = {(record["on"], record["properties"][0]) for record in found}
    keys = {
        (model.__label__, name)
        for model in NODE_MODELS
        for name, declared in model.defined_properties(aliases=False, rels=False).items()
        if declared.unique_index
    }
    assert keys | {(type_, "uid") for type_ in FACT_EDGE_MODELS} <= have


def test_edges_are_looked_up_by_their_unique_uid_without_a_scan(graph: Graph) -> None:
    from ingest.statements import known_edges

    plan = graph.driver.execute_query("EXPLAIN " + known_edges("VISITED"), uids=["a"]).summary.plan
    assert "IndexSeek" in str(plan)
    assert "Scan" not in str(plan)
