"""Rows per second of the twelve visit files, whole way, against a bare `UNWIND … MERGE` of the same rows.

Whole way: reading, cleaning, matching, provenance and writing into a graph that holds the company list. Bare: the
edges that came out of it, merged again by the same driver into a graph with the same nodes and constraints, in the best
of batches of 1,000, 5,000 and 10,000 rows. The two take turns; the medians of five rounds make the ratio. Prints one
JSON line; skips, with a reason, where `../shared/data` is absent.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from typing import Any

from bench.homes import DATA, own_graph
from bench.season import TODAY, jobs, read_truth
from graph import Graph
from ingest.request import Request
from ingest.run import ingest_file

ROUNDS = 5
BATCHES = (1_000, 5_000, 10_000)
BARE = """
UNWIND $rows AS row
MATCH (operator:Operator {uid: row.operator})
MATCH (company:Company {uid: row.company})
MERGE (operator)-[visit:VISITED {uid: row.uid}]->(company)
SET visit += row.properties
"""
READ = (
    "MATCH (o:Operator)-[v:VISITED]->(c:Company) "
    "RETURN o.uid AS operator, c.uid AS company, v.uid AS uid, properties(v) AS properties ORDER BY uid"
)
FORGET = (
    "MATCH ()-[v:VISITED]->() DELETE v",
    "MATCH (r:Review) DELETE r",
    "MATCH (i:Import {source_uid: 'visits'}) DELETE i",
)


def main() -> int:
    if not DATA.is_dir():
        print(json.dumps({"skipped": "../shared/data is absent"}))
        return 0
    truth = read_truth()
    with own_graph() as graph:
        files = jobs(truth)
        for path, source, operator in files[:2]:
            ingest_file(graph, path, Request(source=source, operator=operator, create_operator=True, today=TODAY))
        whole, bare = measure(graph, files[3:], len(truth))
    best = max(bare, key=lambda size: statistics.median(bare[size]))
    medians = {size: round(statistics.median(rates)) for size, rates in bare.items()}
    whole_median = statistics.median(whole)
    print(
        json.dumps(
            {
                "bench": "ingest_visits",
                "rows": len(truth),
                "whole_rows_per_s": round(whole_median),
                "bare_rows_per_s": medians,
                "best_batch": best,
                "ratio": round(whole_median / statistics.median(bare[best]), 3),
                "rounds": ROUNDS,
            }
        )
    )
    return 0


def measure(graph: Graph, files: list[Any], rows: int) -> tuple[list[float], dict[int, list[float]]]:
    """Rates of both ways, in turn; the first round of each warms the plans and is not counted."""
    whole: list[float] = []
    bare: dict[int, list[float]] = {size: [] for size in BATCHES}
    for number in range(ROUNDS + 1):
        forget(graph)
        started = time.perf_counter()
        for path, source, operator in files:
            ingest_file(graph, path, Request(source=source, operator=operator, create_operator=True, today=TODAY))
        whole.append(rows / (time.perf_counter() - started))
        edges = graph.system_read(READ)
        for size in BATCHES:
            forget(graph)
            started = time.perf_counter()
            for start in range(0, len(edges), size):
                graph.write(BARE, rows=edges[start : start + size])
            bare[size].append(len(edges) / (time.perf_counter() - started))
        print(
            number,
            round(whole[-1]),
            {size: round(rates[-1]) for size, rates in bare.items()},
            file=sys.stderr,
        )
    return whole[1:], {size: rates[1:] for size, rates in bare.items()}


def forget(graph: Graph) -> None:
    for statement in FORGET:
        graph.write(statement)


if __name__ == "__main__":
    raise SystemExit(main())
