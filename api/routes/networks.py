"""Networks of actors, and who counts in them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api import examples
from api.dependencies import CallerDep, GraphDep
from api.documents import answers
from api.parameters import CentralityQuery, NetworkQuery
from gate.running import heavy
from queries.analytics import CentralityReport, NetworkAnswer, centrality, describe, network

router = APIRouter(prefix="/api/v1", tags=["networks"])


@router.get("/network", summary="Actors and their links", responses=answers(examples.NETWORK, 404))
@heavy
def get_network(query: Annotated[NetworkQuery, Query()], graph: GraphDep, caller: CallerDep) -> NetworkAnswer:
    """The actors of a territory, a sector, a filière, or around one of them, and how they are linked."""
    return describe(network(graph, caller, query.around), per_actor=query.per_actor)


@router.get("/centrality", summary="Who counts in a network", responses=answers(examples.CENTRALITY, 404))
@heavy
def get_centrality(query: Annotated[CentralityQuery, Query()], graph: GraphDep, caller: CallerDep) -> CentralityReport:
    """Degree, PageRank, betweenness and communities; brokers; operators who never meet."""
    return centrality(graph, caller, query.around, query.options)
