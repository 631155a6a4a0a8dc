"""The names of companies that a list knows by number."""

from __future__ import annotations

from graph import Graph
from queries.company_names import company_names
from queries.models import MASKED_NAME
from tests.conftest import CCI, CMA
from tests.given import given


def test_a_company_is_named_by_its_number_or_uid_as_far_as_one_may_know_it(graph: Graph) -> None:
    given(
        graph,
        "(:Company {uid: 'a', siren: '732829320', name: 'TEXTILES DE LA LYS'})",
        "(:Company {uid: 'b', name: 'Atelier', visibility: 'private', owner: 'cma'})",
        "(:Company {uid: 'c', siren: '552100554', name: 'DUPONT', statut_diffusion: 'P'})",
    )
    asked = ["732829320", "b", "552100554", "nobody", "732829320"]
    known = {"732829320": "TEXTILES DE LA LYS", "552100554": MASKED_NAME}
    assert company_names(graph, CCI, asked) == known
    assert company_names(graph, CMA, asked) == {**known, "b": "Atelier"}
    assert company_names(graph, CCI, []) == {}
