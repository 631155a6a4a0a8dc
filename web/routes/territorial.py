"""Territorial needs: what is heard widely, what was recognised, what the Region answers and by when."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from access import Action, Identity
from gate.running import heavy
from graph.errors import FieldsRefused
from graph.schema.needs import DECISION_KINDS, TERRITORIAL_ACTS
from graph.store import Graph
from ingest.reference.vocabularies import themes
from planning.partnership.territorial import Call, answer, promote
from queries.days import today
from queries.partnership.decisions import decisions
from queries.partnership.members import members
from queries.partnership.needs import need_acts
from queries.partnership.territorial_needs import (
    COMPANIES,
    EPCIS,
    MONTHS,
    Threshold,
    heard,
    territorial_need,
    territorial_needs,
)
from web.dependencies import GraphDep, IdentityDep
from web.entry_forms import Entry, Field, shown, taken
from web.rendering import render
from web.routes.visits import FormDep

router = APIRouter()
Companies = Annotated[int, Query(alias="entreprises", ge=1, le=1_000)]
Epcis = Annotated[int, Query(alias="epci", ge=1, le=1_000)]
Months = Annotated[int, Query(alias="mois", ge=1, le=60)]


@router.get("/besoins/territoriaux")
@heavy
def get_territorial(
    request: Request,
    graph: GraphDep,
    identity: IdentityDep,
    companies: Companies = COMPANIES,
    epcis: Epcis = EPCIS,
    months: Months = MONTHS,
) -> Response:
    """What the Region owes an answer to, and the themes heard widely enough to ask it for one."""
    return _list(request, graph, identity, Threshold(companies=companies, epcis=epcis, months=months))


@router.post("/besoins/territoriaux")
@heavy
def post_promotion(request: Request, graph: GraphDep, identity: IdentityDep, form: FormDep) -> Response:
    """Have a theme recognised as a territorial need."""
    said = {name: str(form.get(name) or "").strip() for name in ("theme", "title", "addressee", "due")}
    threshold = Threshold(
        companies=_number(form.get("entreprises"), COMPANIES),
        epcis=_number(form.get("epci"), EPCIS),
        months=min(60, _number(form.get("mois"), MONTHS)),
    )
    try:
        call = Call(said["theme"], said["title"], said["addressee"], _day(said["due"]), threshold)
        uid = promote(graph, identity, call)
    except FieldsRefused as error:
        return _list(request, graph, identity, threshold, said | {"wrong": dict(error.fields)})
    return RedirectResponse(f"/besoins/territoriaux/{uid}?fait=1", 303)


@router.get("/besoins/territoriaux/decision")
@heavy
def get_decision(request: Request, graph: GraphDep, identity: IdentityDep, repond: str = "") -> Response:
    """The form of a decision of the Region."""
    return shown(request, _decision_form(graph, identity), {"on": today().isoformat(), "answers": repond})


@router.post("/besoins/territoriaux/decision")
@heavy
def post_decision(request: Request, graph: GraphDep, identity: IdentityDep, form: FormDep) -> Response:
    """Enter a decision of the Region."""
    return taken(request, graph, identity, _decision_form(graph, identity), form)


@router.get("/besoins/territoriaux/{uid}")
@heavy
def get_one(request: Request, uid: str, graph: GraphDep, identity: IdentityDep) -> Response:
    """One territorial need, its answer and its history."""
    return _sheet(request, graph, identity, uid)


@router.post("/besoins/territoriaux/{uid}/repondre")
@heavy
def post_answer(request: Request, uid: str, graph: GraphDep, identity: IdentityDep, form: FormDep) -> Response:
    """Answer, for the institution that owes the answer."""
    try:
        answer(graph, identity, uid, str(form.get("text") or ""))
    except FieldsRefused as error:
        return _sheet(request, graph, identity, uid, 422, error.fields[0][1])
    return RedirectResponse(f"/besoins/territoriaux/{uid}?fait=1", 303)


def _sheet(
    request: Request, graph: Graph, identity: Identity, uid: str, status: int = 200, wrong: str = ""
) -> Response:
    one = territorial_need(graph, identity.caller, uid)
    ours = one.addressee == identity.organisation and identity.may(Action.WRITE) and one.answered_at is None
    return render(
        request, "partnership/territorial.html", status_code=status, one=one, wrong=wrong, ours=ours,
        overdue=one.is_overdue(today().isoformat()), acts=need_acts(graph, identity.caller, uid),
        acts_fr=TERRITORIAL_ACTS, done="fait" in request.query_params,
        decided=decisions(graph, identity.caller, answers=uid), kinds_of_decision=DECISION_KINDS,
        decides=_decides(graph, identity),
    )  # fmt: skip


def _list(
    request: Request, graph: Graph, identity: Identity, threshold: Threshold, sent: dict[str, Any] | None = None
) -> Response:
    day = today().isoformat()
    found = territorial_needs(graph, identity.caller)
    return render(
        request, "partnership/territorials.html", status_code=422 if sent else 200, threshold=threshold,
        found=[(one, one.is_overdue(day)) for one in found], heard=heard(graph, identity.caller, threshold),
        regions=[(one.uid, one.name) for one in members(graph, identity.caller) if one.is_region],
        decided=decisions(graph, identity.caller), kinds_of_decision=DECISION_KINDS, decides=_decides(graph, identity),
        done=request.query_params.get("fait") == "decisions",
        sent=sent or {"theme": "", "title": "", "addressee": "", "due": "", "wrong": {}},
    )  # fmt: skip


def _decides(graph: Graph, identity: Identity) -> bool:
    """Whether the institution is the Region, and may write."""
    ours = {one.uid for one in members(graph, identity.caller) if one.is_region}
    return identity.may(Action.WRITE) and identity.organisation in ours


def _decision_form(graph: Graph, identity: Identity) -> Entry:
    waiting = [(one.uid, one.title) for one in territorial_needs(graph, identity.caller)]
    return Entry(
        "decisions", "Enregistrer une décision de la Région",
        "Ce qui est décidé, et à quel besoin des territoires cela répond : la part de ces décisions est un indicateur.",
        "/besoins/territoriaux/decision", "/besoins/territoriaux",
        (
            Field("title", "Décision", required=True),
            Field("kind", "Type", "choice", options=list(DECISION_KINDS.items())),
            Field("on", "Décidée le", "date", required=True),
            Field("answers", "Répond au besoin territorial", "choice", options=waiting),
            Field("theme", "Thème", "choice", options=[(one.code, one.label) for one in themes().entries]),
            Field("amount_eur", "Montant en euros"),
            Field("summary", "Présentation", "textarea"),
        ),
    )  # fmt: skip


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _number(text: object, otherwise: int) -> int:
    said = str(text or "")
    return min(1_000, max(1, int(said))) if said.isascii() and said.isdigit() and len(said) < 5 else otherwise
