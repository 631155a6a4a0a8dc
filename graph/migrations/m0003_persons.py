"""Install the constraints and indexes of what is frozen, and of persons who are not to come back."""

from __future__ import annotations

import io

from neomodel import db

from graph.schema.people import PERSON_MODELS
from graph.store import Graph


def up(graph: Graph) -> str:
    """Create what keeps each record frozen once, and finds the suppressions of an institution."""
    db.set_connection(driver=graph.driver)
    for model in PERSON_MODELS:
        db.install_labels(model, quiet=True, stdout=io.StringIO())
    graph.auto_commit("CALL db.awaitIndexes(300)")
    return "données gelées et liste d'opposition en place"
