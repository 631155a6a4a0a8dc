"""The mission's indicators."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api import examples
from api.dependencies import CallerDep, GraphDep
from api.documents import answers
from api.parameters import IndicatorsQuery, ResultsQuery
from gate.running import heavy
from queries.indicators import Indicators, indicators
from queries.results.results import Results, results
from queries.results.sharing import Shared, sharing

router = APIRouter(prefix="/api/v1", tags=["questions"])


@router.get("/indicators", summary="Overlap rate and warned rate", responses=answers(examples.INDICATORS))
@heavy
def get_indicators(query: Annotated[IndicatorsQuery, Query()], graph: GraphDep, caller: CallerDep) -> Indicators:
    """The share of visits that overlap, and of overlaps that were warned of: in all, by month and by EPCI."""
    return indicators(graph, caller, query, as_of=query.as_of)


@router.get("/results", summary="The indicators of the four actions", responses=answers(examples.RESULTS))
@heavy
def get_results(query: Annotated[ResultsQuery, Query()], graph: GraphDep, caller: CallerDep) -> Results:
    """Every indicator of the mission with its definition, its months, how fresh it is and what it lacks."""
    return results(graph, caller, query.territory, as_of=query.as_of, months=query.months)


@router.get("/sharing", summary="What each institution shares", responses=answers(examples.SHARING))
@heavy
def get_sharing(graph: GraphDep, caller: CallerDep) -> Shared:
    """Facts shared by each institution, by name, and how fresh they are, with the medians: no ranking."""
    return sharing(graph, caller)
