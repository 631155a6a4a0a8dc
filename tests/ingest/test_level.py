"""Raising the level of a record is for those who may; lowering it is for all."""

from __future__ import annotations

import pytest

from graph.visibility import Visibility
from ingest.level import settle_level
from ingest.source import Values
from ingest.sources import SOURCES

VISITS = SOURCES["visits"]


@pytest.mark.parametrize(
    ("known", "said", "may_widen", "refused"),
    [
        (None, "open", False, False),
        ("private", "shared", False, True),
        ("private", "shared", True, False),
        ("shared", "private", False, False),
        ("shared", "shared", False, False),
        ("signalled", "open", False, True),
    ],
)
def test_a_row_may_not_raise_what_is_known_of_it(known: str | None, said: str, may_widen: bool, refused: bool) -> None:
    note = settle_level(known, VISITS, {"visibility": said}, may_widen=may_widen)
    assert (note is not None) is refused
    if note:
        assert "responsable des données" in note.message


def test_a_row_that_says_no_level_keeps_the_one_that_is_known() -> None:
    values: Values = {}
    assert settle_level("private", VISITS, values, may_widen=False) is None
    assert values["visibility"] == Visibility.PRIVATE
