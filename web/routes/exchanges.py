"""What passes between institutions: notices, requests to join a visit, objections, their answers."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from gate.running import heavy
from graph.errors import Misuse
from planning.exchanges import Answered, Wish, answer, ask, separate, withdraw
from planning.reading import mark_read
from planning.told import now
from queries.exchanges import exchanges
from queries.notices import notices
from queries.tidings import tidings
from web.dependencies import GraphDep, IdentityDep
from web.rendering import render
from web.routes.visits import CursorQuery, FormDep
from web.tidings import by_topic

router = APIRouter()
MOST_COUNTED = 99
PER_PAGE = 40
"""An unread notice weighs 1 kB with its form."""
ANSWERS = {
    "accept": Answered(accept=True),
    "accept-ours": Answered(accept=True, day="ours"),
    "accept-theirs": Answered(accept=True, day="theirs"),
    "decline": Answered(accept=False),
}


@router.get("/avis")
@heavy
def get_notices(request: Request, graph: GraphDep, identity: IdentityDep, suite: CursorQuery = "") -> Response:
    """What concerns the caller's institution, and what waits for its answer."""
    found = notices(graph, identity.caller, reader=identity.actor, most=PER_PAGE + 1, after=suite or None)
    shown, more = found[:PER_PAGE], len(found) > PER_PAGE
    waiting = () if suite else exchanges(graph, identity.caller, open_only=True)
    told = () if suite else tidings(graph, identity.caller, reader=identity.actor, most=PER_PAGE)
    return render(
        request, "notices.html", found=shown, suite=suite, topics=by_topic(told),
        unread=not (all(one.read for one in shown) and all(one.read for one in told)),
        next=shown[-1].place if more else None, waiting=waiting, until=now(), done="fait" in request.query_params,
    )  # fmt: skip


@router.get("/avis/nombre")
@heavy
def get_count(graph: GraphDep, identity: IdentityDep) -> Response:
    """How many notices the reader has not read; nothing when there is none."""
    many = len(notices(graph, identity.caller, reader=identity.actor, unread=True, most=MOST_COUNTED + 1))
    many += len(tidings(graph, identity.caller, reader=identity.actor, unread=True, most=MOST_COUNTED + 1))
    text = f"{MOST_COUNTED}+" if many > MOST_COUNTED else str(many)
    said = f'<span class="count">{text}<span class="hidden"> non lus</span></span>' if many else ""
    return HTMLResponse(said, headers={"Cache-Control": "no-store"})


@router.post("/avis")
@heavy
def post_read(graph: GraphDep, identity: IdentityDep, form: FormDep) -> Response:
    """Mark a notice, or all that the page showed, as read by this person."""
    mark_read(graph, identity, str(form.get("until") or now()), str(form.get("uid") or "") or None)
    return RedirectResponse("/avis", 303)


@router.post("/echanges")
@heavy
def post_ask(graph: GraphDep, identity: IdentityDep, form: FormDep) -> Response:
    """Ask another institution whether a visit of one's own may become one with its visit."""
    kind, _, rest = str(form.get("about") or "").partition(":")
    operator, _, on = rest.partition("|")
    if kind != "join":
        raise Misuse("Cette demande n'en est pas une.")
    company, mine = str(form.get("company") or ""), str(form.get("mine") or "") or None
    ask(graph, identity, Wish("join", company, operator, on, mine=mine))
    return RedirectResponse("/avis?fait=1", 303)


@router.post("/echanges/{uid}")
@heavy
def post_answer(uid: str, graph: GraphDep, identity: IdentityDep, form: FormDep) -> Response:
    """Answer what was asked, take back what one asked, or part a joint visit."""
    said, text = str(form.get("answer") or ""), str(form.get("text") or "")
    if said in ANSWERS:
        answer(graph, identity, uid, ANSWERS[said]._replace(text=text))
    elif said == "withdraw":
        withdraw(graph, identity, uid)
    elif said == "separate":
        separate(graph, identity, uid)
    else:
        raise Misuse("Cette réponse n'en est pas une.")
    return RedirectResponse("/avis?fait=1", 303)
