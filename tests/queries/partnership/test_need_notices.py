"""What an institution is told of needs, as far as levels permit when it reads."""

from __future__ import annotations

from graph import Graph
from queries.partnership.need_notices import need_notices
from tests.conftest import CCI, CMA
from tests.given import given


def test_a_notice_is_told_as_long_as_its_need_is(graph: Graph) -> None:
    given(
        graph,
        "(:Operator {uid: 'cci', name: 'CCI'}), (:Operator {uid: 'cma', name: 'CMA'})",
        "(:Need {uid: 'n', owner: 'cci', title: 'Local', status: 'quo', on: '2026-10-01'})",
        "(:NeedAct {uid: 'a', owner: 'cci', visibility: 'shared', about: 'n', kind: 'answer', at: '2026-10-02', by: 'p', text: 'voilà'})",
        "(:Notice {uid: 'x', owner: 'cma', kind: 'need', about: 'a', other: 'cci', company: '', at: '2026-10-02', read_by: ['lu']})",
    )
    [one] = need_notices(graph, CMA, reader="lu")
    assert (one.who, one.act, one.title, one.text, one.read, one.address) == (
        "CCI", "answer", "Local", "voilà", True, "/besoins/n",
    )  # fmt: skip
    assert need_notices(graph, CCI) == need_notices(graph, CMA, reader="lu", unread=True) == ()
    graph.write("MATCH (n:Need {uid: 'n'}) SET n.visibility = 'private'")
    assert need_notices(graph, CMA) == ()
