"""The first page: find a company, see who it is and when it was last met, and by whom."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from access import Action
from gate.running import heavy
from graph.errors import Misuse
from queries.days import today
from queries.own_visits import to_report
from queries.search import LONGEST, Found, SearchScope, search
from web.dependencies import CallerDep, GraphDep, IdentityDep
from web.filters import WhereDep, choices
from web.rendering import is_fragment, render

router = APIRouter()
MOST = 20
SUGGESTED = 7
AWAITED = 5
STATES = {"open": "en activité", "closed": "fermée"}
CONTACTS = {"never": "jamais rencontrée", "year": "depuis moins d'un an", "older": "il y a plus d'un an"}


class Facets(NamedTuple):
    """What else the companies found must be; a word that no list offers is left out."""

    etat: str = ""
    contact: str = ""
    states: dict[str, str] = STATES
    contacts: dict[str, str] = CONTACTS

    @property
    def asked(self) -> dict[str, Any]:
        """As the question takes it."""
        return {"state": self.etat or None, "contact": self.contact or None}


async def _facets(etat: str = "", contact: str = "") -> Facets:
    return Facets(etat if etat in STATES else "", contact if contact in CONTACTS else "")


FacetsDep = Annotated[Facets, Depends(_facets)]
QueryText = Annotated[str, Query(alias="q", max_length=LONGEST * 4)]


@router.get("/")
@heavy
def get_search(
    request: Request, graph: GraphDep, identity: IdentityDep, where: WhereDep, facets: FacetsDep, q: QueryText = ""
) -> Response:
    """The search and its results; the results alone when htmx asks while somebody types.

    Before anything is asked, the visits of one's own that are to be reported.
    """
    caller = identity.caller
    found, refused = None, None
    awaited = to_report(graph, caller, limit=AWAITED) if not q.strip() and identity.may(Action.READ_OWN) else []
    if text := q.strip():
        try:
            found = search(graph, caller, text, SearchScope(**where.fields, **facets.asked), limit=MOST)
        except Misuse as error:
            refused = error
    template = "_results.html" if is_fragment(request) else "search.html"
    return render(
        request,
        template,
        q=text,
        found=found,
        awaited=awaited,
        today=today().isoformat(),
        refused=refused,
        where=where,
        facets=facets,
        chosen=any([*where.values.values(), *facets.asked.values()]),
        choices=choices(request),
        most=MOST,
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
