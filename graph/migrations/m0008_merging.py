"""Install the constraints and indexes of companies that were found to be one."""

from __future__ import annotations

import io

from neomodel import db

from graph.schema.actors import FormerCompany
from graph.schema.merging import Merging
from graph.store import Graph


def up(graph: Graph) -> str:
    """Create what keeps a pair of companies from being decided twice, and a number from leading to two of them."""
    db.set_connection(driver=graph.driver)
    for model in (FormerCompany, Merging):
        db.install_labels(model, quiet=True, stdout=io.StringIO())
    graph.auto_commit("CALL db.awaitIndexes(300)")
    return "réunion des doublons en place"
