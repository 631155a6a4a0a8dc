"""The score: evidence weighed into a probability, by a table that people can read (knowledge/weights.csv).

Each candidate gets a sum of weighted evidence; "none of them" gets 0; probabilities share out the
exponentials (a conditional logit). So a score already holds the margin to the second and the number of
namesakes: two equal candidates get at most one half each.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from operator import attrgetter, mul

from matching.places import Nearness
from matching.similarity import Likeness
from matching.tables import rows

_WEIGHT: dict[str, float] = {row["evidence"]: float(row["weight"]) for row in rows("weights")}
_LIKENESS = tuple(one.name for one in fields(Likeness))
_LIKENESS_WEIGHTS = tuple(_WEIGHT[name] for name in _LIKENESS)
_values = attrgetter(*_LIKENESS)
_NEARNESS = {near: _WEIGHT[f"place_{near.name.lower()}"] for near in Nearness}
_CONSTANT = _WEIGHT["constant"]
IDENTIFIER_REMAINS = _WEIGHT["identifier_remains"]
_ACTIVITY = _WEIGHT["activity"]
REMAINS_ALONE = 1 / (1 + math.exp(-_CONSTANT - IDENTIFIER_REMAINS))
"""The probability of an entry for which only what is left of an identifier speaks."""


def weighed(likeness: Likeness) -> float:
    """Return the weighted sum of what comparing two names showed."""
    values: tuple[float, ...] = _values(likeness)
    total: float = sum(map(mul, _LIKENESS_WEIGHTS, values))
    return total


@dataclass(slots=True)
class Evidence:
    """All that speaks for or against one candidate; `strength` sums it (log-odds against "none of them")."""

    entry: int
    name: int
    likeness: Likeness
    nearness: Nearness
    identifier: bool = False
    activity: bool = False
    strength: float = field(init=False)

    def __post_init__(self) -> None:
        told = weighed(self.likeness)
        context = _NEARNESS[self.nearness] + IDENTIFIER_REMAINS * self.identifier + _ACTIVITY * self.activity
        self.strength = _CONSTANT + told + context


def probabilities(strengths: Sequence[float]) -> tuple[list[float], float]:
    """Return the probability of each candidate, and of none of them.

    >>> [round(p, 2) for p in probabilities([0.0])[0]], round(probabilities([0.0])[1], 2)
    ([0.5], 0.5)
    """
    top = max([0.0, *strengths])
    shares = [math.exp(strength - top) for strength in strengths]
    nobody = math.exp(-top)
    total = nobody + sum(shares)
    return [share / total for share in shares], nobody / total
