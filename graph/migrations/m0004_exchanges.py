"""Install the constraints and indexes of what passes between institutions, and of the history of visits."""

from __future__ import annotations

import io

from neomodel import db

from graph.schema.exchanges import EXCHANGE_MODELS
from graph.store import Graph


def up(graph: Graph) -> str:
    """Create what keeps one notice, one exchange and one decision each from standing twice."""
    db.set_connection(driver=graph.driver)
    for model in EXCHANGE_MODELS:
        db.install_labels(model, quiet=True, stdout=io.StringIO())
    graph.auto_commit("CALL db.awaitIndexes(300)")
    return "historique des visites, échanges, décisions et avis en place"
