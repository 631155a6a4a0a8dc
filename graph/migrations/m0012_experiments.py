"""Install the constraints and indexes of experiments: what they measure, what they found, what they ran into."""

from __future__ import annotations

import io

from neomodel import db

from graph.schema.projects import EXPERIMENT_MODELS, Project
from graph.store import Graph


def up(graph: Graph) -> str:
    """Create what keeps one value a day for each indicator; projects get the edges that experiments added."""
    db.set_connection(driver=graph.driver)
    for model in (Project, *EXPERIMENT_MODELS):
        db.install_labels(model, quiet=True, stdout=io.StringIO())
    graph.auto_commit("CALL db.awaitIndexes(300)")
    return "expérimentations : indicateurs, résultats, difficultés et essaimage en place"
