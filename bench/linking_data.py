"""The hard national table of mentions, and the figures by which linkers are compared on it."""

from __future__ import annotations

import csv
import gzip
import json
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from cli.link import read_mentions, read_registry
from matching import Entry, Mention
from matching.linking import judging
from matching.linking.judging import Answered

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
    """Return the figures of `matching.linking.judging` for the best answers, as (mention, right, probability)."""
    found = [Answered(right, chance) for _, right, chance in answers]
    linkable = sum(1 for siren in truth.sirens if siren)
    told = judging.figures(
        found, mentions=len(truth.sirens), linkable=linkable, link_from=link_from, targets=(0.95, 0.98, 0.99)
    )
    return {name: value for name, value in told.items() if not name.startswith("from_at_")}
