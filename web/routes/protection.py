"""Data protection: who read what, a person's file and what is done on demand, what is due for deletion."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

import orjson
from fastapi import APIRouter, Depends, Query, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from access import Action, Identity, moments
from access.audit import Event, Filter, events_of
from gate.running import heavy
from gate.service import Service
from graph.errors import Misuse, Refused
from queries.company_names import company_names
from rights import retention
from rights.answers import HEADER, PersonFile
from rights.persons import Desk, Sought
from web.deeds import ACTIONS_FR, CHOICES
from web.dependencies import GraphDep, IdentityDep, ServiceDep
from web.rendering import render
from web.tables import as_csv

router = APIRouter(prefix="/protection-des-donnees")
readers = APIRouter()
READERS, MOST_READERS = 6, 60
SHOWN, MOST_EXPORTED, MOST_TYPED = 50, 10_000, 2_000
MOST_NAMED = 3
REASONS_FR = {"erase": "effacement", "freeze": "gel", "object": "opposition"}
Gesture = Literal["rectifier", "geler", "degeler", "effacer", "opposer", "ne-plus-opposer"]


@dataclass(frozen=True)
class Asked:
    """Which lines of the journal are wanted, as the address says it."""

    depuis: Annotated[str, Query(max_length=10)] = ""
    jusqu: Annotated[str, Query(max_length=10)] = ""
    quoi: Annotated[str, Query(max_length=40)] = ""
    entreprise: Annotated[str, Query(max_length=64)] = ""

    @property
    def where(self) -> Filter:
        """As the audit takes it; a day that is none is left out, for addresses are typed."""
        siren = "".join(self.entreprise.split())
        return Filter(_day(self.depuis), _day(self.jusqu), self.quoi or None, None, siren or None)

    @property
    def values(self) -> dict[str, str]:
        """What an address says of it."""
        return {"depuis": self.depuis, "jusqu": self.jusqu, "quoi": self.quoi, "entreprise": self.entreprise}


AskedDep = Annotated[Asked, Depends()]


@readers.get("/entreprises/{key}/lecteurs")
@heavy
def get_readers(request: Request, graph: GraphDep, identity: IdentityDep, key: str) -> Response:
    """Which other institutions were shown a company that one's own told of; a part of its sheet."""
    found = events_of(graph, identity, limit=MOST_READERS, where=Filter(company=key))
    others = [one for one in found if one.organisation != identity.organisation][:READERS]
    return render(request, "_readers.html", events=others, key=key)


async def _sent(request: Request) -> FormData:
    return await request.form()


FormDep = Annotated[FormData, Depends(_sent)]


@router.get("")
@heavy
def get_protection(
    request: Request, service: ServiceDep, identity: IdentityDep, asked: AskedDep, suite: str = "", fait: str = ""
) -> Response:
    """Who read what, and what an officer may do."""
    found = events_of(service.graph, identity, limit=SHOWN + 1, before=suite or None, where=asked.where)
    return _page(request, service, identity, events=found, asked=asked, suite=suite, said=SAID.get(fait, ""))


@router.get("/journal.csv")
@heavy
def get_journal_file(graph: GraphDep, identity: IdentityDep, asked: AskedDep) -> Response:
    """The same journal as a file."""
    found = events_of(graph, identity, limit=MOST_EXPORTED, where=asked.where)
    header = ("quand", "institution", "qui", "quoi", "entreprises", "référence", "par")
    rows = (
        (
            one.at,
            one.institution,
            one.name,
            ACTIONS_FR.get(one.action, one.action),
            " ".join(one.shown),
            one.target,
            one.via,
        )
        for one in found
    )
    return as_csv(f"journal-des-acces-{date.today():%Y-%m-%d}", header, rows)


@router.post("/personne")
@heavy
def post_person(request: Request, service: ServiceDep, identity: IdentityDep, form: FormDep) -> Response:
    """A person's file: asked for by a form, so that no address or log holds a name."""
    return _person(request, service, identity, form)


@router.post("/personne/export")
@heavy
def post_export(request: Request, service: ServiceDep, identity: IdentityDep, form: FormDep) -> Response:
    """The file to hand over to the person."""
    try:
        found = _desk(service, identity).exported(_sought(form))
    except Refused as error:
        return _person(request, service, identity, form, refused=error)
    name = f"personne-{date.today():%Y-%m-%d}"
    if form.get("format") == "csv":
        return as_csv(name, HEADER, found.rows())
    content = orjson.dumps(found.model_dump(mode="json"), option=orjson.OPT_INDENT_2)
    headers = {"Content-Disposition": f'attachment; filename="{name}.json"'}
    return Response(content, headers=headers, media_type="application/json")


