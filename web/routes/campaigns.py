"""Campaigns of visits: made from the list without accompaniment, shared out, followed to their end."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from access import Identity
from gate.running import heavy
from graph.errors import FieldsRefused, Misuse
from graph.store import Graph
from graph.visibility import LABELS_FR, Visibility
from planning import campaigns as planning
from planning.campaigns import LEVELS, Chosen, Plan
from queries.campaigns import MOST_COMPANIES, Target, campaign, campaigns, targets
from queries.days import today
from queries.models import Page
from queries.unsupported import unsupported
from web.dependencies import CallerDep, GraphDep, IdentityDep
from web.filters import Where
from web.rendering import render
from web.routes.unsupported import PER_PAGE, drawn_by, scope_of
from web.routes.visits import FormDep
from web.tables import as_csv
from web.words import STATUSES_FR

router = APIRouter()
AUDIENCE = {
    Visibility.SHARED: "les partenaires la voient, et y prennent des entreprises",
    Visibility.PRIVATE: "personne d'autre que votre institution",
}
SAID = {
    "faite": "La campagne est faite : chacun peut y prendre une entreprise.",
    "prendre": "Votre institution la prend : les autres le voient.",
    "rendre": "Elle est rendue : une autre institution peut la prendre.",
    "clore": "La campagne est close.",
    "rouvrir": "La campagne est rouverte.",
    "niveau": "C'est changé.",
}
Gesture = Literal["prendre", "rendre", "clore", "rouvrir", "niveau"]


@router.get("/campagnes")
@heavy
def get_campaigns(request: Request, graph: GraphDep, caller: CallerDep) -> Response:
    """The campaigns that one may know."""
    found = campaigns(graph, caller)
    return render(request, "campaigns.html", found=found, levels=LABELS_FR, today=today().isoformat())


@router.post("/campagnes")
@heavy
def post_campaign(request: Request, graph: GraphDep, identity: IdentityDep, form: FormDep) -> Response:
    """Make one of the list that was shown, or of the companies that were ticked."""
    where = Where(**{name: str(form.get(name) or "") for name in ("territory", "sector", "size")}, ess=_ess(form))
    try:
        plan = _plan(request, graph, identity, form, where)
        uid = planning.create(graph, identity, plan, today())
    except FieldsRefused as error:
        values = {**where.values, "mois": str(form.get("mois") or "")}
        wrong = [said for _, said in error.fields]
        return render(request, "campaign_refused.html", 422, error=error, wrong=wrong, values=values)
    return RedirectResponse(f"/campagnes/{uid}?fait=faite", 303)


# Before the page: its address begins alike.
@router.get("/campagnes/{uid}.csv")
@heavy
def get_campaign_file(uid: str, graph: GraphDep, caller: CallerDep) -> Response:
    """The companies of a campaign as a file."""
    found = campaign(graph, caller, uid)
    header = ("rang", "SIREN", "nom", "commune", "pourquoi", "prise par", "état", "jour", "par")
    rows = ([*_cells(one)] for one in targets(graph, caller, uid))
    return as_csv(f"campagne-{found.since}-{found.uid}", header, rows)


@router.get("/campagnes/{uid}")
@heavy
def get_campaign(request: Request, uid: str, graph: GraphDep, caller: CallerDep, fait: str = "") -> Response:
    """One campaign: which companies, who takes which, what became of them."""
    return _page(request, graph, caller, uid, said=SAID.get(fait, ""))


@router.post("/campagnes/{uid}/{gesture}")
@heavy
def post_gesture(uid: str, gesture: Gesture, graph: GraphDep, identity: IdentityDep, form: FormDep) -> Response:
    """Take a company, give it back, close the campaign, or change who sees it."""
    company = str(form.get("company") or "")
    if gesture == "prendre":
        planning.take(graph, identity, uid, company)
    elif gesture == "rendre":
        planning.release(graph, identity, uid, company)
    elif gesture == "niveau":
        planning.set_level(graph, identity, uid, _level(form))
    else:
        planning.close(graph, identity, uid, closed=gesture == "clore")
    where = f"#c-{company}" if company.isalnum() else ""
    return RedirectResponse(f"/campagnes/{uid}?fait={gesture}{where}", 303)


def _page(request: Request, graph: Graph, caller: Any, uid: str, **said: Any) -> Response:
    found = campaign(graph, caller, uid)
    lines = targets(graph, caller, uid)
    return render(
        request, "campaign.html", one=found, lines=lines, levels=[(level.value, LABELS_FR[level]) for level in LEVELS],
        level=LABELS_FR[found.visibility], audience=AUDIENCE[found.visibility], today=today().isoformat(), **said,
    )  # fmt: skip


def _plan(request: Request, graph: Graph, identity: Identity, form: FormData, where: Where) -> Plan:
    months = str(form.get("mois") or "")
    ticked = [str(one) for one in form.getlist("company")]
    only = form.get("which") == "ticked"
    # The list, or the page of it that was shown, is drawn again: a form only says which of it.
    cursor = str(form.get("suite") or "") or None
    page = Page(limit=PER_PAGE, cursor=cursor) if only else Page(limit=MOST_COMPANIES)
    scope = scope_of(where.fields, months)
    found = unsupported(graph, identity.caller, scope, page=page).companies
    chosen = [Chosen(one.uid, one.reasons[0] if one.reasons else "") for one in found if not only or one.uid in ticked]
    # Others read how it was drawn as a fact: it is said of what was drawn, never by whoever sends the form.
    drawn = drawn_by(request, where, scope.months)
    return Plan(str(form.get("title") or ""), _day(form), _level(form), chosen, drawn)


def _cells(one: Target) -> list[str | int | date | None]:
    visit = one.visit
    state = STATUSES_FR[visit.status] if visit else "prise" if one.taken_by else "à prendre"
    on, by = (visit.on, visit.by) if visit else (None, None)
    return [one.rank, one.siren, one.name, one.commune, one.reason, one.taken_by, state, on, by]


def _level(form: FormData) -> Visibility:
    try:
        return Visibility(str(form.get("visibility") or Visibility.SHARED))
    except ValueError:
        raise Misuse("Ce n'est pas un niveau de diffusion.") from None


def _ess(form: FormData) -> Any:
    said = form.get("ess")
    return said if said in ("oui", "non") else ""


def _day(form: FormData) -> date | None:
    try:
        return date.fromisoformat(str(form.get("until") or ""))
    except ValueError:
        return None
