"""The member institutions, and which of them is the Region."""

from __future__ import annotations

import pytest

from graph import Graph
from graph.errors import AccessRefused
from graph.visibility import MEMBER, PUBLIC
from queries.partnership.members import members
from tests.given import given


def test_only_those_admitted_and_not_suspended_are_offered(graph: Graph) -> None:
    given(
        graph,
        "(:Operator {uid: 'r', name: 'Région', kind: 'Région', admitted_at: '2026-01-01'})",
        "(:Operator {uid: 'a', name: 'agence', admitted_at: '2026-01-01'})",
        "(:Operator {uid: 'b', name: 'Banque'})",
        "(:Operator {uid: 'c', name: 'Club', admitted_at: '2026-01-01', suspended_at: '2026-02-01'})",
    )
    assert [(one.uid, one.is_region) for one in members(graph, MEMBER)] == [("a", False), ("r", True)]
    with pytest.raises(AccessRefused):
        members(graph, PUBLIC)
