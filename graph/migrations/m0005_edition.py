"""Install the edition of the facts and its changes, and the index of the latest visits of an institution."""

from __future__ import annotations

import io

from neomodel import db

from graph.schema import Change, Edition
from graph.store import Graph


def up(graph: Graph) -> str:
    """Create what keeps one edition, finds the changes since another, and an institution's own visits by day."""
    db.set_connection(driver=graph.driver)
    for model in (Edition, Change):
        db.install_labels(model, quiet=True, stdout=io.StringIO())
    graph.auto_commit("CREATE INDEX visited_by_day IF NOT EXISTS FOR ()-[v:VISITED]-() ON (v.owner, v.earliest)")
    graph.auto_commit("CALL db.awaitIndexes(300)")
    return "édition des faits et suite de leurs changements en place, visites de chaque institution indexées par jour"
