"""Committees: calendar, agenda, what was decided; questions that went up, came back, or are waited for."""

from __future__ import annotations

from datetime import date

import pytest

from graph import Graph
from graph.errors import NotFound
from graph.visibility import MEMBER, Caller
from queries.means.committees import (
    CommitteeScope,
    agenda,
    committee,
    committees,
    item,
    referral,
    referrals,
)
from tests.given import given

DAY = date(2026, 11, 20)
REGION, EPCI = Caller(organisation="region"), Caller(organisation="epci")


@pytest.fixture
def house(graph: Graph) -> Graph:
    given(
        graph,
        "(:Operator {uid: 'region', name: 'Région Test', mailbox: 'siege@region.example'})",
        "(:Operator {uid: 'epci', name: 'Un agglo'})",
        "(:Committee {uid: 'k', title: 'Comité de mars', kind: 'commitment', status: 'held', owner: 'epci', partner: 'region', on: '2026-03-10', members: ['Vice-présidence'], minutes: 'Deux dossiers.'})",
        "(:Committee {uid: 'h', title: 'Huis clos', kind: 'territorial', status: 'held', owner: 'epci', visibility: 'signalled', on: '2026-04-10'})",
        "(:Committee {uid: 'z', title: 'Entre nous', kind: 'territorial', status: 'held', owner: 'epci', visibility: 'private', on: '2026-05-10'})",
        "(:Company {siren: '732829320', name: 'TEXTILES DE LA LYS'})-[:ON_AGENDA {owner: 'epci'}]->"
        "(:AgendaItem {uid: 'i1', committee: 'k', title: 'Machine', kind: 'company', owner: 'epci', asked_cents: 500, on: '2026-02-01'})",
        "(:AgendaItem {uid: 'i2', committee: 'k', title: 'Halle', kind: 'project', owner: 'epci', holder_name: 'Commune', on: '2026-02-02', verdict: 'unfavourable', reason: 'trop tôt', decided_on: '2026-03-10'})",
        "(:Ruling {uid: 'i1', owner: 'region', visibility: 'shared', verdict: 'favourable', reason: 'emplois', amount_cents: 400, on: '2026-03-10', at: 'x', by: 'x'})",
        "(:Referral {uid: 'q1', title: 'Quel plafond ?', owner: 'epci', addressee: 'region', committee: 'k', on: '2026-03-11', due_on: '2026-04-10', answered_on: '2026-03-21', answer: '50 %'})",
        "(:Referral {uid: 'q2', title: 'Quelle assiette ?', owner: 'epci', addressee: 'region', on: '2026-10-01', due_on: '2026-10-31'})",
        "(:Referral {uid: 'q3', title: 'Interne', owner: 'epci', addressee: 'region', on: '2026-10-01', visibility: 'private'})",
    )  # fmt: skip
    return graph


def test_the_calendar_tells_each_level_what_it_may(house: Graph) -> None:
    seen = {one.uid: one for one in committees(house, REGION)}
    assert set(seen) == {"k", "h"}
    assert (seen["h"].title, seen["h"].on, seen["h"].institution) == (None, "2026-04", "Un agglo")
    assert (seen["k"].items, seen["k"].decided, seen["k"].rules, seen["k"].partner) == (2, 2, True, "Région Test")
    assert not committee(house, MEMBER, "k").rules
    assert [one.uid for one in committees(house, EPCI, CommitteeScope(since=date(2026, 5, 1)))] == ["z"]
    with pytest.raises(NotFound):
        committee(house, REGION, "z")


def test_the_agenda_tells_what_was_decided_and_why(house: Graph) -> None:
    found = [(one.uid, one.holder, one.verdict, one.granted_cents, one.reason) for one in agenda(house, MEMBER, "k")]
    assert found == [
        ("i1", "TEXTILES DE LA LYS", "favourable", 400, "emplois"),
        ("i2", "Commune", "unfavourable", None, "trop tôt"),
    ]
    assert item(house, MEMBER, "i1").decided_by == "Région Test"


def test_what_went_up_came_back_or_is_overdue(house: Graph) -> None:
    found = [(one.uid, one.days, one.overdue, one.answer, one.to_us) for one in referrals(house, REGION, as_of=DAY)]
    assert found == [("q2", 50, True, None, True), ("q1", 10, False, "50 %", True)]
    early = referral(house, REGION, "q1", as_of=date(2026, 3, 15))
    assert (early.answered_on, early.answer, early.days) == (None, None, 4)
    assert [one.uid for one in referrals(house, MEMBER, committee="k", as_of=DAY)] == ["q1"]
    assert "q3" in {one.uid for one in referrals(house, EPCI, as_of=DAY)}
