"""Index the visits of an institution that a person changed since a file brought them."""

from __future__ import annotations

from graph.store import Graph


def up(graph: Graph) -> str:
    """Create what finds them: there are few of them among all of an institution's visits."""
    graph.auto_commit("CREATE INDEX visited_by_hand IF NOT EXISTS FOR ()-[v:VISITED]-() ON (v.owner, v.file_hash)")
    graph.auto_commit("CALL db.awaitIndexes(300)")
    return "visites changées à la main indexées : leur fichier, donné de nouveau, les retrouve"
