"""What is asked of a world: a recipe for every route that reads, so that a route added later cannot be forgotten."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import httpx
from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.types import ASGIApp

from bench.trust.facts import NAMES, SECRETIVE, THEMES, World, siren_of
from bench.trust.worlds import uids
from queries.territory_indicators import INDICATORS

BY_NUMBER, BY_NAME = siren_of(0), "textille de la lis"
FILE = f"nom;siren;date;statut\n{NAMES[0]};{BY_NUMBER};2026-10-05;réalisée\nACIERIE SECRETS;;2026-10-06;réalisée\n"
VISIT = {"siren": BY_NUMBER, "on": "2026-10-05", "status": "done"}
CONTACTS = ("never", "year", "older")
ASKED = '{"q0": {"query": "textille de la lis"}, "q1": {"query": "acierie secrets"}}'
PLAIN: dict[str, Sequence[str]] = {
    "GET /api/v1/companies": [
        f"?q={BY_NUMBER}",
        f"?q={BY_NAME}",
        "?q=secrets",
        "?q=acierie",
        "?q=s&limit=2",
        "?q=lis&contact=never",
    ],
    "GET /api/v1/companies/{siren}": [f"/{siren_of(n)}" for n in range(len(NAMES))],
    "GET /api/v1/who": [*(f"?q={siren_of(n)}" for n in range(len(NAMES))), f"?q={BY_NAME}", "?q=acierie secrets"],
    "GET /api/v1/overlaps": ["", "?limit=2", "?window=30", "?territory=epci:200093201", "?since=2026-01-01"],
    "GET /api/v1/unsupported": ["", "?limit=2", "?territory=59017", "?since=2026-06-01"],
    "GET /api/v1/network": [f"?ego={BY_NUMBER}", "?territory=epci:200093201"],
    "GET /api/v1/centrality": [f"?ego={BY_NUMBER}", "?territory=epci:200093201"],
    "GET /api/v1/indicators": ["", "?by=territory"],
    "GET /api/v1/results": ["", "?territory=epci:200093201", "?months=3"],
    "GET /api/v1/sharing": [""],
    "GET /api/v1/reconcile": ["", f"?queries={ASKED}"],
    "GET /api/v1/imports": ["", "?limit=1"],
    "GET /api/v1/reviews": ["", "?status=done", "?limit=1"],
    "GET /api/v1/exchanges": ["", "?open=true"],
    "GET /api/v1/notices": ["", "?unread=true"],
    "GET /api/v1/campaigns": [""],
    "GET /api/v1/needs": ["", "?theme=export", "?status=quo", "?limit=1", "?mine=true", "?territory=epci:200093201"],
    "GET /api/v1/territorial-needs": ["", "?companies=1", "?companies=1&months=24"],
    "GET /api/v1/allocations": ["", "?weight=besoins:1", "?level=epci&weight=sans-accompagnement:2"],
    "GET /besoins": ["", "?theme=export", "?etat=quo", "?qui=company", "?nous=oui", "?territory=epci:200093201"],
    "GET /besoins.csv": [""],
    "GET /besoins/nouveau": [""],
    "GET /besoins/demandes": ["", "?etat=refused"],
    "GET /besoins/territoriaux": ["", "?entreprises=1&mois=24"],
    "GET /besoins/territoriaux/decision": [""],
    "GET /demande": [""],
    "GET /demande/{number}": ["/2222-3333-4444"],
    "GET /repartition": ["", "?p_besoins=3&pour=59"],
    "GET /repartition.{form}": [".csv?p_besoins=3"],
    "GET /repartition/scenarios": [""],
    "GET /api/v1/agreements": ["", "?territory=epci:200093201", "?party=cma"],
    "GET /api/v1/strategies": ["", "?territory=epci:200093201"],
    "GET /api/v1/consultations": ["", "?territory=epci:200093201"],
    "GET /api/v1/envelopes": ["", "?year=2026", "?territory=epci:200093201"],
    "GET /api/v1/posts": [""],
    "GET /api/v1/trainings": [""],
    "GET /api/v1/staffing": ["", "?fte=3"],
    "GET /api/v1/committees": ["", "?territory=epci:200093201"],
    "GET /api/v1/referrals": ["", "?territory=epci:200093201"],
    "GET /api/v1/duplicates": ["", "?limit=2", "?territory=epci:200093201"],
    "GET /api/v1/duplicates/decisions": ["", "?status=done", "?status=distinct"],
    "GET /api/v1/experiments": ["", "?verdict=failed", "?q=zinc", "?territory=epci:200093201"],
    "GET /api/v1/experiments/like": [f"?theme={one}&territory=epci:200093201" for one in THEMES],
    "GET /experimentations": ["", "?bilan=failed", "?q=zinc", "?territoire=epci:200093201"],
    "GET /experimentations.csv": ["", "?bilan=ended"],
    "GET /experimentations/semblables": [f"?theme={one}&territory=epci:200093201" for one in THEMES],
    "GET /experimentations/nouvelle": ["", f"?theme={THEMES[0]}"],
    "GET /api/v1/problems/{kind}": ["/not-found"],
    "GET /healthz": [""],
    "GET /": ["", f"?q={BY_NUMBER}", f"?q={BY_NAME}", "?q=secrets", *(f"?q={BY_NAME}&contact={c}" for c in CONTACTS)],
    "GET /suggestions": [f"?q={BY_NAME}", "?q=secrets", f"?name={BY_NAME}"],
    "GET /entreprises/{key}": [f"/{siren_of(n)}" for n in range(len(NAMES))],
    "GET /preparation": ["", f"?entreprises={BY_NUMBER},{siren_of(1)}"],
    "GET /sans-accompagnement": ["", "?mois=6", "?vue=carte"],
    "GET /sans-accompagnement.csv": [""],
    "GET /sans-accompagnement/autour": ["?commune=59017&epci=200093201", "?epci=200093201", "?commune=00000"],
    "GET /campagnes": [""],
    "GET /conventions": ["", "?territory=epci:200093201", "?sector=filiere:textile", "?party=cma", "?etat=running"],
    "GET /conventions.csv": [""],
    "GET /conventions/nouvelle": [""],
    "GET /strategies": ["", "?territory=epci:200093201"],
    "GET /strategies.csv": [""],
    "GET /strategies/nouvelle": [""],
    "GET /consultations": ["", "?territory=epci:200093201"],
    "GET /consultations.csv": [""],
    "GET /consultations/nouvelle": [""],
    "GET /recouvrements": ["", "?ecart=30"],
    "GET /recouvrements.csv": [""],
    "GET /territoires": ["", "?indicateur=couverture&niveau=departement", "?indicateur=soutiens&dans=200093201"],
    "GET /territoires.csv": [f"?indicateur={key}" for key in INDICATORS],
    "GET /territoires/{code}": ["/59", "/200093201"],
    "GET /indicateurs": ["", "?territory=epci:200093201", "?vue=mois", "?jour=2026-10-01"],
    "GET /indicateurs.{form}": [".csv", ".pdf?territory=epci:200093201", ".xlsx"],
    "GET /animation": [""],
    "GET /animation.csv": [""],
    "GET /reseau": ["", f"?ego={BY_NUMBER}", "?territoire=epci:200093201"],
    "GET /reseau.{form}": [
        ".csv?territoire=epci:200093201",
        ".gexf?territoire=epci:200093201",
        f".graphml?ego={BY_NUMBER}",
    ],
    "GET /analyses": ["", "?territoire=epci:200093201"],
    "GET /analyses.{form}": [".csv?territoire=epci:200093201", ".html?territoire=epci:200093201"],
    "GET /enveloppes": ["", "?annee=2026", "?territoire=epci:200093201"],
    "GET /enveloppes.csv": [""],
    "GET /enveloppes/nouvelle": [""],
    "GET /agents": ["", "?etp=3&tous=1"],
    "GET /agents.csv": [""],
    "GET /agents/nouveau": [""],
    "GET /agents/formation": [""],
    "GET /comites": ["", "?territoire=epci:200093201"],
    "GET /comites.csv": [""],
    "GET /comites.ics": [""],
    "GET /comites/nouveau": [""],
    "GET /comites/question": [""],
    "GET /avis": [""],
    "GET /avis/nombre": [""],
    "GET /a-verifier/suite": ["", "?rang=1"],
    "GET /entreprises/{key}/lecteurs": [f"/{BY_NUMBER}/lecteurs"],
    "GET /protection-des-donnees": [""],
    "GET /protection-des-donnees/journal.csv": [""],
    "GET /visites": [""],
    "GET /visites.ics": [""],
    "GET /visites/nouvelle": [f"?entreprise={BY_NUMBER}"],
    "GET /visites/compte-rendu": [f"?entreprise={BY_NUMBER}"],
    "GET /visites/avertissement": [f"?company={BY_NUMBER}&on=2026-10-05", f"?company={siren_of(1)}&on=2026-11-25"],
    "GET /imports": [""],
    "GET /imports/nouveau": [""],
    "GET /a-verifier": ["", "?rang=1"],
    "GET /a-verifier/doublons": ["", "?territory=epci:200093201", "?etat=done", "?etat=distinct"],
    "GET /institution": [""],
    "GET /administration": [""],
    "GET /charte": [""],
    "GET /connexion": [""],
    "GET /composants": [""],
    "GET /guide": [""],
    "GET /guide/{name}": ["/prevoir"],
    "GET /guide/images/{name}": ["/fiche.webp"],
}
"""The parameters asked of each route; what follows a path without its own parameter."""
OF_SOMETHING: dict[str, tuple[str, str]] = {
    "GET /api/v1/imports/{uid}": ("Import", "/api/v1/imports/{}"),
    "GET /api/v1/imports/{uid}/findings": ("Import", "/api/v1/imports/{}/findings"),
    "GET /api/v1/reviews/{uid}": ("Review", "/api/v1/reviews/{}"),
    "GET /api/v1/exchanges/{uid}": ("Exchange", "/api/v1/exchanges/{}"),
    "GET /api/v1/campaigns/{uid}": ("Campaign", "/api/v1/campaigns/{}"),
    "GET /api/v1/agreements/{uid}": ("Agreement", "/api/v1/agreements/{}"),
    "GET /api/v1/strategies/{uid}": ("Strategy", "/api/v1/strategies/{}"),
    "GET /api/v1/consultations/{uid}": ("Consultation", "/api/v1/consultations/{}"),
    "GET /api/v1/duplicates/decisions/{uid}": ("Merging", "/api/v1/duplicates/decisions/{}"),
    "GET /campagnes/{uid}": ("Campaign", "/campagnes/{}"),
    "GET /campagnes/{uid}.csv": ("Campaign", "/campagnes/{}.csv"),
    "GET /api/v1/experiments/{uid}": ("Project", "/api/v1/experiments/{}"),
    "GET /api/v1/experiments/{uid}/spreading": ("Project", "/api/v1/experiments/{}/spreading"),
    "GET /api/v1/experiments/{uid}/effects": ("Project", "/api/v1/experiments/{}/effects"),
    "GET /experimentations/{uid}": ("Project", "/experimentations/{}"),
    "GET /experimentations/{uid}/modifier": ("Project", "/experimentations/{}/modifier"),
    "GET /api/v1/needs/{uid}": ("Need", "/api/v1/needs/{}"),
    "GET /besoins/{uid}": ("Need", "/besoins/{}"),
    "GET /besoins/{uid}/modifier": ("Need", "/besoins/{}/modifier"),
    "GET /besoins/demandes/{uid}": ("Demand", "/besoins/demandes/{}"),
    "GET /besoins/territoriaux/{uid}": ("TerritorialNeed", "/besoins/territoriaux/{}"),
    "GET /conventions/{uid}": ("Agreement", "/conventions/{}"),
    "GET /conventions/{uid}/modifier": ("Agreement", "/conventions/{}/modifier"),
    "GET /strategies/{uid}": ("Strategy", "/strategies/{}"),
    "GET /strategies/{uid}/modifier": ("Strategy", "/strategies/{}/modifier"),
    "GET /consultations/{uid}": ("Consultation", "/consultations/{}"),
    "GET /consultations/{uid}/modifier": ("Consultation", "/consultations/{}/modifier"),
    "GET /api/v1/envelopes/{uid}": ("Envelope", "/api/v1/envelopes/{}"),
    "GET /api/v1/committees/{uid}": ("Committee", "/api/v1/committees/{}"),
    "GET /enveloppes/{uid}": ("Envelope", "/enveloppes/{}"),
    "GET /enveloppes/{uid}.csv": ("Envelope", "/enveloppes/{}.csv"),
    "GET /enveloppes/{uid}/engagement": ("Envelope", "/enveloppes/{}/engagement"),
    "GET /comites/{uid}": ("Committee", "/comites/{}"),
    "GET /comites/{uid}/compte-rendu": ("Committee", "/comites/{}/compte-rendu"),
    "GET /comites/{uid}/compte-rendu.html": ("Committee", "/comites/{}/compte-rendu.html"),
    "GET /comites/{uid}/dossier": ("Committee", "/comites/{}/dossier"),
    "GET /dossiers/{uid}": ("AgendaItem", "/dossiers/{}"),
    "GET /questions/{uid}": ("Referral", "/questions/{}"),
    "GET /visites/{uid}": ("VISITED", "/visites/{}"),
    "GET /visites/{uid}/modifier": ("VISITED", "/visites/{}/modifier"),
    "GET /imports/{uid}": ("Import", "/imports/{}"),
    "GET /imports/{uid}/progres": ("Import", "/imports/{}/progres"),
    "GET /imports/{uid}/refus.csv": ("Import", "/imports/{}/refus.csv"),
}
"""Routes of one record: asked of every record of either world, the hidden ones included."""
POSTED: dict[str, dict[str, Any]] = {
    "POST /api/v1/match": {"json": {"mentions": [{"name": name} for name in (*NAMES, BY_NAME, "acierie secrets")]}},
    "POST /api/v1/reconcile": {"data": {"queries": ASKED}},
    "POST /api/v1/briefings": {"json": {"companies": [siren_of(n) for n in range(len(NAMES))]}},
    "POST /api/v1/visits/check": {"json": VISIT},
    "POST /api/v1/imports": {
        "files": {"file": ("v.csv", FILE.encode(), "text/csv")},
        "data": {"source": "visits", "dry_run": "true"},
    },
}
NOT_ASKED = {
    "GET /assets/{digest}/{name}": "files of the product",
    "GET /connexion/fournisseur": "leads to the identity provider",
    "GET /connexion/retour": "comes from the identity provider",
    "GET /organisation": "the memberships of whoever signed in",
    "GET /readyz": "reads the server alone",
}


class Call(NamedTuple):
    """A request, and the route that it is of."""

    route: str
    method: str
    path: str
    options: dict[str, Any]


Spent = dict[str, float]
"""Seconds by route."""


class Seen(NamedTuple):
    """All that an answer says, without its number."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def calls(routers: Iterable[APIRouter], worlds: Sequence[World]) -> list[Call]:
    """Return the requests for every route of some routers that reads.

    Raises:
        LookupError: a route has no recipe.
    """
    made: list[Call] = []
    for route in _routes(routers):
        method, path = route.split(" ")
        if route in PLAIN:
            base = path.partition("/{")[0].removesuffix(".{form}")
            made += [Call(route, method, base + after, {}) for after in PLAIN[route]]
        elif route in OF_SOMETHING:
            kind, pattern = OF_SOMETHING[route]
            made += [Call(route, method, pattern.format(uid), {}) for uid in [*uids(worlds, kind), "nobody"]]
        elif route in POSTED:
            made.append(Call(route, method, path, POSTED[route]))
        elif method == "GET" and route not in NOT_ASKED:
            raise LookupError(f"no recipe in bench/trust/calls.py for {route}")
    hidden = f"hand-{SECRETIVE}"
    return [*made, *(Call("hidden", "GET", f"{path}{hidden}", {}) for path in ("/entreprises/", "/api/v1/who?q="))]


