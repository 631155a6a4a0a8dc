"""Overlapping visits."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api import examples
from api.dependencies import CallerDep, GraphDep
from api.documents import answers
from api.parameters import OverlapsQuery
from gate.running import heavy
from queries.overlaps import Overlaps, overlaps

router = APIRouter(prefix="/api/v1", tags=["questions"])


@router.get("/overlaps", summary="Visits that overlap", responses=answers(examples.OVERLAPS))
@heavy
def get_overlaps(query: Annotated[OverlapsQuery, Query()], graph: GraphDep, caller: CallerDep) -> Overlaps:
    """Pairs of visits to one company inside the window, latest first.

    Each was made by at least one institution that took no part in the other.
    """
    return overlaps(graph, caller, query, as_of=query.as_of, page=query.page)
