"""What is known of a company, as its caller may know it."""

from __future__ import annotations

from datetime import date

import pytest

from graph import Graph
from graph.errors import Misuse, NotFound
from graph.visibility import MEMBER, PUBLIC, Caller
from queries.models import MASKED_NAME, Status
from queries.who import FoundBy, WhoResult, who
from tests.given import given

TODAY = date(2026, 11, 20)
CCI, CMA = Caller(organisation="cci"), Caller(organisation="cma")
SIREN = "732829320"
COMPANY = f"(c:Company {{siren: '{SIREN}', name: 'Filatures du Nord', epci: '200000001', address: '1 rue du Fil'}})"
OPERATORS = (
    "(cci:Operator {uid: 'cci', name: 'CCI', mailbox: 'contact@cci.test'})",
    "(cma:Operator {uid: 'cma', name: 'CMA', mailbox: 'contact@cma.test'})",
)


def ask(graph: Graph, query: str = SIREN, caller: Caller = MEMBER) -> WhoResult:
    return who(graph, caller, query, as_of=TODAY)


def test_a_visit_is_one_entry_however_many_took_part_and_the_latest_comes_first(graph: Graph) -> None:
    given(
        graph,
        COMPANY,
        *OPERATORS,
        "(cma)-[:VISITED {visit: 'v1', on: '2026-03-01', role: 'participant', theme: 'export'}]->(c)",
        "(cci)-[:VISITED {visit: 'v1', on: '2026-03-01', theme: 'export', purpose: 'suivi'}]->(c)",
        "(cma)-[:VISITED {visit: 'v2', on: '2026-12-01'}]->(c)",
        "(cma)-[:VISITED {visit: 'v3', on: '2026-04-01', status: 'cancelled'}]->(c)",
    )
    answer = ask(graph)
    assert [(one.on, one.status, one.operators) for one in answer.visits] == [
        ("2026-12-01", Status.PLANNED, ("CMA",)),
        ("2026-04-01", Status.CANCELLED, ("CMA",)),
        ("2026-03-01", Status.DONE, ("CCI", "CMA")),
    ]
    assert (answer.visits[2].themes, answer.visits[2].purposes) == (("export",), ("suivi",))


@pytest.mark.parametrize(
    "query", ["732829320", "732 829 320", "73282932000074", " 732.829.320 ", "732\u00a0829\u00a0320"]
)
def test_a_siren_or_a_siret_finds_the_company_however_it_is_spaced(graph: Graph, query: str) -> None:
    given(graph, COMPANY)
    answer = ask(graph, query)
    assert answer.company is not None
    assert (answer.company.siren, answer.found_by) == (SIREN, FoundBy.IDENTIFIER)


@pytest.mark.parametrize(
    ("query", "hint"),
    [("732829321", "clé"), ("73282932", "zéro"), ("000000000", "clé"), ("7328293200", "9 chiffres")],
)
def test_a_number_that_is_no_siren_is_refused_with_what_to_do(graph: Graph, query: str, hint: str) -> None:
    with pytest.raises(Misuse) as refused:
        ask(graph, query)
    assert hint in refused.value.hint


def test_what_may_not_be_seen_answers_like_what_does_not_exist(graph: Graph) -> None:
    errors = []
    given(graph, "(:Company {uid: 'x1', name: 'Cachée', visibility: 'private', owner: 'cma'})")
    for query in ("552100554", "x1", "Cachée"):
        with pytest.raises(NotFound) as refused:
            ask(graph, query, CCI)
        errors.append(str(refused.value).replace(query, ""))
    found = ask(graph, "x1", CMA).company
    assert found is not None
    assert found.name == "Cachée"
    assert errors[1] == errors[2]


def test_a_misspelt_name_finds_the_company_and_says_that_it_did_so_by_name(graph: Graph) -> None:
    given(graph, COMPANY, "(:Company {siren: '552100554', name: 'Boulangerie Lefebvre'})")
    answer = ask(graph, "Filature du Nrod")
    assert answer.company is not None
    assert (answer.company.siren, answer.found_by) == (SIREN, FoundBy.NAME)


