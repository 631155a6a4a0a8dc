"""The model: sums of small symmetric trees, kept as text in learnt/trees.csv.

A symmetric tree asks the same few yes-or-no questions of every line (is this sign above that border?); the answers
number the leaf whose value is added. bench/learn_linking.py learns them and says how good they are on other mentions.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

from matching.linking.columns import Floats
from matching.tables import rows

LEARNT = Path(__file__).parent / "learnt"

Tree = tuple[tuple[tuple[str, float], ...], Floats]


@cache
def thresholds() -> dict[str, float]:
    """Return the probabilities from which a mention is linked, and below which it is of nobody known."""
    return {row["name"]: float(row["value"]) for row in rows("thresholds", LEARNT)}


@cache
def trees(stage: str) -> tuple[float, tuple[Tree, ...]]:
    """Return the constant and the trees of a stage (`first`, or `second`)."""
    constant, found = 0.0, []
    for row in rows("trees", LEARNT):
        if row["stage"] == stage:
            questions = tuple(_question(one) for one in row["questions"].split(" & ") if one)
            leaves = np.array(row["leaves"].split(), np.float32)
            if questions:
                found.append((questions, leaves))
            else:
                constant += float(leaves[0])
    return constant, tuple(found)


def _question(text: str) -> tuple[str, float]:
    sign, border = text.split(" > ")
    return sign, float(border)


def strengths(stage: str, signs: dict[str, Floats]) -> Floats:
    """Return the log-odds that each line is the right one.

    Args:
        stage: which model.
        signs: its columns, all of one length.
    """
    constant, found = trees(stage)
    size = len(next(iter(signs.values())))
    answers: dict[tuple[str, float], np.ndarray] = {}
    total = np.full(size, constant, np.float32)
    for questions, leaves in found:
        leaf = np.zeros(size, np.uint8)
        for bit, question in enumerate(questions):
            answer = answers.get(question)
            if answer is None:
                answer = answers[question] = (signs[question[0]] > np.float32(question[1])).view(np.uint8)
            leaf |= answer << np.uint8(bit)
        total += leaves[leaf]
    return total
