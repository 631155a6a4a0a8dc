"""A decision commits its envelope in the same transaction, once, or nothing is written; an answer goes back once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from access.roles import Identity, local
from graph import Graph
from graph.errors import AccessRefused, Conflict, FieldsRefused
from planning.means.ruling import Decision, answer, rule
from queries.means.committees import item, referral
from queries.means.envelopes import commitments, envelope
from queries.tidings import tidings
from tests.given import given

DAY = date(2026, 11, 20)
EPCI, REGION, OTHER = (local(uid, uid.title()) for uid in ("epci", "region", "other"))
YES = Decision("favourable", "Des emplois à la clé.", "400", "", DAY)


@pytest.fixture
def house(graph: Graph) -> Graph:
    given(
        graph,
        *(f"(:Operator {{uid: '{uid}', name: '{uid.title()}'}})" for uid in ("epci", "region", "other")),
        "(:Envelope {uid: 'part', title: 'Part', owner: 'region', manager: 'epci', year: 2026, amount_cents: 60000, on: '2026-01-01'})",
        "(:Committee {uid: 'k', title: 'Mars', owner: 'epci', partner: 'region', on: '2026-11-10', status: 'held'})",
        "(:Company {siren: '732829320', name: 'TEXTILES DE LA LYS'})-[:ON_AGENDA {owner: 'epci'}]->"
        "(:AgendaItem {uid: 'i1', committee: 'k', title: 'Machine', owner: 'epci', envelope: 'part', on: '2026-11-01'})",
        "(:AgendaItem {uid: 'i2', committee: 'k', title: 'Robot', owner: 'epci', envelope: 'part', on: '2026-11-01'})",
        "(:Referral {uid: 'q', title: 'Plafond ?', owner: 'epci', addressee: 'region', on: '2026-11-01', due_on: '2026-12-01'})",
    )  # fmt: skip
    return graph


def test_a_favourable_decision_commits_the_envelope_for_the_company(house: Graph) -> None:
    made = rule(house, EPCI, "i1", YES)
    [found] = commitments(house, EPCI.caller, company="732829320")
    assert (found.uid, found.amount_cents, found.decision, found.holder) == (made, 40_000, "i1", "TEXTILES DE LA LYS")
    assert envelope(house, EPCI.caller, "part", as_of=DAY).committed_cents == 40_000
    assert (item(house, EPCI.caller, "i1").verdict, item(house, EPCI.caller, "i1").reason) == ("favourable", YES.reason)
    [told] = tidings(house, REGION.caller)
    assert (told.kind, told.who, told.title, told.act, told.text) == (
        "ruling",
        "Epci",
        "Machine",
        "favourable",
        YES.reason,
    )
    assert tidings(house, EPCI.caller) == tidings(house, OTHER.caller) == ()


def test_one_that_exceeds_the_envelope_writes_nothing(house: Graph) -> None:
    rule(house, EPCI, "i1", YES)
    with pytest.raises(FieldsRefused) as refused:
        rule(house, EPCI, "i2", YES)
    assert "n'a plus que 200" in dict(refused.value.fields)["amount"]
    assert item(house, EPCI.caller, "i2").verdict is None
    assert envelope(house, EPCI.caller, "part", as_of=DAY).committed_cents == 40_000


def test_nobody_decides_twice_but_what_is_postponed_comes_back(house: Graph) -> None:
    assert rule(house, EPCI, "i1", YES._replace(verdict="postponed")) is None
    rule(house, EPCI, "i1", YES)
    with pytest.raises(Conflict):
        rule(house, EPCI, "i1", YES._replace(verdict="unfavourable"))

    def decide(_: int) -> str:
        try:
            return str(rule(house, EPCI, "i2", YES._replace(amount="1")))
        except Conflict:
            return "faster"

    with ThreadPoolExecutor(4) as people:
        assert sorted(people.map(decide, range(4))) == ["di2", "faster", "faster", "faster"]


def test_those_who_hold_the_committee_decide_with_a_reason_and_their_own_envelope(house: Graph) -> None:
    with pytest.raises(AccessRefused):
        rule(house, OTHER, "i1", YES)
    with pytest.raises(FieldsRefused) as refused:
        rule(house, REGION, "i1", YES)
    assert "envelope" in dict(refused.value.fields), "the partner decides too, but of an envelope that it manages"
    assert rule(house, REGION, "i1", YES._replace(verdict="unfavourable")) is None
    with pytest.raises(FieldsRefused) as refused:
        rule(house, EPCI, "i2", YES._replace(reason=" "))
    assert "reason" in dict(refused.value.fields)
    with pytest.raises(FieldsRefused):
        rule(house, EPCI, "i2", YES._replace(reason="ouverture d'un mandat ad hoc"))
    with pytest.raises(AccessRefused):
        rule(house, Identity(), "i2", YES)


def test_a_question_is_answered_once_by_whom_it_was_put_to(house: Graph) -> None:
    with pytest.raises(AccessRefused):
        answer(house, EPCI, "q", "La moitié.", DAY)
    answer(house, REGION, "q", "La moitié.", DAY)
    back = referral(house, EPCI.caller, "q", as_of=DAY)
    assert (back.answer, back.answered_on, back.days) == ("La moitié.", "2026-11-20", 19)
    assert [(one.kind, one.title, one.text) for one in tidings(house, EPCI.caller)] == [
        ("referral_answer", "Plafond ?", "La moitié.")
    ]
    with pytest.raises(Conflict):
        answer(house, REGION, "q", "Le tiers.", DAY)
