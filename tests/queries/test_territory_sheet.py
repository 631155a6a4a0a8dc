from __future__ import annotations

from datetime import date

import pytest

from graph import Graph
from graph.errors import AccessRefused
from graph.visibility import MEMBER, PUBLIC
from queries.territory_sheet import territory_sheet
from tests.given import given

EPCI = "200093201"
DAY = date(2026, 11, 20)


def test_a_sheet_tells_visits_by_month_who_made_them_and_what_waits_and_nothing_private(graph: Graph) -> None:
    given(
        graph,
        f"(a:Company {{siren: '100000009', name: 'LAINIERE', epci: '{EPCI}', naf: '1310Z'}})",
        f"(b:Company {{siren: '200000008', name: 'DUPONT', epci: '{EPCI}', naf: '1320Z', statut_diffusion: 'P'}})",
        "(pole:Operator {uid: 'pole', name: 'Pôle Test', mailbox: 'contact@pole.example'})",
        "(cma:Operator {uid: 'cma', name: 'Chambre Test'})",
        "(pole)-[:VISITED {on: '2026-10-05'}]->(a)",
        "(pole)-[:VISITED {on: '2026-09-14', visibility: 'signalled'}]->(b)",
        "(cma)-[:VISITED {on: '2026-10-06', visibility: 'private'}]->(a)",
        "(a)-[:RAISED]->(:Need {uid: 'n', status: 'quo', title: 'Un local', theme: 'foncier'})",
        f"(t:Territory {{uid: 'epci:{EPCI}', code: '{EPCI}', level: 'epci', name: 'Une métropole'}})",
        "(t)-[:PARTY_TO]->(:Agreement {uid: 'g', title: 'PDEC', ends_on: '2027-12-31'})",
    )
    found = territory_sheet(graph, MEMBER, "epci", EPCI, as_of=DAY)
    assert [one for one in found.months if one[1]] == [("2026-09", 1), ("2026-10", 1)]
    assert len(found.months) == 12
    assert [(one.name, one.visits) for one in found.institutions] == [("Pôle Test", 2)]
    assert [(one.on, one.name) for one in found.last_visits] == [
        ("2026-10-05", "LAINIERE"),
        ("2026-09", "[entreprise à diffusion partielle]"),
    ]
    assert found.divisions == (("13", 2),)
    assert found.needs == (("foncier", 1),)
    assert [(one.title, one.until) for one in found.agreements] == [("PDEC", "2027-12-31")]


def test_a_territory_that_nobody_knows_has_an_empty_sheet_and_the_public_none(graph: Graph) -> None:
    assert territory_sheet(graph, MEMBER, "epci", "1", as_of=DAY).institutions == ()
    with pytest.raises(AccessRefused):
        territory_sheet(graph, PUBLIC, "epci", "1")
