"""`network`: which actors and links a perimeter has, and what it may say of them."""

from __future__ import annotations

from datetime import date

import pytest

from graph import MEMBER, PUBLIC, Caller, Graph
from graph.errors import Misuse, NotFound
from queries.analytics import Around, Network, describe, network
from queries.analytics import around as around_module
from queries.analytics import facts as facts_module
from queries.scope import Scope, resolve
from tests.conftest import CCI
from tests.given import given
from tests.queries.analytics.worlds import BOB, FRAMES, IN_AMIENS, SEASON, company, draw

DAY = date(2026, 8, 1)
SOMME = Around(territory=("80",), as_of=DAY)


def links_of(drawn: Network) -> dict[tuple[str, str], tuple[dict[str, int], str, str]]:
    return {(link.source.id, link.target.id): (link.counts, link.first, link.last) for link in drawn.each_link()}


def ids(drawn: Network) -> list[str]:
    return [actor.id for actor in drawn.actors]


def test_facts_add_up_by_pair_with_their_first_and_last_month(graph: Graph) -> None:
    draw(graph)
    drawn = network(graph, MEMBER, SOMME)
    assert links_of(drawn) == {
        ("operator:cci", "company:100000009"): (
            {"visits": 1, "planned": 1, "supports": 1},
            "2019",
            "2026-09",
        ),
        ("operator:cma", "company:100000009"): ({"signalled": 1}, "2025-11", "2025-11"),
        ("operator:cma", "company:200000008"): ({"visits": 1}, "2026-01", "2026-01"),
    }
    assert ids(drawn) == ["company:100000009", "company:200000008", "operator:cci", "operator:cma"]
    assert (drawn.companies, drawn.unlinked) == (3, 1)
    assert drawn.links.weight.tolist() == [3, 1, 1]


def test_a_done_visit_after_the_day_of_the_question_is_planned(graph: Graph) -> None:
    draw(graph)
    drawn = network(graph, MEMBER, Around(territory=("80",), as_of=date(2026, 2, 1)))
    assert links_of(drawn)["operator:cci", "company:100000009"][0] == {"planned": 2, "supports": 1}
    assert links_of(drawn)["operator:cma", "company:200000008"][0] == {"visits": 1}


