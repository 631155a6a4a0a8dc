"""Whole files of names against a registry: our engine beside four others, in one run, on the same hard table.

`python -m bench.linking [--without-splink]` needs ../shared/data/matching and, for Splink, `pip install splink` (MIT).
Each method gets the same entries and mentions, with identifiers, sources and kinds left out. Prints one JSON line: the
figures of each (see bench/linking_data.py), the seconds of its index and of its answers, and two ratios: our mentions a
second beside Splink's (index included), and our index's seconds beside the ten allowed.

Our engine's trees were learnt on these mentions: its figures here say that the method runs, not what it is worth. What
it is worth is what `python -m bench.learn_linking` prints, out of fold; the other four learn nothing from the truth
(Splink's tuning apart).
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
from collections import defaultdict
from collections.abc import Callable
from time import perf_counter
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process

from bench.linking_data import Truth, figures, read_truth, skipped
from matching.linking.columns import gram_rows, gram_weights
from matching.linking.engine import LINK_FROM, Engine
from matching.text import fold_department, letters

Answers = list[tuple[int, bool, float]]
Method = Callable[[Truth], tuple[Answers, float, float]]


def ours(truth: Truth) -> tuple[Answers, float, float]:
    """Our engine, as `dore link` runs it."""
    began = perf_counter()
    engine = Engine(truth.entries)
    ready = perf_counter()
    found = [(one.entry.siren if one.entry else None, one.score) for one in engine.link(truth.mentions)]
    return _judged(truth, found), ready - began, perf_counter() - ready


def exact(truth: Truth) -> tuple[Answers, float, float]:
    """The same letters, legal form included; a name of several entries goes to the one of the same département."""
    began = perf_counter()
    known: defaultdict[str, list[int]] = defaultdict(list)
    for at, entry in enumerate(truth.entries):
        for name in {letters(name) for name in entry.names}:
            known[name].append(at)
    ready = perf_counter()
    departments = [_departments(entry.departements) for entry in truth.entries]
    found: list[tuple[str | None, float]] = []
    for one in truth.mentions:
        same = known.get(letters(one.name), [])
        here = [at for at in same if fold_department(one.departement) in departments[at]] or same
        found.append((truth.entries[here[0]].siren, 1 / len(here)) if here else (None, 0.0))
    return _judged(truth, found), ready - began, perf_counter() - ready


def brute_force(truth: Truth) -> tuple[Answers, float, float]:
    """rapidfuzz token_sort_ratio over every name of the département (of the country where none is said)."""
    began = perf_counter()
    names: defaultdict[str | None, list[str]] = defaultdict(list)
    owners: defaultdict[str | None, list[int]] = defaultdict(list)
    for at, entry in enumerate(truth.entries):
        for place in {None, *_departments(entry.departements)}:
            names[place].extend(name.lower() for name in entry.names)
            owners[place].extend([at] * len(entry.names))
    ready = perf_counter()
    found: list[tuple[str | None, float]] = []
    for one in truth.mentions:
        place = fold_department(one.departement)
        place = place if place in names else None
        best = process.extractOne(one.name.lower(), names[place], scorer=fuzz.token_sort_ratio)
        found.append((truth.entries[owners[place][best[2]]].siren, best[1] / 100) if best else (None, 0.0))
    return _judged(truth, found), ready - began, perf_counter() - ready


def letter_runs(truth: Truth) -> tuple[Answers, float, float]:
    """tf-idf over runs of letters (of four, as ours), plus a little for the same département; the closest wins."""
    began = perf_counter()
    pairs = [(at, letters(name)) for at, entry in enumerate(truth.entries) for name in entry.names]
    compacts = [compact for _, compact in pairs]
    owners = np.array([at for at, _ in pairs])
    weights = gram_weights(compacts)
    known = gram_rows(compacts, weights).T.tocsr()
    departments = [_departments(entry.departements) for entry in truth.entries]
    ready = perf_counter()
    found: list[tuple[str | None, float]] = []
    asked = gram_rows([letters(one.name) for one in truth.mentions], weights)
    for at, one in enumerate(truth.mentions):
        near = (asked[at] @ known).tocsr()
        place = fold_department(one.departement)
        bonus = np.array([0.15 if place and place in departments[owners[name]] else 0.0 for name in near.indices])
        if not len(bonus):
            found.append((None, 0.0))
            continue
        best = int(np.argmax(near.data + bonus))
        found.append((truth.entries[owners[near.indices[best]]].siren, float(near.data[best] + bonus[best]) / 1.15))
    return _judged(truth, found), ready - began, perf_counter() - ready


def _departments(said: tuple[str, ...]) -> set[str]:
    return {one for raw in said if (one := fold_department(raw))}


def _judged(truth: Truth, found: list[tuple[str | None, float]]) -> Answers:
    """Return what is right among the answers given; no answer is left out."""
    return [(at, bool(siren) and siren == truth.sirens[at], score) for at, (siren, score) in enumerate(found) if siren]


def main() -> None:
    """Run every method and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without-splink", action="store_true")
    asked = parser.parse_args()
    if skipped("linking", *(() if asked.without_splink else ("splink", "pandas"))):
        return
    truth = read_truth()
    methods: dict[str, Method] = {"exact": exact, "tf_idf": letter_runs, "ours": ours, "brute_force": brute_force}
    if not asked.without_splink:
        from bench.linking_splink import splink

        methods["splink"] = splink
    table: dict[str, Any] = {}
    for name, method in methods.items():
        answers, index_s, link_s = method(truth)
        told = figures(answers, truth, LINK_FROM)
        kept = {figure: told[figure] for figure in ("top1", "f1", "auto_at_0.95", "auto_at_0.98")}
        speed = {"index_s": round(index_s, 2), "mentions_per_s": round(len(truth.mentions) / link_s)}
        table[name] = {**kept, **speed, "whole_s": round(index_s + link_s, 2)}
        print(f"{name}: {table[name]}", file=sys.stderr, flush=True)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    ratio = round(table["splink"]["whole_s"] / table["ours"]["whole_s"], 2) if "splink" in table else None
    print(
        json.dumps({"bench": "linking", "table": table, "peak_mb_of_all": peak_mb, "times_faster_than_splink": ratio})
    )


if __name__ == "__main__":
    main()
