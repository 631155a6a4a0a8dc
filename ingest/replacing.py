"""`--replace`: what an earlier edition of a file said and this one no longer does comes to its end."""

from __future__ import annotations

from graph.store import Graph
from ingest.facts import Provenance
from ingest.source import Source

EDITIONS = (
    "MATCH (import:Import {owner: $owner, source_uid: $source, file: $file}) WITH collect(import.uid) AS editions"
)
EDGES = """
MATCH (:Operator {uid: $owner})-[edge:$($kind)]->()
WHERE edge.owner = $owner AND edge.import_uid IN editions AND NOT edge.uid IN $kept
DELETE edge
RETURN count(edge) AS ended
"""
NODES = """
MATCH (node:$($kind))
WHERE node.owner = $owner AND node.import_uid IN editions AND NOT node.uid IN $kept
DETACH DELETE node
RETURN count(node) AS ended
"""


def end_vanished(graph: Graph, source: Source, provenance: Provenance, file: str, kept: list[str]) -> int:
    """Delete the facts that earlier editions of this file brought and this one does not, and return how many.

    An edition is a file of the same name, source and institution. Companies and institutions never end so: others
    speak of them too.
    """
    if not source.nodes and not source.links:
        return 0
    kind = source.nodes[0].label if source.nodes else source.links[0].type
    [ended] = graph.write(
        EDITIONS + (NODES if source.nodes else EDGES),
        owner=provenance.owner,
        source=provenance.source_uid,
        file=file,
        kind=kind,
        kept=kept,
    )
    return int(ended["ended"])
