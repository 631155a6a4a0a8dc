"""Install the constraints and indexes of needs going up, of requests from outside and of allocations."""

from __future__ import annotations

import io

from neomodel import db

from graph.schema.needs import NEED_MODELS
from graph.schema.partnership import Need
from graph.store import Graph


def up(graph: Graph) -> str:
    """Create what keeps a number of follow-up from standing for two requests, and finds the needs of a theme."""
    db.set_connection(driver=graph.driver)
    for model in (*NEED_MODELS, Need):
        db.install_labels(model, quiet=True, stdout=io.StringIO())
    graph.auto_commit("CALL db.awaitIndexes(300)")
    graph.auto_commit("MATCH (n:Need) WHERE n.told IS NULL SET n.told = n.status")
    return "besoins, demandes du public, besoins territoriaux et répartitions en place"
