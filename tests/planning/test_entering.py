"""Entering one fact through the same way in as a file."""

from __future__ import annotations

import pytest

from access.roles import Role, local
from graph import Graph
from graph.errors import AccessRefused, FieldsRefused
from planning.entering import enter
from planning.models import Outcome
from tests.given import given

CCI = local("cci", "CCI Test")
NEED = {"title": "Trouver un local", "territory": "200067999", "on": "2026-11-02"}


@pytest.fixture
def house(graph: Graph) -> Graph:
    given(graph, "(:Operator {uid: 'cci', name: 'CCI Test', admitted_at: '2026-01-01'})")
    return graph


def test_a_fact_gets_a_reference_and_the_same_reference_corrects_it(house: Graph) -> None:
    first = enter(house, CCI, "needs", NEED)
    second = enter(house, CCI, "needs", NEED | {"reference": first.reference, "summary": "400 m²"})
    again = enter(house, CCI, "needs", NEED | {"reference": first.reference, "summary": "400 m²"})
    assert [one.outcome for one in (first, second, again)] == [Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED]
    [found] = house.system_read("MATCH (n:Need) RETURN n.uid AS uid, n.summary AS summary, n.owner AS owner")
    assert found == {"uid": first.uid, "summary": "400 m²", "owner": "cci"}


def test_a_source_that_speaks_of_no_company_is_entered_too(house: Graph) -> None:
    entered = enter(house, CCI, "agreements", {"title": "PDEC de la Somme", "parties": "CCI Test"})
    assert entered.outcome is Outcome.CREATED
    assert house.system_read("MATCH (:Operator)-[:PARTY_TO]->(a:Agreement) RETURN a.uid AS uid") == [
        {"uid": entered.uid}
    ]


def test_what_is_wrong_is_said_field_by_field_and_nothing_is_written(house: Graph) -> None:
    with pytest.raises(FieldsRefused) as refused:
        enter(house, CCI, "needs", NEED | {"on": "31/02/2026"})
    assert [name for name, _ in refused.value.fields] == ["on"]
    assert not house.system_read("MATCH (n:Need) RETURN n.uid AS uid")


def test_a_reader_enters_nothing(house: Graph) -> None:
    reader = local()
    assert reader.role is Role.READER
    with pytest.raises(AccessRefused):
        enter(house, reader, "needs", NEED)


@pytest.mark.parametrize(
    ("source", "cells", "field", "said"),
    [
        ("needs", {"territory": "Trifouillis"}, "territory", "n'est pas reconnu"),
        ("needs", {"territory": "", "name": "CHAUFFAGE", "siren": "123456789"}, "siren", "clé de contrôle"),
        ("envelopes", {"year": "2026", "amount_eur": "mille"}, "amount_eur", "n'est pas un nombre"),
        ("agreements", {"parties": "CCI Test", "starts_on": "2027-01-01", "ends_on": "2026-12-31"}, "ends_on", "avant"),
        ("committees", {"partner": "MEL"}, "partner", "Institution inconnue : « MEL »"),
    ],
)
def test_what_is_not_understood_is_said_at_its_field_for_who_typed_it_can_mend_it(
    house: Graph, source: str, cells: dict[str, str], field: str, said: str
) -> None:
    with pytest.raises(FieldsRefused) as refused:
        enter(house, CCI, source, (NEED if source == "needs" else {"title": "X", "on": "2026-11-02"}) | cells)
    assert said in dict(refused.value.fields)[field]
    assert "--create-operator" not in str(refused.value.fields)
    assert house.system_read("MATCH (r:Review) RETURN r.uid AS uid") == [], "nothing waits in the queue"


def test_words_that_are_not_for_everybody_still_wait_for_a_steward(house: Graph) -> None:
    entered = enter(house, CCI, "needs", NEED | {"summary": "Le gérant est en arrêt maladie."})
    assert entered.outcome is Outcome.REVIEW


@pytest.mark.parametrize("siren", ["732 829 320", "732829320", "FR44732829320", "73282932000074"])
def test_a_number_that_is_understood_whatever_its_form_is_taken(house: Graph, siren: str) -> None:
    given(house, "(:Company {siren: '732829320', name: 'TEXTILES DE LA LYS'})")
    entered = enter(house, CCI, "needs", {"title": "Un local", "on": "2026-11-02", "siren": siren})
    assert entered.outcome is Outcome.CREATED
