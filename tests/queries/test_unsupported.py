"""Companies without known accompaniment: who is in, who is not, why, and in which order."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from graph import Graph
from graph.errors import AccessRefused, Misuse
from graph.visibility import MEMBER, PUBLIC, Caller
from queries.models import Page
from queries.unsupported import Knowledge, Unsupported, UnsupportedCompany, UnsupportedScope, unsupported
from tests.given import given

TODAY = date(2026, 11, 20)
CCI = "(cci:Operator {uid: 'cci', name: 'CCI'})"
CMA = "(cma:Operator {uid: 'cma', name: 'CMA'})"
COMPANY = "(c:Company {siren: '732829320', name: 'Filatures du Nord'})"


def ask(graph: Graph, caller: Caller = MEMBER, page: Page | None = None, **scope: object) -> Unsupported:
    return unsupported(graph, caller, UnsupportedScope.model_validate(scope), as_of=TODAY, page=page)


def listed(graph: Graph, **scope: Any) -> list[str | None]:
    return [one.siren for one in ask(graph, **scope).companies]


def test_nothing_known_is_said_to_be_nothing_known_not_nothing(graph: Graph) -> None:
    given(graph, COMPANY)
    answer = ask(graph)
    [company] = answer.companies
    assert (answer.count, answer.known, answer.unknown) == (1, 0, 1)
    assert company.knowledge is Knowledge.UNKNOWN
    assert company.reasons == ("aucun accompagnement connu", "effectif inconnu")


@pytest.mark.parametrize(
    ("fact", "since_means_supported"),
    [
        ("(cci)-[:VISITED {on: '2025-11-20'}]->(c)", True),
        ("(cci)-[:VISITED {on: '2025-11-19'}]->(c)", False),
        ("(cci)-[:VISITED {on: '2026-11-20'}]->(c)", True),
        ("(cci)-[:VISITED {on: '2026-11-21'}]->(c)", False),
        ("(cci)-[:VISITED {on: '2026-10-01', status: 'planned'}]->(c)", False),
        ("(cci)-[:VISITED {on: '2026-10-01', status: 'cancelled'}]->(c)", False),
        ("(cci)-[:VISITED {on: '2025-11-03', visibility: 'signalled'}]->(c)", True),
        ("(cci)-[:VISITED {on: '2026-10-01', visibility: 'private'}]->(c)", False),
        ("(cci)-[:SUPPORTED {on: '2026-01-01'}]->(c)", True),
        ("(cci)-[:SUPPORTED {on: '2020-01-01', until: '2026-01-01'}]->(c)", True),
        ("(cci)-[:SUPPORTED {on: '2020-01-01'}]->(c)", False),
        (
            "(c)-[:RAISED {owner: 'cci'}]->(:Need {uid: 'n', owner: 'cci', status: 'taking_care', on: '2020-01-01'})",
            True,
        ),
        (
            "(c)-[:RAISED {owner: 'cci'}]->(:Need {uid: 'n', owner: 'cci', status: 'quo', on: '2026-01-01'})",
            False,
        ),
        (
            "(c)-[:RAISED {owner: 'cci'}]->(:Need {uid: 'n', owner: 'cci', status: 'done', on: '2020-01-01', "
            "answered_on: '2026-02-01'})",
            True,
        ),
        (
            "(c)-[:CARRIES {owner: 'cci'}]->(:Project {uid: 'p', owner: 'cci', stage: 'running'})"
            "<-[:FOLLOWS {on: '2020-01-01'}]-(cci)",
            True,
        ),
        ("(c)-[:CARRIES {owner: 'cci'}]->(:Project {uid: 'p', owner: 'cci', stage: 'running'})", False),
        (
            "(c)-[:CARRIES {owner: 'cci'}]->(:Project {uid: 'p', owner: 'cci', stage: 'done'})"
            "<-[:FOLLOWS {on: '2020-01-01'}]-(cci)",
            False,
        ),
    ],
)
def test_a_company_is_accompanied_by_a_visit_done_an_aid_a_need_answered_or_a_project_followed(
    graph: Graph, fact: str, since_means_supported: bool
) -> None:
    given(graph, COMPANY, CCI, fact)
    assert listed(graph) == ([] if since_means_supported else ["732829320"])
    assert ask(graph).supported == int(since_means_supported)


def test_known_to_be_without_and_unknown_are_told_apart_with_the_last_contact(graph: Graph) -> None:
    given(
        graph,
        COMPANY,
        CCI,
        CMA,
        "(cci)-[:VISITED {on: '2024-03-12', visit: 'v'}]->(c)",
        "(cma)-[:VISITED {on: '2024-03-12', visit: 'v', role: 'participant'}]->(c)",
        "(cma)-[:VISITED {on: '2026-12-01', status: 'planned'}]->(c)",
        "(cma)-[:SUPPORTED {earliest: '2020-01-01', latest: '2020-12-31', scheme: 'Prêt'}]->(c)",
    )
    [company] = ask(graph).companies
    assert company.knowledge is Knowledge.KNOWN
    assert company.reasons == (
        "dernière visite connue le 12/03/2024 par CCI et CMA",
        "dernière aide connue en 2020 (Prêt)",
        "visite prévue le 01/12/2026 par CMA",
        "effectif inconnu",
    )


def test_an_unanswered_need_comes_first_then_nobody_expected_then_size_then_knowledge_then_siren(
    graph: Graph,
) -> None:
    given(
        graph,
        CCI,
        "(a:Company {siren: 'A', tranche_effectif: '41'})",
        "(b:Company {siren: 'B', tranche_effectif: '12'})",
        "(:Company {siren: 'C', tranche_effectif: '12'})",
        "(:Company {siren: 'D', tranche_effectif: '12'})",
        "(e:Company {siren: 'E'})",
        "(f:Company {siren: 'F'})",
        "(cci)-[:VISITED {on: '2026-12-01', status: 'planned'}]->(a)",
        "(cci)-[:VISITED {on: '2020-12-01'}]->(b)",
        "(e)-[:RAISED {owner: 'cci'}]->(:Need {uid: 'n1', owner: 'cci', status: 'quo', on: '2026-09-01', "
        "title: 'Recruter'})",
        "(f)-[:RAISED {owner: 'cci'}]->(:Need {uid: 'n2', owner: 'cci', status: 'quo', on: '2026-03-01'})",
    )
    answer = ask(graph)
    assert [one.siren for one in answer.companies] == ["F", "E", "B", "C", "D", "A"]
    assert answer.companies[1].reasons[0] == "besoin sans réponse depuis le 01/09/2026 : Recruter"
    assert answer.companies[2].reasons[-1] == "20 à 49 salariés"


def test_closed_masked_and_outside_companies_are_counted_by_reason_and_not_listed(graph: Graph) -> None:
    given(
        graph,
        "(:Territory {uid: 'epci:200000001', code: '200000001', level: 'epci', name: 'CC du Val'})",
        "(:Company {siren: 'A', epci: '200000001'})",
        "(:Company {siren: 'B', epci: '200000001', state: 'closed'})",
        "(:Company {siren: 'C', epci: '200000001', statut_diffusion: 'P'})",
        "(:Company {siren: 'D', epci: '200000001', nature_juridique: '1000'})",
        "(:Company {siren: 'E', epci: '200000001', nature_juridique: '1000', statut_diffusion: 'O'})",
        "(:Company {siren: 'F', epci: '200000002'})",
        "(:Company {siren: 'G', epci: '200000001', visibility: 'private', owner: 'cci'})",
    )
    answer = ask(graph, territory=("200000001",))
    assert [one.siren for one in answer.companies] == ["A", "E"]
    assert answer.out_of_scope.model_dump() == {"closed": 1, "masked": 2, "outside": 1}


def test_the_scope_filters_by_sector_filiere_and_size(graph: Graph) -> None:
    given(
        graph,
        "(leaf:Sector {uid: 'naf2:10.71C', code: '10.71C', nomenclature: 'naf2', label: 'Boulangerie'})"
        "-[:PART_OF]->(division:Sector {uid: 'naf2:10', code: '10', nomenclature: 'naf2', label: "
        "'Alimentaire'})",
        "(:Sector {uid: 'filiere:agro', code: 'agro', nomenclature: 'filière', label: 'Agroalimentaire', "
        "aliases: ['IAA']})-[:INCLUDES]->(division)",
        "(:Company {siren: 'A', naf: '10.71C', tranche_effectif: '11'})",
        "(:Company {siren: 'B', naf: '62.01Z', tranche_effectif: '11'})",
        "(:Company {siren: 'C', naf: '10.71C'})",
    )
    for sector in ("naf2:10", "10", "10.71C", "filiere:agro", "agroalimentaire", "iaa"):
        assert listed(graph, sector=(sector,)) == ["A", "C"]
    assert listed(graph, size=("10-49",)) == ["A", "B"]
    assert listed(graph, size=("inconnu",)) == ["C"]
    assert listed(graph, sector=("iaa",), size=("11",)) == ["A"]


def test_since_a_date_or_a_number_of_months(graph: Graph) -> None:
    given(graph, COMPANY, CCI, "(cci)-[:VISITED {on: '2026-05-20'}]->(c)")
    assert listed(graph, months=6) == []
    assert listed(graph, months=5) == ["732829320"]
    assert listed(graph, since=date(2026, 5, 21)) == ["732829320"]
    with pytest.raises(Misuse):
        ask(graph, since=date(2026, 11, 21))


def test_pages_one_after_the_other_are_the_whole_list(graph: Graph) -> None:
    sizes = ["11", "12", "41", "NN"]
    given(graph, *(f"(:Company {{siren: '{n:03}', tranche_effectif: '{sizes[n % 4]}'}})" for n in range(50)))
    whole = ask(graph, page=Page(limit=0)).companies
    paged: list[UnsupportedCompany] = []
    cursor = None
    while True:
        answer = ask(graph, page=Page(limit=7, cursor=cursor))
        assert answer.count == 50
        paged += answer.companies
        cursor = answer.next_cursor
        if cursor is None:
            break
    assert paged == list(whole)
    assert len(whole) == 50


def test_private_facts_of_another_change_no_byte_even_for_their_owner(graph: Graph) -> None:
    drawn = [COMPANY, CCI, "(cci)-[:VISITED {on: '2020-01-01'}]->(c)"]
    hidden = [
        "(cci)-[:VISITED {on: '2026-03-01', visibility: 'private'}]->(c)",
        "(cci)-[:SUPPORTED {on: '2026-03-01', visibility: 'private'}]->(c)",
        "(c)-[:RAISED {owner: 'cci', visibility: 'private'}]->(:Need {uid: 'n', owner: 'cci', "
        "visibility: 'private', "
        "status: 'quo', on: '2026-01-01'})",
        "(:Company {uid: 'x1', name: 'Cachée', visibility: 'private', owner: 'cci'})",
    ]
    answers = []
    for world in (drawn, [*drawn, *hidden]):
        given(graph, *world)
        answers.append([ask(graph, caller).model_dump_json() for caller in (MEMBER, Caller(organisation="cci"))])
        graph.write("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
    assert answers[0] == answers[1]
    assert answers[0][0] == answers[0][1]


def test_the_public_is_not_answered(graph: Graph) -> None:
    with pytest.raises(AccessRefused):
        ask(graph, PUBLIC)
