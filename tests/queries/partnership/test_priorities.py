"""Declared, asked and given, side by side."""

from __future__ import annotations

from graph import Graph
from queries.partnership.priorities import Fit, priorities
from queries.partnership.strategies import strategies, strategy
from tests.conftest import CMA
from tests.given import given
from tests.queries.partnership.conftest import EPCI, TODAY


def test_a_strategy_is_compared_with_what_is_asked_and_given(drawn: Graph) -> None:
    assert strategy(drawn, CMA, "s1").documents[0].url == "https://x.example/a"
    assert [one.uid for one in strategies(drawn, CMA, "departement:80")] == ["s1"]
    far = "(:Territory {uid: 'epci:9', level: 'epci', code: '9', name: 'Loin'})-[:RAISED {uid: 'f', owner: 'cci'}]->"
    given(drawn, far + "(:Need {uid: 'nf', owner: 'cci', theme: 'export', status: 'quo', on: '2026-05-01'})")
    found = priorities(drawn, CMA, EPCI, as_of=TODAY)
    themes = {one.uid: (one.declared, one.asked, one.visits, one.fit) for one in found.themes}
    assert themes == {
        "recrutement": (True, 0, 0, Fit.MISSING),
        "export": (True, 1, 1, Fit.ALIGNED),
        "innovation": (False, 0, 1, Fit.UNASKED),
    }
    sectors = {one.uid: (one.declared, one.asked, one.visits, one.fit) for one in found.sectors}
    assert sectors == {"filiere:agro": (True, 0, 0, Fit.MISSING), "filiere:textile": (True, 1, 2, Fit.ALIGNED)}
    assert [one.fit for one in found.themes] == [Fit.MISSING, Fit.ALIGNED, Fit.UNASKED]
