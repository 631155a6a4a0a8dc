"""The training run behind `boot_cache`: boot on a throwaway folder, ask what DORE asks, leave through Java.

Leaving through Java is what writes the cache, so it does not end as `child` does.
"""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path
from typing import LiteralString

import jpype
import neo4j

from graph.embedded.child import boot
from graph.embedded.launch import Launch
from graph.embedded.layout import USER, Layout, password

# The shapes of DORE's own statements: what they load is what the first real question would have to.
_STATEMENTS: tuple[LiteralString, ...] = (
    "CREATE CONSTRAINT trained IF NOT EXISTS FOR (n:Trained) REQUIRE n.uid IS UNIQUE",
    "CREATE FULLTEXT INDEX trained_names IF NOT EXISTS FOR (n:Trained) ON EACH [n.name]",
    "CALL db.awaitIndexes()",
    """
    UNWIND range(1, 2000) AS i MERGE (n:Trained {uid: toString(i)})
    ON CREATE SET n.name = 'nom ' + i, n.on = date()
    """,
    """
    UNWIND range(1, 1999) AS i MATCH (a:Trained {uid: toString(i)}), (b:Trained {uid: toString(i + 1)})
    MERGE (a)-[v:MET {uid: i}]->(b) SET v.on = date() - duration({days: i % 90})
    """,
    """
    MATCH (a:Trained)-[v:MET]->(b)
    WHERE v.on >= date() - duration({days: 30}) AND NOT EXISTS { (b)-[:MET]->(a) }
    WITH a, collect({uid: b.uid, on: toString(v.on)}) AS met, count(*) AS n ORDER BY n DESC, a.uid LIMIT 20
    RETURN a {.*, met: met} AS row
    """,
    "MATCH p = (a:Trained {uid: '1'})-[:MET*1..3]->(b) RETURN [n IN nodes(p) | n.uid] AS path",
    "CALL db.index.fulltext.queryNodes('trained_names', 'nom 12') YIELD node RETURN node.uid LIMIT 5",
    "MATCH (n:Trained) CALL (n) { OPTIONAL MATCH (n)<-[v:MET]-() RETURN count(v) AS c } RETURN c, count(*)",
    "SHOW CONSTRAINTS",
    "SHOW INDEXES",
    "MATCH (n:Trained) DETACH DELETE n",
)


def main() -> None:
    """Boot, ask, shut down, and let Java write its cache."""
    launch = Launch(**json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    layout = Layout(Path(launch.root))
    dbms = boot(launch, layout, threading.Event())
    address, secret = f"bolt://127.0.0.1:{launch.port}", (USER, password(layout))
    with neo4j.GraphDatabase.driver(address, auth=secret) as driver:
        for statement in _STATEMENTS:
            driver.execute_query(statement)
    dbms.shutdown()
    jpype.JClass("java.lang.System").exit(0)


if __name__ == "__main__":
    main()
