"""The institutions that a form offers."""

from __future__ import annotations

import pytest

from graph import Graph
from graph.errors import AccessRefused
from graph.visibility import PUBLIC
from queries.partnership.institutions import institutions
from tests.conftest import CCI


def test_members_come_first_and_nobody_outside_asks(drawn: Graph) -> None:
    assert [(one.name, one.member) for one in institutions(drawn, CCI)] == [("CMA", True), ("CCI", False)]
    with pytest.raises(AccessRefused):
        institutions(drawn, PUBLIC)
