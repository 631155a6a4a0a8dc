"""The sheet of an experiment: its series, its difficulties, its links, and whom it is told to."""

from __future__ import annotations

import pytest

from graph import Graph
from graph.errors import NotFound
from graph.visibility import MEMBER, Caller
from queries.experiments.sheet import sheet
from tests.queries.experiments.drawn import indicator, part, tie

OWN = Caller(organisation="agglo")


def test_the_sheet_has_the_series_in_order_the_difficulties_and_the_links(tried: Graph) -> None:
    indicator(tried, "x1", "i1", {"2026-06-01": 20.0, "2026-03-01": 15.0}, unit="trajets", baseline=12.0)
    part(tried, "Difficulty", "x1", {"uid": "d1", "on": "2026-02-02", "text": "Pas de chauffeur"})
    tie(tried, "MET", "Project", "x1", "Difficulty", "d1")
    found = sheet(tried, MEMBER, "x1")
    [measured] = found.indicators
    assert [(one.on, one.value) for one in measured.results] == [("2026-03-01", 15.0), ("2026-06-01", 20.0)]
    assert [one.text for one in found.difficulties] == ["Pas de chauffeur"]
    assert [one.uid for one in found.replicas] == ["x2"]
    assert found.experiment.first_result == "2026-03-01"
    assert (found.reference, found.version) == (None, None)
    origin = sheet(tried, MEMBER, "x2").origin
    assert origin is not None
    assert origin.uid == "x1"


@pytest.mark.parametrize("uid", ["x3", "x4", "nobody"])
def test_what_is_signalled_or_private_answers_as_what_does_not_exist(tried: Graph, uid: str) -> None:
    with pytest.raises(NotFound, match="n'existe pas"):
        sheet(tried, MEMBER, uid)
    if uid != "nobody":
        assert sheet(tried, OWN, uid).experiment.own


def test_an_origin_that_is_withdrawn_is_told_no_more(tried: Graph) -> None:
    tried.write("MATCH (p:Project {uid: 'x1'}) SET p.visibility = 'private'")
    assert sheet(tried, MEMBER, "x2").origin is None
