"""The first page: find a company, see who it is and when it was last met, and by whom."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from gate.running import heavy
from graph.errors import Misuse
from queries.search import LONGEST, Found, search
from web.dependencies import CallerDep, GraphDep
from web.filters import WhereDep, choices
from web.rendering import is_fragment, render

router = APIRouter()
MOST = 20
SUGGESTED = 7
QueryText = Annotated[str, Query(alias="q", max_length=LONGEST * 4)]


@router.get("/")
@heavy
def get_search(request: Request, graph: GraphDep, caller: CallerDep, where: WhereDep, q: QueryText = "") -> Response:
    """The search and its results; the results alone when htmx asks while somebody types."""
    found, refused = None, None
    if text := q.strip():
        try:
            found = search(graph, caller, text, where.scope, limit=MOST)
        except Misuse as error:
            refused = error
    template = "_results.html" if is_fragment(request) else "search.html"
    return render(
        request, template, q=text, found=found, refused=refused, where=where, choices=choices(request), most=MOST
    )


@router.get("/suggestions")
@heavy
def get_suggestions(request: Request, graph: GraphDep, caller: CallerDep, q: QueryText = "") -> Response:
    """A few companies for the field of a form: buttons that carry the company's uid."""
    candidates: tuple[Found, ...] = ()
    if len(text := q.strip()) > 1:
        # Half a number is refused as no number at all: nothing to suggest yet.
        with suppress(Misuse):
            candidates = search(graph, caller, text, limit=SUGGESTED).candidates
    return render(request, "_suggestions.html", q=text, candidates=candidates)
