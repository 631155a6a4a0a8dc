"""The mission's indicators."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api import examples
from api.dependencies import CallerDep, GraphDep
from api.documents import answers
from api.parameters import IndicatorsQuery
from gate.running import heavy
from queries.indicators import Indicators, indicators

router = APIRouter(prefix="/api/v1", tags=["questions"])


@router.get("/indicators", summary="Overlap rate and warned rate", responses=answers(examples.INDICATORS))
@heavy
def get_indicators(query: Annotated[IndicatorsQuery, Query()], graph: GraphDep, caller: CallerDep) -> Indicators:
    """The share of visits that overlap, and of overlaps that were warned of: in all, by month and by EPCI."""
    return indicators(graph, caller, query, as_of=query.as_of)
