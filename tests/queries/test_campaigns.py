"""Campaigns as each caller may know them."""

from __future__ import annotations

import pytest

from graph import Graph
from graph.errors import NotFound
from graph.visibility import PUBLIC
from queries.campaigns import campaign, campaigns, campaigns_of, targets
from queries.models import MASKED_NAME, Status
from tests.conftest import CCI, CMA
from tests.given import given


def drawn(graph: Graph, level: str, visit: str = "signalled") -> None:
    said = f"owner: 'cci', visibility: '{level}'"
    given(
        graph,
        "(a:Company {uid: 'a', name: 'ACIER'}), (b:Company {uid: 'b', name: 'JEAN', nature_juridique: '1000'})",
        f"(:Operator {{uid: 'cci', name: 'CCI'}})-[:VISITED {{uid: 'v', on: '2026-10-09', visibility: '{visit}'}}]->(a)",
        "(:Operator {uid: 'cma', name: 'CMA'})-[:VISITED {uid: 'old', on: '2025-10-09'}]->(a)",
        f"(:Campaign {{uid: 'k', {said}, title: 'Acier', since: '2026-09-01', until: '2026-12-01'}})",
        f"(:CampaignTarget {{uid: 'k|a', {said}, campaign: 'k', company: 'a', rank: 1, taken_by: 'cma'}})",
        f"(:CampaignTarget {{uid: 'k|b', {said}, campaign: 'k', company: 'b', rank: 2}})",
    )


def test_a_shared_campaign_tells_of_visits_no_more_than_their_level(graph: Graph) -> None:
    drawn(graph, "shared")
    [theirs] = campaigns(graph, CMA)
    assert (theirs.own, theirs.companies, theirs.taken, theirs.visited) == (False, 2, 1, 1)
    one, masked = targets(graph, CMA, "k")
    assert one.visit is not None
    assert (one.visit.on, one.visit.by, one.visit.status) == ("2026-10", "CCI", Status.DONE)
    assert (one.taken_by, one.taken_here, masked.name, masked.visit) == ("CMA", True, MASKED_NAME, None)
    [mine, _] = targets(graph, CCI, "k")
    assert mine.visit is not None
    assert (mine.visit.on, mine.taken_here) == ("2026-10-09", False)
    assert set(campaigns_of(graph, CMA, ["a", "zzz"])) == {"a"}


def test_a_private_visit_changes_nothing_of_what_others_read(graph: Graph) -> None:
    drawn(graph, "shared", "private")
    assert (campaign(graph, CMA, "k").visited, campaign(graph, CCI, "k").visited) == (0, 1)
    assert targets(graph, CMA, "k")[0].visit is None


def test_a_private_campaign_is_its_owners_alone_and_none_is_the_publics(graph: Graph) -> None:
    drawn(graph, "private")
    assert [one.uid for one in campaigns(graph, CCI)] == ["k"]
    assert (campaigns(graph, CMA), targets(graph, CMA, "k"), campaigns_of(graph, CMA, ["a"])) == ((), (), {})
    assert campaigns(graph, PUBLIC) == ()
    with pytest.raises(NotFound):
        campaign(graph, CMA, "k")
