"""Territorial needs as members read them: unanswered first, the same evidence for all."""

from __future__ import annotations

import pytest

from graph import Graph
from graph.errors import NotFound
from queries.partnership.territorial_needs import suppressed, territorial_need, territorial_needs
from tests.conftest import CCI, CMA
from tests.given import given


def test_what_waits_comes_first_and_a_private_one_is_its_owners(graph: Graph) -> None:
    said = "title: 'x', theme: 'emploi', since: '2026-01-01', until: '2026-06-01', companies: 3, epcis: 2, addressee: 'r', promoted_at: '2026-06-01'"
    given(
        graph,
        "(:Operator {uid: 'cci', name: 'CCI'}), (:Operator {uid: 'r', name: 'Région'})",
        f"(:TerritorialNeed {{uid: 'a', owner: 'cci', visibility: 'shared', {said}, due: '2026-07-01', answered_at: '2026-06-30', answer: 'oui'}})",
        f"(:TerritorialNeed {{uid: 'b', owner: 'cci', visibility: 'shared', {said}, due: '2026-09-01'}})",
        f"(:TerritorialNeed {{uid: 'c', owner: 'cci', visibility: 'shared', {said}, due: '2026-08-01'}})",
        f"(:TerritorialNeed {{uid: 'd', owner: 'cci', visibility: 'private', {said}, due: '2026-08-01'}})",
    )
    assert [one.uid for one in territorial_needs(graph, CMA)] == ["c", "b", "a"]
    assert [one.uid for one in territorial_needs(graph, CCI)] == ["c", "d", "b", "a"]
    with pytest.raises(NotFound):
        territorial_need(graph, CMA, "d")


def test_no_small_number_is_written_nor_told_by_the_total() -> None:
    assert suppressed({"a": 9, "b": 2, "c": 4}) == {"a": 9, "b": None, "c": None}
    assert suppressed({"a": 9, "b": 2, "c": 1}) == {"a": 9, "b": None, "c": None}
    assert suppressed({"a": 2}) == {"a": None}
