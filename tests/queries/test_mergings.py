"""What was decided of pairs of companies, as far as one may know of them."""

from __future__ import annotations

import pytest

from graph import Graph
from graph.errors import AccessRefused
from graph.visibility import MEMBER, PUBLIC, Caller
from queries.mergings import mergings
from tests.given import given


def test_a_pair_is_told_to_those_who_may_know_both_its_companies(graph: Graph) -> None:
    given(
        graph,
        "(:Company {uid: 'a', name: 'FOURNIL'})", "(:FormerCompany {uid: 'b', name: 'Mme DURAND', statut_diffusion: 'P',"
        " visibility: 'open'})", "(:Company {uid: 'x', visibility: 'private', owner: 'cci'})",
        "(:Operator {uid: 'cci', name: 'CCI'})", "(:Operator {uid: 'cma', name: 'CMA'})",
        "(:Merging {uid: 'm', owner: 'cci', visibility: 'open', status: 'done', keep: 'a', gone: 'b', asked: ['cma'], "
        "agreed: ['cci'], at: '2026-11-02'})",
        "(:Merging {uid: 'p', owner: 'cci', visibility: 'private', status: 'distinct', keep: 'a', gone: 'x', asked: [], "
        "agreed: ['cci'], at: '2026-11-03'})",
    )  # fmt: skip
    [told] = mergings(graph, MEMBER)
    assert (told.keep.name, told.gone.masked, told.waits_for, told.mine) == ("FOURNIL", True, ("CMA",), False)
    assert "DURAND" not in told.model_dump_json()
    assert [one.uid for one in mergings(graph, Caller(organisation="cci"))] == ["p", "m"]
    assert [one.mine for one in mergings(graph, Caller(organisation="cma"))] == [True]
    assert mergings(graph, MEMBER, status="undone") == mergings(graph, MEMBER, uid="p") == []
    with pytest.raises(AccessRefused):
        mergings(graph, PUBLIC)
