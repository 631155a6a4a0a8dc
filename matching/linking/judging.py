"""How good answers are, where the right ones are known: the figures of the field, and what a threshold would give."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

BINS = 15
TARGETS = (0.90, 0.95, 0.98, 0.99)


class Answered(NamedTuple):
    """The best answer to a mention that had one: whether it is right, and the probability it was given."""

    right: bool
    chance: float


def figures(
    answers: Sequence[Answered], *, mentions: int, linkable: int, link_from: float, targets: Sequence[float] = TARGETS
) -> dict[str, float]:
    """Return the figures of the field, on the best answer to each mention.

    Args:
        answers: one for each mention that had any; what the registry lacks is never right.
        mentions: how many there are in all.
        linkable: how many of them the registry has.
        link_from: the threshold of the decisions `linked`.
        targets: precisions.

    Returns:
        top1: part of linkable mentions whose first answer is right; f1: the best over thresholds; auto_at_P: largest
        part of linkable mentions linked with a precision of P, and from_at_P: the threshold that does it, above 1
        where none does; linked_precision and linked: the same at the frozen threshold; ece and ece_above_90: expected
        calibration error, fifteen bins of equal size, and above 0.9. Ties are taken whole, as any threshold would.
    """
    right, chance = _ordered(answers)
    last = np.r_[chance[1:] != chance[:-1], True][: len(chance)]
    hits = np.cumsum(right)
    precision, recall = (hits / np.arange(1, len(hits) + 1))[last], (hits / max(linkable, 1))[last]
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-9)
    linked = chance >= link_from
    told: dict[str, Any] = {
        "mentions": mentions,
        "linkable": linkable,
        "top1": right.sum() / max(linkable, 1),
        "f1": f1.max(initial=0.0),
    }
    for target in targets:
        enough = precision >= target
        told[f"auto_at_{target}"] = recall[enough].max(initial=0.0)
        # Recall never falls down the list: the last threshold that is precise enough links the most.
        told[f"from_at_{target}"] = chance[last][enough].min(initial=2.0)
    told |= {
        "linked_precision": right[linked].mean() if linked.any() else 1.0,
        "linked": right[linked].sum() / max(linkable, 1),
        "ece": calibration_error(right, chance),
        "ece_above_90": calibration_error(right[chance > 0.9], chance[chance > 0.9]),
    }
    return {name: round(float(value), 4) for name, value in told.items()}


def reliability(answers: Sequence[Answered], parts: int = 10) -> list[dict[str, float]]:
    """Return, for each tenth of the probabilities that has answers, how many, the mean said, and the part right."""
    right, chance = _ordered(answers)
    bins = np.minimum((chance * parts).astype(np.int64), parts - 1)
    found = []
    for number in np.unique(bins).tolist():
        mine = bins == number
        said = {"from": number / parts, "said": chance[mine].mean(), "right": right[mine].mean()}
        found.append({"answers": int(mine.sum())} | {name: round(float(value), 4) for name, value in said.items()})
    return found


def calibration_error(right: npt.NDArray[Any], chance: npt.NDArray[Any], bins: int = BINS) -> float:
    """Return the mean gap between the probability said and the part that is right, over bins of equal size."""
    if not len(chance):
        return 0.0
    order = np.argsort(chance, kind="stable")
    parts = np.array_split(order, min(bins, len(order)))
    return float(sum(abs(right[one].mean() - chance[one].mean()) * len(one) for one in parts if len(one)) / len(order))


def _ordered(answers: Sequence[Answered]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    ordered = sorted(answers, key=lambda one: -one.chance)
    return np.array([one.right for one in ordered], np.float64), np.array([one.chance for one in ordered], np.float64)
