"""Fictional identifiers pass the checks that real ones pass, and no two are alike."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies
from stdnum.fr import siren as siren_check
from stdnum.fr import siret as siret_check

from cli.demo.identifiers import CAPACITY, fictional_siren, luhn_key, site_siret
from graph.fictional import is_fictional_siren, is_fictional_siret


@given(strategies.integers(0, CAPACITY - 1), strategies.integers(0, 10**6), strategies.integers(1, 9_999))
def test_every_number_is_valid_and_fictional(rank: int, offset: int, site: int) -> None:
    siren = fictional_siren(rank, offset)
    assert siren_check.is_valid(siren)
    assert is_fictional_siren(siren)
    siret = site_siret(siren, site)
    assert siret_check.is_valid(siret)
    assert is_fictional_siret(siret)


def test_the_whole_range_is_used_without_a_repeat() -> None:
    assert len({fictional_siren(rank, offset=123_456)[:8] for rank in range(CAPACITY)}) == CAPACITY


def test_a_rank_outside_the_range_is_an_error() -> None:
    with pytest.raises(ValueError, match="outside"):
        fictional_siren(CAPACITY)


@given(strategies.from_regex(r"[0-9]{1,20}", fullmatch=True))
def test_the_key_makes_the_luhn_sum_a_multiple_of_ten(body: str) -> None:
    digits = [int(digit) for digit in reversed(body + luhn_key(body))]
    assert sum(d if place % 2 == 0 else sum(divmod(2 * d, 10)) for place, d in enumerate(digits)) % 10 == 0
