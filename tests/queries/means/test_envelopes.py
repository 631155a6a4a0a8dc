"""Envelopes: sums by hand, what each level tells, the forecast, the tree."""

from __future__ import annotations

from datetime import date

import pytest

from graph import Graph
from graph.errors import AccessRefused, NotFound
from graph.visibility import MEMBER, PUBLIC, Caller
from queries.means.envelopes import EnvelopeScope, as_tree, commitments, envelope, envelopes, transfers
from tests.given import given

REGION, METROPOLE = Caller(organisation="region"), Caller(organisation="metropole")
DAY = date(2026, 7, 2)


@pytest.fixture
def house(graph: Graph) -> Graph:
    given(
        graph,
        "(:Operator {uid: 'region', name: 'Région Test'})",
        "(:Operator {uid: 'metropole', name: 'Métropole Test'})",
        "(:Territory {uid: 'epci:200093201', level: 'epci', code: '200093201', name: 'MEL'})",
        "(:Territory {uid: 'commune:59017', level: 'commune', code: '59017', name: 'Armentières'})",
        "(:Territory {uid: 'departement:59', level: 'departement', code: '59', name: 'Nord'})",
        "(:Envelope {uid: 'root', title: 'Aides', owner: 'region', manager: 'region', year: 2026, amount_cents: 100000, on: '2026-01-01'})",
        "(:Envelope {uid: 'part', title: 'Part', owner: 'region', manager: 'metropole', year: 2026, amount_cents: 60000,"
        " parent: 'root', territory: 'epci:200093201', on: '2026-01-01'})",
        "(:Envelope {uid: 'other', title: 'Autre', owner: 'region', manager: 'region', year: 2026, amount_cents: 30000, parent: 'root', on: '2026-01-01'})",
        "(:Envelope {uid: 'secret', title: 'Réserve', owner: 'region', manager: 'region', year: 2026, amount_cents: 7, visibility: 'private'})",
        "(:Envelope {uid: 'hint', title: 'Devinette', owner: 'region', manager: 'region', year: 2026, amount_cents: 9, visibility: 'signalled'})",
        "(:Commitment {uid: 'c1', title: 'Machine', envelope: 'part', owner: 'metropole', status: 'committed', amount_cents: 20000,"
        " paid_cents: 15000, returned_cents: 5000, on: '2026-03-01', paid_on: '2026-04-01', returned_on: '2026-05-01'})",
        "(:Commitment {uid: 'c2', title: 'Robot', envelope: 'part', owner: 'metropole', status: 'planned', amount_cents: 4000, on: '2026-05-01'})",
        "(:Commitment {uid: 'c3', title: 'Plus tard', envelope: 'part', owner: 'metropole', status: 'committed', amount_cents: 999, on: '2026-09-01'})",
        "(:Company {siren: '732829320', name: 'TEXTILES DE LA LYS'})",
        "(:Transfer {uid: 't1', owner: 'region', visibility: 'shared', out_of: 'other', into: 'part', amount_cents: 1000, on: '2026-02-01',"
        " at: '2026-02-01T08:00:00', by: 'x', reason: 'retard'})",
    )  # fmt: skip
    graph.write("MATCH (e:Territory {uid: 'epci:200093201'}), (c:Territory {level: 'commune'}), (d:Territory {level: 'departement'}) CREATE (c)-[:PART_OF]->(e), (c)-[:PART_OF]->(d)")  # fmt: skip
    graph.write("MATCH (c:Company), (a:Commitment {uid: 'c1'}) CREATE (c)-[:BENEFITS_FROM {uid: 'b1', owner: 'metropole', visibility: 'shared'}]->(a)")  # fmt: skip
    return graph


def test_sums_are_those_made_by_hand(house: Graph) -> None:
    part = envelope(house, MEMBER, "part", as_of=DAY)
    assert (part.amount_cents, part.moved_cents, part.planned_cents) == (61_000, 1_000, 4_000)
    assert (part.committed_cents, part.paid_cents, part.returned_cents) == (20_000, 15_000, 5_000)
    assert (part.left_cents, part.used_share) == (61_000 - 15_000, 15_000 / 61_000)
    assert part.forecast_share == round(15_000 / 61_000 * 365 / 183, 4)
    assert part.underused
    root = envelope(house, MEMBER, "root", as_of=DAY)
    assert (root.delegated_cents, root.parts, root.left_cents) == (90_000, 2, 10_000)
    assert envelope(house, MEMBER, "part", as_of=date(2026, 2, 15)).forecast_share is None


def test_each_level_tells_what_it_may(house: Graph) -> None:
    seen = {one.uid: one for one in envelopes(house, METROPOLE, as_of=DAY)}
    assert set(seen) == {"root", "part", "other", "hint"}
    assert (seen["hint"].title, seen["hint"].amount_cents, seen["hint"].year) == (None, None, 2026)
    assert (seen["part"].managed, seen["part"].own, seen["part"].manager) == (True, False, "Métropole Test")
    own = {one.uid: one for one in envelopes(house, REGION, as_of=DAY)}
    assert own["secret"].amount_cents == 7
    with pytest.raises(NotFound):
        envelope(house, METROPOLE, "secret")
    with pytest.raises(AccessRefused):
        envelopes(house, PUBLIC)


def test_a_private_commitment_changes_nothing_for_the_others(house: Graph) -> None:
    before = envelopes(house, METROPOLE, as_of=DAY)
    given(house, "(:Commitment {uid: 'h', title: 'Caché', envelope: 'other', owner: 'region', visibility: 'private', status: 'committed', amount_cents: 5, on: '2026-03-01'})")  # fmt: skip
    assert envelopes(house, METROPOLE, as_of=DAY) == before
    assert envelope(house, REGION, "other", as_of=DAY).committed_cents == 5


def test_a_departement_finds_the_envelopes_of_its_epci(house: Graph) -> None:
    for territory in ("departement:59", "epci:200093201"):
        assert [one.uid for one in envelopes(house, MEMBER, EnvelopeScope(territory=territory), as_of=DAY)] == ["part"]


def test_commitments_and_transfers_are_told_with_whom_they_concern(house: Graph) -> None:
    found = {one.uid: one for one in commitments(house, MEMBER, envelope="part")}
    assert (found["c1"].holder, found["c1"].siren, found["c1"].returned_cents) == ("TEXTILES DE LA LYS", "732829320", 5_000)  # fmt: skip
    assert [one.uid for one in commitments(house, MEMBER, company="732829320")] == ["c1"]
    [moved] = transfers(house, MEMBER, "part")
    assert (moved.gone, moved.other, moved.amount_cents, moved.reason) == (False, "other", 1_000, "retard")


def test_the_tree_puts_parts_under_what_they_are_taken_from(house: Graph) -> None:
    drawn = [(depth, one.uid) for depth, one in as_tree(envelopes(house, MEMBER, as_of=DAY))]
    assert drawn.index((0, "root")) < drawn.index((1, "part"))
    assert (1, "other") in drawn
