"""Needs that companies and territories raise: the list, one need and what is done about it, the form."""

from __future__ import annotations

from collections import defaultdict
from typing import Annotated

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from access import Action, Identity
from gate.running import heavy
from graph.errors import FieldsRefused, NotFound
from graph.schema import NEED_STATUSES
from graph.schema.needs import NEED_ACTS
from graph.store import Graph
from graph.visibility import LABELS_FR, Visibility
from ingest.reference.vocabularies import themes
from planning.entering import Entered, enter
from planning.models import Outcome
from planning.partnership.needs import act, possible
from queries.days import today
from queries.models import Page
from queries.partnership.members import members
from queries.partnership.needs import Need, NeedFilter, need, need_acts, needs
from web.asked import day_of
from web.dependencies import CallerDep, GraphDep, IdentityDep
from web.filters import SHORT_TEXT, choices
from web.rendering import render
from web.routes.visits import CursorQuery, FormDep
from web.tables import as_csv

router = APIRouter()
PER_PAGE = 40
GESTURES = {
    "prendre": "take",
    "repondre": "answer",
    "clore": "close_no_help",
    "injoignable": "close_unreachable",
    "rendre": "not_for_me",
    "transmettre": "hand_over",
    "rouvrir": "reopen",
}
AUDIENCE = {
    Visibility.PRIVATE: "personne d'autre que votre institution",
    Visibility.SIGNALLED: "les partenaires voient qui l'a exprimé et le mois ; ni l'intitulé, ni le thème",
    Visibility.SHARED: "les partenaires voient l'intitulé, le thème et la description, et peuvent y répondre",
    Visibility.OPEN: "comme partagé ; le public peut connaître le fait, votre institution et l'année",
}
CELLS = ("title", "name", "siren", "code_postal", "commune", "territory", "theme", "on", "summary", "visibility")
RAISERS = {"company": "entreprise", "territory": "territoire", "holder": "porteur de projet"}
ASKED = ("etat", "theme", "territory", "qui", "nous", "depuis", "jusqu")
SAID = {
    "fait": "C'est enregistré ; les institutions concernées en sont averties.",
    "saisi": "Le besoin est enregistré.",
    "a-verifier": "Le besoin attend dans « À vérifier » qu'on dise de quelle entreprise il parle.",
}


def _filter(values: dict[str, str]) -> NeedFilter:
    status, raiser = values["etat"], values["qui"]
    return NeedFilter(
        statuses=(status,) if status in NEED_STATUSES else (),
        theme=values["theme"] or None,
        territory=values["territory"] or None,
        raiser=raiser if raiser in RAISERS else None,
        mine=values["nous"] == "oui",
        since=_iso(values["depuis"]),
        until=_iso(values["jusqu"]),
    )


def _iso(text: str) -> str | None:
    found = day_of(text)
    return found.isoformat() if found else None


def _asked(request: Request) -> dict[str, str]:
    return {name: request.query_params.get(name, "")[:200] for name in ASKED}


@router.get("/besoins")
@heavy
def get_needs(request: Request, graph: GraphDep, caller: CallerDep, suite: CursorQuery = "") -> Response:
    """The needs that one may know, latest first."""
    values = _asked(request)
    found = needs(graph, caller, _filter(values), page=Page(limit=PER_PAGE, cursor=suite or None))
    return render(
        request, "partnership/needs.html", found=found.needs, next=found.next_cursor, suite=suite, values=values,
        choices=choices(request), themes=_themes(), need_statuses=NEED_STATUSES, raisers=RAISERS,
        said=next((text for name, text in SAID.items() if name in request.query_params), ""),
    )  # fmt: skip


@router.get("/besoins.csv")
@heavy
def get_file(request: Request, graph: GraphDep, caller: CallerDep) -> Response:
    """The list as a file."""
    found = needs(graph, caller, _filter(_asked(request)), page=Page(limit=0)).needs
    header = ("besoin", "thème", "état", "date", "exprimé par", "SIREN", "intercommunalité", "saisi par", "répondu le",
              "pris en charge par")  # fmt: skip
    rows = (
        [one.title or "signalé", one.theme_label, NEED_STATUSES.get(one.status or "", ""), one.on, raised_by(one),
         one.siren, one.epci_name, one.institution, one.answered_on, ", ".join(taker.name for taker in one.takers)]
        for one in found
    )  # fmt: skip
    return as_csv("besoins", header, rows)


@router.get("/besoins/nouveau")
@heavy
def get_form(
    request: Request,
    identity: IdentityDep,
    entreprise: Annotated[str, SHORT_TEXT] = "",
    territoire: Annotated[str, SHORT_TEXT] = "",
) -> Response:
    """The form of a need."""
    identity.require(Action.WRITE)
    given = {"siren": entreprise, "territory": territoire, "on": today().isoformat()}
    return _form(request, given)


