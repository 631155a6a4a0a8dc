"""A region that the tests of experiments share."""

from __future__ import annotations

import pytest

from graph import Graph
from tests.given import given
from tests.queries.experiments.drawn import places


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
