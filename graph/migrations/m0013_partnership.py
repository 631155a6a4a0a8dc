"""Install the constraints and indexes of agreements' actions, strategies and consultations."""

from __future__ import annotations

import io

from neomodel import db

from graph.schema import AgreementAction, Consultation, ConsultationReply, Operator, Outsider, Strategy, Territory
from graph.store import Graph


def up(graph: Graph) -> str:
    """Create what keeps one of each, and one of each edge between them."""
    db.set_connection(driver=graph.driver)
    silent = io.StringIO()  # neomodel prints a line for each edge type that two nodes declare
    for model in (AgreementAction, Outsider, Strategy, Consultation, ConsultationReply, Operator, Territory):
        db.install_labels(model, quiet=True, stdout=silent)
    graph.auto_commit("CALL db.awaitIndexes(300)")
    return "actions de conventions, stratégies et concertations en place"
