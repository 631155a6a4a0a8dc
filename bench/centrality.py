"""A centrality report of a generated sector against networkx, in the same run; one line of JSON.

Run: `python bench/centrality.py [--operators 60 --companies 5100 --visits 9000]`. It uses an empty Neo4j: the
one of `NEO4J_URI`, or an embedded one in a temporary home (`DORE_RUNTIME` saves the download), and empties it
afterwards. Ours is the whole question, reading included; networkx computes the same five measures on a graph
in memory.
"""

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import networkx as nx

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from graph import MEMBER, Graph, Settings, connect  # noqa: E402
from queries.analytics import Around, CentralityOptions, centrality, network  # noqa: E402

EMPTY = "MATCH (n) WHERE NOT n:Migration CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS"
PROVENANCE = dict.fromkeys(("source_uid", "import_uid", "recorded_at", "recorded_by"), "bench")
SECTOR = Around(sector=("62",))
BATCH = 5_000
DRAW_COMPANIES = """
MATCH (s:Sector {uid: 'naf2:62.01Z'}) UNWIND $rows AS uid
CREATE (c:Company {uid: uid, siren: uid, name: 'Société ' + uid, names: ['Société ' + uid], naf: '62.01Z',
  departement: '80', state: 'open', visibility: 'open', nature_juridique: '5710'})-[:IN_SECTOR]->(s)
SET c += $provenance
"""
DRAW_VISITS = """
UNWIND $rows AS row
MATCH (o:Operator {uid: row[1]}) MATCH (c:Company {uid: row[2]})
CREATE (o)-[v:VISITED {uid: row[0], visit: row[0], owner: row[1], visibility: row[3], on: row[4], earliest:
row[4],
  latest: row[4], status: 'done', role: 'lead'}]->(c)
SET v += $provenance
"""


def draw(graph: Graph, operators: int, companies: int, visits: int) -> None:
    """Write a sector: few operators make most of the visits, few companies get most of them."""
    rng = random.Random(20_260_520)
    graph.write(
        "CREATE (:Sector {uid: 'naf2:62', code: '62', nomenclature: 'naf2', label: 'Programmation'})"
        "<-[:PART_OF]-(:Sector {uid: 'naf2:62.01Z', code: '62.01Z', nomenclature: 'naf2', label: 'Codage'})"
    )
    names = [f"op{number}" for number in range(operators)]
    graph.write(
        "UNWIND $rows AS uid CREATE (o:Operator {uid: uid, name: uid}) SET o += $provenance",
        rows=names,
        provenance=PROVENANCE,
    )
    sirens = [str(800_000_000 + number) for number in range(companies)]
    shares = [1 / (rank + 1) ** 0.8 for rank in range(operators)]
    rows = []
    for number, operator in enumerate(rng.choices(names, shares, k=visits)):
        company = sirens[int(rng.betavariate(0.9, 2.2) * companies)]
        [level] = rng.choices(["private", "signalled", "shared"], [1, 2, 17])
        rows.append([f"v{number}", operator, company, level, f"2026-{rng.randint(1, 12):02}-01"])
    for cypher, lines in ((DRAW_COMPANIES, sirens), (DRAW_VISITS, rows)):
        for start in range(0, len(lines), BATCH):
            graph.write(cypher, rows=lines[start : start + BATCH], provenance=PROVENANCE)


def measured_by_networkx(drawn: "nx.Graph[str]") -> dict[str, dict[str, float]]:
    """Compute what `centrality` computes, with networkx alone."""
    nx.community.louvain_communities(drawn, weight="weight", seed=1)
    return {
        "degree": dict(drawn.degree()),
        "weighted_degree": dict(drawn.degree(weight="weight")),
        "pagerank": nx.pagerank(drawn, weight="weight", tol=1e-12, max_iter=1_000),
        "betweenness": nx.betweenness_centrality(drawn),
    }


def timed(action: Callable[[], Any], times: int) -> tuple[float, Any]:
    """Return the median time of an action, in seconds, and its last result."""
    seconds, result = [], None
    for _ in range(times):
        start = time.perf_counter()
        result = action()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds), result


@contextmanager
def empty_graph() -> Iterator[Graph]:
    """A graph of one's own: refused when it holds something already."""
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=Path(home), heap_mib=1024, page_cache_mib=256)
        with connect(settings) as graph:
            [found] = graph.system_read("RETURN EXISTS { MATCH (n) WHERE NOT n:Migration } AS filled")
            if found["filled"]:
                sys.exit("La base n'est pas vide : le banc d'essai n'y touche pas.")
            try:
                yield graph
            finally:
                graph.auto_commit(EMPTY)
        if not settings.neo4j_uri:
            from graph.embedded import stop

            stop(settings)


def main() -> None:
    """Draw, measure both, compare, print."""
    options = argparse.ArgumentParser()
    for name, default in (("operators", 60), ("companies", 5_100), ("visits", 9_000), ("times", 5)):
        options.add_argument(f"--{name}", type=int, default=default)
    asked = options.parse_args()
    with empty_graph() as graph:
        draw(graph, asked.operators, asked.companies, asked.visits)
        every = CentralityOptions(limit=0)
        centrality(graph, MEMBER, SECTOR, every)  # the first plan of a question is made here, not below
        ours, report = timed(lambda: centrality(graph, MEMBER, SECTOR, every), asked.times)
        reading, drawn = timed(lambda: network(graph, MEMBER, SECTOR), asked.times)
    theirs, measures = timed(lambda: measured_by_networkx(drawn.to_networkx()), 1)
    apart = max(abs(getattr(row, name) - values[row.id]) for name, values in measures.items() for row in report.rows)
    print(
        json.dumps(
            {
                "bench": "centrality",
                "actors": report.actor_count,
                "links": report.link_count,
                "ours_s": round(ours, 3),
                "of_which_reading_s": round(reading, 3),
                "networkx_s": round(theirs, 3),
                "times_faster": round(theirs / ours, 1),
                "largest_difference": apart,
            }
        )
    )


if __name__ == "__main__":
    main()
