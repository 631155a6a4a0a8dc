"""Committees: calendar, agenda, decisions, minutes; and the questions that go up to headquarters."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from access import Action
from gate.running import heavy
from graph.errors import FieldsRefused
from graph.schema import COMMITTEE_KINDS, COMMITTEE_STATUSES, ITEM_KINDS, VERDICTS_OF_ITEMS
from graph.store import Graph
from graph.visibility import LABELS_FR, Caller
from ingest.reference.vocabularies import themes
from planning.means.ruling import Decision, answer, rule
from queries.days import today
from queries.means.committees import (
    Committee,
    CommitteeScope,
    agenda,
    committee,
    committees,
    item,
    referral,
    referrals,
)
from queries.means.envelopes import EnvelopeScope, envelopes
from queries.partnership.members import members
from web.dependencies import CallerDep, GraphDep, IdentityDep
from web.entry_forms import Entry, Field, shown, taken
from web.filters import choices
from web.rendering import environment, render
from web.routes.visits import FormDep
from web.tables import as_csv

router = APIRouter()
TerritoryQuery = Annotated[str, Query(alias="territoire", max_length=60)]
SHOWN = 100
SAID = {
    "committees": "Le comité est au calendrier.",
    "agenda": "Le dossier est à l'ordre du jour.",
    "referrals": "La question est posée au siège.",
    "decision": "La décision est enregistrée.",
    "reponse": "La réponse est enregistrée : ceux qui ont posé la question la lisent.",
}
HEADER = ("date", "comité", "type", "état", "territoire", "tenu par", "en tandem avec", "dossiers", "décidés")


@router.get("/comites")
@heavy
def get_committees(
    request: Request, graph: GraphDep, caller: CallerDep, territoire: TerritoryQuery = "", fait: str = ""
) -> Response:
    """The calendar, and what went up to headquarters."""
    place = territoire.strip() or None
    found = committees(graph, caller, CommitteeScope(territory=place))
    ahead = [one for one in found if (one.on or "") >= today().isoformat()[: len(one.on or "")]]
    return render(
        request, "means/committees.html", ahead=ahead[::-1], past=[one for one in found if one not in ahead][:SHOWN],
        asked=referrals(graph, caller, territory=place)[:SHOWN], values={"territoire": territoire},
        territories=choices(request).territories, kinds_of=COMMITTEE_KINDS, states_of=COMMITTEE_STATUSES,
        levels=LABELS_FR, said=SAID.get(fait, ""),
    )  # fmt: skip


@router.get("/comites.csv")
@heavy
def get_committees_file(graph: GraphDep, caller: CallerDep, territoire: TerritoryQuery = "") -> Response:
    """The calendar as a file."""
    rows = (
        [one.on, one.title, COMMITTEE_KINDS.get(one.kind or ""), COMMITTEE_STATUSES.get(one.status or ""),
         one.territory_name, one.institution, one.partner, one.items, one.decided]
        for one in committees(graph, caller, CommitteeScope(territory=territoire.strip() or None))
    )  # fmt: skip
    return as_csv("comites", HEADER, rows)


@router.get("/comites.ics")
@heavy
def get_calendar(graph: GraphDep, caller: CallerDep) -> Response:
    """The committees to come, for a calendar."""
    found = committees(graph, caller, CommitteeScope(since=today()))
    events = [line for one in found if one.on and len(one.on) == 10 for line in _event(one)]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//DORE//FR", *events, "END:VCALENDAR", ""]
    return Response("\r\n".join(lines), media_type="text/calendar; charset=utf-8")


def _event(one: Committee) -> list[str]:
    on = date.fromisoformat(str(one.on))
    days = [f"DTSTART;VALUE=DATE:{on:%Y%m%d}", f"DTEND;VALUE=DATE:{on + timedelta(days=1):%Y%m%d}"]
    place = [f"LOCATION:{_escaped(one.place)}"[:74]] if one.place else []
    return ["BEGIN:VEVENT", f"UID:{one.uid}@dore", f"DTSTAMP:{today():%Y%m%d}T000000Z", *days,
            f"SUMMARY:{_escaped(one.title or '')}"[:74], *place, "END:VEVENT"]  # fmt: skip


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;").replace("\n", " ")


@router.get("/comites/nouveau")
@heavy
def get_form(request: Request, graph: GraphDep, identity: IdentityDep) -> Response:
    """The form of a committee."""
    identity.require(Action.WRITE)
    return shown(request, _form(request, graph, identity.caller), {"kind": "commitment"})


@router.post("/comites/nouveau")
@heavy
def post_form(request: Request, graph: GraphDep, identity: IdentityDep, form: FormDep) -> Response:
    """Put a committee on the calendar."""
    return taken(request, graph, identity, _form(request, graph, identity.caller), form)


@router.get("/comites/question")
@heavy
def get_question(request: Request, graph: GraphDep, identity: IdentityDep, comite: str = "") -> Response:
    """The form of a question to headquarters."""
    identity.require(Action.WRITE)
    return shown(request, _question_form(request, graph, identity.caller), {"committee": comite, "on": str(today())})


@router.post("/comites/question")
@heavy
def post_question(request: Request, graph: GraphDep, identity: IdentityDep, form: FormDep) -> Response:
    """Put a question to headquarters."""
    return taken(request, graph, identity, _question_form(request, graph, identity.caller), form)


@router.get("/questions/{uid}")
@heavy
def get_referral(request: Request, uid: str, graph: GraphDep, caller: CallerDep) -> Response:
    """One question, and its answer."""
    return render(request, "means/referral.html", one=referral(graph, caller, uid), typed="", errors={"answer": ""})


@router.post("/questions/{uid}")
@heavy
def post_answer(request: Request, uid: str, graph: GraphDep, identity: IdentityDep, form: FormDep) -> Response:
    """Answer a question that was put to one's institution."""
    text = str(form.get("answer") or "")
    try:
        answer(graph, identity, uid, text, today())
    except FieldsRefused as error:
        one = referral(graph, identity.caller, uid)
        return render(request, "means/referral.html", 422, one=one, typed=text, errors=dict(error.fields))
    return RedirectResponse("/comites?fait=reponse", 303)


