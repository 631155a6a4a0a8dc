"""Misspelt names searched among the national table: the right company in the first five, beside rapidfuzz on all names.

The peer compares what was typed with every name, in small letters (`fuzz.ratio`): nothing is missed, and it is the
quickest of rapidfuzz's scorers, hence the hardest to beat in time. Names borne by two companies are left out, since no
search could tell which is meant. While typing, the peer compares with the beginnings of names, of the length typed.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable, Sequence
from time import process_time
from typing import NamedTuple

from rapidfuzz import fuzz, process

from bench.linking_data import DATA, skipped
from cli.link import read_registry
from matching import Entry
from matching.registry import Registry
from matching.text import lower_ascii, words

NAMES = 1_000
BEGUN = 300
FIRST = 5
SHORTEST = 8
SEED = 20260520
ALPHABET = "abcdefghijklmnopqrstuvwxyz"


class Asked(NamedTuple):
    """What was typed, and the SIREN of the company that it means."""

    text: str
    siren: str


def main() -> None:
    """Print one line of figures."""
    if skipped("typos"):
        return
    names = int(sys.argv[1]) if len(sys.argv) > 1 else NAMES
    entries = read_registry(DATA / "registry.csv.gz")
    bearers = bearers_of(entries)
    chance = random.Random(SEED)
    alone = sorted(
        name for name, owners in bearers.items() if len(owners) == 1 and len(name.replace(" ", "")) >= SHORTEST
    )
    asked = [Asked(misspelt(name, chance), min(bearers[name])) for name in chance.sample(alone, names)]
    begun = [one._replace(text=one.text[: max(SHORTEST, 2 * len(one.text) // 3)]) for one in asked[:BEGUN]]
    began = process_time()
    registry = Registry(entries)
    registry.search("dore", 1)  # names are made ready for slips of the hand when the first search needs it
    told: dict[str, float] = {"names": len(bearers), "index_s": round(process_time() - began, 1)}

    def ours(text: str) -> list[str]:
        return [one.siren or "" for one in registry.search(text, FIRST)]

    every = list(bearers)
    told |= compared("", asked, ours, lambda text: brute(text, every, every, bearers))
    told |= compared(
        "begun_", begun, ours, lambda text: brute(text, every, [name[: len(text)] for name in every], bearers)
    )
    print(json.dumps({"bench": "typos", **told}))


def bearers_of(entries: Sequence[Entry]) -> dict[str, set[str]]:
    """Return the SIREN of the companies that bear each name, in small letters without accents."""
    found: dict[str, set[str]] = {}
    for entry in entries:
        for name in entry.names:
            found.setdefault(" ".join(words(lower_ascii(name))), set()).add(entry.siren or "")
    return found


def misspelt(name: str, chance: random.Random) -> str:
    """Return a name with one or two slips of the hand: a letter swapped, lost, added or changed."""
    typed = name
    wanted = chance.choice((1, 2))
    while typed == name:
        for _ in range(wanted):
            at = chance.randrange(len(typed) - 1)
            slip = chance.choice(("swap", "lose", "add", "change"))
            put = {"swap": typed[at + 1] + typed[at], "lose": typed[at + 1], "add": typed[at] + chance.choice(ALPHABET)}
            tail = typed[at + 1 :] if slip == "add" else typed[at + 2 :]
            typed = typed[:at] + put.get(slip, chance.choice(ALPHABET) + typed[at + 1]) + tail
    return typed


def brute(text: str, names: Sequence[str], compared_with: Sequence[str], bearers: dict[str, set[str]]) -> list[str]:
    """Return the SIREN that the most resembling names lead to, all names compared."""
    found: dict[str, None] = {}
    for _, _, at in process.extract(text, compared_with, scorer=fuzz.ratio, limit=FIRST * 3):
        found |= dict.fromkeys(sorted(bearers[names[at]]))
    return list(found)[:FIRST]


def compared(
    prefix: str, asked: Sequence[Asked], ours: Callable[[str], list[str]], peer: Callable[[str], list[str]]
) -> dict[str, float]:
    """Return how often each has the right company in its first five, its seconds of processor, and both ratios."""
    told: dict[str, float] = {f"{prefix}asked": len(asked)}
    for name, answer in (("ours", ours), ("brute", peer)):
        began = process_time()
        right = sum(one.siren in answer(one.text) for one in asked)
        told[f"{prefix}{name}_rate"] = round(right / len(asked), 4)
        told[f"{prefix}{name}_s"] = round(process_time() - began, 2)
    told[f"{prefix}rate_ratio"] = round(told[f"{prefix}ours_rate"] / max(told[f"{prefix}brute_rate"], 1e-9), 4)
    told[f"{prefix}time_ratio"] = round(told[f"{prefix}ours_s"] / told[f"{prefix}brute_s"], 4)
    return told


if __name__ == "__main__":
    main()
