"""Consultations: opened to those concerned, answered, what was kept of each answer and why, closed."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from access import Action, Identity
from gate.running import heavy
from graph.errors import FieldsRefused, NotFound
from graph.schema.partnership import OUTCOMES
from graph.store import Graph
from graph.visibility import Caller
from planning.partnership.consultations import Said, Settled, close, reply, settle
from queries.days import today
from queries.partnership.consultations import Consultation, consultation, consultations, guests
from web.dependencies import CallerDep, GraphDep, IdentityDep
from web.filters import choices
from web.partnership import SAID, Typed, as_it_stands, entered, row_of, typed, where_to
from web.rendering import render
from web.routes.agreements import institutions
from web.routes.visits import FormDep
from web.tables import as_csv

router = APIRouter()
FIELDS = ("title", "on", "until", "summary", "reference", "visibility")
LISTS = ("territories", "sectors")
HEADER = ("intitulé", "institution", "territoires", "filières", "ouverte le", "jusqu'au", "close le", "invités",
          "réponses", "retenues", "non retenues")  # fmt: skip
Word = Annotated[str, Query(max_length=100)]


@router.get("/consultations")
@heavy
def get_consultations(
    request: Request, graph: GraphDep, caller: CallerDep, territory: Word = "", sector: Word = ""
) -> Response:
    """The consultations that one may know, open ones first."""
    found = consultations(graph, caller, territory.strip() or None, sector.strip() or None)
    return render(request, "partnership/consultations.html", found=found, choices=choices(request),
                  asked={"territory": territory, "sector": sector}, today=today().isoformat())  # fmt: skip


@router.get("/consultations.csv")
@heavy
def get_consultations_file(graph: GraphDep, caller: CallerDep, territory: Word = "", sector: Word = "") -> Response:
    """The list as a file."""
    found = consultations(graph, caller, territory.strip() or None, sector.strip() or None)
    return as_csv(f"concertations-{today():%Y-%m-%d}", HEADER, [_cells(one) for one in found])


@router.get("/consultations/nouvelle")
@heavy
def get_new(request: Request, graph: GraphDep, identity: IdentityDep) -> Response:
    """A form for a new consultation."""
    return _form(request, graph, identity, Typed({"visibility": "shared", "on": today().isoformat()}))


@router.post("/consultations/nouvelle")
@heavy
def post_consultation(request: Request, graph: GraphDep, identity: IdentityDep, form: FormDep) -> Response:
    """Open a consultation, or correct one's own."""
    identity.require(Action.WRITE)
    done = entered(graph, identity, "consultations", typed(form, FIELDS, LISTS))
    if isinstance(done, Typed):
        return _form(request, graph, identity, done, 422)
    return RedirectResponse(where_to(done, "/consultations/{}"), 303)


@router.get("/consultations/{uid}")
@heavy
def get_consultation(request: Request, uid: str, graph: GraphDep, caller: CallerDep, fait: str = "") -> Response:
    """One consultation: who is invited, who answered what, what was kept."""
    return _page(request, graph, caller, uid, said=SAID.get(fait, ""))


@router.get("/consultations/{uid}/modifier")
@heavy
def get_correction(request: Request, uid: str, graph: GraphDep, identity: IdentityDep) -> Response:
    """The form of one's own consultation, as it stands."""
    one = consultation(graph, identity.caller, uid)
    if not one.own:
        raise NotFound("Cette concertation n'est pas la vôtre.", hint="L'institution qui l'a ouverte peut la changer.")
    rows = (row_of(guest) for guest in guests(graph, identity.caller, uid) if guest.kind != "gone")
    return _form(request, graph, identity, as_it_stands(one, FIELDS, LISTS, rows))


@router.post("/consultations/{uid}/reponse")
@heavy
def post_reply(request: Request, uid: str, graph: GraphDep, identity: IdentityDep, form: FormDep) -> Response:
    """Answer for one's own institution, or type the answer of a guest that is no member."""
    said = Said(*(str(form.get(name) or "") for name in Said._fields))
    try:
        reply(graph, identity, uid, said)
    except FieldsRefused as error:
        return _page(
            request, graph, identity.caller, uid, 422, wrong=error.fields[0][1], at=said.guest, kept_text=said.text
        )
    return RedirectResponse(f"/consultations/{uid}?fait=reponse", 303)


@router.post("/consultations/{uid}/suite")
@heavy
def post_outcome(request: Request, uid: str, graph: GraphDep, identity: IdentityDep, form: FormDep) -> Response:
    """Say what is kept of an answer, and why."""
    said = Settled(*(str(form.get(name) or "") for name in Settled._fields))
    try:
        settle(graph, identity, uid, said)
    except FieldsRefused as error:
        return _page(request, graph, identity.caller, uid, 422, wrong=error.fields[0][1], at=said.guest)
    return RedirectResponse(f"/consultations/{uid}?fait=suite", 303)


@router.post("/consultations/{uid}/clore")
@heavy
def post_close(uid: str, graph: GraphDep, identity: IdentityDep, form: FormDep) -> Response:
    """Close one's own consultation, or open it again."""
    opening = form.get("rouvrir") == "1"
    close(graph, identity, uid, closing=not opening)
    return RedirectResponse(f"/consultations/{uid}?fait={'rouvrir' if opening else 'clore'}", 303)


def _page(request: Request, graph: Graph, caller: Caller, uid: str, status: int = 200, **said: Any) -> Response:
    nothing = {"wrong": "", "at": "", "kept_text": "", "said": ""}
    return render(
        request, "partnership/consultation.html", status_code=status, one=consultation(graph, caller, uid),
        guests=guests(graph, caller, uid), outcomes=OUTCOMES, today=today().isoformat(), **Typed({}).shown,
        **(nothing | said),
    )  # fmt: skip


def _form(request: Request, graph: Graph, identity: Identity, said: Typed, status: int = 200) -> Response:
    return render(request, "partnership/consultation_form.html", status_code=status, choices=choices(request),
                  institutions=institutions(graph, identity.caller), **said.shown)  # fmt: skip


def _cells(one: Consultation) -> list[str | int | None]:
    places, sectors = (" ; ".join(named.name for named in kind) for kind in (one.territories, one.sectors))
    return [one.title, one.institution, places, sectors, one.on, one.until, one.closed_on, one.invited, one.answered,
            one.kept, one.not_kept]  # fmt: skip