def test_several_namesakes_are_offered_and_none_is_chosen(graph: Graph) -> None:
    given(
        graph,
        "(a:Company {siren: '732829320', name: 'Boulangerie Lefebvre', commune: 'Amiens'})",
        "(:Company {siren: '552100554', name: 'Boulangerie Lefebvre', commune: 'Lille'})",
        *OPERATORS,
        "(cci)-[:VISITED {on: '2026-03-01'}]->(a)",
    )
    answer = ask(graph, "boulangerie lefebvre")
    assert (answer.found_by, answer.company) == (FoundBy.AMBIGUOUS, None)
    assert {one.company.siren for one in answer.candidates} == {"732829320", "552100554"}
    met = {one.company.siren: one.last_met for one in answer.candidates}
    assert met["552100554"] is None
    assert met["732829320"] is not None
    assert met["732829320"].operators == ("CCI",)


def test_a_company_of_partial_diffusion_is_masked_and_not_found_by_its_name(graph: Graph) -> None:
    person = "(c:Company {siren: '732829320', name: 'DUPONT JEANNE', address: '3 rue X', nature_juridique: '1000'})"
    given(
        graph,
        person,
        "(:Establishment {siret: '73282932000074', address: '3 rue X', enseignes: ['DUPONT']})-[:SITE_OF]->(c)",
    )
    answer = ask(graph)
    assert answer.company is not None
    assert (answer.company.name, answer.company.masked) == (MASKED_NAME, True)
    assert "DUPONT" not in answer.model_dump_json()
    assert "rue X" not in answer.model_dump_json()
    with pytest.raises(NotFound):
        ask(graph, "Dupont Jeanne")


def test_a_signalled_visit_gives_others_the_institution_month_and_mailbox_and_no_more(
    graph: Graph,
) -> None:
    given(
        graph,
        COMPANY,
        *OPERATORS,
        "(cci)-[:VISITED {uid: 'secret-uid', visit: 'secret-visit', on: '2026-03-17', visibility: "
        "'signalled', "
        "theme: 'export', purpose: 'rachat', siret: '73282932000074', note: 'n', agent: 'a', "
        "duration_minutes: 90}]->(c)",
        "(cci)-[:VISITED {on: '2026-05-17', visibility: 'signalled', status: 'cancelled'}]->(c)",
    )
    [seen] = ask(graph, caller=CMA).visits
    assert (seen.on, seen.operators, seen.status) == ("2026-03", ("CCI",), Status.DONE)
    assert seen.parties[0].mailbox == "contact@cci.test"
    text = seen.model_dump_json()
    assert not any(word in text for word in ("2026-03-17", "export", "rachat", "secret", "7328", "90"))
    cancelled, own = ask(graph, caller=CCI).visits
    assert cancelled.status is Status.CANCELLED
    assert (own.on, own.themes, own.note, own.agent) == ("2026-03-17", ("export",), "n", "a")


def test_notes_and_agents_are_their_institutions_own(graph: Graph) -> None:
    given(
        graph,
        COMPANY,
        *OPERATORS,
        "(cci)-[:VISITED {on: '2026-03-17', note: 'confidence', agent: 'Ada'}]->(c)",
    )
    assert ask(graph, caller=CCI).visits[0].note == "confidence"
    others = ask(graph, caller=CMA).model_dump_json()
    assert "confidence" not in others
    assert "Ada" not in others


