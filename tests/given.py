"""Draw a small graph for a test: Cypher patterns, with the provenance that every fact needs filled in."""

from __future__ import annotations

from graph.store import Graph
from graph.visibility import FACT_EDGES, MEANS_NODES

_FILL_NODES = """
MATCH (n) WHERE n.uid IS NULL AND NOT n:Migration
SET n.uid = coalesce(n.siren, n.siret, n.code, toString(id(n)))
"""
_FILL_COMPANIES = """
MATCH (n:Company)
SET n.name = coalesce(n.name, 'Société ' + n.uid), n.owner = coalesce(n.owner, 'dore'), n.visibility = coalesce(n.visibility, 'open'),
    n.state = coalesce(n.state, 'open')
SET n.names = coalesce(n.names, [n.name])
"""
_FILL_PROVENANCE = """
MATCH (n) WHERE n:Company OR n:Establishment OR n:Operator OR n:Project OR n:Need OR n:Agreement OR n:Review OR n:Decision OR any(one IN labels(n) WHERE one IN $means)
SET n.source_uid = coalesce(n.source_uid, 'test'), n.import_uid = coalesce(n.import_uid, 'test'),
    n.recorded_at = coalesce(n.recorded_at, '2026-01-01T00:00:00+00:00'), n.recorded_by = coalesce(n.recorded_by, 'test'),
    n.name = coalesce(n.name, n.uid)
"""
_FILL_FACT_NODES = """
MATCH (n) WHERE n:Project OR n:Need OR n:Agreement OR n:Consultation OR n:Decision OR any(one IN labels(n) WHERE one IN $means)
SET n.visibility = coalesce(n.visibility, 'shared'), n.title = coalesce(n.title, n.uid)
SET n.earliest = coalesce(n.earliest, CASE WHEN n.visibility = 'signalled' THEN left(n.on, 8) + '01' ELSE n.on END),
    n.latest = coalesce(n.latest, CASE WHEN n.visibility = 'signalled' THEN left(n.on, 8) + '28' ELSE n.on END)
"""
_FILL_EDGES = """
MATCH (start)-[r]->() WHERE type(r) IN $fact_edges
SET r.uid = coalesce(r.uid, toString(id(r))), r.owner = coalesce(r.owner, start.uid),
    r.visibility = coalesce(r.visibility, 'shared'), r.source_uid = coalesce(r.source_uid, 'test'),
    r.import_uid = coalesce(r.import_uid, 'test'),
    r.recorded_at = coalesce(r.recorded_at, '2026-01-01T00:00:00+00:00'), r.recorded_by = coalesce(r.recorded_by, 'test')
SET r.earliest = coalesce(r.earliest, CASE WHEN r.visibility = 'signalled' THEN left(r.on, 8) + '01' ELSE r.on END),
    r.latest = coalesce(r.latest, CASE WHEN r.visibility = 'signalled' THEN left(r.on, 8) + '28' ELSE r.on END)
"""
_FILL_VISITS = """
MATCH ()-[v:VISITED]->()
SET v.visit = coalesce(v.visit, v.uid), v.status = coalesce(v.status, 'done'), v.role = coalesce(v.role, 'lead')
"""


def given(graph: Graph, *patterns: str) -> None:
    """Create the patterns as one `CREATE`, then fill in what a fact must have and the test does not care about.

    A fact without `owner` belongs to the node it starts from; without `visibility` it is shared; a signalled
    fact's `on` becomes the bounds of its month (to the 28th); a company is `open` and takes its SIREN as uid.
    """
    graph.write("CREATE " + ",\n".join(patterns))
    statements = [_FILL_NODES, _FILL_COMPANIES, _FILL_PROVENANCE, _FILL_FACT_NODES, _FILL_EDGES, _FILL_VISITS]
    graph.write_all(
        [(statement, {"fact_edges": sorted(FACT_EDGES), "means": sorted(MEANS_NODES)}) for statement in statements]
    )
