"""Consultations and what was kept of their answers."""

from __future__ import annotations

from graph import Graph
from queries.partnership.consultations import consultation, guests
from tests.conftest import CMA
from tests.queries.partnership.conftest import consulted


def test_a_consultation_says_who_answered_and_what_was_kept(drawn: Graph) -> None:
    consulted(drawn)
    found = consultation(drawn, CMA, "k1")
    assert (found.invited, found.answered, found.kept, found.invited_here) == (2, 1, 1, True)
    told = {
        one.guest: (one.name, one.member, one.here, one.reply and one.reply.outcome) for one in guests(drawn, CMA, "k1")
    }
    assert told == {"i1": ("Collectif", False, False, "kept"), "i2": ("CMA", True, True, None)}
