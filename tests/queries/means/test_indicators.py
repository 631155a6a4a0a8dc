"""The indicators of the fourth action on a small drawn graph, each against a figure made by hand."""

from __future__ import annotations

from datetime import date

import pytest

from graph import Graph
from graph.visibility import MEMBER, Caller
from queries.means.indicators import KINDS, means_indicators
from tests.given import given

DAY = date(2026, 11, 20)
BY_HAND = {
    "etp-affectes": 1.5, "personnes-affectees": None, "etp-binomes": 0.5, "etp-manquants": round(2 / 10_000 - 1.5, 2),
    "montant-delegue": 600.0, "montant-engage": 150.0, "montant-paye": 100.0, "part-utilisee": 0.25,
    "sous-utilisation": 1.0, "comites-tenus": 1.0, "decisions": 2.0, "delai-decision": 30.0, "questions-siege": 2.0,
    "delai-siege": 10.0, "questions-en-retard": 1.0, "entreprises-orientees": 1.0, "formations": 1.0,
    "personnes-formees": 4.0,
}  # fmt: skip


@pytest.fixture
def house(graph: Graph) -> Graph:
    given(
        graph,
        "(region:Operator {uid: 'region', name: 'Région Test', kind: 'région'})",
        "(epci:Operator {uid: 'epci', name: 'Un agglo', kind: 'EPCI'})",
        "(:Territory {uid: 'epci:1', level: 'epci', code: '1', name: 'Un'})",
        "(lys:Company {siren: '732829320', epci: '1'})", "(far:Company {siren: '552100554', epci: '2'})",
        "(region)-[:HOLDS]->(:Post {uid: 'p1', owner: 'region', function: 'a', fte: 1.0, territories: ['epci:1'], on: '2026-01-01'})",
        "(region)-[:HOLDS]->(:Post {uid: 'p2', owner: 'region', function: 'b', fte: 0.5, territories: ['epci:1'], on: '2026-10-01'})",
        "(epci)-[:HOLDS]->(:Post {uid: 'p3', owner: 'epci', function: 'c', fte: 0.5, territories: ['epci:1'], on: '2026-01-01'})",
        "(:Envelope {uid: 'root', owner: 'region', manager: 'region', year: 2026, amount_cents: 100000, on: '2026-01-01'})",
        "(:Envelope {uid: 'part', owner: 'region', manager: 'epci', year: 2026, amount_cents: 60000, parent: 'root', territory: 'epci:1', on: '2026-01-01'})",
        "(:Commitment {uid: 'c1', envelope: 'part', owner: 'epci', status: 'committed', amount_cents: 20000, paid_cents: 15000, returned_cents: 5000, on: '2026-03-01', paid_on: '2026-04-01', returned_on: '2026-05-01'})",
        "(:Committee {uid: 'k', status: 'held', owner: 'epci', on: '2026-03-10', territory: 'epci:1'})",
        "(:Committee {uid: 'k2', status: 'planned', owner: 'epci', on: '2026-11-01', territory: 'epci:1'})",
        "(:AgendaItem {uid: 'i1', committee: 'k', owner: 'epci', on: '2026-02-08', verdict: 'favourable', decided_on: '2026-03-10'})",
        "(:AgendaItem {uid: 'i2', committee: 'k', owner: 'epci', on: '2026-02-08', verdict: 'unfavourable', decided_on: '2026-03-10'})",
        "(:AgendaItem {uid: 'i3', committee: 'k', owner: 'epci', on: '2026-02-08', verdict: 'postponed', decided_on: '2026-03-10'})",
        "(:Referral {uid: 'q1', owner: 'epci', territory: 'epci:1', on: '2026-03-11', due_on: '2026-04-10', answered_on: '2026-03-21'})",
        "(:Referral {uid: 'q2', owner: 'epci', territory: 'epci:1', on: '2026-10-01', due_on: '2026-10-31'})",
        "(epci)-[:ATTENDED]->(:Training {uid: 't', owner: 'epci', participants: 4, on: '2026-06-01', territory: 'epci:1'})",
        "(region)-[:VISITED {on: '2026-04-01'}]->(lys)", "(epci)-[:SUPPORTED {on: '2026-09-28'}]->(lys)",
        "(region)-[:VISITED {on: '2026-04-01'}]->(far)", "(epci)-[:SUPPORTED {on: '2026-05-01'}]->(far)",
    )  # fmt: skip
    return graph


def test_each_indicator_is_the_figure_made_by_hand(house: Graph) -> None:
    found = {one.code: one for one in means_indicators(house, MEMBER, None, DAY)}
    assert {code: one.value for code, one in found.items()} == BY_HAND
    assert set(BY_HAND) == {kind.code for kind in KINDS}
    assert all(len(one.months) == 12 and one.months[-1].month == "2026-11" for one in found.values())
    fte = {one.month: one.value for one in found["etp-affectes"].months}
    assert (fte["2025-12"], fte["2026-09"], fte["2026-10"]) == (0.0, 1.0, 1.5)
    assert {one.month: one.value for one in found["montant-engage"].months}["2026-04"] == 200.0
    assert {one.month: one.value for one in found["questions-en-retard"].months}["2026-03"] == 0.0


def test_a_territory_has_its_own_and_a_place_without_anything_has_none(house: Graph) -> None:
    here = {one.code: one.value for one in means_indicators(house, MEMBER, "epci:1", DAY)}
    assert here == BY_HAND | {"etp-manquants": round(1 / 10_000 - 1.5, 2)}
    house.write("CREATE (:Territory {uid: 'epci:2', level: 'epci', code: '2', name: 'Deux'})")
    there = {one.code: one for one in means_indicators(house, MEMBER, "epci:2", DAY)}
    assert (there["etp-affectes"].value, there["montant-delegue"].value, there["part-utilisee"].value) == (0.0, 0.0, None)  # fmt: skip
    assert there["entreprises-orientees"].value == 0.0, "no post there: the aid follows no agent's visit"
    assert there["montant-delegue"].gaps == "Aucune enveloppe connue cette année."


def test_they_are_the_same_for_all_members_whatever_is_kept_private(house: Graph) -> None:
    before = means_indicators(house, Caller(organisation="epci"), None, DAY)
    given(
        house,
        "(:Envelope {uid: 's', owner: 'epci', manager: 'epci', parent: 'x', year: 2026, amount_cents: 5, visibility: 'private', on: '2026-01-01'})",
        "(:Committee {uid: 'ks', status: 'held', owner: 'epci', on: '2026-03-12', visibility: 'private'})",
        "(:Referral {uid: 'qs', owner: 'epci', on: '2026-03-12', visibility: 'private'})",
    )  # fmt: skip
    assert means_indicators(house, Caller(organisation="epci"), None, DAY) == before


def test_an_aid_too_late_after_the_visit_is_not_laid_to_the_agent(house: Graph) -> None:
    house.write("MATCH ()-[s:SUPPORTED {on: '2026-09-28'}]->() SET s.earliest = '2026-09-29', s.latest = '2026-09-29'")
    found = {one.code: one.value for one in means_indicators(house, MEMBER, None, DAY)}
    assert found["entreprises-orientees"] == 0.0
