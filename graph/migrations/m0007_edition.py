"""Install the constraints of the edition of the facts and of its changes."""

from __future__ import annotations

import io

from neomodel import db

from graph.schema import Change, Edition
from graph.store import Graph


def up(graph: Graph) -> str:
    """Create what keeps one edition, and finds the changes since another."""
    db.set_connection(driver=graph.driver)
    for model in (Edition, Change):
        db.install_labels(model, quiet=True, stdout=io.StringIO())
    graph.auto_commit("CALL db.awaitIndexes(300)")
    return "édition des faits et suite de leurs changements en place"
