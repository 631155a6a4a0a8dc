"""Finding a company by name, and what a search may tell."""

from __future__ import annotations

from datetime import date

import pytest

from graph import Graph
from graph.errors import Misuse
from graph.visibility import MEMBER, Caller
from queries.registry import registry
from queries.search import SearchResult, SearchScope, search
from tests.given import given

TODAY = date(2026, 11, 20)


def ask(graph: Graph, text: str, caller: Caller = MEMBER, scope: SearchScope | None = None) -> SearchResult:
    return search(graph, caller, text, scope, as_of=TODAY)


def test_candidates_say_when_and_by_whom_each_was_last_met(graph: Graph) -> None:
    given(
        graph,
        "(c:Company {siren: '732829320', name: 'Filatures du Nord'})",
        "(cci:Operator {uid: 'cci', name: 'CCI'})",
        "(cma:Operator {uid: 'cma', name: 'CMA'})",
        "(cci)-[:VISITED {on: '2026-03-01'}]->(c)",
        "(cma)-[:VISITED {on: '2026-05-17', visibility: 'signalled'}]->(c)",
        "(cci)-[:VISITED {on: '2026-12-01'}]->(c)",
        "(cci)-[:VISITED {on: '2026-06-01', visibility: 'private'}]->(c)",
    )
    [found] = ask(graph, "filature du nord").candidates
    assert found.last_met is not None
    assert (found.last_met.on, found.last_met.operators) == ("2026-05", ("CMA",))
    assert found.expected is not None
    assert (found.expected.on, found.expected.operators) == ("2026-12-01", ("CCI",))
    [own] = ask(graph, "filature du nord", Caller(organisation="cci")).candidates
    assert own.last_met is not None
    assert own.last_met.on == "2026-06-01"


def test_a_company_entered_by_hand_is_found_by_those_who_may_know_it(graph: Graph) -> None:
    given(graph, "(:Company {uid: 'x1', name: 'Atelier Martin', visibility: 'private', owner: 'cma'})")
    assert ask(graph, "atelier martin").count == 0
    assert ask(graph, "atelier martin", Caller(organisation="cci")).count == 0
    assert ask(graph, "atelier martin", Caller(organisation="cma")).count == 1


def test_a_hidden_namesake_changes_no_byte(graph: Graph) -> None:
    answers = []
    for hidden in (
        [],
        ["(:Company {uid: 'a0', name: 'Filatures du Nord', visibility: 'private', owner: 'cma'})"],
    ):
        given(graph, "(:Company {siren: '732829320', name: 'Filatures du Nord'})", *hidden)
        answers.append(
            [ask(graph, "filature nord", one).model_dump_json() for one in (MEMBER, Caller(organisation="cci"))]
        )
        graph.write("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
    assert answers[0] == answers[1]


def test_a_scope_keeps_the_companies_of_a_place(graph: Graph) -> None:
    given(
        graph,
        "(:Territory {uid: 'commune:80021', code: '80021', level: 'commune', name: 'Amiens'})",
        "(:Company {siren: '732829320', name: 'Boulangerie Lefebvre', code_commune: '80021'})",
        "(:Company {siren: '552100554', name: 'Boulangerie Lefebvre', code_commune: '59350'})",
    )
    assert ask(graph, "boulangerie lefebvre").count == 2
    [found] = ask(graph, "boulangerie lefebvre", scope=SearchScope(territory=("Amiens",))).candidates
    assert found.company.siren == "732829320"


def test_the_registry_is_kept_and_brought_up_to_date_when_the_companies_change(graph: Graph) -> None:
    given(
        graph,
        "(:Company {siren: '732829320', name: 'Filatures du Nord', edition: 1})",
        "(:Counter {uid: 'c', name: 'companies', born: 'today', value: 1})",
    )
    first = registry(graph, MEMBER)
    assert registry(graph, Caller(organisation="cci")) is first
    graph.write(
        "CREATE (:Company {uid: 'x1', name: 'Atelier Martin', visibility: 'private', owner: 'cci', "
        "edition: 2}) "
        "CREATE (:Company {uid: 'x2', name: 'Atelier Petit', visibility: 'shared', owner: 'cci', edition: 2})"
    )
    assert len(registry(graph, MEMBER)) == 1
    graph.write("MATCH (k:Counter {name: 'companies'}) SET k.value = 2")
    assert len(registry(graph, MEMBER)) == 2
    assert len(registry(graph, Caller(organisation="cma"))) == 2
    assert len(registry(graph, Caller(organisation="cci"))) == 3


@pytest.mark.parametrize("text", ["", "   ", "x" * 301])
def test_nothing_or_far_too_much_to_look_for_is_refused(graph: Graph, text: str) -> None:
    with pytest.raises(Misuse):
        ask(graph, text)


def test_text_that_means_something_to_a_query_language_is_a_name_like_any_other(graph: Graph) -> None:
    given(graph, "(:Company {siren: '732829320', name: 'Filatures du Nord'})")
    for text in ("' OR 1=1 //", "}) DETACH DELETE n", "*", "\\", "~2", "\u202e\x00"):
        assert ask(graph, text).count == 0


@pytest.mark.parametrize(("contact", "siren"), [("never", "542065479"), ("year", "732829320"), ("older", "552100554")])
def test_a_search_keeps_those_last_met_when_it_is_asked(graph: Graph, contact: str, siren: str) -> None:
    given(
        graph,
        "(a:Company {siren: '732829320', name: 'Filatures du Nord'})",
        "(b:Company {siren: '552100554', name: 'Filatures du Nord'})",
        "(c:Company {siren: '542065479', name: 'Filatures du Nord'})",
        "(cci:Operator {uid: 'cci', name: 'CCI'})",
        "(cci)-[:VISITED {on: '2025-11-30', visibility: 'signalled'}]->(a)",
        "(cci)-[:VISITED {on: '2025-10-30', visibility: 'signalled'}]->(b)",
        "(cci)-[:VISITED {on: '2026-11-01', visibility: 'private'}]->(c)",
    )
    [found] = ask(graph, "filatures du nord", scope=SearchScope.model_validate({"contact": contact})).candidates
    assert found.company.siren == siren


def test_a_search_keeps_those_in_the_state_that_is_asked(graph: Graph) -> None:
    given(
        graph,
        "(:Company {siren: '732829320', name: 'Filatures du Nord', state: 'closed'})",
        "(:Company {siren: '552100554', name: 'Filatures du Nord', state: 'open'})",
    )
    [found] = ask(graph, "filatures du nord", scope=SearchScope(state="closed")).candidates
    assert found.company.siren == "732829320"
