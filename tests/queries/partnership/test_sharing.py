"""Sharing out: sums exactly, keeps floors, is monotone in each weight, the same whatever the order."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import Misuse
from queries.partnership.sharing import Wanted, evenly, round_out, share_out

NAMES = ("people", "companies", "needs")
AMOUNTS = st.integers(0, 10**12)
WEIGHTS = st.fixed_dictionaries(dict.fromkeys(NAMES, st.floats(0, 10))).filter(lambda found: any(found.values()))
VALUES = st.dictionaries(
    st.text("0123456789AB", min_size=1, max_size=9),
    st.fixed_dictionaries(dict.fromkeys(NAMES, st.floats(0, 1e7, allow_subnormal=False))),
    min_size=1,
    max_size=60,
)
MANY = settings(max_examples=300, deadline=None)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Wanted, dict[str, dict[str, float]]]:
    values = draw(VALUES)
    amount = draw(AMOUNTS)
    floor = draw(st.integers(0, amount // len(values)))
    return Wanted(amount, draw(WEIGHTS), floor), values


@MANY
@given(cases())
def test_it_sums_exactly_and_keeps_every_floor(case: tuple[Wanted, dict[str, dict[str, float]]]) -> None:
    wanted, values = case
    parts = share_out(wanted, values)
    assert sum(part.cents for part in parts) == wanted.amount_cents == sum(part.exact for part in parts)
    assert all(part.cents >= wanted.floor_cents for part in parts)
    assert all(abs(part.cents - part.exact) < 1 for part in parts)
    assert all(wanted.floor_cents + sum(part.by_indicator.values()) == part.exact for part in parts)


@MANY
@given(cases(), st.sampled_from(NAMES), st.floats(0.001, 10))
def test_above_its_mean_a_territory_never_loses_when_a_weight_rises(
    case: tuple[Wanted, dict[str, dict[str, float]]], name: str, more: float
) -> None:
    wanted, values = case
    before = {part.code: part for part in share_out(wanted, values)}
    raised = wanted._replace(weights={**wanted.weights, name: wanted.weights[name] + more})
    after = {part.code: part for part in share_out(raised, values)}
    whole = sum(Fraction(said[name]) for said in values.values())
    rest = wanted.amount_cents - wanted.floor_cents * len(values)
    for code, part in before.items():
        share = Fraction(values[code][name]) / whole if whole else Fraction(1, len(values))
        if rest * share >= part.exact - wanted.floor_cents:
            assert after[code].exact >= part.exact
            assert after[code].cents >= part.cents - 1, "rounding takes one cent back at most"
        else:
            assert after[code].exact <= part.exact


@MANY
@given(cases(), st.randoms())
def test_the_order_of_territories_and_of_weights_changes_nothing(
    case: tuple[Wanted, dict[str, dict[str, float]]], chance: object
) -> None:
    wanted, values = case
    codes, names = list(values), list(wanted.weights)
    chance.shuffle(codes)  # type: ignore[attr-defined]
    chance.shuffle(names)  # type: ignore[attr-defined]
    other = wanted._replace(weights={name: wanted.weights[name] for name in names})
    again = share_out(other, {code: values[code] for code in codes})
    assert [(part.code, part.cents) for part in again] == [
        (part.code, part.cents) for part in share_out(wanted, values)
    ]


@MANY
@given(cases(), st.sampled_from(NAMES))
def test_how_a_share_moves_is_what_one_more_point_brings(
    case: tuple[Wanted, dict[str, dict[str, float]]], name: str
) -> None:
    wanted, values = case
    raised = wanted._replace(
        weights={one: Fraction(weight) + (one == name) for one, weight in wanted.weights.items()}  # type: ignore[arg-type]
    )
    before, after = share_out(wanted, values), share_out(raised, values)
    assert [new.exact - old.exact for old, new in zip(before, after, strict=True)] == [
        part.moves[name] for part in before
    ]


def test_an_example_by_hand() -> None:
    values = {"80": {"people": 3.0, "needs": 0.0}, "02": {"people": 1.0, "needs": 2.0}}
    low, high = share_out(Wanted(1_000_00, {"people": 1, "needs": 1}, 100_00), values)
    # 800 € beyond the floors: people 400 (1/4 and 3/4), needs 400 (all to 02)
    assert (low.code, low.cents, high.code, high.cents) == ("02", 600_00, "80", 400_00)
    assert {name: int(cents) for name, cents in low.by_indicator.items()} == {"people": 100_00, "needs": 400_00}
    assert low.moves["needs"] == Fraction(800_00, 3) * Fraction(3, 8)


def test_equal_remainders_go_to_the_first_codes_and_nothing_is_shared_of_nothing() -> None:
    assert round_out(101, {code: Fraction(101, 2) for code in "ba"}) == {"a": 51, "b": 50}
    assert evenly(0, {"a": 0.0}) == {"a": 0}


@pytest.mark.parametrize(
    ("wanted", "values"),
    [
        (Wanted(100, {"a": 1}), {}),
        (Wanted(-1, {"a": 1}), {"x": {"a": 1}}),
        (Wanted(100, {"a": 0}), {"x": {"a": 1}}),
        (Wanted(100, {"a": -1}), {"x": {"a": 1}}),
        (Wanted(100, {"a": 1}, 101), {"x": {"a": 1}}),
        (Wanted(100, {"a": 1}), {"x": {"a": -1}}),
    ],
)
def test_what_cannot_be_shared_is_refused(wanted: Wanted, values: dict[str, dict[str, float]]) -> None:
    with pytest.raises(Misuse):
        share_out(wanted, values)
