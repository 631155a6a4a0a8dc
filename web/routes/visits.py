"""Visits: plan one, report one, and what became of ours."""

from __future__ import annotations

import uuid
from collections import defaultdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from access import Action, Identity
from access.people import names_of
from gate.running import heavy
from graph.errors import Conflict, Refused
from graph.store import Graph
from graph.visibility import LABELS_FR, Visibility
from ingest.reference.vocabularies import themes
from planning.exchanges import Wish, ask
from queries.days import today
from queries.exchanges import exchanges
from queries.models import Page, Status
from queries.own_visits import Agenda, OwnVisit, agenda, own_visit, own_visits, planned_at
from queries.visit_history import visit_history
from queries.who import dossiers_of
from web.announcing import (
    UNSEEN,
    Draft,
    changed_meanwhile,
    check,
    company_of,
    filled,
    twins,
    typed,
    version_of,
    warn,
    write,
)
from web.dependencies import GraphDep, IdentityDep
from web.rendering import render

router = APIRouter()
PLAN, REPORT = "/visites/nouvelle", "/visites/compte-rendu"
AUDIENCE = {
    Visibility.PRIVATE: "personne d'autre que votre institution",
    Visibility.SIGNALLED: "les partenaires voient que vous y allez et le mois ; ni le jour, ni l'objet",
    Visibility.SHARED: "les partenaires voient le jour, le thème et l'objet ; jamais les notes",
    Visibility.OPEN: "comme partagé ; le public voit l'entreprise, votre institution et l'année",
}
NEXT_STEPS = (
    "rappeler dans un mois",
    "rappeler dans trois mois",
    "envoyer une documentation",
    "mettre en relation avec un partenaire",
    "aucune suite",
)
"""Offered while one types: most reports end with one of them."""
PER_PAGE = 50
LAST = "9999-12-31"
CursorQuery = Annotated[str, Query(alias="suite", max_length=500)]
DONE = {
    "demande": "Enregistré ; l'autre institution est invitée à répondre. Sa réponse viendra dans vos avis.",
    "fait": "Enregistré.",
}
Texts = Annotated[str, Query(max_length=400)]


async def sent(request: Request) -> FormData:
    """The form that was sent; read before a route runs in its thread."""
    return await request.form()


FormDep = Annotated[FormData, Depends(sent)]


def _form(request: Request, draft: Draft, action: str, status: int = 200, **said: Any) -> Response:
    nothing = {"ours": (), "sent": False, "meanwhile": (), "twins": ()}
    return render(
        request, "visit_form.html", status_code=status, draft=draft, values=draft.values,
        errors=defaultdict(str, draft.errors), unseen=(*UNSEEN, "uid", "version"), told={**nothing, **said},
        action=action, today=today().isoformat(), audience=AUDIENCE, levels=LABELS_FR, next_steps=NEXT_STEPS,
        themes=[(one.code, one.label) for one in themes().entries],
    )  # fmt: skip


def _fresh(request: Request, graph: Graph, identity: Identity, address: str, on: str) -> Response:
    identity.require(Action.WRITE)
    planned = address == PLAN
    wanted = request.query_params.get("entreprise", "")
    company = company_of(graph, identity, wanted)
    given: dict[str, str] = {
        "reference": f"dore-{uuid.uuid4().hex[:12]}",
        "on": on or ("" if planned else str(today())),
    }
    if company:
        given |= {"company": company.uid, "name": company.name}
    draft = typed(given, planned=planned)
    if planned:
        warn(graph, identity, draft)
    ours = () if planned or company is None else planned_at(graph, identity.caller, company.uid)
    return _form(request, draft, address, ours=ours)


@router.get(PLAN)
@heavy
def get_plan(request: Request, graph: GraphDep, identity: IdentityDep, on: Texts = "") -> Response:
    """The form of a visit to come."""
    return _fresh(request, graph, identity, PLAN, on)


@router.get(REPORT)
@heavy
def get_report(request: Request, graph: GraphDep, identity: IdentityDep, on: Texts = "") -> Response:
    """The form of a visit made: a few lines from a phone."""
    return _fresh(request, graph, identity, REPORT, on)


@router.get("/visites/avertissement")
@heavy
def get_warning(request: Request, graph: GraphDep, identity: IdentityDep) -> Response:
    """What the visit would meet, while the form is being filled in."""
    draft = typed(request.query_params, planned=True)
    warn(graph, identity, draft)
    return render(request, "_warning.html", draft=draft, values=draft.values, errors=defaultdict(str), offers=True)


@router.post(PLAN)
@heavy
def post_plan(request: Request, graph: GraphDep, identity: IdentityDep, form: FormDep) -> Response:
    """Write a visit to come; or object to the one it would meet, and leave the form as it is."""
    draft = typed(form, planned=True)
    if draft.values["do"].startswith("objection:"):
        return _objected(request, graph, identity, draft, str(form.get(draft.values["do"]) or "").strip())
    return _written(request, graph, identity, draft, PLAN)


def _objected(request: Request, graph: Graph, identity: Identity, draft: Draft, reason: str) -> Response:
    identity.require(Action.WRITE)
    operator, _, on = draft.values["do"].removeprefix("objection:").partition("|")
    if reason:
        ask(graph, identity, Wish("objection", draft.values["company"], operator, on, reason))
    else:
        draft.errors["objection"] = "Dites en une ligne pourquoi : ils le liront."
    warn(graph, identity, draft)
    return _form(request, draft, PLAN, 200 if reason else 422, sent=bool(reason))


