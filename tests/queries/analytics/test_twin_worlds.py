"""Two worlds that differ only in what a caller may not see give the caller the same bytes."""

from __future__ import annotations

from datetime import date

import pytest

from graph import MEMBER, PUBLIC, Caller, Graph
from queries.analytics import FORMS, Around, CentralityOptions, Mode, describe, network, render, report
from tests.conftest import CCI
from tests.queries.analytics.worlds import IN_AMIENS, draw

CMA_KEEPS = (
    "(cma)-[:VISITED {on: '2026-04-01', visibility: 'private'}]->(cam)",
    "(cma)-[:SUPPORTED {on: '2026-04-01', visibility: 'private', amount_eur: 9}]->(ada)",
    "(region)-[:VISITED {on: '2026-05-01', visibility: 'private', owner: 'cma'}]->(ada)",
    "(cam)-[:CARRIES {owner: 'cma', visibility: 'private'}]->(s:Project {uid: 's', owner: 'cma', "
    "visibility: 'private'})",
    "(cma)-[:FOLLOWS {visibility: 'private'}]->(s)",
    "(region)-[:FOLLOWS {visibility: 'shared'}]->(s)",
    "(bob)-[:PARTY_TO {visibility: 'private', owner: 'cma'}]->(t:Agreement {uid: 't', owner: 'cma', "
    "visibility: 'private'})",
    "(cma)-[:PARTY_TO]->(t)",
    "(cma)-[:PARTNERS_WITH {agreement: 't', visibility: 'private'}]->(cci)",
    f"(hidden:Company {{uid: 'x9', owner: 'cma', visibility: 'private', naf: '62.01Z', {IN_AMIENS}}})",
    "(cci)-[:VISITED {on: '2026-06-01'}]->(hidden)",
)
SHARED = (
    "(cam)-[:CARRIES]->(p:Project {uid: 'p1', title: 'Usine'})<-[:FOLLOWS]-(region)",
    "(region)-[:PARTNERS_WITH {agreement: 'a'}]->(cci)",
    "(region)-[:SUPPORTED {on: '2026-02-02', visibility: 'open'}]->(cam)",
)
DAY = date(2026, 8, 1)
AROUNDS = (
    Around(territory=("80",), as_of=DAY),
    Around(sector=("62",), as_of=DAY),
    Around(ego="cma", as_of=DAY),
    Around(ego="100000009", as_of=DAY),
)


def everything(graph: Graph, caller: Caller) -> list[bytes]:
    """All that the caller can get about networks."""
    answers = []
    for around in AROUNDS:
        drawn = network(graph, caller, around)
        answers.append(describe(drawn, per_actor=2).model_dump_json().encode())
        for mode in Mode:
            answer, measured = report(drawn, CentralityOptions(mode=mode, limit=0))
            answers.append(answer.model_dump_json().encode())
            answers += [content for form in FORMS for content in render(measured, form).values()]
        answers += [content for form in FORMS for content in render(drawn, form).values()]
    return answers


@pytest.mark.parametrize(
    "caller", [MEMBER, CCI, Caller(organisation="cma"), PUBLIC], ids=["member", "cci", "cma", "public"]
)
def test_private_records_change_no_byte_of_any_network_report_or_file(graph: Graph, caller: Caller) -> None:
    draw(graph, *SHARED)
    without = everything(graph, caller)
    graph.auto_commit("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
    draw(graph, *CMA_KEEPS, *SHARED)
    assert everything(graph, caller) == without


def test_all_members_get_the_same_bytes(graph: Graph) -> None:
    draw(graph, *SHARED, *CMA_KEEPS)
    assert everything(graph, CCI) == everything(graph, MEMBER) == everything(graph, Caller(organisation="cma"))


def test_within_its_month_the_day_of_a_signalled_visit_changes_nothing(graph: Graph) -> None:
    worlds = []
    for day in ("03", "25"):
        draw(graph, *SHARED, f"(cma)-[:VISITED {{on: '2026-06-{day}', visibility: 'signalled'}}]->(cam)")
        worlds.append(everything(graph, CCI))
        graph.auto_commit("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
    assert worlds[0] == worlds[1]