@router.post("/personne/{gesture}")
@heavy
def post_gesture(
    request: Request, gesture: Gesture, service: ServiceDep, identity: IdentityDep, form: FormDep
) -> Response:
    """What a person asked for, done; then the file as it is after."""
    desk = _desk(service, identity)
    try:
        sought = _sought(form, chosen=True)
        count = _gestures(desk, sought, form)[gesture]()
        left = desk.live_accounts(sought) if gesture == "geler" else []
    except (Refused, Misuse) as error:
        return _person(request, service, identity, form, refused=error)
    if gesture == "effacer":
        # Nothing is left to show, and a name must not be typed again by going back.
        return RedirectResponse("/protection-des-donnees?fait=effacer", 303)
    said = DONE[gesture].format(count or 0) + (STAYS if left else "")
    return _person(request, service, identity, form, said=said)


@router.post("/actes/{uid}/lever")
@heavy
def post_lift(service: ServiceDep, identity: IdentityDep, uid: str) -> Response:
    """Take a freezing or an objection back."""
    _desk(service, identity).lift(uid)
    return RedirectResponse("/protection-des-donnees?fait=lever", 303)


SAID = {"effacer": "La personne est effacée, et le restera après une restauration.", "lever": "C'est levé."}
DONE: dict[str, str] = {
    "rectifier": "Rectifié : fiches changées, {}.",
    "geler": "Gelé : fiches concernées, {}. Vous seul voyez encore ces données.",
    "degeler": "Le gel est levé : les données sont revenues.",
    "opposer": "Opposition notée : cette personne ne sera plus reprise. Ce qui est déjà là reste.",
    "ne-plus-opposer": "Opposition retirée.",
}
STAYS = " Son compte reste ouvert : un responsable des données y met fin si la demande le vise aussi."


def _gestures(desk: Desk, sought: Sought, form: FormData) -> dict[str, Callable[[], Any]]:
    return {
        "rectifier": lambda: desk.rectify(sought, str(form.get("juste") or "")),
        "geler": lambda: desk.freeze(sought),
        "degeler": lambda: desk.lift_of(Sought(sought.traces), "freeze"),
        "effacer": lambda: desk.erase(_confirmed(sought, form)),
        "opposer": lambda: desk.object(Sought(sought.traces)),
        "ne-plus-opposer": lambda: desk.lift_of(Sought(sought.traces), "object"),
    }


def _confirmed(sought: Sought, form: FormData) -> Sought:
    if form.get("confirmer") != "oui":
        raise Misuse("Cochez la case : un effacement ne se reprend pas.")
    return sought


def _person(
    request: Request, service: Service, identity: Identity, form: FormData, *, refused: Any = None, said: str = ""
) -> Response:
    found: PersonFile | None = None
    try:
        found = _desk(service, identity).find(_sought(form))
    except Misuse as error:
        refused = refused or error
    events = events_of(service.graph, identity, limit=SHOWN + 1)
    more = {"found": found, "typed": _typed(form), "refused": refused, "said": said}
    return _page(request, service, identity, status=422 if refused else 200, events=events, asked=Asked(), **more)


def _page(
    request: Request, service: Service, identity: Identity, *, events: list[Event], status: int = 200, **said: Any
) -> Response:
    officer = identity.may(Action.PERSONS)
    known = {"found": None, "typed": "", "refused": None, "said": "", "suite": "", **said}
    today = moments.now().date()
    due = retention.due(service.graph, today, owner=identity.organisation) if officer else []
    more = events[SHOWN - 1].at if len(events) > SHOWN else None
    named = company_names(service.graph, identity.caller, [key for one in events for key in one.shown[:MOST_NAMED]])
    return render(
        request, "protection.html", status_code=status, events=events[:SHOWN], more=more, officer=officer,
        due=[one for one in due if one.count], acts=_desk(service, identity).standing() if officer else [],
        named=named, most_named=MOST_NAMED, words=ACTIONS_FR,
        choices=[(code, ACTIONS_FR[code]) for code in CHOICES], reasons=REASONS_FR, **known,
    )  # fmt: skip


def _desk(service: Service, identity: Identity) -> Desk:
    return Desk(service.graph, service.settings.home, identity)


def _typed(form: FormData) -> str:
    return str(form.get("qui") or "")[:MOST_TYPED]


def _sought(form: FormData, *, chosen: bool = False) -> Sought:
    """Whom the form names; `chosen`: the records that are ticked, where the form offers some."""
    names = _typed(form).replace("\n", ";").split(";")
    ticked = [str(one) for one in form.getlist("fiche")]
    offered = str(form.get("proposees") or "0")
    every = not chosen or not offered.isdigit() or len(ticked) >= int(offered)
    return Sought.of(names, None if every else ticked)


def _day(text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None
