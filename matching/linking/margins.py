"""How each candidate stands beside the others of its mention: most of what decides is there, not in likeness alone."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from matching.linking.columns import Floats, Ints, groups
from matching.linking.evidence import Evidence

_NEAR_TIE = np.float32(0.08)
_KEPT = 3


def stand(evidence: Evidence) -> dict[str, Floats]:
    """Return, for five ways of ranking, the lead over the best other and the number of near ties."""
    sign = evidence.signs
    place = (
        0.12 * sign["same_town"]
        + 0.08 * sign["same_department"]
        - 0.25 * sign["other_department"]
        - 0.06 * sign["other_town"]
    )
    ways = {
        "cosines": sign["word_cosine"] + sign["gram_cosine"] + place,
        "words": sign["said"] * sign["known"] + 0.3 * sign["ratio"] + place,
        "grams": sign["gram_cosine"],
        "anywhere": sign["said_anywhere"] - 0.5 * sign["left_anywhere"] + 0.3 * sign["known"] + place,
        "writing": sign["same"] + 0.5 * sign["verbatim"] + place,
    }
    starts, sizes = groups(evidence.mention)
    found: dict[str, Floats] = {}
    for way, values in ways.items():
        lead, ties = _lead(values.astype(np.float32), starts, sizes)
        found |= {f"{way}_lead": lead, f"{way}_ties": ties}
    found["candidates"] = np.repeat(sizes, sizes).astype(np.float32)
    return found


def _lead(values: Floats, starts: Ints, sizes: Ints) -> tuple[Floats, Floats]:
    best = np.repeat(np.maximum.reduceat(values, starts), sizes)
    top = values == best
    several = np.repeat(np.add.reduceat(top.astype(np.int64), starts), sizes) > 1
    below = np.where(top, np.float32(-1), values)
    second = np.where(several, best, np.repeat(np.maximum.reduceat(below, starts), sizes))
    ties = np.repeat(np.add.reduceat((values > best - _NEAR_TIE).astype(np.float32), starts), sizes)
    return np.where(top, values - second, values - best), ties


def relative(strengths: Floats, mention: Ints) -> tuple[Ints, dict[str, Floats]]:
    """Return the lines of the first three candidates of each mention, best first, and how they stand.

    Args:
        strengths: log-odds of each line, from the first stage.
        mention: the mention of each line, in order.
    """
    order = np.lexsort((np.arange(len(mention)), -strengths, mention))
    starts, sizes = groups(mention[order])
    ranks = np.arange(len(order)) - np.repeat(starts, sizes)
    ordered = strengths[order].astype(np.float64)
    best = np.repeat(ordered[starts], sizes)
    second = np.repeat(np.where(sizes > 1, ordered[np.minimum(starts + 1, len(ordered) - 1)], -12.0), sizes)
    rival = np.where(ranks == 0, second, best)
    odds, from_best = np.exp(ordered), np.exp(ordered - best)
    chance = odds / (1 + odds)
    kept = np.flatnonzero(ranks < _KEPT)
    near = {f"within_{gap}": _within(ordered, starts, sizes, ranks, gap) for gap in (0.7, 1.5)}
    total = np.repeat(np.add.reduceat(odds, starts), sizes)
    told = {
        "strength": ordered,
        "lead": ordered - rival,
        "rank": ranks,
        **near,
        "others": np.repeat(np.add.reduceat(chance, starts), sizes) - chance,
        "share": from_best / np.repeat(np.add.reduceat(from_best, starts), sizes),
        "share_with_nobody": odds / (total + 1),
    }
    return order[kept], {name: np.asarray(values, np.float32)[kept] for name, values in told.items()}


def _within(ordered: npt.NDArray[np.float64], starts: Ints, sizes: Ints, ranks: Ints, gap: float) -> Floats:
    """Count the candidates stronger than each one less a gap, for the first three."""
    counts = np.zeros(len(ordered), np.float32)
    for rank in range(_KEPT):
        at = np.flatnonzero(ranks == rank)
        groups_with = np.flatnonzero(sizes > rank)
        floor = np.full(len(starts), np.inf)
        floor[groups_with] = ordered[at] - gap
        above = np.add.reduceat((ordered > np.repeat(floor, sizes)).astype(np.float32), starts)
        counts[at] = above[groups_with]
    return counts
