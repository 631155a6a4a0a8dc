"""Needs as each caller may know them, by what they are about."""

from __future__ import annotations

import pytest

from graph import Graph
from graph.errors import AccessRefused, NotFound
from graph.visibility import PUBLIC
from queries.models import MASKED_NAME, Page
from queries.partnership.needs import NeedFilter, need, need_acts, needs
from tests.conftest import CCI, CMA
from tests.given import given


@pytest.fixture
def told(graph: Graph) -> Graph:
    given(
        graph,
        "(:Operator {uid: 'cci', name: 'CCI', mailbox: 'contact@cci.example'}), (:Operator {uid: 'cma', name: 'CMA'})",
        "(d:Territory {uid: 'departement:80', code: '80', level: 'departement', name: 'Somme'})",
        "(e:Territory {uid: 'epci:248000531', code: '248000531', level: 'epci', name: 'CA Amiens Métropole'})",
        "(a:Territory {uid: 'commune:80021', code: '80021', level: 'commune', name: 'Amiens'})-[:PART_OF]->(e)",
        "(a)-[:PART_OF]->(d)",
        "(c:Company {siren: '732829320', name: 'LYS', epci: '200093201', departement: '59'})-[:RAISED {owner: 'cci'}]->"
        "(:Need {uid: 'n1', owner: 'cci', title: 'Local', theme: 'implantation', status: 'quo', on: '2026-06-02'})",
        "(p:Company {siren: '552100554', name: 'JEAN', nature_juridique: '1000'})-[:RAISED {owner: 'cci'}]->"
        "(:Need {uid: 'n2', owner: 'cci', title: 'Export', theme: 'export', status: 'done', on: '2026-05-02'})",
        "(a)-[:RAISED {owner: 'cci'}]->"
        "(:Need {uid: 'n3', owner: 'cci', title: 'Friche', theme: 'implantation', status: 'quo', on: '2026-04-02'})",
        "(:Need {uid: 'n4', owner: 'cci', title: 'Créer', status: 'quo', on: '2026-03-02', holder_name: 'Ninon Vauquelin', epci: '248000531'})",
        "(c)-[:RAISED {owner: 'cci', visibility: 'signalled'}]->"
        "(:Need {uid: 'n5', owner: 'cci', visibility: 'signalled', title: 'Signal', theme: 'export', status: 'quo', on: '2026-02-09'})",
        "(c)-[:RAISED {owner: 'cci', visibility: 'private'}]->"
        "(:Need {uid: 'n6', owner: 'cci', visibility: 'private', title: 'Caché', theme: 'export', status: 'quo', on: '2026-01-09'})",
        "(:NeedAct {uid: 'x', owner: 'cci', visibility: 'shared', about: 'n1', kind: 'take', at: '2026-06-03', by: 'p', text: 'vu'})",
        "(:NeedAct {uid: 'y', owner: 'cci', visibility: 'signalled', about: 'n5', kind: 'take', at: '2026-06-03', by: 'p', text: 'chut'})",
    )
    return graph


def uids(graph: Graph, caller: object, **wanted: object) -> list[str]:
    return [one.uid for one in needs(graph, caller, NeedFilter(**wanted)).needs]  # type: ignore[arg-type]


def test_each_level_tells_what_it_may(told: Graph) -> None:
    assert uids(told, CCI) == ["n1", "n2", "n3", "n4", "n5", "n6"]
    assert uids(told, CMA) == ["n1", "n2", "n3", "n4", "n5"]
    signalled = need(told, CMA, "n5")
    assert (signalled.on, signalled.title, signalled.theme, signalled.status) == ("2026-02", None, None, None)
    assert (signalled.institution, signalled.company_name) == ("CCI", "LYS")
    assert need(told, CCI, "n5").on == "2026-02"
    assert (need(told, CMA, "n2").company_name, need(told, CMA, "n4").holder) == (MASKED_NAME, None)
    assert need(told, CCI, "n4").holder == "Ninon Vauquelin"
    with pytest.raises(NotFound):
        need(told, CMA, "n6")
    with pytest.raises(AccessRefused):
        needs(told, PUBLIC, NeedFilter())


def test_a_filter_finds_what_is_told_and_nothing_that_is_not(told: Graph) -> None:
    assert uids(told, CMA, theme="export") == ["n2"]
    assert uids(told, CCI, theme="export") == ["n2", "n5", "n6"]
    assert uids(told, CMA, statuses=("quo",)) == ["n1", "n3", "n4"]
    assert uids(told, CMA, raiser="territory") == ["n3"]
    assert uids(told, CMA, territory="epci:248000531") == ["n3", "n4"]
    assert uids(told, CMA, territory="departement:80") == ["n3", "n4"]
    assert uids(told, CMA, territory="commune:80021") == ["n3"]
    assert uids(told, CMA, mine=True) == []


def test_a_list_goes_on_where_it_ended(told: Graph) -> None:
    first = needs(told, CMA, NeedFilter(), page=Page(limit=2))
    second = needs(told, CMA, NeedFilter(), page=Page(limit=2, cursor=first.next_cursor))
    third = needs(told, CMA, NeedFilter(), page=Page(limit=2, cursor=second.next_cursor))
    assert [[one.uid for one in part.needs] for part in (first, second, third)] == [["n1", "n2"], ["n3", "n4"], ["n5"]]
    assert third.next_cursor is None


def test_what_was_done_is_told_with_words_as_far_as_its_level(told: Graph) -> None:
    assert [one.text for one in need_acts(told, CMA, "n1")] == ["vu"]
    assert [one.text for one in need_acts(told, CMA, "n5")] == [None]
    assert [one.text for one in need_acts(told, CCI, "n5")] == ["chut"]
