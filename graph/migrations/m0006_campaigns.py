"""Install the constraints and indexes of campaigns of visits."""

from __future__ import annotations

import io

from neomodel import db

from graph.schema.campaigns import CAMPAIGN_MODELS
from graph.store import Graph


def up(graph: Graph) -> str:
    """Create what keeps a company from standing twice in one campaign."""
    db.set_connection(driver=graph.driver)
    for model in CAMPAIGN_MODELS:
        db.install_labels(model, quiet=True, stdout=io.StringIO())
    graph.auto_commit("CALL db.awaitIndexes(300)")
    return "campagnes de visites en place"
