"""What institutions do about a need, who may, and who is told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from access.roles import local
from graph import Graph
from graph.errors import AccessRefused, Conflict, FieldsRefused, NotFound
from graph.visibility import Caller
from planning.entering import enter
from planning.partnership.needs import act, possible
from queries.partnership.needs import NeedFilter, need, need_acts, needs
from queries.unsupported import UnsupportedScope, unsupported
from tests.given import given

CCI, CMA, FUND = local("cci", "CCI Test"), local("cma", "CMA Test"), local("fonds", "Fonds Test")


@pytest.fixture
def house(graph: Graph) -> Graph:
    given(
        graph,
        *(
            f"(:Operator {{uid: '{uid}', name: '{name}', admitted_at: '2026-01-01'}})"
            for uid, name in (("cci", "CCI Test"), ("cma", "CMA Test"), ("fonds", "Fonds Test"))
        ),
        "(c:Company {siren: '732829320', name: 'LYS'})-[:RAISED {owner: 'cci'}]->"
        "(:Need {uid: 'n', owner: 'cci', title: 'Trouver un local', theme: 'implantation', status: 'quo', on: '2026-06-02'})",
        "(c)-[:RAISED {owner: 'cci', visibility: 'signalled'}]->"
        "(:Need {uid: 's', owner: 'cci', visibility: 'signalled', title: 'Secret', status: 'quo', on: '2026-06-02'})",
    )
    return graph


def told(graph: Graph) -> set[str]:
    return {one["owner"] for one in graph.system_read("MATCH (n:Notice {kind: 'need'}) RETURN n.owner AS owner")}


def test_another_institution_takes_a_need_and_answers_it(house: Graph) -> None:
    assert (possible(CMA, need(house, CMA.caller, "n")), told(house)) == (("take",), set())
    assert unsupported(house, CMA.caller, UnsupportedScope()).companies
    act(house, CMA, "n", "take")
    taken = need(house, CCI.caller, "n")
    assert (taken.status, [one.uid for one in taken.takers], told(house)) == ("taking_care", ["cma"], {"cci"})
    assert not unsupported(house, CMA.caller, UnsupportedScope()).companies, "it is accompanied now"
    assert possible(FUND, need(house, FUND.caller, "n")) == ()
    with pytest.raises(FieldsRefused):
        act(house, CMA, "n", "answer", text="  ")
    act(house, CMA, "n", "answer", text="Un atelier relais à Armentières")
    done = need(house, CCI.caller, "n")
    assert (done.status, done.answered_on is not None, possible(CCI, done)) == ("done", True, ("reopen",))
    assert [(one.kind, one.who, one.text) for one in need_acts(house, CCI.caller, "n")] == [
        ("take", "CMA Test", None),
        ("answer", "CMA Test", "Un atelier relais à Armentières"),
    ]


def test_of_two_who_take_at_once_one_is_told_that_it_is_taken(house: Graph) -> None:
    def take(who: object) -> bool:
        try:
            act(house, who, "n", "take")  # type: ignore[arg-type]
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(take, (CCI, CMA, FUND))) == [False, False, True]
    assert len(need(house, CCI.caller, "n").takers) == 1


def test_what_is_handed_over_waits_for_the_other_who_may_give_it_back(house: Graph) -> None:
    act(house, CMA, "n", "take")
    with pytest.raises(Conflict):
        act(house, FUND, "n", "hand_over", to="cci")
    with pytest.raises(FieldsRefused):
        act(house, CMA, "n", "hand_over", to="nobody")
    act(house, CMA, "n", "hand_over", to="fonds", text="C'est du financement")
    handed = need(house, FUND.caller, "n")
    assert (handed.status, handed.handed_to, handed.takers) == ("quo", "fonds", ())
    assert told(house) == {"cci", "fonds"}
    assert [one.uid for one in needs(house, FUND.caller, NeedFilter(mine=True)).needs] == ["n"]
    act(house, FUND, "n", "take")
    act(house, FUND, "n", "not_for_me", text="Trop petit pour nous")
    given_back = need(house, CCI.caller, "n")
    assert (given_back.status, given_back.takers, given_back.handed_to) == ("not_for_me", (), None)
    act(house, CCI, "n", "close_no_help", text="Personne ne peut")
    assert need(house, CCI.caller, "n").status == "done_no_help"


def test_a_signalled_need_is_acted_on_by_its_own_institution_alone(house: Graph) -> None:
    with pytest.raises(NotFound):
        act(house, CMA, "s", "take")
    act(house, CCI, "s", "take")
    [edge] = house.system_read("MATCH ()-[k:TAKES_CARE_OF]->() RETURN k.visibility AS level, k.earliest AS day")
    assert (edge["level"], edge["day"][8:]) == ("signalled", "01")


def test_a_reader_does_nothing_and_mandat_ad_hoc_is_not_written(house: Graph) -> None:
    with pytest.raises(AccessRefused):
        act(house, local(), "n", "take")
    act(house, CCI, "n", "take")
    with pytest.raises(FieldsRefused):
        act(house, CCI, "n", "answer", text="La société est en mandat ad hoc")


def test_the_same_file_again_leaves_what_was_done_and_a_new_status_wins(house: Graph) -> None:
    said = {"title": "Former", "territory": "commune:80021", "on": "2026-05-04", "reference": "b1"}
    uid = enter(house, CCI, "needs", said).uid
    act(house, CMA, uid, "take")
    enter(house, CCI, "needs", said | {"summary": "dix salariés"})
    again = need(house, Caller(organisation="cci"), uid)
    assert (again.status, again.summary, [one.uid for one in again.takers]) == ("taking_care", "dix salariés", ["cma"])
    enter(house, CCI, "needs", said | {"status": "traité"})
    assert need(house, CCI.caller, uid).status == "done"