@router.post(REPORT)
@heavy
def post_report(request: Request, graph: GraphDep, identity: IdentityDep, form: FormDep) -> Response:
    """Write a visit made."""
    return _written(request, graph, identity, typed(form, planned=False), REPORT)


def _written(request: Request, graph: Graph, identity: Identity, draft: Draft, action: str) -> Response:
    identity.require(Action.WRITE)
    if meanwhile := changed_meanwhile(graph, identity, draft):
        return _form(request, draft, action, 409, meanwhile=meanwhile)
    visit = check(graph, identity, draft)
    if visit is None:
        return _form(request, draft, action, 422)
    if others := twins(graph, identity, draft):
        return _form(request, draft, action, 409, twins=others)
    uid = write(graph, identity, visit)
    if uid is None:
        return RedirectResponse("/visites?en-attente=1", 303)
    if draft.joins:
        operator, on = draft.joins
        ask(graph, identity, Wish("join", draft.values["company"], operator, on, mine=uid))
    return RedirectResponse(f"/visites/{uid}?{'demande' if draft.joins else 'fait'}=1", 303)


@router.get("/visites")
@heavy
def get_visits(request: Request, graph: GraphDep, identity: IdentityDep, suite: CursorQuery = "") -> Response:
    """The visits of the caller's organisation, those to come first."""
    identity.require(Action.READ_OWN)
    planned = Agenda(ahead=(), due=()) if suite else agenda(graph, identity.caller, limit=PER_PAGE)
    past = own_visits(graph, identity.caller, past=True, page=Page(limit=PER_PAGE, cursor=suite or None))
    waiting = "en-attente" in request.query_params
    return render(request, "visits.html", past=past, waiting=waiting, suite=suite, planned=planned)


def _is_due(one: OwnVisit) -> bool:
    """Whether a planned visit's day is past: what became of it is to be told."""
    return one.status is Status.PLANNED and (one.on or LAST) < today().isoformat()


@router.get("/visites.ics")
@heavy
def get_calendar(graph: GraphDep, identity: IdentityDep) -> Response:
    """The visits to come, for a calendar."""
    identity.require(Action.READ_OWN)
    planned = agenda(graph, identity.caller)
    events = [_event(one) for one in planned.due[::-1] + planned.ahead]
    inside = [line for event in events for line in event]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//DORE//FR", *inside, "END:VCALENDAR", ""]
    return Response("\r\n".join(lines), media_type="text/calendar; charset=utf-8")


def _event(one: OwnVisit) -> list[str]:
    name = one.name.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;").replace("\n", " ")
    day = (one.on or "").replace("-", "")
    stamp = f"DTSTAMP:{today():%Y%m%d}T000000Z"
    return ["BEGIN:VEVENT", f"UID:{one.uid}@dore", stamp, f"DTSTART;VALUE=DATE:{day}", f"SUMMARY:Visite {name}"[:74],
            "END:VEVENT"]  # fmt: skip


@router.get("/visites/{uid}")
@heavy
def get_visit(request: Request, uid: str, graph: GraphDep, identity: IdentityDep) -> Response:
    """One visit, and the overlaps that it makes."""
    identity.require(Action.READ_OWN)
    one = own_visit(graph, identity.caller, uid)
    draft = typed(filled(one), planned=one.status is Status.PLANNED)
    if one.status is not Status.CANCELLED:
        warn(graph, identity, draft, one.visit)
    [dossier] = dossiers_of(graph, identity.caller, [one.company], today())
    together = next((visit for visit in dossier.visits if visit.own and visit.uid == one.visit), None)
    steps = visit_history(graph, identity.caller, uid)
    return render(
        request, "visit.html", one=one, draft=draft, levels=LABELS_FR, audience=AUDIENCE, steps=steps,
        done=next((said for name, said in DONE.items() if name in request.query_params), ""),
        made=one.status is Status.PLANNED and (one.on or LAST) <= today().isoformat(), due=_is_due(one),
        partners=[party for party in together.parties if party.uid != identity.organisation] if together else [],
        asked=[said for said in exchanges(graph, identity.caller) if said.visit == uid],
        names=names_of(graph, identity.organisation or "", [step.by for step in steps]),
    )  # fmt: skip


@router.get("/visites/{uid}/modifier")
@heavy
def get_change(
    request: Request,
    uid: str,
    graph: GraphDep,
    identity: IdentityDep,
    told: Annotated[str, Query(alias="compte-rendu", max_length=1)] = "",
) -> Response:
    """The form of a visit that is to be corrected; or, of a planned one that was made, the form that reports it."""
    identity.require(Action.WRITE)
    one = own_visit(graph, identity.caller, uid)
    planned = one.status is Status.PLANNED and not told
    values = {**filled(one), "uid": one.uid, "version": version_of(one)}
    return _form(request, typed(values, planned=planned), PLAN if planned else REPORT)


@router.post("/visites/{uid}/annuler")
@heavy
def post_cancel(uid: str, graph: GraphDep, identity: IdentityDep) -> Response:
    """Cancel a visit to come: it stays, and counts no more."""
    identity.require(Action.WRITE)
    one = own_visit(graph, identity.caller, uid)
    if one.status is not Status.PLANNED:
        raise Conflict("Cette visite n'est plus à venir : elle ne s'annule plus.", hint="Corrigez son compte rendu.")
    draft = typed(filled(one) | {"cancelled": "1", "uid": uid}, planned=True)
    visit = check(graph, identity, draft)
    if visit is None:
        raise Refused(f"La visite n'a pas été annulée. {' '.join(draft.errors.values())}")
    write(graph, identity, visit)
    return RedirectResponse(f"/visites/{uid}?fait=1", 303)