def test_private_facts_of_another_change_no_byte(graph: Graph) -> None:
    shown = [COMPANY, *OPERATORS, "(cma)-[:VISITED {uid: 'e1', on: '2026-03-01'}]->(c)"]
    hidden = [
        "(cci)-[:VISITED {on: '2026-03-01', visit: 'e1', visibility: 'private'}]->(c)",
        "(cci)-[:SUPPORTED {on: '2026-03-01', visibility: 'private', amount_eur: 10}]->(c)",
        "(c)-[:RAISED {owner: 'cci', visibility: 'private'}]->(n:Need {uid: 'n', status: 'quo', on: "
        "'2026-03-01', "
        "owner: 'cci', visibility: 'private'})",
        "(cci)-[:TAKES_CARE_OF {visibility: 'private'}]->(n)",
        "(c)-[:CARRIES {owner: 'cci', visibility: 'private'}]->(p:Project {uid: 'p', owner: 'cci', "
        "visibility: 'private'})",
        "(cci)-[:FOLLOWS {visibility: 'private'}]->(p)",
        "(c)-[:PARTY_TO {owner: 'cci', visibility: 'private'}]->(:Agreement {uid: 'a', owner: 'cci', "
        "visibility: 'private'})",
    ]
    answers = []
    for world in (shown, [*shown, *hidden]):
        given(graph, *world)
        answers.append([ask(graph, caller=caller).model_dump_json() for caller in (MEMBER, CMA, PUBLIC)])
        graph.write("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
    assert answers[0] == answers[1]


def test_the_public_gets_open_facts_by_year_and_nothing_else(graph: Graph) -> None:
    given(
        graph,
        COMPANY,
        *OPERATORS,
        "(cci)-[:SUPPORTED {on: '2026-03-17', visibility: 'open', amount_eur: 5000, scheme: 'Prêt', "
        "purpose: 'four'}]->(c)",
        "(cma)-[:SUPPORTED {on: '2026-04-17', amount_eur: 7000}]->(c)",
    )
    [seen] = ask(graph, caller=PUBLIC).support
    assert (seen.on, seen.operator, seen.amount_eur, seen.scheme, seen.mailbox) == (
        "2026",
        "CCI",
        5000,
        None,
        None,
    )


def test_support_needs_projects_agreements_and_sites_are_told(graph: Graph) -> None:
    given(
        graph,
        COMPANY,
        *OPERATORS,
        "(cci)-[:SUPPORTED {on: '2020-01-01', earliest: '2020-01-01', latest: '2020-12-31', scheme: "
        "'Prêt', amount_eur: 5000}]->(c)",
        "(c)-[:RAISED {owner: 'cci'}]->(:Need {uid: 'n1', title: 'Recruter', status: 'quo', on: "
        "'2026-03-01', owner: 'cci'})",
        "(c)-[:RAISED {owner: 'cci'}]->(n:Need {uid: 'n2', title: 'Exporter', status: 'taking_care', on: "
        "'2026-02-01', owner: 'cci'})",
        "(cma)-[:TAKES_CARE_OF]->(n)",
        "(c)-[:CARRIES {owner: 'cci'}]->(p:Project {uid: 'p1', title: 'Atelier', stage: 'running', owner: 'cci'})",
        "(cma)-[:FOLLOWS]->(p)",
        "(c)-[:PARTY_TO {owner: 'cci'}]->(a:Agreement {uid: 'a1', title: 'PDEC', owner: 'cci'})<-[:PARTY_TO]-(cma)",
        "(:Establishment {siret: '73282932000074', commune: 'Amiens'})-[:SITE_OF]->(c)",
    )
    answer = ask(graph)
    assert [(one.on, one.scheme, one.amount_eur) for one in answer.support] == [("2020", "Prêt", 5000)]
    assert [(one.title, one.unanswered, one.takers) for one in answer.needs] == [
        ("Recruter", True, ()),
        ("Exporter", False, ("CMA",)),
    ]
    assert [(one.title, one.followers) for one in answer.projects] == [("Atelier", ("CMA",))]
    assert [(one.title, one.parties) for one in answer.agreements] == [("PDEC", ("CMA",))]
    assert [one.siret for one in answer.sites] == ["73282932000074"]
    assert [(one.operator, one.why) for one in answer.call] == [
        ("CMA", "répond à un besoin"),
        ("CCI", "a accordé une aide"),
    ]


def test_what_nobody_covered_is_the_vocabulary_less_what_was_met_or_planned(graph: Graph) -> None:
    given(
        graph,
        COMPANY,
        *OPERATORS,
        *(f"(:Theme {{uid: '{name}', name: '{name}'}})" for name in ("export", "emploi", "innovation", "financement")),
        "(cci)-[:VISITED {on: '2026-03-01', theme: 'export'}]->(c)",
        "(cci)-[:VISITED {on: '2026-04-01', theme: 'emploi', status: 'cancelled'}]->(c)",
        "(cci)-[:VISITED {on: '2026-12-01', theme: 'innovation', status: 'planned'}]->(c)",
    )
    assert ask(graph).uncovered == ("emploi", "financement")


def test_whom_to_call_names_the_last_visitor_then_who_covers_the_place(graph: Graph) -> None:
    given(
        graph,
        COMPANY,
        *OPERATORS,
        "(cci)-[:VISITED {on: '2026-03-01'}]->(c)",
        "(cma)-[:COVERS]->(:Territory {uid: 'epci:200000001', code: '200000001', level: 'epci', name: 'CC du Val'})",
    )
    assert [(one.operator, one.mailbox, one.why) for one in ask(graph).call] == [
        ("CCI", "contact@cci.test", "dernière visite connue le 01/03/2026"),
        ("CMA", "contact@cma.test", "référent pour CC du Val"),
    ]


def test_an_answer_has_the_keys_that_other_tools_rely_on(graph: Graph) -> None:
    given(graph, COMPANY)
    told = ask(graph).model_dump(mode="json")
    assert told["company"]["siren"] == SIREN
    assert (told["visits"], told["support"]) == ([], [])
