"""Install the constraint and index of how institutions read their files."""

from __future__ import annotations

import io

from neomodel import db

from graph.schema.provenance import Reading
from graph.store import Graph


def up(graph: Graph) -> str:
    """Create what keeps one reading for each institution and titles; older files are taken in when they serve."""
    db.set_connection(driver=graph.driver)
    db.install_labels(Reading, quiet=True, stdout=io.StringIO())
    graph.auto_commit("CALL db.awaitIndexes(300)")
    return "colonnes dites à la main gardées dans la base, et dans ses sauvegardes"
