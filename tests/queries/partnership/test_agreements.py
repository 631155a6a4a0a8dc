"""Agreements: who answers for what, where they are, who may know."""

from __future__ import annotations

import pytest

from graph import Graph
from graph.errors import NotFound
from queries.partnership.agreements import AgreementFilter, State, agreement, agreement_actions, agreements
from tests.conftest import CCI, CMA
from tests.queries.partnership.conftest import EPCI, TODAY


def test_an_agreement_says_who_answers_for_what_and_where_it_is(drawn: Graph) -> None:
    found = agreement(drawn, CMA, "a1", as_of=TODAY)
    assert [(one.kind, one.name, one.responsibility, one.amount_eur) for one in found.parties] == [
        ("operator", "CCI", "financer", 1000.0), ("operator", "CMA", None, None), ("outsider", "Les Jardins", None, None)
    ]  # fmt: skip
    assert (found.state, found.jobs_expected, found.jobs_created, found.actions, found.open_actions) == (
        State.RUNNING, 17.0, 7.0, 2, 1
    )  # fmt: skip
    assert (found.reference, agreement(drawn, CCI, "a1", as_of=TODAY).reference) == (None, "R1")
    assert [(one.title, one.late) for one in agreement_actions(drawn, CMA, "a1", as_of=TODAY)] == [
        ("Guichet", True), ("Salon", False)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("which", "expected"),
    [
        ({}, {"a1", "a2", "a3"}),
        ({"territory": EPCI}, {"a1", "a2"}),
        ({"territory": "departement:80"}, {"a1", "a2", "a3"}),
        ({"sector": "filiere:textile"}, {"a1"}),
        ({"party": "cma"}, {"a1"}),
        ({"state": State.COMING}, {"a2"}),
        ({"state": State.OVER}, {"a3"}),
        ({"ess": True}, set()),
    ],
)
def test_the_list_is_filtered(drawn: Graph, which: dict[str, object], expected: set[str]) -> None:
    found = agreements(drawn, CMA, AgreementFilter.model_validate(which), as_of=TODAY)
    assert {one.uid for one in found} == expected


def test_a_signalled_agreement_tells_its_institution_and_month_alone_and_a_private_one_nothing(drawn: Graph) -> None:
    drawn.write("MATCH (a:Agreement {uid: 'a1'}) SET a.visibility = 'signalled', a.latest = '2026-01-31'")
    found = agreement(drawn, CMA, "a1", as_of=TODAY)
    assert (found.institution, found.on, found.title, found.parties, found.state) == ("CCI", "2026-01", None, (), None)
    assert "a1" not in {one.uid for one in agreements(drawn, CMA, AgreementFilter(party="cma"), as_of=TODAY)}
    assert agreement_actions(drawn, CMA, "a1", as_of=TODAY) == ()
    assert agreement(drawn, CCI, "a1", as_of=TODAY).title == "PDEC"
    drawn.write("MATCH (a:Agreement {uid: 'a1'}) SET a.visibility = 'private'")
    with pytest.raises(NotFound):
        agreement(drawn, CMA, "a1", as_of=TODAY)
