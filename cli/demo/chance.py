"""Chance that can be repeated: named streams of one seed, and weighted draws.

Only `random.Random.random()` is drawn from: Python promises its sequence for a seed from one version to the
next, as it does for a text seed whatever `PYTHONHASHSEED`, and promises neither for `choice` or `shuffle`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from math import inf
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


def stream(seed: int, *names: object) -> Random:
    """Return a source of chance for one purpose alone: changing one leaves the others as they were."""
    return Random("/".join(map(str, (seed, *names))))


def pick(chance: Random, items: Sequence[T]) -> T:
    """Return one of the items, each as likely as the others."""
    return items[int(chance.random() * len(items))]


class Weighted(Generic[T]):
    """Items drawn in proportion to their weights."""

    __slots__ = ("_bounds", "_total", "_weights", "items")

    def __init__(self, pairs: Iterable[tuple[T, float]]) -> None:
        kept = [(item, weight) for item, weight in pairs if weight > 0]
        if not kept:
            raise ValueError("nothing to draw from: no item has a weight")
        self.items = tuple(item for item, _ in kept)
        self._weights = [weight for _, weight in kept]
        self._total = sum(self._weights)
        self._bounds = [*accumulate(self._weights[:-1]), inf]  # rounding never draws beyond the last

    def draw(self, chance: Random) -> T:
        """Return one item."""
        return self.items[bisect_right(self._bounds, chance.random() * self._total)]

    def shares(self) -> list[tuple[T, float]]:
        """Return each item with its chance, from 0 to 1."""
        return [(item, weight / self._total) for item, weight in zip(self.items, self._weights, strict=True)]


def shuffled(chance: Random, items: Iterable[T]) -> list[T]:
    """Return the items in another order."""
    keyed = sorted((chance.random(), rank, item) for rank, item in enumerate(items))  # rank: items need no order
    return [item for _, _, item in keyed]
