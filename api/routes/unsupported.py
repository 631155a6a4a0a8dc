"""Companies that nobody is known to accompany."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api import examples
from api.dependencies import CallerDep, GraphDep
from api.documents import answers
from api.parameters import UnsupportedQuery
from gate.running import heavy
from queries.unsupported import Unsupported, unsupported

router = APIRouter(prefix="/api/v1", tags=["questions"])


@router.get("/unsupported", summary="Companies without known accompaniment", responses=answers(examples.UNSUPPORTED))
@heavy
def get_unsupported(query: Annotated[UnsupportedQuery, Query()], graph: GraphDep, caller: CallerDep) -> Unsupported:
    """Companies in scope that nobody is known to accompany since a day, the most urgent first.

    No visit done, no aid, no need taken care of, no project followed; closed companies and those of partial
    diffusion are counted apart.
    """
    return unsupported(graph, caller, query, as_of=query.as_of, page=query.page)
