"""Requests from outside: the public form, what becomes of one, and the waiting room of whoever receives it."""

from __future__ import annotations

from collections import defaultdict
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from access import Identity
from gate.asking import address_of
from gate.running import heavy
from graph.errors import FieldsRefused, NotFound
from graph.schema import NEED_STATUSES
from graph.schema.needs import DEMAND_STATES
from graph.store import Graph
from graph.visibility import LABELS_FR, Visibility
from ingest.reference.vocabularies import themes
from planning.partnership.demands import Said, receive, refuse, take, validate
from queries.models import Page
from queries.partnership.demands import REFUSALS, Demand, demand, demand_state, demands
from web.dependencies import GraphDep, IdentityDep, ServiceDep
from web.rendering import render
from web.routes.needs import AUDIENCE
from web.routes.visits import CursorQuery, FormDep

router = APIRouter()
public = APIRouter()
PER_PAGE = 30
TRAP = "site_web"
"""A field that people do not see: what fills it in is a machine, or is told to empty it."""
CELLS = ("title", "name", "siren", "commune", "territory", "theme", "summary", "visibility")
STATES = {
    "quo": "Elle a été retenue ; personne ne s'en occupe encore.",
    "taking_care": "Elle a été retenue, et une institution s'en occupe.",
    "done": "Une réponse y a été apportée.",
    "done_no_help": "Elle a été étudiée ; aucune aide ne convient.",
    "done_not_reachable": "Elle est close : nous n'avons pas pu vous joindre.",
    "not_for_me": "Elle a été retenue ; une institution plus indiquée est cherchée.",
}
"""What the person reads of the need that was made of the request."""


@public.get("/demande")
@heavy
def get_public_form(request: Request, numero: str = "") -> Response:
    """The form for whoever has no account, and where the number of a request sent before is typed."""
    if number := quote("".join(numero.split())[:40], safe=""):
        return RedirectResponse(f"/demande/{number}", 303)
    return _public(request, {})


@public.post("/demande")
@heavy
def post_public_form(request: Request, service: ServiceDep, graph: GraphDep, form: FormDep) -> Response:
    """Receive a request; nobody is signed in, and nothing else is done with the address it comes from."""
    values = {name: str(form.get(name) or "").strip() for name in Said._fields}
    service.rates.send_demand(address_of(request.scope))
    errors = {TRAP: "Laissez ce champ vide."} if str(form.get(TRAP) or "").strip() else {}
    try:
        if not errors:
            number = receive(graph, Said(**values))
            return RedirectResponse(f"/demande/{number}?recue=1", 303)
    except FieldsRefused as error:
        errors = dict(error.fields)
    return _public(request, values, 422, errors)


@public.get("/demande/{number}")
@heavy
def get_state(request: Request, number: str, graph: GraphDep, identity: IdentityDep) -> Response:
    """What became of a request, in plain words."""
    found = demand_state(graph, identity.caller, number)
    if found.status == "open":
        said = "Elle est à l'étude : une personne la lira."
    elif found.status == "refused":
        said = f"Elle n'a pas été retenue : {REFUSALS.get(found.refusal or '', REFUSALS['unclear'])}."
    else:
        said = STATES.get(found.need or "", "Elle a été retenue.")
    sent = "recue" in request.query_params
    answer = render(request, "partnership/demand_state.html", found=found, said=said, number=number.upper(), sent=sent)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@router.get("/besoins/demandes")
@heavy
def get_demands(
    request: Request, graph: GraphDep, identity: IdentityDep, etat: str = "open", suite: CursorQuery = ""
) -> Response:
    """The requests that wait for one's institution, and those that any may take."""
    state = etat if etat in DEMAND_STATES else "open"
    page = Page(limit=PER_PAGE + 1, cursor=suite or None)
    found = demands(graph, identity.caller, status=state, page=page)  # type: ignore[arg-type]
    shown, more = found[:PER_PAGE], len(found) > PER_PAGE
    return render(
        request, "partnership/demands.html", found=shown, next=shown[-1].place if more else None, suite=suite,
        state=state, states=DEMAND_STATES,
    )  # fmt: skip


@router.get("/besoins/demandes/{uid}")
@heavy
def get_demand(request: Request, uid: str, graph: GraphDep, identity: IdentityDep) -> Response:
    """One request, and the need that would be made of it."""
    return _sheet(request, demand(graph, identity.caller, uid))


@router.post("/besoins/demandes/{uid}/{gesture}")
@heavy
def post_decision(
    request: Request, uid: str, gesture: str, graph: GraphDep, identity: IdentityDep, form: FormDep
) -> Response:
    """Take a request, make a need of it, or refuse it."""
    values = {name: str(form.get(name) or "").strip() for name in (*CELLS, "refusal", "note")}
    try:
        return RedirectResponse(_decided(graph, identity, uid, gesture, values), 303)
    except FieldsRefused as error:
        found = demand(graph, identity.caller, uid)
        return _sheet(request, found, 422, (values, dict(error.fields)))


def _decided(graph: Graph, identity: Identity, uid: str, gesture: str, values: dict[str, str]) -> str:
    if gesture == "prendre":
        take(graph, identity, uid)
    elif gesture == "refuser":
        refuse(graph, identity, uid, values["refusal"], values["note"])
    elif gesture == "retenir":
        validate(graph, identity, uid, {name: values[name] for name in CELLS})
    else:
        raise NotFound("Ce geste n'existe pas.", hint="Revenez à la demande.")
    return f"/besoins/demandes/{uid}?fait=1"


def _sheet(
    request: Request,
    one: Demand,
    status: int = 200,
    sent: tuple[dict[str, str], dict[str, str]] | None = None,
) -> Response:
    level = Visibility.SHARED.value
    given = {"title": one.title, "name": one.holder, "siren": one.siren, "commune": one.commune, "theme": one.theme,
             "summary": one.summary, "visibility": level}  # fmt: skip
    values, errors = sent or ({name: text or "" for name, text in given.items()}, {})
    return render(
        request, "partnership/demand.html", status_code=status, one=one, values=defaultdict(str, values),
        errors=defaultdict(str, errors), audience=AUDIENCE, levels=LABELS_FR, themes=_themes(),
        refusals=list(REFUSALS.items()), states=DEMAND_STATES, done="fait" in request.query_params,
        need_statuses=NEED_STATUSES,
    )  # fmt: skip


def _public(
    request: Request, values: dict[str, str], status: int = 200, errors: dict[str, str] | None = None
) -> Response:
    return render(
        request, "partnership/demand_form.html", status_code=status, values=defaultdict(str, values), trap=TRAP,
        errors=defaultdict(str, errors or {}), themes=_themes(),
    )  # fmt: skip


def _themes() -> list[tuple[str, str]]:
    return [(one.code, one.label) for one in themes().entries]
