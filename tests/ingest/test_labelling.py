"""Decisions of the review queue as labelled names."""

from __future__ import annotations

from graph import Graph
from graph.visibility import Caller
from ingest.labelling import Label, labels
from ingest.queue import list_reviews
from ingest.report import Report
from ingest.reviewing import accept, reject, undo
from tests.ingest.conftest import Take

ME, OTHER = Caller(organisation="cci-test", actor="ada"), Caller(organisation="cma-test", actor="bob")
DOUBTFUL = (
    "Date;Entreprise;Code postal;Commune;Statut\n"
    "09/01/2026;Tissage Lys;59280;Armentières;réalisée\n"
    "10/01/2026;Tissage de la Lys Nord;59280;Armentières;réalisée\n"
    "11/01/2026;Tissages Lys;59280;Armentières;réalisée\n"
)


def test_what_a_person_accepted_is_a_label_and_what_was_undone_or_set_aside_is_none(
    ready: Graph, companies: Report, take: Take
) -> None:
    take(DOUBTFUL, "visits", operator="CCI Test", create_operator=True)
    first, second, third = (one.uid for one in list_reviews(ready, ME).reviews)
    assert list(labels(ready, ME)) == []
    accept(ready, ME, first, company="732829320")
    accept(ready, ME, second, new=True)
    accept(ready, ME, third, company="732829320")
    undo(ready, ME, third)
    reject(ready, ME, third)
    found = {one.mention: one for one in labels(ready, ME)}
    day = found["Tissage Lys"].decided_on
    assert found["Tissage Lys"] == Label("Tissage Lys", "Armentières", "59", "59280", "", "732829320", day)
    assert found["Tissage de la Lys Nord"].siren == "", "made by hand: the register lacks it"
    assert len(found) == 2
    assert list(labels(ready, OTHER)) == [], "a queue is read by its own institution"
