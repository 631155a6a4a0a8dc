"""A need heard widely becomes territorial, the Region answers by a day, and those who raised it are told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from access.roles import local
from graph import Graph
from graph.errors import Conflict, FieldsRefused, Refused
from graph.visibility import PUBLIC
from planning.partnership.territorial import Call, answer, promote
from queries.partnership.needs import need_acts
from queries.partnership.territorial_needs import Threshold, heard, territorial_need, territorial_needs
from queries.tidings import tidings
from tests.conftest import CMA as CMA_CALLER
from tests.given import given

CCI, CMA, REGION = local("cci", "CCI Test"), local("cma", "CMA Test"), local("region", "Région Test")
TODAY = date.today()
SOON = TODAY + timedelta(days=60)
RECENT = (TODAY - timedelta(days=40)).isoformat()
OLD = (TODAY - timedelta(days=300)).isoformat()


def needing(
    number: int, epci: str, *, level: str = "shared", on: str = RECENT, owner: str = "cci", theme: str = "emploi"
) -> str:
    said = f"owner: '{owner}', visibility: '{level}'"
    return (
        f"(:Company {{uid: 'c{number}', name: 'C{number}', epci: '{epci}'}})-[:RAISED {{{said}}}]->"
        f"(:Need {{uid: 'n{number}', {said}, title: 'Recruter', theme: '{theme}', status: 'quo', on: '{on}'}})"
    )


@pytest.fixture
def house(graph: Graph) -> Graph:
    given(
        graph,
        *(
            f"(:Operator {{uid: '{uid}', name: '{name}', kind: '{kind}', admitted_at: '2026-01-01'}})"
            for uid, name, kind in (("cci", "CCI", "CCI"), ("cma", "CMA", "CMA"), ("region", "Région", "région"))
        ),
        "(:Territory {uid: 'epci:1', code: '1', level: 'epci', name: 'Un'})",
        "(:Territory {uid: 'epci:2', code: '2', level: 'epci', name: 'Deux'})",
        *(needing(number, "1") for number in range(3)),
        needing(3, "2", owner="cma"),
        needing(4, "2", level="signalled"),
        needing(5, "2", level="private"),
        needing(6, "2", on=OLD),
        needing(7, "1", theme="export"),
    )
    return graph


def test_what_is_heard_widely_is_told_with_its_evidence_and_no_small_number(house: Graph) -> None:
    [one] = heard(house, CMA_CALLER, Threshold())
    assert (one.theme, one.needs, one.companies, one.epcis) == ("emploi", 4, 4, 2)
    assert {cell.label: cell.needs for cell in one.places} == {"Un": None, "Deux": None}, "3 of 4 would tell the fourth"
    assert heard(house, CMA_CALLER, Threshold(companies=5, epcis=3)) == ()
    assert {one.theme for one in heard(house, CMA_CALLER, Threshold(companies=1))} == {"emploi", "export"}
    wide = next(one for one in heard(house, CMA_CALLER, Threshold(months=12)) if one.theme == "emploi")
    assert wide.needs == 5


def test_an_institution_has_it_recognised_and_the_region_answers_all_who_raised_it(house: Graph) -> None:
    uid = promote(house, CMA, Call("emploi", "Recruter des soudeurs", "region", SOON))
    assert [one.promoted for one in heard(house, CMA_CALLER, Threshold())] == [uid]
    with pytest.raises(Conflict):
        promote(house, CCI, Call("emploi", "Encore", "region", SOON))
    [asked] = tidings(house, REGION.caller)
    assert (asked.title, asked.act, asked.address) == (
        "Recruter des soudeurs",
        "promote",
        f"/besoins/territoriaux/{uid}",
    )
    with pytest.raises(Refused):
        answer(house, CCI, uid, "Non")
    with pytest.raises(FieldsRefused):
        answer(house, REGION, uid, " ")
    late = (SOON + timedelta(days=1)).isoformat()
    assert territorial_need(house, CMA_CALLER, uid).is_overdue(late)
    answer(house, REGION, uid, "Un appel à projets en janvier")
    told = territorial_need(house, CMA_CALLER, uid)
    assert (told.answer, told.is_overdue(late)) == ("Un appel à projets en janvier", False)
    for raiser in (CCI, CMA):
        assert [one.text for one in tidings(house, raiser.caller)] == ["Un appel à projets en janvier"]
    assert [one.kind for one in need_acts(house, CMA_CALLER, uid)] == ["promote", "answer"]
    with pytest.raises(Conflict):
        answer(house, REGION, uid, "Une autre")


def test_what_is_missing_is_said_and_what_is_not_heard_is_refused(house: Graph) -> None:
    with pytest.raises(FieldsRefused) as refused:
        promote(house, CMA, Call("emploi", " ", "cci", TODAY))
    assert [name for name, _ in refused.value.fields] == ["title", "due", "addressee"]
    with pytest.raises(Refused, match="assez largement"):
        promote(house, CMA, Call("export", "Exporter", "region", SOON))


def test_of_two_who_have_it_recognised_at_once_one_does(house: Graph) -> None:
    def done(who: object) -> bool:
        try:
            promote(house, who, Call("emploi", "Recruter", "region", SOON))  # type: ignore[arg-type]
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(done, (CCI, CMA))) == [False, True]
    assert len(territorial_needs(house, CMA_CALLER)) == 1


def test_what_is_hidden_changes_nothing_and_the_public_is_told_nothing(house: Graph) -> None:
    from graph.errors import AccessRefused

    before = heard(house, CMA_CALLER, Threshold())
    given(house, *(needing(number, "3", level=level) for number, level in ((20, "private"), (21, "signalled"))))
    assert heard(house, CMA_CALLER, Threshold()) == before
    for ask in (territorial_needs, lambda graph, caller: heard(graph, caller, Threshold())):
        with pytest.raises(AccessRefused):
            ask(house, PUBLIC)
