"""The review queue: one row at a time beside the companies it may speak of; the next ones are loaded meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from starlette.datastructures import FormData
from starlette.responses import JSONResponse, RedirectResponse, Response

from access import Action
from gate.running import heavy
from graph.errors import Conflict, Misuse
from graph.store import Graph
from graph.visibility import Caller
from ingest.deciding import decide, row_before, rows_after, same_rows, take_back
from ingest.queue import ReviewItem, list_reviews
from queries.days import shown, today
from queries.dossier import Dossier
from queries.search import LONGEST, search
from queries.who import dossiers_of
from web.dependencies import GraphDep, IdentityDep
from web.french import NARROW, day, number
from web.rendering import render
from web.words import STATUSES_FR, theme

router = APIRouter()
MOST_CANDIDATES = 9
"""One for each key from 1 to 9."""
AHEAD = 8
"""Rows loaded before they are asked for."""
SHOWN = {
    "name": "Nom", "siren": "SIREN", "siret": "SIRET", "code_postal": "Code postal", "commune": "Commune",
    "on": "Date", "theme": "Thème", "purpose": "Objet", "title": "Intitulé", "amount_eur": "Montant",
    "status": "État", "naf": "NAF",
}  # fmt: skip
Uid = Annotated[str, Query(max_length=80)]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the queue, and what helps to decide it."""

    item: ReviewItem
    cells: tuple[tuple[str, str], ...]
    candidates: tuple[tuple[dict[str, Any], Dossier | None], ...]
    same: tuple[str, ...]


async def sent(request: Request) -> FormData:
    """The form that was sent; read before a route runs in its thread."""
    return await request.form()


FormDep = Annotated[FormData, Depends(sent)]


@router.get("/a-verifier")
@heavy
def get_queue(
    request: Request,
    graph: GraphDep,
    identity: IdentityDep,
    line: Annotated[Uid, Query(alias="ligne")] = "",
    q: Annotated[str, Query(max_length=LONGEST * 4)] = "",
    done: Annotated[list[str], Query(max_length=50)] = [],  # noqa: B006 - FastAPI copies it
) -> Response:
    """The queue at one of its rows, or at the one that follows when it is settled."""
    identity.require(Action.READ_OWN)
    return _page(request, graph, identity.caller, line, q=q, decided=done)


@router.get("/a-verifier/suite")
@heavy
def get_following(
    request: Request, graph: GraphDep, identity: IdentityDep, after: Annotated[Uid, Query(alias="apres")] = ""
) -> Response:
    """The rows that follow one, for a browser to show them at once when their turn comes."""
    identity.require(Action.READ_OWN)
    rows = _rows(graph, identity.caller, rows_after(graph, identity.caller, after, AHEAD))
    return render(request, "_review_rows.html", rows=rows, q="", found=())


@router.post("/a-verifier/{uid}")
@heavy
def post_decision(request: Request, uid: str, graph: GraphDep, identity: IdentityDep, form: FormDep) -> Response:
    """Decide one row, or take the decision back; a script is told what became of it, a person sees the next one."""
    identity.require(Action.DECIDE)
    caller, decision = identity.caller, str(form.get("decision") or "")
    undone = decision == "undo"
    script = "application/json" in request.headers.get("accept", "")
    try:
        if undone:
            settled = take_back(graph, caller, [uid, *map(str, form.getlist("also"))])
        else:
            settled = decide(graph, caller, uid, decision, together=form.get("together") == "1")
    except Conflict as error:
        if script:
            left = list_reviews(graph, caller, limit=1).count
            return JSONResponse({"message": f"{error.message} Rien n'est changé.", "left": left}, 409)
        return _page(request, graph, caller, uid, status=409, conflict=error.message)
    if script:
        left = list_reviews(graph, caller, limit=1).count
        return JSONResponse({"settled": settled, "left": left})
    if undone:
        return RedirectResponse(f"/a-verifier?{urlencode({'ligne': uid})}", 303)
    shown = [("ligne", uid), *(("done", one) for one in settled[:50])]
    return RedirectResponse(f"/a-verifier?{urlencode(shown)}", 303)


def _page(
    request: Request, graph: Graph, caller: Caller, uid: str, *, q: str = "", status: int = 200, **said: Any
) -> Response:
    """The page at a row, with what was just decided."""
    items = rows_after(graph, caller, uid, 1, itself=True) or rows_after(graph, caller, "", 1)
    rows = _rows(graph, caller, items)
    before = row_before(graph, caller, items[0].uid) if items else None
    following = (rows_after(graph, caller, items[0].uid, 1) or rows_after(graph, caller, "", 1)) if items else []
    found: Sequence[Any] = ()
    with suppress(Misuse):
        found = search(graph, caller, q.strip(), limit=5).candidates if len(q.strip()) > 1 else ()
    context: dict[str, Any] = {"decided": [], "conflict": "", **said}
    return render(
        request, "review.html", status_code=status, rows=rows, count=list_reviews(graph, caller, limit=1).count,
        before=before.uid if before else "", following=following[0].uid if following else "", q=q, found=found,
        **context,
    )  # fmt: skip


def _rows(graph: Graph, caller: Caller, items: list[ReviewItem]) -> list[Row]:
    offered = {one["uid"] for item in items for one in item.candidates[:MOST_CANDIDATES]}
    known = {one.company.uid: one for one in dossiers_of(graph, caller, sorted(offered), today())} if offered else {}
    same = same_rows(graph, caller, items)
    return [
        Row(
            item,
            _cells(item),
            tuple((one, known.get(one["uid"])) for one in item.candidates[:MOST_CANDIDATES]),
            tuple(same.get(item.uid, [item.uid])),
        )
        for item in items
    ]


def _cells(item: ReviewItem) -> tuple[tuple[str, str], ...]:
    said = {name: item.row.get(name) for name in SHOWN if item.row.get(name)}
    return tuple((SHOWN[name], _written(name, value)) for name, value in said.items())


def _written(name: str, value: Any) -> str:
    """Write a cell as people read it; what was not understood stays as it was given."""
    if isinstance(value, list):  # the first and the last day of what a cell dates: a day, a month or a year
        return day(shown(value[0], value[-1]))
    text = str(value)
    with suppress(InvalidOperation):
        if name == "amount_eur":
            amount = Decimal(text)
            return number(float(amount), 0 if amount == amount.to_integral_value() else 2) + f"{NARROW}€"
        if name == "status":
            return STATUSES_FR.get(text, text)
        if name == "theme":
            return theme(text)
    return text
