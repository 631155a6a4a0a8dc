"""Requests from outside: to whom they go, what is kept of the person, what becomes of them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from access.roles import Role, local
from graph import Graph
from graph.errors import AccessRefused, Conflict, FieldsRefused, NotFound
from graph.visibility import PUBLIC
from planning.partnership.demands import Said, new_number, receive, refuse, take, validate
from queries.partnership.demands import demand, demand_state, demands
from queries.partnership.needs import NeedFilter, need, needs
from queries.tidings import tidings
from rights import retention
from tests.given import given

AMIENS, REGION, CMA = local("amiens", "CA Amiens"), local("region", "Région"), local("cma", "CMA Test")
SAID = Said(
    "Trouver un local", "80000", "Amiens", "200 m² au sud", "implantation", "Atelier Vauquelin", "",
    "Ninon Vauquelin", "ninon@exemple.fr", "",
)  # fmt: skip


def drawn(graph: Graph, *patterns: str) -> Graph:
    given(
        graph,
        "(e:Territory {uid: 'epci:248000531', code: '248000531', level: 'epci', name: 'CA Amiens Métropole'})",
        "(:Operator {uid: 'cma', name: 'CMA Test', kind: 'CMA', admitted_at: '2026-01-01'})-[:COVERS]->(e)",
        *patterns,
    )
    return graph


OF_AMIENS = "(:Operator {uid: 'amiens', name: 'CA Amiens', kind: 'EPCI', admitted_at: '2026-01-01'})-[:COVERS]->(e)"
OF_THE_REGION = "(:Operator {uid: 'region', name: 'Région', kind: 'région', admitted_at: '2026-01-01'})"


def only(graph: Graph, who: object) -> str:
    [one] = demands(graph, who.caller)  # type: ignore[attr-defined]
    return one.uid


def test_a_request_goes_to_its_epci_else_to_the_region_else_to_whoever_takes_it(graph: Graph) -> None:
    drawn(graph, OF_AMIENS, OF_THE_REGION)
    receive(graph, SAID)
    assert (len(demands(graph, AMIENS.caller)), demands(graph, REGION.caller), demands(graph, CMA.caller)) == (
        1,
        (),
        (),
    )
    assert [one.title for one in tidings(graph, AMIENS.caller)] == ["Trouver un local"]
    graph.write("MATCH (o:Operator {uid: 'amiens'}) SET o.suspended_at = '2026-02-01'")
    receive(graph, SAID)
    assert len(demands(graph, REGION.caller)) == 1
    graph.write("MATCH (o:Operator {uid: 'region'}) REMOVE o.admitted_at")
    receive(graph, SAID)
    [nobodys] = [one for one in demands(graph, CMA.caller) if not one.own]
    assert (nobodys.title, nobodys.contact_email, nobodys.holder, nobodys.summary) == ("Trouver un local", *[None] * 3)
    with pytest.raises(Conflict):
        validate(graph, CMA, nobodys.uid, {"title": "x"})
    take(graph, CMA, nobodys.uid)
    assert demand(graph, CMA.caller, nobodys.uid).contact_email == "ninon@exemple.fr"
    with pytest.raises(NotFound):
        demand(graph, REGION.caller, nobodys.uid)


def test_a_request_that_is_kept_becomes_a_need_without_the_person(graph: Graph) -> None:
    drawn(graph, OF_AMIENS)
    number = receive(graph, SAID)
    assert demand_state(graph, PUBLIC, number.lower()).status == "open"
    assert needs(graph, CMA.caller, NeedFilter()).needs == ()
    entered = validate(graph, AMIENS, only(graph, AMIENS), {"title": "Trouver un local", "name": "Atelier Vauquelin",
                       "commune": "Amiens", "theme": "implantation", "visibility": "shared"})  # fmt: skip
    shown = need(graph, CMA.caller, entered.uid)
    assert (shown.title, shown.holder, shown.epci_name) == ("Trouver un local", None, "CA Amiens Métropole")
    state = demand_state(graph, PUBLIC, number)
    assert (state.status, state.need) == ("validated", "quo")
    [kept] = graph.system_read("MATCH (n:Need) RETURN properties(n) AS n")
    assert "ninon@exemple.fr" not in str(kept["n"])
    with pytest.raises(Conflict):
        refuse(graph, AMIENS, demands(graph, AMIENS.caller, status=None)[0].uid, "known")


def test_a_request_is_refused_for_a_reason_of_the_list_that_the_person_reads(graph: Graph) -> None:
    drawn(graph, OF_AMIENS)
    number = receive(graph, SAID)
    uid = only(graph, AMIENS)
    with pytest.raises(FieldsRefused):
        refuse(graph, AMIENS, uid, "parce que")
    refuse(graph, AMIENS, uid, "known", "déjà venu deux fois")
    state = demand_state(graph, PUBLIC, number)
    assert (state.refusal, "deux fois" in str(state)) == ("known", False)
    assert demand(graph, AMIENS.caller, uid).note == "déjà venu deux fois"


def test_of_two_who_take_a_request_at_once_one_has_it(graph: Graph) -> None:
    drawn(graph, OF_THE_REGION)
    graph.write("MATCH (o:Operator {uid: 'region'}) SET o.kind = 'agence'")
    receive(graph, SAID)
    uid = only(graph, CMA)

    def mine(who: object) -> bool:
        try:
            take(graph, who, uid)  # type: ignore[arg-type]
        except (Conflict, NotFound):
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(mine, (CMA, REGION))) == [False, True]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"commune": "Zozo", "code_postal": ""}, "commune"),
        ({"contact_email": ""}, "contact_email"),
        ({"contact_email": "ninon"}, "contact_email"),
        ({"siren": "123456789"}, "siren"),
        ({"summary": "Nous sommes en mandat ad hoc"}, "summary"),
    ],
)
def test_what_is_wrong_is_said_by_field_and_nothing_is_kept(graph: Graph, changed: dict[str, str], field: str) -> None:
    with pytest.raises(FieldsRefused) as refused:
        receive(graph, SAID._replace(**changed))
    assert [name for name, _ in refused.value.fields] == [field]
    assert not graph.system_read("MATCH (d:Demand) RETURN d.uid AS uid")


def test_a_doubt_about_the_words_goes_to_whoever_reads_them(graph: Graph) -> None:
    drawn(graph, OF_AMIENS)
    receive(graph, SAID._replace(summary="Le gérant est en arrêt maladie depuis mars"))
    assert demand(graph, AMIENS.caller, only(graph, AMIENS)).doubts != ()


def test_a_number_is_not_guessed_and_a_wrong_one_is_told_like_any(graph: Graph) -> None:
    assert len({new_number() for _ in range(500)}) == 500
    for wrong in ("ABCD", "2222-2222-2222", "x' OR 1=1"):
        with pytest.raises(NotFound, match="Aucune demande"):
            demand_state(graph, PUBLIC, wrong)


def test_only_a_steward_decides(graph: Graph) -> None:
    drawn(graph, OF_AMIENS)
    receive(graph, SAID)
    reader: Callable[[], object] = local
    assert reader().role is Role.READER  # type: ignore[attr-defined]
    for step in (take, refuse):
        with pytest.raises(AccessRefused):
            step(graph, local(), "any", "known") if step is refuse else step(graph, local(), "any")


def test_requests_are_erased_in_their_time(graph: Graph, tmp_path: Path) -> None:
    drawn(graph, OF_AMIENS)
    for _ in range(3):
        receive(graph, SAID)
    kept, refused, _ = (one.uid for one in demands(graph, AMIENS.caller))
    validate(graph, AMIENS, kept, {"title": "Local", "name": "Atelier", "commune": "Amiens"})
    refuse(graph, AMIENS, refused, "known")
    today = date.today()
    later = {years: today.replace(year=today.year + years, day=1) for years in (1, 2, 4)}
    assert not [one for one in retention.run(graph, today, home=tmp_path) if one.kind == "demands" and one.count]
    retention.run(graph, later[2], home=tmp_path)
    [left] = demands(graph, AMIENS.caller, status=None)
    assert (left.uid, left.contact_email) == (kept, "ninon@exemple.fr")
    retention.run(graph, later[4], home=tmp_path)
    [left] = demands(graph, AMIENS.caller, status=None)
    assert (left.contact_name, left.contact_email, left.summary, left.need is not None) == (None, None, None, True)
