"""The history of one of an institution's own visits."""

from __future__ import annotations

from graph import Graph
from queries.visit_history import visit_history
from tests.conftest import CCI, CMA
from tests.given import given


def test_the_steps_of_a_visit_are_its_owners_alone_and_begin_with_how_it_was_entered(graph: Graph) -> None:
    given(
        graph,
        "(o:Operator {uid: 'cci', name: 'CCI'})-[:VISITED {uid: 'v', on: '2026-10-09', status: 'done'}]->"
        "(c:Company {uid: 'a', name: 'ACIER'})",
        "(h:VisitChange {uid: 'h', owner: 'cci', about: 'v', at: '2026-10-10', by: 'bo', was_by: 'ada', "
        "was_at: '2026-09-01', was_status: 'planned', changed: ['status', 'note'], before: ['planned', ''], "
        "after: ['done', '']})",
        "(i:VisitChange {uid: 'i', owner: 'cci', about: 'v', at: '2026-10-11', by: 'bo', was_by: 'bo', "
        "was_at: '2026-09-01', was_status: 'done', changed: ['theme'], before: [''], after: ['export']})",
    )
    steps = visit_history(graph, CCI, "v")
    assert [(one.event, one.by, one.at) for one in steps] == [
        ("corrected", "bo", "2026-10-11"),
        ("reported", "bo", "2026-10-10"),
        ("planned", "ada", "2026-09-01"),
    ]
    assert visit_history(graph, CMA, "v") == ()
