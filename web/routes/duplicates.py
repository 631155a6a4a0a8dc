"""Companies that may be one: side by side with the reasons, made one or said to be two, and the way back."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from access import Action
from gate.running import heavy
from graph.errors import Conflict, Misuse
from graph.store import Graph
from planning.merging import distinct, merge, undo
from queries.days import today
from queries.dossier import Dossier
from queries.duplicates import Duplicates, duplicates
from queries.mergings import mergings
from queries.scope import Scope
from queries.who import dossiers_of
from web.dependencies import CallerDep, GraphDep, IdentityDep
from web.filters import choices
from web.rendering import render
from web.routes.visits import FormDep

router = APIRouter()
PER_PAGE = 10
LISTED = 50
DONE = {
    "done": "Les deux entreprises n'en font plus qu'une.",
    "proposed": "C'est proposé : la réunion se fera quand chaque institution dont des faits se déplacent l'aura dit.",
    "distinct": "C'est noté : ces deux entreprises ne seront plus proposées.",
    "undone": "C'est annulé : chacune a retrouvé ce qui était à elle.",
}
State = Literal["", "proposed", "done", "distinct"]
Territory = Annotated[str, Query(max_length=200)]


@router.get("/a-verifier/doublons")
@heavy
def get_duplicates(
    request: Request,
    graph: GraphDep,
    caller: CallerDep,
    territory: Territory = "",
    state: Annotated[State, Query(alias="etat")] = "",
    page: Annotated[int, Query(ge=0, le=10_000)] = 0,
) -> Response:
    """What is proposed, or what was decided, for a territory or everywhere."""
    return _page(request, graph, caller, territory=territory, state=state, page=page)


@router.post("/a-verifier/doublons")
@heavy
def post_duplicate(request: Request, graph: GraphDep, identity: IdentityDep, form: FormDep) -> Response:
    """Make one company of two, say that they are two, or go back on it."""
    identity.require(Action.DECIDE)
    names = ("decision", "keep", "gone", "expected", "uid", "reason", "territory")
    said = {name: str(form.get(name) or "") for name in names}
    try:
        if said["decision"] == "undo":
            done = undo(graph, identity, said["uid"])
        elif said["decision"] == "distinct":
            done = distinct(graph, identity, said["keep"], said["gone"], expected=said["expected"])
        elif said["decision"] == "merge":
            done = merge(graph, identity, said["keep"], said["gone"], reason=said["reason"], expected=said["expected"])
        else:
            raise Misuse("Une décision est « réunir », « pas un doublon » ou « annuler ».")
    except Conflict as error:
        told = f"{error.message} Rien n'est changé."
        return _page(request, graph, identity.caller, territory=said["territory"], conflict=told, status=409)
    shown = {"fait": done.status} | ({"territory": said["territory"]} if said["territory"] else {})
    shown |= {"numero": done.uid} if done.status != "undone" else {}
    return RedirectResponse(f"/a-verifier/doublons?{urlencode(shown)}", 303)


def _page(
    request: Request, graph: Graph, caller: CallerDep, *, territory: str, status: int = 200, **said: Any
) -> Response:
    """The page, as it is now."""
    shown: dict[str, Any] = {"state": "", "page": 0, "conflict": "", **said}
    found, listed, refused = None, [], None
    try:
        if shown["state"]:
            listed = mergings(graph, caller, status=shown["state"], limit=LISTED)
        else:
            scope = Scope(territory=(territory.strip(),) if territory.strip() else ())
            found = duplicates(graph, caller, scope, limit=PER_PAGE, skip=shown["page"] * PER_PAGE)
    except Misuse as error:
        refused = error
    asked = request.query_params
    return render(
        request, "duplicates.html", status_code=status, found=found, listed=listed, refused=refused,
        known=_known(graph, caller, found), territory=territory, choices=choices(request), per_page=PER_PAGE,
        done=DONE.get(asked.get("fait", ""), "") if status == 200 else "", number=asked.get("numero", "")[:40], **shown,
    )  # fmt: skip


def _known(graph: Graph, caller: CallerDep, found: Duplicates | None) -> dict[str, Dossier]:
    """What is known of the companies of a page, by uid."""
    groups = found.groups if found else ()
    uids = {uid for group in groups for uid in (group.keep.uid, *(one.company.uid for one in group.others))}
    return {one.company.uid: one for one in dossiers_of(graph, caller, sorted(uids), today())} if uids else {}
