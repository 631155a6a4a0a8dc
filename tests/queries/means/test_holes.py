"""Holes: what others keep to themselves makes none and fills none."""

from __future__ import annotations

from datetime import date

from graph import Graph
from graph.visibility import MEMBER
from queries.means.holes import missing
from tests.given import given

DAY = date(2026, 11, 20)


def test_a_private_post_fills_no_hole_and_a_private_need_makes_none(graph: Graph) -> None:
    given(graph, "(o:Operator {uid: 'region', name: 'Région Test', kind: 'région'})")
    before = missing(graph, MEMBER, {"1": "Un"}, as_of=DAY)
    assert [(one.no_region, one.no_counterpart, one.themes) for one in before] == [(True, True, ())]
    given(
        graph,
        *(f"(:Company {{siren: '9{n:08}', epci: '1'}})-[:RAISED {{owner: 'region', visibility: 'private'}}]->"
          f"(:Need {{uid: 'n{n}', theme: 'export', status: 'quo', visibility: 'private'}})" for n in range(3)),
        "(:Operator {uid: 'x', name: 'X'})-[:HOLDS {visibility: 'private'}]->"
        "(:Post {uid: 'p', owner: 'x', visibility: 'private', function: 'f', fte: 1.0, territories: ['epci:1'], on: '2026-01-01'})",
    )  # fmt: skip
    assert missing(graph, MEMBER, {"1": "Un"}, as_of=DAY) == before
