"""The condition that no question may forget."""

from __future__ import annotations

import pytest

from graph.visibility import MEMBER, PUBLIC, Caller, unguarded
from queries.cypher import load


@pytest.mark.parametrize(
    "cypher",
    [
        "MATCH (o:Operator)-[v:VISITED]->(c) WHERE v.visibility IN $layer RETURN v.on",
        "MATCH (o)-[v:VISITED|SUPPORTED]->(c) WHERE (v.visibility IN $layer OR v.owner IN $own) RETURN v",
        "MATCH (c:Company {siren: $siren}) WHERE c.visibility IN $layer RETURN c.name",
        "MATCH (t:Territory)-[:PART_OF*1..3]->(r:Territory) RETURN r",
        "MATCH (r:Review) WHERE r.owner IN $own RETURN r",
        "// an edge -[:VISITED]-> in a comment\nRETURN '-[:VISITED]->' AS text",
    ],
)
def test_a_text_with_the_layers_condition_passes(cypher: str) -> None:
    assert unguarded(cypher) == []


@pytest.mark.parametrize(
    "cypher",
    [
        "MATCH (o:Operator)-[v:VISITED]->(c) RETURN v.on",
        "MATCH (o:Operator)-[:VISITED]->(c) RETURN count(*)",
        "MATCH (o)-[v]->(c) WHERE v.visibility IN $layer RETURN v",
        "MATCH (o)-->(c) RETURN c",
        "MATCH (o)--(c) RETURN c",
        "MATCH (o)-[v:VISITED*1..3]->(c) WHERE v.visibility IN $layer RETURN c",
        "MATCH (c:Company) RETURN count(c)",
        "MATCH (:Need) RETURN count(*)",
        "MATCH (r:Review) RETURN r",
        "MATCH (r:Review) WHERE r.visibility IN $layer RETURN r",
        "MATCH (o)-[v:SECRET]->(c) WHERE v.visibility IN $layer RETURN v",
        "MATCH (o)-[v:VISITED]->(c)<-[w:VISITED]-(p) WHERE v.visibility IN $layer RETURN w",
        "MATCH (o) WHERE EXISTS { (o)-[:SUPPORTED]->() } RETURN o",
    ],
)
def test_a_text_that_forgets_who_asks_is_found(cypher: str) -> None:
    assert unguarded(cypher) != []


def test_a_question_that_forgets_it_cannot_be_loaded(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "leak.cypher").write_text("// leak(): everything\nMATCH (o)-[v:VISITED]->(c) RETURN v.on")
    with pytest.raises(ValueError, match=r"leak\.cypher reads what its caller may not see"):
        load(str(tmp_path / "leak.py"))


def test_members_see_three_levels_the_public_one_and_detail_is_narrower() -> None:
    assert MEMBER.parameters == {
        "layer": ["signalled", "shared", "open"],
        "detail": ["shared", "open"],
        "own": [],
    }
    assert PUBLIC.parameters == {"layer": ["open"], "detail": [], "own": []}


def test_across_drops_the_callers_own_records() -> None:
    assert Caller(organisation="cci").across.parameters["own"] == []


@pytest.mark.parametrize(
    "label", ["Person", "Membership", "Key", "Session", "Link", "AuditEvent", "Frozen", "Suppression"]
)
def test_no_question_reads_accounts_or_what_is_frozen(label: str) -> None:
    assert unguarded(f"MATCH (n:{label}) RETURN n.uid AS uid") != []
