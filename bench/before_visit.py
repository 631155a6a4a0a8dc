"""What is asked at each key of the form of a visit: whom it would meet, against `RETURN 1` in the same run.

    python -m bench.before_visit [--companies 5000] [--rounds 500]

Prints one JSON line: the median and the 99th centile of both, in turns, and their ratios.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from datetime import timedelta

from bench.homes import own_graph
from bench.region import THEMES, Region, draw
from graph import Graph
from graph.visibility import Caller
from queries.before_visit import NewVisit, before_visit
from queries.days import today

WARM = 20


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--companies", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=500)
    options = parser.parse_args()
    with own_graph() as graph:
        took = timed(graph, draw(graph, options.companies), options.rounds)
    figures = {name: [sorted(times)[int(len(times) * part)] for part in (0.5, 0.99)] for name, times in took.items()}
    told = {name: {"p50_ms": round(p50, 2), "p99_ms": round(p99, 2)} for name, (p50, p99) in figures.items()}
    ratios = [round(ours / one, 2) for ours, one in zip(figures["before_visit"], figures["return_1"], strict=True)]
    told["ratio"] = {"p50": ratios[0], "p99": ratios[1]}
    print(json.dumps({"companies": options.companies, "rounds": options.rounds, **told}))


def timed(graph: Graph, region: Region, rounds: int) -> dict[str, list[float]]:
    """Return how long each took, in milliseconds, once their plans are made."""
    rng = random.Random(1)
    caller = Caller(organisation=region.operators[0])
    took: dict[str, list[float]] = {"before_visit": [], "return_1": []}
    for turn in range(rounds + WARM):
        asked = NewVisit(
            company=rng.choice(region.companies),
            on=today() + timedelta(days=rng.randint(0, 60)),
            operators=(region.operators[0],),
            theme=rng.choice(THEMES),
        )
        started = time.perf_counter()
        before_visit(graph, caller, asked)
        between = time.perf_counter()
        graph.read("RETURN 1 AS one", caller)
        if turn >= WARM:
            took["before_visit"].append(1000 * (between - started))
            took["return_1"].append(1000 * (time.perf_counter() - between))
    return took


if __name__ == "__main__":
    main()
