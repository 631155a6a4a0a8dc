"""A region that the tests of experiments share."""

from __future__ import annotations

import pytest

from graph import Graph
from tests.given import given
from tests.queries.experiments.drawn import A, B, experiment, places, replicated


@pytest.fixture
def region(graph: Graph) -> Graph:
    """Six EPCI with four companies each, more inhabitants from one to the next."""
    places(graph)
    given(
        graph,
        *(
            f"(:Territory {{uid: 'epci:{n}', code: '{n}', level: 'epci', name: 'EPCI {n}', population: {n}0000}})"
            for n in (4, 5, 6)
        ),
    )
    for n in range(1, 7):
        given(
            graph,
            *(
                f"(:Company {{siren: '{n}0000000{k}', epci: '{n}', naf: '2511Z', tranche_effectif: '01', statut_diffusion: 'O'}})"
                for k in range(4)
            ),
        )
    return graph


@pytest.fixture
def tried(graph: Graph) -> Graph:
    """Four experiments, one of each level of telling and a failure that was taken up elsewhere."""
    places(graph)
    experiment(graph, "x1", A, title="Navette", starts_on="2026-01-12", verdict="failed", lesson="Horaires mal réglés",
               theme="emploi", amount_eur=5000.0)  # fmt: skip
    experiment(graph, "x2", "commune:80002", title="Ruche", starts_on="2026-03-01", theme="innovation")
    experiment(
        graph, "x3", B, visibility="signalled", starts_on="2026-04-17", title="Secret", verdict="failed", lesson="x"
    )
    experiment(graph, "x4", B, visibility="private", starts_on="2026-05-01", title="Caché")
    replicated(graph, "x1", "x2")
    return graph
