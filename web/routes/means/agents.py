"""Agents: FTE in the territories against the norm, holes, a proposal, the tandem, trainings; never by named agent."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from access import Action
from gate.running import heavy
from ingest.reference.vocabularies import themes
from planning.means.places import epcis_of
from queries.days import today
from queries.means.agents import COMPANIES_PER_FTE, LEAST_POSTS, loads, posts, proposal, staff, tandems, trainings
from queries.means.holes import missing
from web.dependencies import CallerDep, GraphDep, IdentityDep
from web.entry_forms import Entry, Field, shown, taken
from web.filters import choices
from web.rendering import render
from web.routes.visits import FormDep
from web.tables import as_csv

router = APIRouter()
FteQuery = Annotated[str, Query(alias="etp", max_length=8)]
AllQuery = Annotated[str, Query(alias="tous", max_length=1)]
SHOWN = 25
MOST_FTE = 100.0
SAID = {"posts": "Le poste est enregistré.", "trainings": "La formation est enregistrée."}
HEADER = ("code", "territoire", "entreprises", "ETP Région", "ETP en face", "norme", "écart", "entreprises par ETP",
          "visites par ETP", "besoins par ETP")  # fmt: skip


@router.get("/agents")
@heavy
def get_agents(
    request: Request, graph: GraphDep, caller: CallerDep, etp: FteQuery = "", tous: AllQuery = "", fait: str = ""
) -> Response:
    """The means in people, territory by territory."""
    names = epcis_of(request.app.state.service.settings.region)
    found = loads(graph, caller, names)
    known = posts(graph, caller)
    fte = _fte(etp)
    steps = proposal(found, fte)
    lacking = missing(graph, caller, names)
    return render(
        request, "means/agents.html", found=found if tous else found[:SHOWN], many=len(found), steps=steps, fte=fte,
        placed=sum(one.fte for one in steps), tandems=tandems(known, names), staff=staff(known),
        lacking=lacking if tous else lacking[:SHOWN], many_lacking=len(lacking),
        trainings=trainings(graph, caller)[:SHOWN], per_fte=COMPANIES_PER_FTE, least=LEAST_POSTS, tous=tous,
        totals={
            "companies": sum(one.companies for one in found),
            "fte": sum(one.fte or 0.0 for one in known if one.of_region),
        },
        said=SAID.get(fait, ""),
    )  # fmt: skip


@router.get("/agents.csv")
@heavy
def get_agents_file(request: Request, graph: GraphDep, caller: CallerDep) -> Response:
    """The load of every EPCI as a file."""
    found = loads(graph, caller, epcis_of(request.app.state.service.settings.region))
    rows = (
        [one.code, one.name, one.companies, one.region_fte, one.other_fte, one.norm_fte, one.gap_fte,
         one.companies_per_fte, one.visits_per_fte, one.needs_per_fte]
        for one in found
    )  # fmt: skip
    return as_csv("agents-par-territoire", HEADER, rows)


@router.get("/agents/nouveau")
@heavy
def get_post(request: Request, identity: IdentityDep) -> Response:
    """The form of a post."""
    identity.require(Action.WRITE)
    return shown(request, _post_form(), {"fte": "1", "starts_on": today().isoformat()})


@router.post("/agents/nouveau")
@heavy
def post_post(request: Request, graph: GraphDep, identity: IdentityDep, form: FormDep) -> Response:
    """Write a post, and apart from it who holds it."""
    return taken(request, graph, identity, _post_form(), form)


@router.get("/agents/formation")
@heavy
def get_training(request: Request, identity: IdentityDep) -> Response:
    """The form of a training."""
    identity.require(Action.WRITE)
    return shown(request, _training_form(request), {"on": today().isoformat()})


@router.post("/agents/formation")
@heavy
def post_training(request: Request, graph: GraphDep, identity: IdentityDep, form: FormDep) -> Response:
    """Write a training that people of one's institution followed."""
    return taken(request, graph, identity, _training_form(request), form)


def _fte(text: str) -> float:
    try:
        return max(0.0, min(MOST_FTE, float(text.replace(",", "."))))
    except ValueError:
        return 2.0


def _post_form() -> Entry:
    subjects = "Codes ou noms séparés par « ; » : " + ", ".join(one.label for one in themes().entries[:4]) + "…"
    return Entry(
        "posts", "Déclarer un poste",
        "Un poste dans un ou plusieurs territoires. La fonction, les ETP et la boîte sont vus des partenaires ; le nom "
        "reste à votre institution.",
        "/agents/nouveau", "/agents",
        (
            Field("function", "Fonction", required=True, hint="Sans nom : « Chargé de développement territorial »."),
            Field("fte", "ETP", required=True, hint="1 pour un temps plein, 0,5 pour un mi-temps."),
            Field("territories", "Territoires", required=True,
                  hint="Noms ou codes d'EPCI séparés par « ; », ou un département."),
            Field("themes", "Sujets", hint=subjects),
            Field("mailbox", "Boîte fonctionnelle", hint="Par exemple territoires@institution.fr."),
            Field("starts_on", "En poste depuis", "date"),
            Field("ends_on", "Jusqu'au", "date"),
            Field("agent", "Titulaire", hint="Réservé à votre institution ; facultatif."),
        ),
    )  # fmt: skip


def _training_form(request: Request) -> Entry:
    return Entry(
        "trainings", "Noter une formation", "Ce que vos équipes ont suivi : des nombres, jamais de noms.",
        "/agents/formation", "/agents",
        (
            Field("title", "Intitulé", required=True),
            Field("on", "Jour", "date", required=True),
            Field("trainer", "Donnée par"),
            Field("participants", "Participants", hint="Moins de trois : le nombre n'est pas montré aux autres."),
            Field("hours", "Durée en heures"),
            Field("theme", "Thème", "choice", options=[(one.code, one.label) for one in themes().entries]),
            Field("territory", "Territoire", "choice", options=choices(request).territories),
        ),
    )  # fmt: skip
