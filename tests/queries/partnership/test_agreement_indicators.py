"""The indicators of agreements, strategies and consultations, by hand."""

from __future__ import annotations

import pytest

from graph import Graph
from graph.errors import AccessRefused
from graph.visibility import MEMBER, PUBLIC, Caller
from queries.partnership.agreement_indicators import agreement_indicators
from queries.partnership.agreements import AgreementFilter, agreements
from queries.partnership.consultations import consultations
from queries.partnership.forthcoming import forthcoming
from queries.partnership.priorities import priorities
from queries.partnership.strategies import strategies
from tests.conftest import CCI, CMA
from tests.given import given
from tests.queries.partnership.conftest import EPCI, TODAY, consulted, fact


def test_nobody_outside_reads_them(drawn: Graph) -> None:
    for asked in (
        lambda: agreements(drawn, PUBLIC, AgreementFilter(), as_of=TODAY),
        lambda: strategies(drawn, PUBLIC),
        lambda: consultations(drawn, PUBLIC),
        lambda: agreement_indicators(drawn, PUBLIC, None, TODAY),
        lambda: forthcoming(drawn, PUBLIC, as_of=TODAY),
        lambda: priorities(drawn, PUBLIC, EPCI, as_of=TODAY),
    ):
        with pytest.raises(AccessRefused):
            asked()


def test_indicators_are_the_sums_done_by_hand(drawn: Graph) -> None:
    consulted(drawn)
    found = {one.code: one for one in agreement_indicators(drawn, MEMBER, None, TODAY)}
    assert {code: one.value for code, one in found.items()} == {
        "conventions-en-vigueur": 1.0, "emplois-attendus": 17.0, "emplois-generes": 7.0, "acteurs-associes": 3.0,
        "ingenierie-etp": 1.5, "epci-sans-convention": 1.0,
        "filieres-sans-pilote": 1.0,  # textile: named by the agreement and the strategy, no action has a leader
        "strategies-declarees": 1.0, "concertations-reponses": 0.5, "concertations-retenues": 1.0,
    }  # fmt: skip
    months = {one.month: one.value for one in found["conventions-en-vigueur"].months}
    assert (len(months), months["2025-12"], months["2026-11"]) == (12, 1.0, 1.0)
    assert {one.month: one.value for one in found["emplois-generes"].months}["2025-12"] == 7.0
    assert found["conventions-en-vigueur"].fresh_on == "2026-02-01"
    one = {one.code: one.value for one in agreement_indicators(drawn, MEMBER, "epci:200000001", TODAY)}
    assert (one["conventions-en-vigueur"], one["epci-sans-convention"], one["concertations-reponses"]) == (
        0.0,
        1.0,
        None,
    )
    drawn.write("MATCH (x:AgreementAction {uid: 'x1'}) SET x.leader_name = 'CMA'")
    led = {one.code: one.value for one in agreement_indicators(drawn, MEMBER, None, TODAY)}
    assert led["filieres-sans-pilote"] == 0.0


@pytest.mark.parametrize("level", ["private", "signalled"])
def test_what_is_kept_to_oneself_changes_no_answer_across_institutions(drawn: Graph, level: str) -> None:
    def asked(caller: Caller) -> tuple[object, ...]:
        return (
            agreement_indicators(drawn, caller, None, TODAY),
            priorities(drawn, caller, EPCI, as_of=TODAY),
            forthcoming(drawn, caller, None, as_of=TODAY),
        )

    before = asked(CMA)
    given(drawn, f"(k:Consultation {fact('k9', level, title='secret', until='2026-12-01', territories=[EPCI])})",
          f"(:Agreement {fact('a9', level, title='secret', starts_on='2026-12-01', territories=[EPCI], sectors=['filiere:agro'])})",
          f"(s:Strategy {fact('s9', level, title='secret', territories=[EPCI], themes=['fiscalite'])})")  # fmt: skip
    drawn.write(
        "MATCH (t:Territory {uid: $epci}), (s:Strategy {uid: 's9'}) "
        "CREATE (t)-[:DECLARES {uid: 'e99', owner: 'cci', visibility: $level}]->(s)", epci=EPCI, level=level,
    )  # fmt: skip
    assert asked(CMA) == before
    assert asked(CCI) == before
