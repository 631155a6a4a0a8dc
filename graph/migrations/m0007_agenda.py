"""Index the visits of an institution by status and day, in place of the index by day alone."""

from __future__ import annotations

from graph.store import Graph


def up(graph: Graph) -> str:
    """Create what finds an institution's planned visits, and its latest ones, however many it has."""
    graph.auto_commit("DROP INDEX visited_by_day IF EXISTS")
    graph.auto_commit(
        "CREATE INDEX visited_by_status IF NOT EXISTS FOR ()-[v:VISITED]-() ON (v.owner, v.status, v.earliest)"
    )
    graph.auto_commit("CALL db.awaitIndexes(300)")
    return "visites de chaque institution indexées par état et par jour"
