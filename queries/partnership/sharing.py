"""An amount shared out between territories by weighed indicators: arithmetic alone, exact to the cent.

Each territory has a floor. The rest is shared by a score: the mean of the territory's parts of each indicator, weighed;
its part is its value over the sum of the values. It is computed in fractions, so that the order of territories does not
matter, and rounded to cents by largest remainders, ties by code.

When the weight of an indicator rises, a territory whose part of it is above its score never loses: its exact share
rises by (part - score) / (weights + step). Rounding may take one cent of it back, never more.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from graph.errors import Misuse

STEP = Fraction(1)
"""One point: by how much a weight is raised to tell how a share moves."""


class Wanted(NamedTuple):
    """What is shared out: cents in all, the floor of each territory in cents, the weight of each indicator."""

    amount_cents: int
    weights: Mapping[str, float]
    floor_cents: int = 0


class Part(NamedTuple):
    """What one territory gets.

    Args:
        code: of the territory.
        cents: what it gets.
        exact: the same before rounding, in cents.
        by_indicator: cents that each indicator brings, before rounding; with the floor they make `exact`.
        moves: cents that it would gain, or lose, if the weight of each indicator were one point higher.
    """

    code: str
    cents: int
    exact: Fraction
    by_indicator: Mapping[str, Fraction]
    moves: Mapping[str, Fraction]


def share_out(wanted: Wanted, values: Mapping[str, Mapping[str, float]]) -> tuple[Part, ...]:
    """Return what each territory gets, by code.

    >>> parts = share_out(Wanted(100_00, {"people": 1}), {"a": {"people": 1}, "b": {"people": 2}})
    >>> [(part.code, part.cents) for part in parts]
    [('a', 3333), ('b', 6667)]

    Args:
        wanted: amount, floor and weights; an indicator of weight 0 counts for nothing.
        values: the value of each indicator by territory, 0 or more; those that are all 0 are shared equally.

    Raises:
        Misuse: no territory, a negative amount, floor, weight or value, all weights 0, or floors above the amount.
    """
    _check(wanted, values)
    weights = {name: Fraction(weight) for name, weight in wanted.weights.items()}
    parts = {name: _parts(name, values) for name in weights}
    codes = sorted(values)
    rest = wanted.amount_cents - wanted.floor_cents * len(codes)
    whole = sum(weights.values(), Fraction(0))
    found = []
    for code in codes:
        brings = {name: rest * weights[name] * parts[name][code] / whole for name in weights}
        score = sum((weights[name] * parts[name][code] for name in weights), Fraction(0)) / whole
        moves = {name: rest * STEP * (parts[name][code] - score) / (whole + STEP) for name in weights}
        exact = wanted.floor_cents + sum(brings.values(), Fraction(0))
        found.append(Part(code, 0, exact, brings, moves))
    rounded = round_out(wanted.amount_cents, {part.code: part.exact for part in found})
    return tuple(part._replace(cents=rounded[part.code]) for part in found)


def round_out(amount_cents: int, exact: Mapping[str, Fraction]) -> dict[str, int]:
    """Return whole cents that sum to the amount: the largest remainders are rounded up, the first code first.

    >>> round_out(100, {"b": Fraction(100, 3), "a": Fraction(100, 3), "c": Fraction(100, 3)})
    {'a': 34, 'b': 33, 'c': 33}
    """
    low = {code: int(exact[code] // 1) for code in sorted(exact)}
    missing = amount_cents - sum(low.values())
    first = sorted(low, key=lambda code: (low[code] - exact[code], code))[:missing]
    return {code: cents + (code in first) for code, cents in low.items()}


def evenly(amount_cents: int, values: Mapping[str, float]) -> dict[str, int]:
    """Return the amount shared in proportion of one value, or equally where it is 0 everywhere.

    >>> evenly(90, {"a": 1, "b": 2}), evenly(90, {"a": 0, "b": 0})
    ({'a': 30, 'b': 60}, {'a': 45, 'b': 45})
    """
    parts = _parts("value", {code: {"value": value} for code, value in values.items()})
    return round_out(amount_cents, {code: amount_cents * part for code, part in parts.items()})


def _parts(name: str, values: Mapping[str, Mapping[str, float]]) -> dict[str, Fraction]:
    exact = {code: Fraction(said[name]) for code, said in values.items()}
    whole = sum(exact.values(), Fraction(0))
    return {code: value / whole if whole else Fraction(1, len(exact)) for code, value in exact.items()}


def _check(wanted: Wanted, values: Mapping[str, Mapping[str, float]]) -> None:
    if not values:
        raise Misuse("Aucun territoire entre lesquels répartir.")
    if wanted.amount_cents < 0 or wanted.floor_cents < 0:
        raise Misuse("Le montant et le plancher ne peuvent pas être négatifs.")
    if min(wanted.weights.values(), default=0) < 0 or not any(wanted.weights.values()):
        raise Misuse("Donnez un poids à un indicateur au moins.", hint="Les poids vont de 0 à 10.")
    if wanted.floor_cents * len(values) > wanted.amount_cents:
        most = wanted.amount_cents // len(values) // 100
        raise Misuse(
            f"Le plancher dépasse le montant : {len(values)} territoires.", hint=f"Au plus {most} € par territoire."
        )
    if any(said[name] < 0 for said in values.values() for name in wanted.weights):
        raise Misuse("Un indicateur ne peut pas être négatif.")
