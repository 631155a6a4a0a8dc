"""`kill -9` of the ingest and of the server at random moments: after a re-run, is the graph that of a calm run?

    python -m bench.kill_recovery [--moments 20] [--companies 400]

A fictional region is ingested once without trouble, and its graph summed up by a hash of every node and edge, times of
recording left out. Then, for each moment: an empty graph, the same command, a kill of the ingest or of the server, the
same command again until it ends, and the hash compared. Prints one JSON line.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from hashlib import sha256
from typing import Any

from bench.homes import EMPTY, ROOT, own_home
from cli.demo.region import generate
from graph import Graph, Settings, connect
from graph.embedded import start

UNSTABLE = {"recorded_at", "decided_at", "edition", "born"}
NODES = (
    "MATCH (n) WHERE NOT n:Migration AND NOT n:Counter AND NOT n:Import AND NOT n:Territory AND NOT n:Sector "
    "RETURN labels(n) AS labels, properties(n) AS properties"
)
EDGES = (
    "MATCH (a)-[e]->(b) WHERE NOT a:Territory AND NOT a:Sector RETURN type(e) AS type, "
    "coalesce(a.uid, a.siret) AS start, coalesce(b.uid, b.siret) AS end, properties(e) AS properties"
)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--moments", type=int, default=20)
    parser.add_argument("--companies", type=int, default=400)
    options = parser.parse_args()
    chance = random.Random(20260520)
    with own_home() as settings:
        folder = settings.home / "region"
        generate(folder, companies=options.companies)
        command = [sys.executable, "-m", "cli.main", "demo", "load", str(folder)]
        run(command, settings)
        expected = summed(settings)
        with connect(settings) as graph:
            graph.auto_commit(EMPTY)
        started = time.perf_counter()  # of a second run: the server is warm then, as in the trials
        run(command, settings)
        calm_s = time.perf_counter() - started
        outcomes = []
        for number in range(options.moments):
            victim = ("ingest", "server")[number % 2]
            outcomes.append(trial(settings, command, victim, chance.uniform(0.1, 0.9) * calm_s, expected))
            print(number, outcomes[-1], file=sys.stderr)
    same = sum(outcome["same"] for outcome in outcomes)
    print(json.dumps({"bench": "kill_recovery", "moments": len(outcomes), "same": same,
                      "killed_under_way": sum(outcome["under_way"] for outcome in outcomes),
                      "ratio": same / len(outcomes)}))  # fmt: skip
    return 0 if same == len(outcomes) else 1


def trial(settings: Settings, command: list[str], victim: str, after_s: float, expected: str) -> dict[str, Any]:
    """Kill one process at a moment, run the command again until it ends, and compare."""
    with connect(settings) as graph:
        graph.auto_commit(EMPTY)
    server = start(settings, progress=False)
    process = subprocess.Popen(
        command, env=environment(settings), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    time.sleep(after_s)
    under_way = process.poll() is None
    with contextlib.suppress(ProcessLookupError):
        os.kill(process.pid if victim == "ingest" else server.pid, signal.SIGKILL)
    process.wait()
    run(command, settings)
    return {
        "victim": victim,
        "after_s": round(after_s, 1),
        "under_way": under_way,
        "same": summed(settings) == expected,
    }


def run(command: list[str], settings: Settings) -> None:
    subprocess.run(command, env=environment(settings), cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def environment(settings: Settings) -> dict[str, str]:
    return {**os.environ, "DORE_HOME": str(settings.home), "DORE_RUNTIME": str(settings.runtime_dir)}


def summed(settings: Settings) -> str:
    """A hash of all nodes and edges, whatever the order they were written in."""
    with connect(settings) as graph:
        lines = sorted(canonical(record) for text in (NODES, EDGES) for record in graph.system_read(text))
        assert_nothing_twice(graph)
    return sha256("\n".join(lines).encode()).hexdigest()


def canonical(record: dict[str, Any]) -> str:
    properties = {
        key: sorted(value) if isinstance(value, list) else value
        for key, value in record["properties"].items()
        if key not in UNSTABLE
    }
    return json.dumps({**record, "properties": properties}, sort_keys=True, ensure_ascii=False)


def assert_nothing_twice(graph: Graph) -> None:
    [found] = graph.system_read("MATCH ()-[v:VISITED]->() RETURN count(v) AS edges, count(DISTINCT v.uid) AS uids")
    if found["edges"] != found["uids"]:
        raise SystemExit(f"visits twice: {found}")


if __name__ == "__main__":
    raise SystemExit(main())
