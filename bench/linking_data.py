"""The hard national table of mentions, and the figures by which linkers are compared on it."""

from __future__ import annotations

import csv
import gzip
import json
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from cli.link import read_mentions, read_registry
from matching import Entry, Mention

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "matching"


@dataclass(frozen=True, slots=True)
class Truth:
    """Mentions with the SIREN of each ("" for those that the registry lacks), and the registry."""

    mentions: list[Mention]
    sirens: list[str]
    entries: list[Entry]


def skipped(bench: str, *needed: str) -> bool:
    """Tell whether a bench cannot run here, saying why: no data, or a library that is not installed."""
    reasons = [f"{name} is not installed" for name in needed if find_spec(name) is None]
    reasons += [] if DATA.is_dir() else [f"{DATA} is absent"]
    if reasons:
        print(json.dumps({"bench": bench, "skipped": " ; ".join(reasons)}))
    return bool(reasons)


def read_truth() -> Truth:
    """Read the mentions and the registry as `dore link` does; what they come from and how they were altered is left."""
    with gzip.open(DATA / "dev.csv.gz", "rt", encoding="utf-8", newline="") as file:
        sirens = [one["siren"] for one in csv.DictReader(file)]
    mentions = list(read_mentions(DATA / "dev.csv.gz", use_identifiers=False))
    return Truth(mentions, sirens, read_registry(DATA / "registry.csv.gz"))


def figures(answers: list[tuple[int, bool, float]], truth: Truth, link_from: float) -> dict[str, float]:
    """Return the figures of the field, on the best answer to each mention.

    Args:
        answers: (mention, right, probability).
        truth: who is linkable.
        link_from: the threshold of the decisions `linked`.

    Returns:
        top1: part of linkable mentions whose first answer is right; f1: the best over thresholds; auto_at_P: largest
        part of linkable mentions linked with a precision of P; linked_precision and linked: the same at the frozen
        threshold; ece and ece_above_90: expected calibration error, fifteen bins of equal size, and above 0.9.
    """
    linkable = sum(1 for siren in truth.sirens if siren)
    ordered = sorted(answers, key=lambda one: -one[2])
    right = np.array([one[1] for one in ordered], np.float64)
    chance = np.array([one[2] for one in ordered])
    last = np.r_[chance[1:] != chance[:-1], True]
    hits = np.cumsum(right)
    precision, recall = (hits / np.arange(1, len(hits) + 1))[last], (hits / linkable)[last]
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-9)
    linked = chance >= link_from
    told = {
        "mentions": len(truth.sirens),
        "linkable": linkable,
        "top1": hits[-1] / linkable,
        "f1": f1.max(),
        **{f"auto_at_{p}": recall[precision >= p].max(initial=0.0) for p in (0.95, 0.98, 0.99)},
        "linked_precision": right[linked].mean(),
        "linked": right[linked].sum() / linkable,
        "ece": calibration_error(right, chance),
        "ece_above_90": calibration_error(right[chance > 0.9], chance[chance > 0.9]),
    }
    return {name: round(float(value), 4) for name, value in told.items()}


def calibration_error(right: np.ndarray, chance: np.ndarray, bins: int = 15) -> float:
    """Return the mean gap between the probability said and the part that is right, over bins of equal size."""
    order = np.argsort(chance, kind="stable")
    parts = np.array_split(order, min(bins, max(len(order), 1)))
    return float(sum(abs(right[one].mean() - chance[one].mean()) * len(one) for one in parts if len(one)) / len(order))
