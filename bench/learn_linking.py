"""Learns the trees of matching/linking on public mentions, says what they are worth on others, and writes them.

`python -m bench.learn_linking [--write] [--seed N] [--jobs N] [--diagram FILE.svg]` needs catboost (Apache-2.0), which
the product does not, and ../shared/data/matching. Figures are out of fold, the mentions of one SIREN always in the same
fold: no mention is judged by trees that saw its company. With `--write` the trees learnt on all mentions and the
thresholds go to matching/linking/learnt; with `--diagram`, the reliability out of fold is drawn. Prints one JSON line.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from bench.linking_data import Truth, figures, read_truth, skipped
from bench.reliability import draw
from matching.linking.columns import Flags, Floats, Ints, groups
from matching.linking.engine import Engine, second_stage
from matching.linking.judging import Answered
from matching.linking.trees import LEARNT

Answers = list[tuple[int, bool, float]]

FOLDS, INNER_FOLDS, FIRST_BAGS, BAGS = 5, 3, 2, 4
# The first stage learns on the likeliest candidates of each mention: the others are wrong at first sight.
LIKELIEST = 10
FIRST = {"iterations": 250, "depth": 5, "learning_rate": 0.1}
SECOND = {"iterations": 200, "depth": 4, "learning_rate": 0.06}
COMMON = {
    "l2_leaf_reg": 6,
    "rsm": 0.5,
    "bootstrap_type": "Bernoulli",
    "subsample": 0.8,
    "border_count": 64,
    "thread_count": 1,
    "verbose": 0,
    "allow_writing_files": False,
}
# A threshold is taken a little above the precision promised, since it is frozen for mentions not yet seen.
LINK_PRECISION, UNKNOWN_PRECISION = 0.955, 0.95


@dataclass(slots=True)
class Lines:
    """Candidates as a table: one line each, the mentions in order."""

    signs: dict[str, Floats]
    mention: Ints
    right: Flags

    def take(self, at: Ints | Flags) -> Lines:
        """Return some of the lines."""
        return Lines({name: values[at] for name, values in self.signs.items()}, self.mention[at], self.right[at])

    def matrix(self) -> Floats:
        """Return the signs side by side."""
        return np.column_stack(list(self.signs.values()))


def learn(lines: Lines, settings: dict[str, Any], seed: int) -> Any:
    """Return a model of symmetric trees that tells right lines from wrong ones."""
    from catboost import CatBoostClassifier

    model = CatBoostClassifier(**COMMON, **settings, random_seed=seed)
    return model.fit(lines.matrix(), lines.right.astype(int))


def likeliest(lines: Lines) -> Lines:
    """Return the right lines and, for each mention, those that look best at first sight."""
    sign = lines.signs
    place = 0.2 * sign["same_town"] + 0.15 * sign["same_department"] - 0.2 * sign["other_department"]
    look = sign["word_cosine"] + sign["gram_cosine"] + 0.5 * (sign["said"] + sign["known"]) + 1.5 * sign["acronym"]
    order = np.lexsort((-(look + place), lines.mention))
    starts, sizes = groups(lines.mention[order])
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order)) - np.repeat(starts, sizes)
    return lines.take(np.flatnonzero((rank < LIKELIEST) | lines.right))


def log_odds(models: list[Any], lines: Lines) -> Floats:
    """Return what models say of lines, on average."""
    signs = lines.matrix()
    said = [model.predict(signs, prediction_type="RawFormulaVal") for model in models]
    return np.asarray(np.mean(said, axis=0), np.float32)


def second_lines(lines: Lines, first: Floats) -> Lines:
    """Return the lines of the second stage, built as the engine builds them."""
    at, signs = second_stage(lines.signs, lines.mention, first)
    return Lines(signs, lines.mention[at], lines.right[at])


def fold_of(groups: list[str], count: int, seed: int) -> Ints:
    """Return a fold for each group name, the same for the same name."""
    rng = np.random.default_rng(seed)
    folds: dict[str, int] = {}
    return np.array([folds.setdefault(group, int(rng.integers(count))) for group in groups])


def both_stages(lines: Lines, names: list[str], seed: int) -> tuple[list[Any], list[Any]]:
    """Learn the first stage, then the second on what the first says of mentions that it has not seen."""
    inner = fold_of(names, INNER_FOLDS, seed + 99)[lines.mention]
    unseen = np.zeros(len(lines.mention), np.float32)
    for fold in range(INNER_FOLDS):
        model = learn(likeliest(lines.take(inner != fold)), FIRST, seed)
        unseen[inner == fold] = log_odds([model], lines.take(inner == fold))
    second, near = second_lines(lines, unseen), likeliest(lines)
    return (
        [learn(near, FIRST, seed + bag) for bag in range(FIRST_BAGS)],
        [learn(second, SECOND, seed + bag) for bag in range(BAGS)],
    )


def judged(lines: Lines, names: list[str], seed: int, number: int) -> Answers:
    """Return (mention, is the best answer right, its probability) for one fold, by trees that did not see it."""
    fold = fold_of(names, FOLDS, seed)[lines.mention]
    first, second = both_stages(lines.take(fold != number), names, seed)
    asked = lines.take(fold == number)
    told = second_lines(asked, log_odds(first, asked))
    chance = 1 / (1 + np.exp(-log_odds(second, told)))
    order = np.lexsort((-chance, told.mention))
    mentions = told.mention[order]
    best = order[np.r_[True, mentions[1:] != mentions[:-1]]].tolist()
    return [(int(told.mention[at]), bool(told.right[at]), float(chance[at])) for at in best]


def out_of_fold(lines: Lines, names: list[str], seed: int, jobs: int) -> Iterator[tuple[int, bool, float]]:
    """Yield the best answer to each mention, each judged by trees that did not see it."""
    with ProcessPoolExecutor(jobs) as pool:
        folds = [pool.submit(judged, lines, names, seed, number) for number in range(FOLDS)]
        for number, fold in enumerate(folds):
            yield from fold.result()
            print(f"  fold {number + 1} of {FOLDS}", file=sys.stderr, flush=True)


def weighed(engine: Engine, truth: Truth) -> Lines:
    """Return the candidates of all the mentions."""
    evidence = engine.weigh(truth.mentions)
    right = np.array(
        [
            engine.entry(owner).siren == truth.sirens[mention]
            for owner, mention in zip(evidence.owner.tolist(), evidence.mention.tolist(), strict=True)
        ]
    )
    return Lines(evidence.signs, evidence.mention, right)


def thresholds(answers: Answers) -> dict[str, float]:
    """Return the lowest probability from which answers are right as often as promised, and where they are wrong."""
    answers = sorted(answers, key=lambda one: -one[2])
    right = np.cumsum([one[1] for one in answers]) / np.arange(1, len(answers) + 1)
    link = answers[int(np.flatnonzero(right >= LINK_PRECISION)[-1])][2]
    wrong = np.cumsum([not one[1] for one in answers[::-1]]) / np.arange(1, len(answers) + 1)
    unknown = answers[::-1][int(np.flatnonzero(wrong >= UNKNOWN_PRECISION)[-1])][2]
    return {"link_from": round(link, 4), "unknown_below": round(unknown, 4)}


def write_trees(first: list[Any], second: list[Any], first_signs: list[str], signs: list[str]) -> None:
    """Write the trees as text; the bags of a stage are averaged, so each leaf is a share of one."""
    with (LEARNT / "trees.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["stage", "questions", "leaves"])
        for stage, models, names in (("first", first, first_signs), ("second", second, signs)):
            for model in models:
                for questions, leaves in _trees(model, names, len(models)):
                    writer.writerow([stage, questions, leaves])


def _trees(model: Any, names: list[str], share: int) -> Iterator[tuple[str, str]]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        model.save_model(str(path), format="json")
        told = json.loads(path.read_text(encoding="utf-8"))
    scale, bias = told["scale_and_bias"]
    features = told["features_info"]["float_features"]
    yield "", f"{bias[0] / share:.6g}"
    for tree in told["oblivious_trees"]:
        asked = [(features[one["float_feature_index"]]["flat_feature_index"], one["border"]) for one in tree["splits"]]
        questions = " & ".join(f"{names[number]} > {border:.7g}" for number, border in asked)
        yield questions, " ".join(f"{value * scale / share:.4g}" for value in tree["leaf_values"])


def write_thresholds(found: dict[str, float]) -> None:
    """Write the thresholds with what they promise."""
    reasons = {
        "link_from": f"from this probability on, {LINK_PRECISION:.1%} of the answers out of fold are right",
        "unknown_below": f"below it, {UNKNOWN_PRECISION:.0%} of the best answers out of fold are wrong",
    }
    with (LEARNT / "thresholds.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["name", "value", "reason"])
        writer.writerows([name, value, reasons[name]] for name, value in found.items())


def main() -> None:
    """Judge out of fold, then learn on everything if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the trees and the thresholds")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2, help="folds learnt at once")
    parser.add_argument("--diagram", type=Path, help="where to draw how far the probabilities can be believed (SVG)")
    asked = parser.parse_args()
    if skipped("learn_linking", "catboost"):
        return
    truth = read_truth()
    engine = Engine(truth.entries)
    lines = weighed(engine, truth)
    names = [siren or f"absent {at}" for at, siren in enumerate(truth.sirens)]
    answers = list(out_of_fold(lines, names, asked.seed, asked.jobs))
    found = thresholds(answers)
    print(
        json.dumps(
            {"bench": "learn_linking", "seed": asked.seed, **figures(answers, truth, found["link_from"]), **found}
        )
    )
    if asked.diagram:
        asked.diagram.write_text(draw([Answered(right, chance) for _, right, chance in answers]), encoding="utf-8")
    if asked.write:
        first, second = both_stages(lines, names, asked.seed)
        told = second_lines(lines, log_odds(first, lines))
        write_trees(first, second, list(lines.signs), list(told.signs))
        write_thresholds(found)


if __name__ == "__main__":
    main()
