"""The Region's decisions, as far as levels permit, and the territorial need that each answers."""

from __future__ import annotations

import pytest

from graph import Graph
from graph.errors import AccessRefused
from graph.visibility import PUBLIC
from queries.partnership.decisions import decisions
from tests.conftest import CCI, CMA
from tests.given import given


@pytest.fixture
def decided(graph: Graph) -> Graph:
    given(
        graph,
        "(:Operator {uid: 'region', name: 'Région'}), (:Operator {uid: 'cci', name: 'CCI'})",
        "(:Theme {uid: 'emploi', name: 'Emploi', aliases: []})",
        "(:TerritorialNeed {uid: 't', owner: 'cci', visibility: 'shared', title: 'Recruter', theme: 'emploi', since: '2026-01-01', until: '2026-06-01', companies: 4, epcis: 2, addressee: 'region', due: '2026-12-31', promoted_at: '2026-06-02', promoted_by: 'p'})",
        "(:Decision {uid: 'd1', owner: 'region', title: 'Écoles de soudure', kind: 'scheme', theme: 'emploi', answers: 't', amount_eur: 200000.0, on: '2026-09-01'})",
        "(:Decision {uid: 'd2', owner: 'region', title: 'Plan vélo', on: '2026-10-01'})",
        "(:Decision {uid: 'd3', owner: 'region', title: 'Signalée', visibility: 'signalled', on: '2026-10-02'})",
        "(:Decision {uid: 'd4', owner: 'cci', title: 'Gardée', visibility: 'private', on: '2026-10-03'})",
    )  # fmt: skip
    return graph


def test_they_come_latest_first_with_the_need_that_each_answers(decided: Graph) -> None:
    found = decisions(decided, CMA)
    assert [(one.title, one.answers_title) for one in found] == [("Plan vélo", None), ("Écoles de soudure", "Recruter")]
    assert (found[1].institution, found[1].theme, found[1].amount_eur) == ("Région", "Emploi", 200_000.0)
    assert [one.uid for one in decisions(decided, CMA, answers="t")] == ["d1"]


def test_what_is_kept_or_only_signalled_is_read_by_its_owner_alone(decided: Graph) -> None:
    assert next(one.title for one in decisions(decided, CCI)) == "Gardée"
    assert "Signalée" not in {one.title for one in decisions(decided, CCI)}
    with pytest.raises(AccessRefused):
        decisions(decided, PUBLIC)
