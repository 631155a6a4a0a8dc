"""Install the constraints and indexes that the neomodel schema declares."""

from __future__ import annotations

import io

from neomodel import db

from graph.schema import NODE_MODELS
from graph.store import Graph


def up(graph: Graph) -> str:
    """Create every unique constraint and index, of nodes and of edges, and wait until they serve."""
    db.set_connection(driver=graph.driver)
    silent = io.StringIO()  # neomodel prints a line for each edge type that two nodes declare
    for model in NODE_MODELS:
        db.install_labels(model, quiet=True, stdout=silent)
    graph.auto_commit("CALL db.awaitIndexes(300)")
    [counted] = graph.system_read(
        "SHOW INDEXES YIELD name, owningConstraint, type WHERE type <> 'LOOKUP' "
        "RETURN count(*) AS indexes, count(owningConstraint) AS constraints"
    )
    return f"{counted['constraints']} contraintes d'unicité et {counted['indexes']} index en place"
