"""Transfers leave a trace and never more than there is; what is paid is within what is committed."""

from __future__ import annotations

from datetime import date

import pytest

from access.roles import local
from graph import Graph
from graph.errors import AccessRefused, Conflict, FieldsRefused
from planning.means.moving import Move, Paid, pay, transfer
from queries.means.envelopes import commitment, envelope, transfers
from queries.tidings import tidings
from tests.given import given

DAY = date(2026, 11, 20)
REGION, EPCI = local("region", "Region"), local("epci", "Epci")


@pytest.fixture
def house(graph: Graph) -> Graph:
    given(
        graph,
        "(:Operator {uid: 'region', name: 'Region'})",
        "(:Operator {uid: 'epci', name: 'Epci'})",
        "(:Envelope {uid: 'root', owner: 'region', manager: 'region', year: 2026, amount_cents: 100000, on: '2026-01-01'})",
        "(:Envelope {uid: 'a', owner: 'region', manager: 'epci', year: 2026, amount_cents: 60000, parent: 'root', on: '2026-01-01'})",
        "(:Envelope {uid: 'b', owner: 'region', manager: 'region', year: 2026, amount_cents: 40000, parent: 'root', on: '2026-01-01'})",
        "(:Commitment {uid: 'c', envelope: 'a', owner: 'epci', status: 'committed', amount_cents: 50000, on: '2026-02-01'})",
    )  # fmt: skip
    return graph


def test_a_transfer_moves_what_is_left_and_leaves_its_trace(house: Graph) -> None:
    transfer(house, REGION, Move("a", "b", "100", "Trop peu de dossiers.", DAY))
    held = [envelope(house, REGION.caller, uid, as_of=DAY).amount_cents for uid in ("a", "b", "root")]
    assert held == [50_000, 50_000, 100_000]
    [told] = transfers(house, EPCI.caller, "a")
    assert (told.gone, told.amount_cents, told.reason, told.on) == (True, 10_000, "Trop peu de dossiers.", "2026-11-20")
    [news] = tidings(house, EPCI.caller)
    assert (news.kind, news.act, news.target, news.text) == ("transfer", "given", "a", "Trop peu de dossiers.")
    assert tidings(house, REGION.caller) == ()
    with pytest.raises(FieldsRefused) as refused:
        transfer(house, REGION, Move("a", "b", "0,01", "Encore.", DAY))
    assert dict(refused.value.fields)["amount"].startswith("Il ne reste que 0")


@pytest.mark.parametrize(
    ("move", "field"),
    [
        (Move("a", "root", "1", "x", DAY), "into"),
        (Move("a", "a", "1", "x", DAY), "into"),
        (Move("a", "b", "1", "", DAY), "reason"),
        (Move("a", "b", "-1", "x", DAY), "amount"),
        (Move("a", "b", "", "x", DAY), "amount"),
    ],
)
def test_what_is_wrong_with_a_transfer_is_said(house: Graph, move: Move, field: str) -> None:
    with pytest.raises(FieldsRefused) as refused:
        transfer(house, REGION, move)
    assert field in dict(refused.value.fields)


def test_only_who_delegates_both_moves_between_them(house: Graph) -> None:
    with pytest.raises(AccessRefused):
        transfer(house, EPCI, Move("a", "b", "1", "x", DAY))


def test_paying_and_what_comes_back(house: Graph) -> None:
    pay(house, EPCI, "c", Paid("500", "200", (0, 0), DAY))
    one = commitment(house, EPCI.caller, "c")
    assert (one.paid_cents, one.returned_cents, one.paid_on, one.returned_on) == (50_000, 20_000, "2026-11-20", "2026-11-20")  # fmt: skip
    with pytest.raises(Conflict):
        pay(house, EPCI, "c", Paid("500", "0", (0, 0), DAY))
    with pytest.raises(AccessRefused):
        pay(house, REGION, "c", Paid("500", "0", (50_000, 20_000), DAY))
    with pytest.raises(FieldsRefused):
        pay(house, EPCI, "c", Paid("500,01", "0", (50_000, 20_000), DAY))
    given(house, "(:Commitment {uid: 'd', envelope: 'a', owner: 'epci', status: 'committed', amount_cents: 30000, on: '2026-02-01'})")  # fmt: skip
    with pytest.raises(FieldsRefused) as refused:
        pay(house, EPCI, "c", Paid("500", "0", (50_000, 20_000), DAY))
    assert "déjà engagé" in dict(refused.value.fields)["returned"]
