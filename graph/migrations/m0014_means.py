"""Install the constraints and indexes of envelopes, posts, committees and what passes by them."""

from __future__ import annotations

import io

from neomodel import db

from graph.schema.actors import Operator
from graph.schema.means import MEANS_MODELS
from graph.store import Graph


def up(graph: Graph) -> str:
    """Create the keys, and the indexes by which sums of an envelope are found under its lock."""
    db.set_connection(driver=graph.driver)
    for model in (*MEANS_MODELS, Operator):  # an institution declares the edges that lead to them
        db.install_labels(model, quiet=True, stdout=io.StringIO())
    graph.auto_commit("CALL db.awaitIndexes(300)")
    return "enveloppes, postes et comités en place"