def test_the_day_of_the_question_is_today_unless_one_is_given(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    draw(graph)
    monkeypatch.setattr(around_module, "today", lambda: date(2026, 2, 1))
    drawn = network(graph, MEMBER, Around(territory=("80",)))
    assert links_of(drawn)["operator:cci", "company:100000009"][0] == {"planned": 2, "supports": 1}


def test_a_support_dated_after_the_day_of_the_question_stays_a_support(graph: Graph) -> None:
    draw(graph, "(cma)-[:SUPPORTED {on: '2026-05-01'}]->(cam)")
    drawn = network(graph, MEMBER, Around(territory=("80",), as_of=date(2026, 2, 1)))
    assert links_of(drawn)["operator:cma", "company:300000007"][0] == {"supports": 1}


def test_private_records_are_in_no_network_not_even_their_owners(graph: Graph) -> None:
    draw(graph, "(cci)-[:VISITED {on: '2026-04-01', visibility: 'private'}]->(cam)")
    for caller in (MEMBER, CCI):
        assert "company:300000007" not in ids(network(graph, caller, SOMME))


def test_a_company_that_members_may_not_know_is_not_counted(graph: Graph) -> None:
    secret = f"(x:Company {{uid: 'x1', visibility: 'private', owner: 'cci', naf: '62.01Z', {IN_AMIENS}}})"
    draw(graph, secret, "(cma)-[:VISITED {on: '2026-04-01'}]->(x)")
    drawn = network(graph, CCI, SOMME)
    assert (drawn.companies, "company:x1" in ids(drawn)) == (3, False)


def test_projects_bring_those_who_carry_and_follow_them(graph: Graph) -> None:
    draw(
        graph,
        "(cam)-[:CARRIES]->(p:Project {uid: 'p1', title: 'Usine'})",
        "(region)-[:FOLLOWS {earliest: '2026-02-03', latest: '2026-02-03'}]->(p)",
        "(metropole)-[:CARRIES]->(q:Project {uid: 'p2', title: 'Pépinière'})",
    )
    drawn = network(graph, MEMBER, SOMME)
    found = links_of(drawn)
    assert found["company:300000007", "project:p1"][0] == {"carries": 1}
    assert found["operator:region", "project:p1"] == ({"follows": 1}, "2026-02", "2026-02")
    assert ("territory:epci:248000531", "project:p2") not in found, "Amiens Métropole is not inside the Somme"
    found = links_of(network(graph, MEMBER, Around(territory=("248000531",))))
    assert found["territory:epci:248000531", "project:p2"][0] == {"carries": 1}


def test_agreements_bring_their_parties_and_the_partnerships_between_them(graph: Graph) -> None:
    draw(
        graph,
        "(region)-[:PARTY_TO]->(a:Agreement {uid: 'a1', title: 'PDEC numérique'})",
        "(cma)-[:PARTY_TO]->(a)",
        "(metropole)-[:PARTY_TO]->(a)",
        "(a)-[:COVERS]->(it)",
        "(region)-[:PARTNERS_WITH {agreement: 'a1'}]->(cma)",
        "(cci)-[:PARTNERS_WITH {agreement: 'a2'}]->(:Operator {uid: 'far', name: 'Loin'})",
    )
    found = links_of(network(graph, MEMBER, Around(sector=("62",))))
    assert found["operator:region", "agreement:a1"][0] == {"party": 1}
    assert found["territory:epci:248000531", "agreement:a1"][0] == {"party": 1}
    assert found["operator:cma", "operator:region"][0] == {"partnerships": 1}
    assert not any("operator:far" in pair for pair in found), "linked with an actor, with nothing of the perimeter"


def test_an_agreement_must_cover_both_when_a_territory_and_a_sector_are_asked(graph: Graph) -> None:
    draw(
        graph,
        "(somme)-[:PARTY_TO]->(a:Agreement {uid: 'a1'})-[:COVERS]->(bread)",
        "(somme)-[:PARTY_TO]->(b:Agreement {uid: 'b1'})-[:COVERS]->(it)",
    )
    drawn = network(graph, MEMBER, Around(territory=("80",), sector=("62",)))
    assert [actor.uid for actor in drawn.actors if actor.kind == "agreement"] == ["b1"]


def test_companies_linked_with_one_another_count_once_and_only_inside(graph: Graph) -> None:
    draw(
        graph,
        "(bob)-[:PARTNERS_WITH {agreement: 'a'}]->(ada)",
        "(cam)-[:PARTNERS_WITH {agreement: 'b'}]->(:Company {siren: '400000006', departement: '59'})",
    )
    found = links_of(network(graph, MEMBER, SOMME))
    assert found["company:100000009", "company:200000008"][0] == {"partnerships": 1}
    assert not any("company:400000006" in pair for pair in found)


@pytest.mark.parametrize("word", ["32", "region:32", "hauts-de-france", "80", "Somme", "248000531", "commune:80021"])
def test_a_territory_is_meant_by_code_uid_or_name_and_holds_what_lies_inside(graph: Graph, word: str) -> None:
    draw(graph, "(:Company {siren: '400000006', departement: '59', code_commune: '59350'})")
    assert network(graph, MEMBER, Around(territory=(word,))).companies == 3


def test_a_former_commune_stands_for_the_one_it_became(graph: Graph) -> None:
    draw(
        graph,
        "(:Territory {uid: 'former:80999', code: '80999', level: 'ancienne_commune', name: 'Vieux'})"
        "-[:BECAME]->(amiens)",
    )
    assert network(graph, MEMBER, Around(territory=("80999",))).companies == 3


@pytest.mark.parametrize(
    ("around", "companies"),
    [
        (Around(sector=("62",)), 3),
        (Around(sector=("6201z",)), 3),
        (Around(sector=("Codage", "10.71C")), 4),
        (Around(filiere=("iaa",)), 1),
        (Around(filiere=("filiere:agro",), sector=("62",)), 4),
        (Around(filiere=("agro",), territory=("80",)), 0),
    ],
)
def test_sectors_and_filieres_add_up_and_cross_with_territories(graph: Graph, around: Around, companies: int) -> None:
    draw(graph, "(:Company {siren: '400000006', departement: '59', naf: '10.71C'})")
    assert network(graph, MEMBER, around).companies == companies


@pytest.mark.parametrize("territory", ["32", "80", "248000531", "80021"])
def test_a_perimeter_holds_the_companies_that_the_other_questions_find_in_it(graph: Graph, territory: str) -> None:
    draw(graph, f"(:Company {{siren: '400000006', naf: '10.71C', {IN_AMIENS}}})")
    meant = resolve(graph, MEMBER, Scope(territory=(territory,), sector=("62",)))
    condition = "c.code_commune IN $communes OR c.epci IN $epcis OR c.departement IN $departements"
    [counted] = graph.system_read(
        f"MATCH (c:Company) WHERE ({condition}) AND c.naf IN $nafs RETURN count(c) AS n", **meant.parameters
    )
    assert network(graph, MEMBER, Around(territory=(territory,), sector=("62",))).companies == counted["n"] == 3


def test_a_word_that_means_two_territories_is_asked_again(graph: Graph) -> None:
    draw(graph, "(:Territory {uid: 'departement:32', code: '32', level: 'departement', name: 'Gers'})")
    with pytest.raises(Misuse, match=r"plusieurs territoires : departement:32 \(Gers\), region:32"):
        network(graph, MEMBER, Around(territory=("32",)))


@pytest.mark.parametrize(
    "around",
    [
        Around(),
        Around(territory=("Atlantide",)),
        Around(sector=("99",)),
        Around(filiere=("62",)),
        Around(sector=("agro",)),
        Around(ego="cci", territory=("80",)),
    ],
)
def test_a_perimeter_nobody_understands_is_a_misuse(graph: Graph, around: Around) -> None:
    draw(graph)
    with pytest.raises(Misuse):
        network(graph, MEMBER, around)


@pytest.mark.parametrize("word", ["100000009", "100 000 009", "10000000900017", "company:100000009"])
def test_the_network_around_a_company_is_all_that_is_linked_with_it(graph: Graph, word: str) -> None:
    draw(graph, "(:Establishment {siret: '10000000900017'})-[:SITE_OF]->(ada)")
    drawn = network(graph, MEMBER, Around(ego=word))
    assert ids(drawn) == ["company:100000009", "operator:cci", "operator:cma"]


def test_the_network_around_an_operator_is_its_companies_works_and_partners(graph: Graph) -> None:
    draw(
        graph,
        "(cci)-[:FOLLOWS]->(:Project {uid: 'p1'})",
        "(:Operator {uid: 'far', name: 'Loin'})-[:PARTNERS_WITH {agreement: 'a'}]->(cci)",
        "(cma)-[:PARTNERS_WITH {agreement: 'b'}]->(:Operator {uid: 'further', name: 'Plus loin'})",
    )
    drawn = network(graph, MEMBER, Around(ego="cci"))
    assert ids(drawn) == ["company:100000009", "operator:cci", "operator:cma", "operator:far", "project:p1"]
    assert network(graph, MEMBER, Around(ego="operator:cci")).title == "opérateur CCI"


def test_an_operator_that_is_a_company_too_must_be_told_apart(graph: Graph) -> None:
    draw(graph, company("r", "200053742"), "(cma)-[:VISITED {on: '2026-01-01'}]->(r)")
    with pytest.raises(Misuse, match="company:200053742, operator:region"):
        network(graph, MEMBER, Around(ego="200053742"))
    assert "company:200053742" in ids(network(graph, MEMBER, Around(ego="company:200053742")))


def test_a_company_one_may_not_know_answers_like_one_that_does_not_exist(graph: Graph) -> None:
    draw(graph, "(:Company {uid: 'x1', visibility: 'private', owner: 'cma'})")
    answers = []
    for word in ("x1", "x2"):
        with pytest.raises(NotFound) as refused:
            network(graph, CCI, Around(ego=word))
        answers.append(str(refused.value).replace(word, "…"))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("status", ["statut_diffusion: 'P'", "nature_juridique: '1000'"])
def test_a_company_of_partial_diffusion_keeps_its_name(graph: Graph, status: str) -> None:
    given(graph, *FRAMES, company("m", "500000005", f"name: 'Jeanne Martin', {status}"), "(cci)-[:VISITED]->(m)")
    [masked, _] = network(graph, MEMBER, SOMME).actors
    assert (masked.label, masked.siren) == ("[entreprise à diffusion partielle]", "500000005")


def test_a_natural_person_whose_diffusion_is_open_is_named(graph: Graph) -> None:
    more = "name: 'Jeanne Martin', statut_diffusion: 'O', nature_juridique: '1000'"
    given(graph, *FRAMES, company("m", "500000005", more), "(cci)-[:VISITED]->(m)")
    assert network(graph, MEMBER, SOMME).actors[0].label == "Jeanne Martin"


def test_a_signalled_project_or_agreement_keeps_its_title_and_the_kind_of_its_links(graph: Graph) -> None:
    draw(
        graph,
        "(cam)-[:CARRIES {visibility: 'signalled'}]->(p:Project {uid: 'p1', title: 'Secret', visibility: 'signalled'})",
        "(cma)-[:PARTY_TO]->(a:Agreement {uid: 'a', title: 'Secret', kind: 'secret', visibility: 'signalled'})",
        "(cam)-[:PARTY_TO]->(a)",
    )
    drawn = network(graph, CCI, SOMME)
    assert "ecret" not in describe(drawn).model_dump_json()
    assert links_of(drawn)["company:300000007", "project:p1"][0] == {"signalled": 1}


def test_the_public_sees_open_facts_alone_by_year(graph: Graph) -> None:
    draw(
        graph,
        "(region)-[:SUPPORTED {on: '2026-03-12', visibility: 'open'}]->(cam)",
        "(cam)-[:CARRIES {visibility: 'open', on: '2026-04-01'}]->(:Project {uid: 'p1', title: "
        "'Ouvert', visibility: 'open'})",
    )
    drawn = network(graph, PUBLIC, SOMME)
    assert links_of(drawn) == {
        ("company:300000007", "project:p1"): ({"carries": 1}, "2026", "2026"),
        ("operator:region", "company:300000007"): ({"supports": 1}, "2026", "2026"),
    }


def test_a_perimeter_without_links_is_said_to_be_empty(graph: Graph) -> None:
    given(graph, *FRAMES, BOB)
    answer = describe(network(graph, MEMBER, SOMME))
    assert (answer.companies, answer.unlinked, answer.actors, answer.links) == (1, 1, [], [])
    assert answer.message is not None
    assert answer.message.startswith("Aucun accompagnement connu")


def test_the_network_is_the_same_whatever_the_size_of_the_batches(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw(graph, "(bob)-[:PARTNERS_WITH {agreement: 'a'}]->(ada)", "(cci)-[:VISITED]->(cam)")
    whole = describe(network(graph, MEMBER, SOMME))
    monkeypatch.setattr(facts_module, "BATCH", 1)
    assert describe(network(graph, MEMBER, SOMME)) == whole


def test_the_network_is_the_same_whatever_the_order_in_which_facts_came(graph: Graph) -> None:
    draw(graph)
    first = describe(network(graph, MEMBER, SOMME)).model_dump_json()
    graph.auto_commit("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
    nodes, edges = list(SEASON[:3]), list(SEASON[3:])
    given(graph, *FRAMES, *reversed(nodes), *reversed(edges))
    assert describe(network(graph, MEMBER, SOMME)).model_dump_json() == first


def test_a_hub_is_cut_where_it_is_shown_and_says_by_how_much(graph: Graph) -> None:
    draw(
        graph,
        *(company(f"c{i}", f"60000000{i}") for i in range(5)),
        *(f"(cma)-[:VISITED]->(c{i})" for i in range(5)),
    )
    drawn = network(graph, Caller(), SOMME)
    answer = describe(drawn, per_actor=2)
    [hub] = [actor for actor in answer.actors if actor.id == "operator:cma"]
    assert (hub.links, hub.hidden) == (7, 5)
    assert (answer.link_count, answer.hidden_links, len(answer.links)) == (8, 5, 3)
    assert len(drawn.links) == len(describe(drawn, per_actor=0).links) == 8