@router.post("/besoins/nouveau")
@heavy
def post_form(request: Request, graph: GraphDep, identity: IdentityDep, form: FormDep) -> Response:
    """Write a need, or correct the one whose reference the form holds."""
    values = {name: str(form.get(name) or "").strip() for name in (*CELLS, "reference")}
    try:
        entered = _entered(graph, identity, values)
    except FieldsRefused as error:
        return _form(request, values, 422, dict(error.fields))
    if entered.outcome is Outcome.REVIEW:
        return RedirectResponse("/besoins?a-verifier=1", 303)
    return RedirectResponse(f"/besoins/{entered.uid}?saisi=1", 303)


@router.get("/besoins/{uid}")
@heavy
def get_need(request: Request, uid: str, graph: GraphDep, identity: IdentityDep) -> Response:
    """One need: who raised it, what was done, what one may do."""
    return _sheet(request, graph, identity, need(graph, identity.caller, uid))


@router.get("/besoins/{uid}/modifier")
@heavy
def get_change(request: Request, uid: str, graph: GraphDep, identity: IdentityDep) -> Response:
    """The form of a need of one's own that is to be corrected."""
    identity.require(Action.WRITE)
    one = need(graph, identity.caller, uid)
    if not one.own or not (one.reference or "").startswith("F-"):
        raise NotFound(
            "Ce besoin ne se corrige pas ici.", hint="Corrigez-le dans le fichier d'où il vient, puis importez-le."
        )
    given = {
        "title": one.title, "name": one.holder or "", "siren": one.siren, "commune": one.place, "theme": one.theme,
        "territory": one.territory, "on": one.day, "summary": one.summary, "visibility": one.visibility.value,
        "reference": one.reference,
    }  # fmt: skip
    return _form(request, {name: text or "" for name, text in given.items()})


@router.post("/besoins/{uid}/{gesture}")
@heavy
def post_gesture(
    request: Request, uid: str, gesture: str, graph: GraphDep, identity: IdentityDep, form: FormDep
) -> Response:
    """Take care of a need, answer it, close it, hand it over, give it back, open it again."""
    if gesture not in GESTURES:
        raise NotFound("Ce geste n'existe pas.", hint="Revenez à la fiche du besoin.")
    try:
        act(graph, identity, uid, GESTURES[gesture], text=_text(form, "text"), to=_text(form, "to"))
    except FieldsRefused as error:
        found = need(graph, identity.caller, uid)
        return _sheet(request, graph, identity, found, 422, wrong={GESTURES[gesture]: error.fields[0][1]})
    return RedirectResponse(f"/besoins/{uid}?fait=1", 303)


def raised_by(one: Need) -> str:
    """Return who raised a need, as far as it may be said."""
    known = one.company_name or one.territory_name or one.holder
    return known or ("porteur de projet" if one.raiser == "holder" else "entreprise")


def _sheet(
    request: Request,
    graph: Graph,
    identity: Identity,
    one: Need,
    status: int = 200,
    wrong: dict[str, str] | None = None,
) -> Response:
    others = [each for each in members(graph, identity.caller) if each.uid != identity.organisation]
    return render(
        request, "partnership/need.html", status_code=status, one=one, acts=need_acts(graph, identity.caller, one.uid),
        possible=possible(identity, one), wrong=wrong or {}, members=[(each.uid, each.name) for each in others],
        need_statuses=NEED_STATUSES, acts_fr=NEED_ACTS, gestures={act: name for name, act in GESTURES.items()},
        raised_by=raised_by(one), level=LABELS_FR[one.visibility], audience=AUDIENCE[one.visibility],
        said=next((text for name, text in SAID.items() if name in request.query_params), ""),
    )  # fmt: skip


def _entered(graph: Graph, identity: Identity, values: dict[str, str]) -> Entered:
    wrong = []
    if values["territory"] and (values["name"] or values["siren"]):
        wrong.append(("territory", "Une entreprise ou un territoire, pas les deux."))
    if not (values["territory"] or values["name"] or values["siren"]):
        wrong.append(("name", "Dites qui exprime ce besoin : une entreprise, un porteur de projet ou un territoire."))
    if not values["on"]:
        wrong.append(("on", "Donnez le jour où il a été exprimé."))
    if wrong:
        raise FieldsRefused("Le besoin n'est pas enregistré.", tuple(wrong))
    return enter(graph, identity, "needs", values)


def _form(
    request: Request, values: dict[str, str], status: int = 200, errors: dict[str, str] | None = None
) -> Response:
    shown = {"visibility": Visibility.SHARED.value} | {name: text for name, text in values.items() if text}
    return render(
        request, "partnership/need_form.html", status_code=status, values=defaultdict(str, shown), audience=AUDIENCE,
        errors=defaultdict(str, errors or {}), levels=LABELS_FR, themes=_themes(), today=today().isoformat(),
    )  # fmt: skip


def _themes() -> list[tuple[str, str]]:
    return [(one.code, one.label) for one in themes().entries]


def _text(form: FormData, name: str) -> str:
    return str(form.get(name) or "")
