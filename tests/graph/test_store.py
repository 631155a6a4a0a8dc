"""The connection: reads for a caller, writes that are whole, and errors in French."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict, ValidationError

from graph import MEMBER, Graph
from graph.bridge import run_bridged
from graph.errors import NotFound, StoreRefused, StoreUnavailable
from graph.store import Step
from graph.visibility import Caller
from tests.given import given


class Name(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str


def test_a_read_gets_the_callers_layer_as_parameters(graph: Graph) -> None:
    [found] = graph.read("RETURN $layer AS layer, $detail AS detail, $own AS own", Caller(organisation="cci"))
    assert found == {"layer": ["signalled", "shared", "open"], "detail": ["shared", "open"], "own": ["cci"]}


def test_one_is_asked_for_and_none_is_not_found(graph: Graph) -> None:
    with pytest.raises(NotFound):
        graph.read_one("MATCH (o:Operator) RETURN o.name AS name", Name, MEMBER)


def test_a_stray_column_is_an_error(graph: Graph) -> None:
    with pytest.raises(ValidationError):
        graph.read_one("RETURN 'a' AS name, 1 AS stray", Name, MEMBER)


def test_statements_are_written_all_or_none(graph: Graph) -> None:
    with pytest.raises(Exception, match="already exists"):
        graph.write_all(
            [
                ("CREATE (:Operator {uid: 'a', name: 'A'})", {}),
                ("CREATE (:Operator {uid: 'a', name: 'B'})", {}),
            ]
        )
    assert graph.system_read("MATCH (o:Operator) RETURN o.uid") == []


def test_a_guard_that_finds_nothing_writes_nothing(graph: Graph) -> None:
    made: list[Step] = [
        ("MATCH (o:Operator {uid: 'absent'}) RETURN o.uid", {}),
        ("CREATE (:Operator {uid: 'a', name: 'A'})", {}),
    ]
    assert graph.write_all(made, guarded=True) == []
    assert graph.system_read("MATCH (o:Operator) RETURN o.uid") == []


def test_a_step_can_be_made_of_the_answers_before_it(graph: Graph) -> None:
    def greeted(answers: list[list[dict[str, Any]]]) -> list[tuple[str, dict[str, Any]]]:
        names = [record["name"] for answer in answers for record in answer]
        return [("CREATE (o:Operator {uid: $uid}) RETURN o.uid AS uid", {"uid": f"after-{name}"}) for name in names]

    made = graph.write_all([("CREATE (o:Operator {uid: 'a', name: 'A'}) RETURN o.name AS name", {}), greeted])
    assert made == [[{"name": "A"}], [{"uid": "after-A"}]]
    assert [one["uid"] for one in graph.system_read("MATCH (o:Operator) RETURN o.uid AS uid ORDER BY uid")] == [
        "a",
        "after-A",
    ]


def test_an_address_where_nothing_answers_is_one_sentence() -> None:
    with pytest.raises(StoreUnavailable, match=r"Neo4j ne répond pas à l'adresse bolt://127\.0\.0\.1:1\."):
        Graph("bolt://127.0.0.1:1", "neo4j", "x")


def test_a_wrong_password_is_one_sentence(graph: Graph) -> None:
    with pytest.raises(StoreUnavailable, match="refuse l'utilisateur ou le mot de passe"):
        Graph(graph.uri, "neo4j", "faux")


def test_plain_code_reads_on_the_event_loop_inside_a_bridge(graph: Graph) -> None:
    given(graph, "(:Operator {uid: 'cci', name: 'CCI'})")

    def question(name: str) -> str:
        return graph.read_one("MATCH (o:Operator {name: $name}) RETURN o.name AS name", Name, MEMBER, name=name).name

    async def many() -> list[str]:
        try:
            return await asyncio.gather(*(run_bridged(question, "CCI") for _ in range(20)))
        finally:
            await graph.close_async()

    assert asyncio.run(many()) == ["CCI"] * 20


def test_errors_come_through_a_bridge_as_they_are(graph: Graph) -> None:
    def question() -> Name:
        return graph.read_one("MATCH (o:Operator) RETURN o.name AS name", Name, MEMBER)

    async def ask() -> None:
        try:
            await run_bridged(question)
        finally:
            await graph.close_async()

    with pytest.raises(NotFound):
        asyncio.run(ask())


def test_a_base_that_holds_something_else_is_refused(graph: Graph) -> None:
    from graph.connect import refuse_foreign

    marks = graph.system_read("MATCH (m:Migration) RETURN properties(m) AS m")
    graph.write("MATCH (m:Migration) DELETE m")
    graph.write("CREATE (:Film {title: 'Autre chose'})")
    try:
        with pytest.raises(StoreRefused, match="contient déjà d'autres données"):
            refuse_foreign(graph)
    finally:
        graph.write("MATCH (f:Film) DELETE f")
        graph.write("UNWIND $marks AS mark CREATE (m:Migration) SET m = mark", marks=[one["m"] for one in marks])


def test_an_empty_base_and_ours_are_accepted(graph: Graph) -> None:
    from graph.connect import refuse_foreign

    refuse_foreign(graph)
