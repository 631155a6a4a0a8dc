"""Who is told of an agreement or consultation, as far as levels now permit."""

from __future__ import annotations

from graph import Graph
from queries.partnership.named_notices import named_notices
from tests.conftest import CCI, CMA
from tests.given import given


def test_a_notice_tells_what_may_still_be_known(drawn: Graph) -> None:
    given(
        drawn,
        "(:Notice {uid: 'n', owner: 'cma', kind: 'agreement', about: 'a1', other: 'cci', company: '', at: '2026-11-01', read_by: []})",
    )
    [found] = named_notices(drawn, CMA, reader="me")
    assert (found.who, found.title, found.address, found.read) == ("CCI", "PDEC", "/conventions/a1", False)
    assert named_notices(drawn, CCI) == ()
    drawn.write("MATCH (n:Notice) SET n.read_by = ['me']")
    assert named_notices(drawn, CMA, reader="me", unread=True) == ()
    drawn.write("MATCH (a:Agreement {uid: 'a1'}) SET a.visibility = 'signalled'")
    assert named_notices(drawn, CMA) == ()
