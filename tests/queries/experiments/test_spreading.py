"""Where a success may spread, and who was before."""

from __future__ import annotations

from datetime import date

import pytest

from graph import Graph
from graph.visibility import MEMBER
from queries.experiments.ledger import ledger
from queries.experiments.spreading import forerunners, spreading
from tests.queries.experiments.drawn import A, B, experiment, replicated

DAY = date(2026, 11, 20)


def test_a_success_is_offered_to_the_nearest_that_have_not_tried_it(region: Graph) -> None:
    experiment(region, "x1", A, starts_on="2026-01-12", verdict="succeeded", lesson="Oui")
    experiment(region, "x2", "commune:80002", starts_on="2026-03-01")
    replicated(region, "x1", "x2")
    [_, one] = ledger(region, MEMBER)
    found = spreading(region, MEMBER, one, as_of=DAY)
    # EPCI 2 tried it in a commune of its own.
    assert [like.territory for like in found.candidates] == ["epci:3", "epci:4", "epci:5", "epci:6"]
    assert found.candidates[0].contributions[0].said == "3 fois plus d'habitants"
    assert [each.uid for each in found.tried] == ["x2"]
    region.write("MATCH (p:Project {uid: 'x2'})<-[e]-() SET p.visibility = 'private', e.visibility = 'private'")
    [one] = ledger(region, MEMBER)
    assert spreading(region, MEMBER, one, as_of=DAY).candidates[0].territory == "epci:2"


@pytest.mark.parametrize("verdict", ["running", "failed", "inconclusive"])
def test_what_has_not_succeeded_is_offered_to_nobody(region: Graph, verdict: str) -> None:
    experiment(region, "x1", A, starts_on="2026-01-12", verdict=verdict, lesson="Oui")
    [one] = ledger(region, MEMBER)
    found = spreading(region, MEMBER, one, as_of=DAY)
    assert found.candidates == ()
    assert found.why_none


def test_before_starting_the_like_ones_that_failed_are_told_first_by_likeness(region: Graph) -> None:
    experiment(region, "far", "epci:6", theme="emploi", verdict="failed", lesson="Trop cher")
    experiment(region, "near", B, theme="emploi", verdict="failed", lesson="Trop tôt")
    experiment(region, "here", A, theme="emploi", verdict="failed", lesson="Ici")
    experiment(region, "won", B, theme="emploi", verdict="succeeded", lesson="Avec les bailleurs")
    experiment(region, "runs", B, theme="emploi")
    experiment(region, "other", B, theme="export", verdict="failed", lesson="Autre")
    experiment(region, "hidden", B, theme="emploi", verdict="failed", lesson="Caché", visibility="signalled")
    found = forerunners(region, MEMBER, "emploi", A, as_of=DAY)
    assert [one.experiment.lesson for one in found.failed] == ["Ici", "Trop tôt", "Trop cher"]
    assert [one.experiment.lesson for one in found.succeeded] == ["Avec les bailleurs"]
    assert found.failed[1].like is not None
    assert found.inconclusive == ()
    assert forerunners(region, MEMBER, "", A, as_of=DAY).failed == ()