@router.get("/comites/{uid}")
@heavy
def get_committee(request: Request, uid: str, graph: GraphDep, caller: CallerDep, fait: str = "") -> Response:
    """One committee: who sits there, what it looks at, what it decided."""
    return render(request, "means/committee.html", said=SAID.get(fait, ""), **_told(graph, caller, uid))


@router.get("/comites/{uid}/compte-rendu")
@heavy
def get_minutes(request: Request, uid: str, graph: GraphDep, caller: CallerDep) -> Response:
    """The minutes, to print."""
    return render(request, "means/minutes.html", **_told(graph, caller, uid))


@router.get("/comites/{uid}/compte-rendu.html")
@heavy
def get_minutes_file(uid: str, graph: GraphDep, caller: CallerDep) -> Response:
    """The minutes as a document of their own, to keep or send."""
    told = _told(graph, caller, uid)
    text = environment().get_template("means/minutes_file.html").render(**told)
    name = f"compte-rendu-{(told['one'].on or '')[:10]}-{uid}.html"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, headers=headers, media_type="text/html; charset=utf-8")


def _told(graph: Graph, caller: Caller, uid: str) -> dict[str, Any]:
    one = committee(graph, caller, uid)
    return {
        "one": one, "items": agenda(graph, caller, uid), "asked": referrals(graph, caller, committee=uid),
        "kinds_of": COMMITTEE_KINDS, "states_of": COMMITTEE_STATUSES, "item_kinds": ITEM_KINDS,
        "verdicts": VERDICTS_OF_ITEMS, "levels": LABELS_FR, "today": today().isoformat(),
    }  # fmt: skip


@router.get("/comites/{uid}/dossier")
@heavy
def get_item_form(request: Request, uid: str, graph: GraphDep, identity: IdentityDep, entreprise: str = "") -> Response:
    """The form of an item of the agenda."""
    identity.require(Action.WRITE)
    return shown(request, _item_form(request, graph, identity.caller, uid), {"siren": entreprise, "kind": "company"})


@router.post("/comites/{uid}/dossier")
@heavy
def post_item(request: Request, uid: str, graph: GraphDep, identity: IdentityDep, form: FormDep) -> Response:
    """Put something on the agenda."""
    return taken(request, graph, identity, _item_form(request, graph, identity.caller, uid), form)


@router.get("/dossiers/{uid}")
@heavy
def get_item(request: Request, uid: str, graph: GraphDep, caller: CallerDep) -> Response:
    """One item, with what was decided, or the form that decides."""
    return _item_page(request, graph, caller, uid)


