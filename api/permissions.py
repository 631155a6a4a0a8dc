"""What each route lets be done: one table, and the one check that every request to a route passes.

A route that is not in the table keeps the service from starting. What is *seen* is decided inside the queries.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable

from fastapi import APIRouter, Request
from fastapi.routing import APIRoute

from access import Action, Identity, Role
from access.audit import event, record
from access.journal import Journal
from api.dependencies import IdentityDep, ServiceDep, read_only
from gate import forgery, showing
from gate.sweeps import opened
from graph.bridge import run_bridged
from graph.errors import AccessRefused, Unauthenticated

ACTIONS: dict[str, Action | None] = {
    # What the open layer answers; the other questions are across institutions, for members.
    "GET /api/v1/companies": Action.READ_OPEN,
    "GET /api/v1/companies/{siren}": Action.READ_OPEN,
    "GET /api/v1/who": Action.READ_OPEN,
    "GET /api/v1/overlaps": Action.READ_MEMBERS,
    "GET /api/v1/unsupported": Action.READ_MEMBERS,
    "POST /api/v1/briefings": Action.READ_MEMBERS,
    "GET /api/v1/network": Action.READ_MEMBERS,
    "GET /api/v1/centrality": Action.READ_MEMBERS,
    "GET /api/v1/indicators": Action.READ_MEMBERS,
    "GET /api/v1/results": Action.READ_MEMBERS,
    "GET /api/v1/sharing": Action.READ_MEMBERS,
    "POST /api/v1/match": Action.READ_MEMBERS,
    "GET /api/v1/reconcile": Action.READ_OPEN,
    "POST /api/v1/reconcile": Action.READ_OPEN,
    "POST /api/v1/visits": Action.WRITE,
    "POST /api/v1/visits/check": Action.WRITE,
    "GET /api/v1/exchanges": Action.READ_OWN,
    "GET /api/v1/exchanges/{uid}": Action.READ_OWN,
    "POST /api/v1/exchanges": Action.WRITE,
    "POST /api/v1/exchanges/{uid}/answer": Action.WRITE,
    "POST /api/v1/exchanges/{uid}/withdraw": Action.WRITE,
    "POST /api/v1/exchanges/{uid}/separate": Action.WRITE,
    "POST /api/v1/visits/{uid}/postpone": Action.WRITE,
    "POST /api/v1/overlaps/{uid}/decide": Action.DECIDE,
    "POST /api/v1/overlaps/{uid}/part": Action.DECIDE,
    "GET /api/v1/notices": Action.READ_OWN,
    "POST /api/v1/notices/read": Action.READ_OWN,
    "GET /api/v1/campaigns": Action.READ_MEMBERS,
    "GET /api/v1/campaigns/{uid}": Action.READ_MEMBERS,
    "POST /api/v1/campaigns": Action.WRITE,
    "POST /api/v1/campaigns/{uid}/take": Action.WRITE,
    "POST /api/v1/campaigns/{uid}/release": Action.WRITE,
    "POST /api/v1/campaigns/{uid}/close": Action.WRITE,
    "POST /api/v1/campaigns/{uid}/reopen": Action.WRITE,
    "POST /api/v1/campaigns/{uid}/level": Action.WRITE,
    "GET /api/v1/needs": Action.READ_MEMBERS,
    "GET /api/v1/needs/{uid}": Action.READ_MEMBERS,
    "POST /api/v1/needs": Action.WRITE,
    "POST /api/v1/needs/{uid}/acts": Action.WRITE,
    "GET /api/v1/territorial-needs": Action.READ_MEMBERS,
    "POST /api/v1/territorial-needs": Action.WRITE,
    "POST /api/v1/territorial-needs/{uid}/answer": Action.WRITE,
    "GET /api/v1/allocations": Action.READ_MEMBERS,
    "GET /api/v1/agreements": Action.READ_MEMBERS,
    "GET /api/v1/agreements/{uid}": Action.READ_MEMBERS,
    "POST /api/v1/agreements": Action.WRITE,
    "POST /api/v1/agreements/{uid}/actions": Action.WRITE,
    "GET /api/v1/strategies": Action.READ_MEMBERS,
    "GET /api/v1/strategies/{uid}": Action.READ_MEMBERS,
    "POST /api/v1/strategies": Action.WRITE,
    "GET /api/v1/consultations": Action.READ_MEMBERS,
    "GET /api/v1/consultations/{uid}": Action.READ_MEMBERS,
    "POST /api/v1/consultations": Action.WRITE,
    "POST /api/v1/consultations/{uid}/reply": Action.WRITE,
    "POST /api/v1/consultations/{uid}/outcome": Action.WRITE,
    "POST /api/v1/consultations/{uid}/close": Action.WRITE,
    "POST /api/v1/consultations/{uid}/reopen": Action.WRITE,
    "GET /api/v1/envelopes": Action.READ_MEMBERS,
    "POST /api/v1/envelopes": Action.WRITE,
    "GET /api/v1/envelopes/{uid}": Action.READ_MEMBERS,
    "POST /api/v1/envelopes/{uid}/transfer": Action.WRITE,
    "POST /api/v1/commitments": Action.WRITE,
    "POST /api/v1/commitments/{uid}/pay": Action.WRITE,
    "GET /api/v1/posts": Action.READ_MEMBERS,
    "POST /api/v1/posts": Action.WRITE,
    "GET /api/v1/trainings": Action.READ_MEMBERS,
    "POST /api/v1/trainings": Action.WRITE,
    "GET /api/v1/staffing": Action.READ_MEMBERS,
    "GET /api/v1/committees": Action.READ_MEMBERS,
    "POST /api/v1/committees": Action.WRITE,
    "GET /api/v1/committees/{uid}": Action.READ_MEMBERS,
    "POST /api/v1/agenda": Action.WRITE,
    "POST /api/v1/agenda/{uid}/decide": Action.WRITE,
    "GET /api/v1/referrals": Action.READ_MEMBERS,
    "POST /api/v1/referrals": Action.WRITE,
    "POST /api/v1/referrals/{uid}/answer": Action.WRITE,
    "GET /api/v1/duplicates": Action.READ_MEMBERS,
    "GET /api/v1/duplicates/decisions": Action.READ_MEMBERS,
    "GET /api/v1/duplicates/decisions/{uid}": Action.READ_MEMBERS,
    "POST /api/v1/duplicates/merge": Action.DECIDE,
    "POST /api/v1/duplicates/distinct": Action.DECIDE,
    "POST /api/v1/duplicates/decisions/{uid}/undo": Action.DECIDE,
    "GET /api/v1/experiments": Action.READ_MEMBERS,
    "GET /api/v1/experiments/like": Action.READ_MEMBERS,
    "GET /api/v1/experiments/{uid}": Action.READ_MEMBERS,
    "GET /api/v1/experiments/{uid}/spreading": Action.READ_MEMBERS,
    "GET /api/v1/experiments/{uid}/effects": Action.READ_MEMBERS,
    "POST /api/v1/experiments": Action.WRITE,
    "POST /api/v1/experiments/{uid}/indicators": Action.WRITE,
    "POST /api/v1/experiments/{uid}/results": Action.WRITE,
    "POST /api/v1/experiments/{uid}/difficulties": Action.WRITE,
    "POST /api/v1/experiments/{uid}/verdict": Action.WRITE,
    "POST /api/v1/imports": Action.IMPORT,
    "GET /api/v1/imports": Action.READ_OWN,
    "GET /api/v1/imports/{uid}": Action.READ_OWN,
    "GET /api/v1/imports/{uid}/findings": Action.READ_OWN,
    "GET /api/v1/reviews": Action.READ_OWN,
    "GET /api/v1/reviews/{uid}": Action.READ_OWN,
    "POST /api/v1/reviews/{uid}/accept": Action.DECIDE,
    "POST /api/v1/reviews/{uid}/reject": Action.DECIDE,
    "POST /api/v1/reviews/{uid}/undo": Action.DECIDE,
    # Said of the service itself, to whoever asks.
    "GET /healthz": None,
    "GET /readyz": None,
    "GET /api/v1/problems/{kind}": None,
}
SHEETS = {
    "GET /api/v1/companies/{siren}": "siren",
    "GET /api/v1/who": "q",
    "GET /api/v1/network": "ego",
    "POST /api/v1/briefings": "companies",
}
"""What shows companies, and the parameter that names them: somebody who opens too many is stopped (`gate.sweeps`)."""
_CHANGES = {Action.WRITE, Action.IMPORT, Action.DECIDE}
_ONLY_READS = {"POST /api/v1/visits/check"}
_SAFE = {"GET", "HEAD", "OPTIONS"}


def listed(routers: Iterable[APIRouter]) -> None:
    """Pass, or keep the service from starting: a route of which the table says nothing, or one that is gone."""
    every = [route for router in routers for route in router.routes if isinstance(route, APIRoute)]
    routes = {f"{method} {route.path}" for route in every for method in route.methods or ()}
    if wrong := routes ^ set(ACTIONS):
        raise RuntimeError(f"routes and api/permissions.py differ: {', '.join(sorted(wrong))}")


async def permitted(request: Request, identity: IdentityDep, service: ServiceDep) -> AsyncIterator[None]:
    """Let a request through to its route, or say why not; what was done is recorded, never what was told."""
    name = f"{request.method} {request.scope['route'].path}"
    action = ACTIONS[name]
    if action is None:
        yield
        return
    check(identity, action)
    if identity.via == "session" and request.method not in _SAFE:
        _own_page(identity, request)
    journal: Journal = request.app.state.journal
    await service.sweeps.watch(identity, await opened(request, SHEETS, ()), journal)
    shown = showing.opened()
    yield
    # Reached only when the route answered.
    siren, uid = request.path_params.get("siren"), request.path_params.get("uid")
    change = action in _CHANGES and name not in _ONLY_READS
    done = Action.READ_MEMBERS if name in _ONLY_READS else action
    line = event(identity, done, target=siren[:9] if siren else uid, shown=shown)
    if change:
        await run_bridged(record, service.graph, [line])
    else:
        journal.note(line)


def check(identity: Identity, action: Action) -> None:
    """Pass, or say what is refused and what to do about it.

    Raises:
        AccessRefused: the role does not permit it, the charter was not accepted, or no institution was chosen.
        Unauthenticated: nobody is signed in.
    """
    if not identity.charter:
        raise AccessRefused(
            "La charte n'a pas encore été acceptée : rien d'autre n'est ouvert d'ici là.",
            hint="Connectez-vous et acceptez-la ; pour une clé, c'est au responsable des données de le faire.",
        )
    if identity.may(action):
        return
    if identity.role is Role.ANONYMOUS and identity.via == "session":
        raise AccessRefused(
            "Vous n'agissez pour aucune institution.",
            hint="Choisissez celle pour laquelle vous agissez.",
        )
    if identity.role is Role.ANONYMOUS:
        raise Unauthenticated("Cette adresse est réservée aux membres.", hint="Connectez-vous, ou présentez une clé.")
    if identity.via == "local" and identity.organisation is None:
        raise read_only()
    identity.require(action)


def _own_page(identity: Identity, request: Request) -> None:
    if not forgery.is_own(identity, request.headers.get(forgery.HEADER, "")):
        raise AccessRefused(
            "La demande ne vient pas d'une page de DORE.",
            hint=f"Rechargez la page ; un programme présente une clé, ou l'en-tête {forgery.HEADER}.",
        )