def _routes(routers: Iterable[APIRouter]) -> list[str]:
    every = [route for router in routers for route in router.routes if isinstance(route, APIRoute)]
    return [f"{method} {route.path}" for route in every for method in sorted(route.methods or ())]


async def ask(app: ASGIApp, wanted: Sequence[Call], spent: Spent) -> list[Seen]:
    """Send requests one after the other and return what came back; `spent` gains the seconds of each route."""
    transport = httpx.ASGITransport(app=app, client=("127.0.0.1", 50_000), raise_app_exceptions=False)
    told = []
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", timeout=120) as caller:
        for one in wanted:
            started = time.perf_counter()
            told.append(_seen(await caller.request(one.method, one.path, **one.options)))
            spent[one.route] = spent.get(one.route, 0.0) + time.perf_counter() - started
    return told


NUMBERED = {"x-request-id", "date", "server-timing", "content-length"}


DRAWN = re.compile(
    rb'"seconds":[0-9.e-]+|[0-9a-f]{128}|name="reference" value="dore-[0-9a-f]+"'
    rb'|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+\+00:00(?:">[^<]*)?'
)
"""What differs from one answer to the next in one and the same world: how long it took, a form's name and token."""


def _seen(answer: httpx.Response) -> Seen:
    number = answer.headers.get("x-request-id", "-").encode()
    headers = tuple(sorted((k, v) for k, v in answer.headers.items() if k not in NUMBERED))
    return Seen(answer.status_code, headers, DRAWN.sub(b"DRAWN", answer.content.replace(number, b"NUMBER")))
