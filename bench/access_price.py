"""What it costs to decide inside the query who may see what: each question, against the same Cypher without it.

    python -m bench.access_price [--companies 5000] [--seconds 20]

The condition is removed from the text by this script, and both texts run in turns, in the same graph and the same run,
with the same parameters, for so many seconds each: a 99th centile of few rounds is only the worst of them. Prints one
JSON line: the median and the 99th centile of each, and their ratios; 1.3 is the most that is accepted.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bench.homes import own_graph
from bench.region import Region, draw
from graph import Graph
from graph.visibility import Caller
from queries import before_visit, columns, overlaps, own_visits, registry, search, who
from queries.days import today
from queries.models import MASKED_NAME
from queries.scope import Scope, resolve

MOST = 1.3
WARMING = 0.25
"""The first part of the time, in which plans are made and the server compiles them, is not counted."""
Parameters = Callable[[], dict[str, Any]]
_OWNED = re.compile(r"\((\w+)\.visibility IN \$layer OR \1\.owner IN \$own\)")
_LAYER = re.compile(r"\b\w+\.visibility IN \$layer\b")


def bare(cypher: str) -> str:
    """Return the text without the conditions on the layer: all is seen.

    >>> bare("WHERE (v.visibility IN $layer OR v.owner IN $own) AND v.on > 1")
    'WHERE true AND v.on > 1'
    """
    return _LAYER.sub("true", _OWNED.sub("true", cypher))


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--companies", type=int, default=5_000)
    parser.add_argument("--seconds", type=float, default=20.0)
    options = parser.parse_args()
    with own_graph() as graph:
        asked = questions(graph, draw(graph, options.companies), random.Random(1))
        told = {name: price(graph, *one, seconds=options.seconds) for name, one in asked.items()}
    worst = {f"worst_{ratio}": max(one[ratio] for one in told.values()) for ratio in ("p50_ratio", "p99_ratio")}
    print(json.dumps({"companies": options.companies, "accepted": MOST, **worst, "questions": told}))


def questions(graph: Graph, region: Region, rng: random.Random) -> dict[str, tuple[str, Caller, Parameters]]:
    """The Cypher of each question, who asks, and parameters drawn anew at each call."""
    member = Caller(organisation=region.operators[0])
    everywhere = resolve(graph, member, Scope()).parameters
    since = (today() - timedelta(days=500)).replace(day=1)
    window = {"windows": [[since.isoformat(), "9999-12-31"]], "statuses": ["done", "cancelled"], "many": 51}

    def keys(many: int) -> list[str]:
        return rng.sample(region.companies, many)

    found = graph.read(
        "MATCH (c:Company)<-[v:VISITED]-() WHERE c.uid IN $uids RETURN id(c) AS company, v.visit AS visit",
        member,
        uids=keys(50),
    )
    shown = {"companies": [one["company"] for one in found], "visits": [one["visit"] for one in found]}
    return {
        "company": (who.CYPHER, member, lambda: {"keys": keys(1), "masked_name": MASKED_NAME}),
        "briefing_50": (who.CYPHER, member, lambda: {"keys": keys(50), "masked_name": MASKED_NAME}),
        "search": (search.CYPHER, member, lambda: {"uids": keys(20), "masked_name": MASKED_NAME, **everywhere}),
        "before_visit": (before_visit.CYPHER, member, lambda: {
            "keys": keys(1), "operators": [region.operators[1]], "theme": "export", "masked_name": MASKED_NAME,
        }),
        "overlaps_shown": (overlaps.CYPHER, member.across, lambda: {**shown, "masked_name": MASKED_NAME}),
        "own_visits": (own_visits.CYPHER, member, lambda: {**own_visits.NOTHING, **window}),
        "columns": (columns.CYPHER, member.across, lambda: {"after": "", "many": 5_000, "uids": [], **everywhere}),
        "columns_changed": (columns.CYPHER, member.across, lambda: {
            "after": "", "many": 1, "uids": keys(5), **everywhere,
        }),
        "registry": (registry.CYPHER, member.across, lambda: {"after": "", "many": 2_000, "newer_than": -1}),
    }  # fmt: skip


def price(graph: Graph, cypher: str, caller: Caller, parameters: Parameters, *, seconds: float) -> dict[str, float]:
    """Time both texts in turns, each first one time in two, and return what they cost."""
    texts = {"asked": cypher, "bare": bare(cypher)}
    if texts["asked"] == texts["bare"]:
        raise ValueError("nothing to remove: this question has no condition")
    took: dict[str, list[float]] = {name: [] for name in texts}
    turn, begun = 0, time.perf_counter()
    while (spent := time.perf_counter() - begun) < seconds:
        turn += 1
        given = parameters()
        for name in sorted(texts, reverse=bool(turn % 2)):
            started = time.perf_counter()
            graph.read(texts[name], caller, **given)
            if spent > seconds * WARMING:
                took[name].append(1000 * (time.perf_counter() - started))
    figures = {name: (_centile(times, 0.5), _centile(times, 0.99)) for name, times in took.items()}
    return {
        "rounds": len(took["asked"]),
        "p50_ms": round(figures["asked"][0], 2),
        "p99_ms": round(figures["asked"][1], 2),
        "bare_p50_ms": round(figures["bare"][0], 2),
        "bare_p99_ms": round(figures["bare"][1], 2),
        "p50_ratio": round(figures["asked"][0] / figures["bare"][0], 2),
        "p99_ratio": round(figures["asked"][1] / figures["bare"][1], 2),
    }


def _centile(times: list[float], part: float) -> float:
    return sorted(times)[int(len(times) * part)]


if __name__ == "__main__":
    main()
