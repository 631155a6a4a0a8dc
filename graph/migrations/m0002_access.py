"""Install the constraints and indexes of people, memberships, keys, sessions, links and the audit."""

from __future__ import annotations

import io

from neomodel import db

from graph.schema.accounts import ACCOUNT_MODELS
from graph.store import Graph


def up(graph: Graph) -> str:
    """Create what keeps one address one person, and one secret one key."""
    db.set_connection(driver=graph.driver)
    for model in ACCOUNT_MODELS:
        db.install_labels(model, quiet=True, stdout=io.StringIO())
    graph.auto_commit("CALL db.awaitIndexes(300)")
    return "comptes, adhésions, clés, sessions, liens de connexion et journal des accès en place"
