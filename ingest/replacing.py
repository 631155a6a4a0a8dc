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
WITH collect(CASE WHEN edge.file_hash IS NULL THEN edge END) AS gone, count(edge.file_hash) AS by_hand
FOREACH (edge IN gone | DELETE edge)
RETURN size(gone) AS ended, by_hand
"""
NODES = """
MATCH (node:$($kind))
WHERE node.owner = $owner AND node.import_uid IN editions AND NOT node.uid IN $kept
WITH node, node.uid AS uid
// What belongs to it goes with it: partnerships that follow from it, actions, replies, whom only it names.
CALL (uid) {
  MATCH ()-[partnership:PARTNERS_WITH {agreement: uid}]->() DELETE partnership
}
CALL (node, uid) {
  OPTIONAL MATCH (action:AgreementAction)-[:ACTION_OF]->(node)
  OPTIONAL MATCH (reply:ConsultationReply {consultation: uid})
  OPTIONAL MATCH (named:Outsider) WHERE named.uid STARTS WITH uid + ':'
  OPTIONAL MATCH (node)-[:MEASURED_BY|MET|GAVE*1..2]->(part)
  DETACH DELETE action, reply, named, part
}
DETACH DELETE node
RETURN count(node) AS ended, 0 AS by_hand
"""


def end_vanished(graph: Graph, source: Source, provenance: Provenance, file: str, kept: list[str]) -> tuple[int, int]:
    """Delete the facts that earlier editions of this file brought and this one does not.

    An edition is a file of the same name, source and institution. Companies and institutions never end so: others
    speak of them too. Nor do visits that a person has changed since: what was written by hand is not lost to a file.

    Returns:
        How many ended, and how many stay because a person has changed them.
    """
    if not source.nodes and not source.links:
        return 0, 0
    kind = source.nodes[0].label if source.nodes else source.links[0].type
    [ended] = graph.write(
        EDITIONS + (NODES if source.nodes else EDGES),
        owner=provenance.owner,
        source=provenance.source_uid,
        file=file,
        kind=kind,
        kept=kept,
    )
    return int(ended["ended"]), int(ended["by_hand"])
