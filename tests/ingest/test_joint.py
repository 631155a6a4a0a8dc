"""Visits that several institutions made together."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from graph import Graph
from graph.errors import NotFound
from graph.visibility import Caller, Visibility
from ingest.queue import list_reviews
from ingest.report import Report
from ingest.reviewing import accept, reject, undo
from tests.ingest.conftest import Take

HEADER = "Date;Entreprise;SIRET;Code postal;Commune;Statut;Réf. visite conjointe\n"
SURE = "09/01/2026;TEXTILES DE LA LYS;73282932000074;59280;Armentières;réalisée;{}\n"
DOUBTFUL = "09/01/2026;Tissage Lys;;59280;Armentières;réalisée;{}\n"
VISITS = "MATCH (o)-[v:VISITED]->(c) RETURN o.uid AS o, v.visit AS visit, c.siren AS siren ORDER BY o"


def cci(take: Take, text: str, **options: object) -> Report:
    return take(HEADER + text, "visits", name="cci.csv", operator="CCI Test", create_operator=True, **options)


def cma(take: Take, text: str, **options: object) -> Report:
    return take(HEADER + text, "visits", name="cma.csv", operator="CMA Test", create_operator=True, **options)


def test_a_shared_reference_makes_one_visit_of_two_edges(ready: Graph, companies: Report, take: Take) -> None:
    cci(take, SURE.format("VC1"))
    cma(take, SURE.format("VC1"))
    one, two = ready.system_read(VISITS)
    assert one["visit"] == two["visit"]
    assert (one["o"], two["o"]) == ("cci-test", "cma-test")


def test_the_same_reference_for_another_day_is_another_visit(ready: Graph, companies: Report, take: Take) -> None:
    cci(take, SURE.format("1"))
    cma(take, SURE.format("1").replace("09/01", "09/07"))
    one, two = ready.system_read(VISITS)
    assert one["visit"] != two["visit"]


@pytest.mark.parametrize("doubtful_first", [True, False])
def test_a_row_in_review_is_bound_by_the_reference_that_another_row_shares(
    ready: Graph, companies: Report, take: Take, doubtful_first: bool
) -> None:
    if doubtful_first:
        cci(take, DOUBTFUL.format("VC1"))
        report = cma(take, SURE.format("VC1"))
    else:
        cma(take, SURE.format("VC1"))
        report = cci(take, DOUBTFUL.format("VC1"))
    assert report.bound_later == int(not doubtful_first), "the rows of others are theirs to count"
    one, two = ready.system_read(VISITS)
    assert one["visit"] == two["visit"]
    assert one["siren"] == two["siren"] == "732829320"
    [settled] = list_reviews(ready, Caller(organisation="cci-test"), status="accepted").reviews
    assert settled.decided_by == "dore", "of another institution no person is told"


def test_a_private_visit_binds_nobody_elses_row(ready: Graph, companies: Report, take: Take) -> None:
    cma(take, SURE.format("VC1"), visibility=Visibility.PRIVATE)
    assert cci(take, DOUBTFUL.format("VC1")).bound_later == 0


def test_the_same_day_without_reference_is_offered_as_one_joint_visit(
    ready: Graph, companies: Report, take: Take
) -> None:
    cci(take, SURE.format(""))
    report = cma(take, SURE.format(""))
    assert report.joint_offered == 1
    one, two = ready.system_read(VISITS)
    assert one["visit"] != two["visit"], "an overlap until somebody confirms"
    [offer] = list_reviews(ready, Caller(organisation="cma-test")).reviews
    assert offer.kind == "joint"
    assert "CCI Test et CMA Test" in offer.reasons[0] or "CMA Test et CCI Test" in offer.reasons[0]


@pytest.fixture
def offered(ready: Graph, companies: Report, take: Take) -> list[tuple[Caller, str]]:
    """The CCI and the CMA, each with the offer in its own queue."""
    cci(take, SURE.format(""))
    cma(take, SURE.format(""))
    callers = [Caller(organisation=uid, actor=uid) for uid in ("cci-test", "cma-test")]
    return [(one, list_reviews(ready, one).reviews[0].uid) for one in callers]


def keys(graph: Graph) -> set[str]:
    return {visit["visit"] for visit in graph.system_read(VISITS)}


@pytest.mark.parametrize("last", [0, 1])
def test_an_offer_that_both_confirm_makes_one_visit_and_either_undoes_it_exactly(
    ready: Graph, offered: list[tuple[Caller, str]], last: int
) -> None:
    before = ready.system_read(VISITS)
    accept(ready, *offered[1 - last])
    assert ready.system_read(VISITS) == before, "one institution alone joins nothing"
    accept(ready, *offered[last])
    assert len(keys(ready)) == 1
    undo(ready, *offered[last])
    assert ready.system_read(VISITS) == before
    accept(ready, *offered[last])
    assert len(keys(ready)) == 1


def test_two_stewards_who_confirm_at_once_are_both_heard(ready: Graph, offered: list[tuple[Caller, str]]) -> None:
    for _ in range(3):
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda one: accept(ready, *one), offered))
        assert len(keys(ready)) == 1
        for one in offered:
            undo(ready, *one)
        assert len(keys(ready)) == 2


def test_an_institution_that_refuses_leaves_two_visits(ready: Graph, offered: list[tuple[Caller, str]]) -> None:
    reject(ready, *offered[0])
    accept(ready, *offered[1])
    assert len(keys(ready)) == 2


def test_nobody_answers_for_another(ready: Graph, offered: list[tuple[Caller, str]]) -> None:
    with pytest.raises(NotFound):
        accept(ready, offered[0][0], offered[1][1])


def test_an_offer_is_made_once(companies: Report, take: Take) -> None:
    cci(take, SURE.format(""))
    assert cma(take, SURE.format("")).joint_offered == 1
    assert cma(take, SURE.format("")).joint_offered == 0


def test_a_signalled_visit_offers_nothing_since_it_does_not_say_its_day(companies: Report, take: Take) -> None:
    cci(take, SURE.format(""), visibility=Visibility.SIGNALLED)
    assert cma(take, SURE.format("")).joint_offered == 0
