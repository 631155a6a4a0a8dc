"""Companies: finding one, and what is known of it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from api import examples
from api.dependencies import CallerDep, GraphDep
from api.documents import answers
from api.parameters import AS_OF, SearchQuery, SirenPath, WhoQuery
from gate.running import heavy, light
from queries.search import SearchResult, search
from queries.who import WhoResult, who

router = APIRouter(prefix="/api/v1", tags=["companies"])
AsOfQuery = Annotated[date | None, Query(description=AS_OF, examples=["2026-11-20"])]


@router.get("/companies", summary="Find a company", responses=answers(examples.SEARCH))
@heavy
def find_companies(query: Annotated[SearchQuery, Query()], graph: GraphDep, caller: CallerDep) -> SearchResult:
    """The companies that a text may designate, however misspelt, best first, and when each was last met."""
    return search(graph, caller, query.q, query, limit=query.limit, as_of=query.as_of)


@router.get("/companies/{siren}", summary="Everything known of a company", responses=answers(examples.WHO, 404))
@light
def get_company(siren: SirenPath, graph: GraphDep, caller: CallerDep, as_of: AsOfQuery = None) -> WhoResult:
    """Who already went, when, what was granted, who to call first, and what nobody has covered yet."""
    return who(graph, caller, siren, as_of=as_of)


@router.get("/who", summary="Everything known of whoever a text designates", responses=answers(examples.WHO, 404))
@heavy
def get_who(query: Annotated[WhoQuery, Query()], graph: GraphDep, caller: CallerDep) -> WhoResult:
    """The same for a name: one company when it stands out, otherwise the `candidates` to choose from."""
    return who(graph, caller, query.q, as_of=query.as_of)