@router.post("/dossiers/{uid}")
@heavy
def post_decision(request: Request, uid: str, graph: GraphDep, identity: IdentityDep, form: FormDep) -> Response:
    """Decide; a favourable amount commits its envelope at once, or nothing is written."""
    typed = {name: str(form.get(name) or "").strip() for name in ("verdict", "reason", "amount", "envelope")}
    try:
        rule(graph, identity, uid, Decision(**typed, on=today()))
    except FieldsRefused as error:
        return _item_page(request, graph, identity.caller, uid, 422, typed=typed, errors=dict(error.fields))
    return RedirectResponse(f"/comites/{item(graph, identity.caller, uid).committee}?fait=decision", 303)


def _item_page(request: Request, graph: Graph, caller: Caller, uid: str, status: int = 200, **said: Any) -> Response:
    one = item(graph, caller, uid)
    known = committee(graph, caller, one.committee)
    paying = [(o.uid, f"{o.title} ({o.year})") for o in envelopes(graph, caller) if o.managed and o.title]
    ours = one.envelope if one.envelope in dict(paying) else ""
    blank: dict[str, Any] = {"typed": {"envelope": ours}, "errors": {}}
    told = {name: defaultdict(str, said.get(name, blank[name])) for name in blank}
    return render(
        request, "means/item.html", status, one=one, committee=known, paying=paying, item_kinds=ITEM_KINDS,
        verdicts=VERDICTS_OF_ITEMS, open=one.verdict in (None, "postponed"), levels=LABELS_FR, **told,
    )  # fmt: skip


def _form(request: Request, graph: Graph, caller: Caller) -> Entry:
    names = [one.name for one in members(graph, caller)]
    return Entry(
        "committees", "Mettre un comité au calendrier", "Un comité d'engagement ou un comité territorial.",
        "/comites/nouveau", "/comites",
        (
            Field("title", "Intitulé", required=True),
            Field("kind", "Type", "choice", options=list(COMMITTEE_KINDS.items())),
            Field("on", "Jour", "date", required=True),
            Field("territory", "Territoire", "choice", options=choices(request).territories),
            Field("partner", "En tandem avec", hint="Elle l'anime avec vous, et y décide aussi.", names=names),
            Field("members", "Membres", "textarea", "Par fonction, séparés par « ; » : jamais de noms."),
            Field("place", "Lieu"),
            Field("minutes", "Compte rendu", "textarea", "Peut être complété après le comité."),
        ),
        sheet="/comites/{}",
    )  # fmt: skip


def _item_form(request: Request, graph: Graph, caller: Caller, uid: str) -> Entry:
    one = committee(graph, caller, uid)
    seen = [(o.uid, f"{o.title} ({o.year})") for o in envelopes(graph, caller, EnvelopeScope()) if o.title]
    return Entry(
        "agenda", "Mettre un dossier à l'ordre du jour", f"Du comité « {one.title} ».",
        f"/comites/{uid}/dossier", f"/comites/{uid}",
        (
            Field("title", "Dossier", required=True),
            Field("kind", "Type", "choice", options=list(ITEM_KINDS.items())),
            Field("name", "Demandeur", hint="Entreprise, commune ou porteur de projet."),
            Field("siren", "SIREN", hint="S'il en a un."),
            Field("territory", "Ou territoire demandeur", "choice", options=choices(request).territories),
            Field("asked_eur", "Montant demandé en euros"),
            Field("envelope", "Enveloppe", "choice", options=seen),
            Field("scheme", "Dispositif"),
            Field("summary", "Présentation", "textarea"),
        ),
        {"committee": uid},
    )  # fmt: skip


def _question_form(request: Request, graph: Graph, caller: Caller) -> Entry:
    known = [(one.uid, f"{one.title} ({one.on})") for one in committees(graph, caller) if one.title]
    names = [one.name for one in members(graph, caller)]
    return Entry(
        "referrals", "Poser une question au siège", "Ce qui monte, ce qui revient et en combien de jours.",
        "/comites/question", "/comites",
        (
            Field("title", "Question", required=True),
            Field("addressee", "Posée à", hint="Nom de l'institution.", required=True, names=names),
            Field("on", "Jour", "date", required=True),
            Field("due_on", "Réponse attendue le", "date", "Vide : trente jours après."),
            Field("committee", "À la suite du comité", "choice", options=known[:SHOWN]),
            Field("territory", "Territoire", "choice", options=choices(request).territories),
            Field("theme", "Thème", "choice", options=[(one.code, one.label) for one in themes().entries]),
            Field("summary", "Précisions", "textarea"),
        ),
        sheet="/questions/{}",
    )  # fmt: skip
