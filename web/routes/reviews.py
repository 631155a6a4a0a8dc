"""The review queue: one row at a time beside the companies it may speak of."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from access import Action
from gate.running import heavy
from graph.errors import Conflict
from graph.store import Graph
from graph.visibility import Caller
from ingest.queue import ReviewItem, list_reviews
from ingest.reviewing import accept, reject, undo
from queries.days import today
from queries.dossier import Dossier
from queries.who import dossiers_of
from web.dependencies import GraphDep, IdentityDep
from web.rendering import is_fragment, render

router = APIRouter()
MOST_CANDIDATES = 5
SHOWN = {
    "name": "Nom", "siren": "SIREN", "siret": "SIRET", "code_postal": "Code postal", "commune": "Commune",
    "on": "Date", "theme": "Thème", "purpose": "Objet", "title": "Intitulé", "amount_eur": "Montant (€)",
    "status": "État", "naf": "NAF",
}  # fmt: skip
Rank = Annotated[int, Query(alias="rang", ge=0)]


async def sent(request: Request) -> FormData:
    """The form that was sent; read before a route runs in its thread."""
    return await request.form()


FormDep = Annotated[FormData, Depends(sent)]


def _page(request: Request, graph: Graph, caller: Caller, rank: int, *, status: int = 200, **said: Any) -> Response:
    """The row at a rank of the queue, with what was just decided."""
    found = list_reviews(graph, caller, skip=rank, limit=1)
    if not found.reviews and found.count:
        rank = found.count - 1
        found = list_reviews(graph, caller, skip=rank, limit=1)
    item = found.reviews[0] if found.reviews else None
    context: dict[str, Any] = {"decided": None, "conflict": "", **said}
    template = "_review.html" if is_fragment(request) else "review.html"
    return render(
        request, template, status_code=200 if is_fragment(request) else status, item=item, rank=rank,
        count=found.count, candidates=_candidates(graph, caller, item), cells=_cells(item), **context,
    )  # fmt: skip


def _candidates(graph: Graph, caller: Caller, item: ReviewItem | None) -> list[tuple[dict[str, Any], Dossier | None]]:
    offered = item.candidates[:MOST_CANDIDATES] if item else []
    if not offered:
        return []
    known = {one.company.uid: one for one in dossiers_of(graph, caller, [one["uid"] for one in offered], today())}
    return [(one, known.get(one["uid"])) for one in offered]


def _cells(item: ReviewItem | None) -> list[tuple[str, str]]:
    row = item.row if item else {}
    said = {name: row.get(name) for name in SHOWN if row.get(name)}
    return [(SHOWN[name], str(value[0] if isinstance(value, list) else value)) for name, value in said.items()]


@router.get("/a-verifier")
@heavy
def get_queue(
    request: Request, graph: GraphDep, identity: IdentityDep, rank: Rank = 0, done: Annotated[str, Query()] = ""
) -> Response:
    """The queue, at one of its rows."""
    identity.require(Action.READ_OWN)
    return _page(request, graph, identity.caller, rank, decided=done or None)


@router.post("/a-verifier/{uid}")
@heavy
def post_decision(request: Request, uid: str, graph: GraphDep, identity: IdentityDep, form: FormDep) -> Response:
    """Decide one row; the next one is the answer."""
    identity.require(Action.DECIDE)
    decision, given = str(form.get("decision") or ""), str(form.get("rang") or "0")
    rank = int(given) if given.isdigit() else 0
    caller = identity.caller
    try:
        if decision == "ignore":
            reject(graph, caller, uid)
        elif decision == "undo":
            undo(graph, caller, uid)
        elif decision == "new":
            accept(graph, caller, uid, new=True)
        else:
            accept(graph, caller, uid, company=decision.partition(":")[2] or None)
    except Conflict as error:
        return _page(request, graph, caller, rank, status=409, conflict=error.message)
    decided = None if decision == "undo" else uid
    if is_fragment(request):
        return _page(request, graph, caller, rank, decided=decided)
    return RedirectResponse(f"/a-verifier?rang={rank}" + (f"&done={uid}" if decided else ""), 303)
