"""What institutions ask of each other about a visit."""

from __future__ import annotations

import pytest

from graph import Graph
from graph.errors import NotFound
from graph.visibility import Caller
from queries.exchanges import exchange, exchanges
from tests.conftest import CCI, CMA
from tests.given import given


def test_both_sides_read_an_exchange_and_nobody_else(graph: Graph) -> None:
    given(
        graph,
        "(c:Company {uid: 'a', name: 'ACIER'})",
        "(one:Operator {uid: 'cci', name: 'CCI'})",
        "(two:Operator {uid: 'cma', name: 'CMA'})"
        "-[:VISITED {uid: 'v', on: '2026-10-09', status: 'planned', visibility: 'private'}]->(c)",
        "(x:Exchange {uid: 'x', owner: 'cci', addressee: 'cma', kind: 'objection', status: 'open', company: 'a', "
        "theirs: 'v', reason: 'déjà vu', asked_at: '2026-10-01', asked_by: 'p'})",
    )
    [asked], [received] = exchanges(graph, CCI), exchanges(graph, CMA, open_only=True)
    assert (asked.own, asked.on, asked.counterpart) == (True, None, "cma"), "no day of a visit that is private now"
    assert (received.own, received.on, received.reason) == (False, "2026-10-09", "déjà vu")
    with pytest.raises(NotFound):
        exchange(graph, Caller(organisation="adem"), "x")
