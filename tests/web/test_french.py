"""How days, numbers and names are written."""

from __future__ import annotations

import doctest

import pytest

import web.french
from web.french import day, number, plural, siren


def test_the_examples_of_the_module_are_true() -> None:
    found = doctest.testmod(web.french)
    assert found.attempted
    assert not found.failed


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 visite"), (1, "1 visite"), (2, "2 visites"), (1200, "1\u202f200 visites")]
)
def test_zero_and_one_are_singular(count: int, said: str) -> None:
    assert plural(count, "visite") == said


def test_the_first_of_a_month_is_an_ordinal() -> None:
    assert [day("2026-01-01"), day("2026-01-02")] == ["1er janvier 2026", "2 janvier 2026"]


def test_numbers_and_identifiers_are_grouped_with_a_narrow_space() -> None:
    assert number(1234.5, 1) == "1\u202f234,5"
    assert siren("732829320") == "732\u202f829\u202f320"
