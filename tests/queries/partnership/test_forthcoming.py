"""What is announced to come."""

from __future__ import annotations

from graph import Graph
from queries.partnership.forthcoming import forthcoming
from tests.conftest import CMA
from tests.queries.partnership.conftest import EPCI, TODAY, consulted


def test_what_is_to_come_is_told_by_date(drawn: Graph) -> None:
    consulted(drawn)
    found = forthcoming(drawn, CMA, EPCI, as_of=TODAY)
    assert [(one.on, one.kind) for one in found.events] == [
        ("2026-12-31", "consultation"), ("2027-03-01", "agreement_starts")
    ]  # fmt: skip
    assert found.visits == (("2026-12", 1),)
    assert forthcoming(drawn, CMA, "epci:200000001", as_of=TODAY).visits == ()
