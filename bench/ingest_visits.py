"""Rows per second of the twelve visit files, whole way, against a bare `UNWIND … MERGE` of the same rows.

Whole way: reading, cleaning, matching, provenance and writing into a graph that holds the company list. The twelve
files are taken in as those of one command are (`ingest_files`), each for its own institution. Bare: the edges that came
out of it, merged again by the same driver into a graph with the same nodes and constraints, in the best of batches of
1,000, 5,000 and 10,000 rows. The two take turns; the medians of five rounds make the ratio. The engine forgets its
answers before each round, so that each round matches every name again; `ratio_remembered` is the same with the answers
kept, as when a file comes back corrected. Prints one JSON line; skips, with a reason, where
`../shared/data` is absent.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections import defaultdict
from typing import Any

from bench.homes import DATA, own_graph
from bench.season import TODAY, jobs, read_truth
from graph import Graph
from graph.visibility import Caller
from ingest.linking import registry
from ingest.report import Report
from ingest.request import Request
from ingest.run import ingest_file, ingest_files

ROUNDS = 5
WARMING = 4
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
        measured = measure(graph, files[3:], len(truth))
    medians = {way: round(statistics.median(rates[WARMING:])) for way, rates in measured.items()}
    best = max(BATCHES, key=lambda size: medians[f"bare_{size}"])
    bare = medians[f"bare_{best}"]
    print(
        json.dumps(
            {
                "bench": "ingest_visits",
                "rows": len(truth),
                "rows_per_s": medians,
                "best_batch": best,
                "ratio": round(medians["whole"] / bare, 3),
                "ratio_remembered": round(medians["whole_remembered"] / bare, 3),
                "rounds": ROUNDS,
            }
        )
    )
    return 0


def measure(graph: Graph, files: list[Any], rows: int) -> dict[str, list[float]]:
    """Rates in rows per second of each way, in turn; the first rounds warm the plans and are not counted."""
    rates: dict[str, list[float]] = defaultdict(list)
    me = Caller(organisation=None)
    wanted = [
        (path, Request(source=source, operator=operator, create_operator=True, today=TODAY))
        for path, source, operator in files
    ]
    for number in range(ROUNDS + WARMING):
        for way in ("whole", "whole_remembered"):
            forget(graph)
            if way == "whole":
                registry(graph, me).forget()
            started = time.perf_counter()
            taken = sum(outcome.read for outcome in ingest_files(graph, wanted) if isinstance(outcome, Report))
            if taken != rows:
                raise SystemExit(f"{taken} rows of {rows} were taken in")
            rates[way].append(rows / (time.perf_counter() - started))
        edges = graph.system_read(READ)
        for size in BATCHES:
            forget(graph)
            started = time.perf_counter()
            for start in range(0, len(edges), size):
                graph.write(BARE, rows=edges[start : start + size])
            rates[f"bare_{size}"].append(len(edges) / (time.perf_counter() - started))
        print(number, {way: round(each[-1]) for way, each in rates.items()}, file=sys.stderr)
    return rates


def forget(graph: Graph) -> None:
    for statement in FORGET:
        graph.write(statement)


if __name__ == "__main__":
    raise SystemExit(main())
