from __future__ import annotations

from graph import Graph
from graph.visibility import MEMBER
from queries.indicators import IndicatorScope, indicators
from queries.models import Page
from queries.territory_indicators import INDICATORS, territory_figures, unsupported_shares
from queries.unsupported import UnsupportedScope, unsupported
from tests.given import given

TERRITORY = "200093201"
KNOWN = (
    f"(a:Company {{siren: '100000009', name: 'LAINIERE', epci: '{TERRITORY}', code_commune: '59350', departement: '59'}})",
    f"(b:Company {{siren: '200000008', name: 'FONDERIE', epci: '{TERRITORY}', code_commune: '59350', departement: '59'}})",
    f"(c:Company {{siren: '300000007', name: 'FERME', epci: '{TERRITORY}', code_commune: '59350', departement: '59', "
    "state: 'closed'})",
    f"(d:Company {{siren: '400000006', name: 'VERRERIE', epci: '{TERRITORY}', code_commune: '59512', departement: '59'}})",
    f"(e:Company {{siren: '500000005', name: 'TULLES', epci: '{TERRITORY}', code_commune: '59350', departement: '59'}})",
    f"(:Territory {{uid: 'epci:{TERRITORY}', code: '{TERRITORY}', level: 'epci', name: 'Métropole Européenne de Lille'}})",
    "(pole:Operator {uid: 'pole', name: 'Pôle Test', mailbox: 'contact@pole.example'})",
    "(cma:Operator {uid: 'cma', name: 'Chambre Test'})",
    "(pole)-[:VISITED {on: toString(date() - duration('P9D'))}]->(a)",
    "(cma)-[:VISITED {on: toString(date() - duration('P3D'))}]->(a)",
)


def test_figures_agree_with_the_questions_that_define_them(graph: Graph) -> None:
    given(graph, *KNOWN)
    figures = territory_figures(graph, MEMBER, "epci")[TERRITORY]
    within = UnsupportedScope(territory=(f"epci:{TERRITORY}",))
    answer = unsupported(graph, MEMBER, within, page=Page(limit=0))
    [rate] = indicators(graph, MEMBER, IndicatorScope(territory=within.territory)).by_territory
    assert (figures.unsupported, figures.listed) == (answer.count, answer.count + answer.supported) == (3, 4)
    assert (figures.visits, figures.overlapping) == (rate.visits_done, rate.visits_overlapping) == (2, 2)
    assert (figures.overlaps, figures.warned) == (rate.overlaps, rate.overlaps_warned)
    [told] = unsupported_shares(graph, MEMBER, within, "epci")
    assert (told.code, told.companies, told.unsupported) == (TERRITORY, 4, 3)


def test_needs_and_amounts_count_once_each_where_their_company_is_and_closed_ones_not(graph: Graph) -> None:
    given(
        graph,
        *KNOWN,
        "(a)-[:RAISED]->(n:Need {uid: 'n', status: 'quo', title: 'Un local'})",
        "(b)-[:RAISED]->(n)",
        "(d)-[:RAISED]->(:Need {uid: 'm', status: 'done', title: 'Une machine'})",
        "(pole)-[:SUPPORTED {on: toString(date()), amount_eur: 1000.0}]->(d)",
        "(pole)-[:SUPPORTED {on: toString(date()), amount_eur: 500.0, visibility: 'signalled'}]->(d)",
        "(cma)-[:SUPPORTED {on: toString(date()), amount_eur: 250.0}]->(c)",
    )
    whole = territory_figures(graph, MEMBER, "epci")[TERRITORY]
    assert (whole.needs_open, whole.support_eur) == (1, 1000.0)
    parts = territory_figures(graph, MEMBER, "commune")
    assert {code: (one.companies, one.needs_open, one.support_eur) for code, one in parts.items()} == {
        "59350": (3, 1, 0.0),
        "59512": (1, 0, 1000.0),
    }
    assert INDICATORS["couverture"].value(parts["59512"]) is None, "a share of one company says nothing"
