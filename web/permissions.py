"""What each page lets be done: one table, and the one check that every request to a page passes.

A page that is not in the table keeps the service from starting. What is *seen* is decided inside the queries.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable

from fastapi import APIRouter, Request
from fastapi.routing import APIRoute

from access import Action
from access.audit import event, record
from access.journal import Journal
from graph.bridge import run_bridged
from web.dependencies import GraphDep, IdentityDep

ACTIONS: dict[str, Action | None] = {
    "GET /": Action.READ_MEMBERS,
    "GET /suggestions": Action.READ_MEMBERS,
    "GET /entreprises/{key}": Action.READ_MEMBERS,
    "GET /preparation": Action.READ_MEMBERS,
    "GET /sans-accompagnement": Action.READ_MEMBERS,
    "GET /sans-accompagnement.csv": Action.READ_MEMBERS,
    "GET /recouvrements": Action.READ_MEMBERS,
    "GET /recouvrements.csv": Action.READ_MEMBERS,
    "GET /territoires": Action.READ_MEMBERS,
    "GET /territoires.csv": Action.READ_MEMBERS,
    "GET /territoires/{code}": Action.READ_MEMBERS,
    "GET /visites": Action.READ_OWN,
    "GET /visites.ics": Action.READ_OWN,
    "GET /visites/{uid}": Action.READ_OWN,
    "GET /visites/nouvelle": Action.WRITE,
    "POST /visites/nouvelle": Action.WRITE,
    "GET /visites/compte-rendu": Action.WRITE,
    "POST /visites/compte-rendu": Action.WRITE,
    "GET /visites/avertissement": Action.READ_MEMBERS,
    "GET /visites/{uid}/modifier": Action.WRITE,
    "POST /visites/{uid}/annuler": Action.WRITE,
    "GET /imports": Action.READ_OWN,
    "GET /imports/nouveau": Action.IMPORT,
    "POST /imports/nouveau": Action.IMPORT,
    "GET /imports/{uid}": Action.READ_OWN,
    "POST /imports/{uid}/confirmer": Action.IMPORT,
    "POST /imports/{uid}/arreter": Action.IMPORT,
    "GET /imports/{uid}/progres": Action.READ_OWN,
    "GET /imports/{uid}/refus.csv": Action.READ_OWN,
    "GET /a-verifier": Action.READ_OWN,
    "POST /a-verifier/{uid}": Action.DECIDE,
    # Of the service itself, for whoever comes: nothing is read of what the graph holds.
    "GET /composants": None,
    "GET /assets/{digest}/{name}": None,
    "GET /connexion": None,
    "POST /connexion": None,
    "GET /organisation": None,
    "POST /organisation": None,
    "GET /charte": None,
    "POST /charte": None,
    "POST /deconnexion": None,
}


def listed(routers: Iterable[APIRouter]) -> None:
    """Pass, or keep the service from starting: a page of which the table says nothing, or one that is gone."""
    every = [route for router in routers for route in router.routes if isinstance(route, APIRoute)]
    pages = {f"{method} {route.path}" for route in every for method in route.methods or ()}
    if wrong := pages ^ set(ACTIONS):
        raise RuntimeError(f"pages and web/permissions.py differ: {', '.join(sorted(wrong))}")


async def permitted(request: Request, identity: IdentityDep, graph: GraphDep) -> AsyncIterator[None]:
    """Let a request through to its page, or say why not; what was done is recorded, never what was shown.

    Raises:
        AccessRefused: the role does not permit it.
    """
    action = ACTIONS[f"{request.method} {request.scope['route'].path}"]
    if action is None:
        yield
        return
    identity.require(action)
    yield
    # Reached only when the page answered.
    target = request.path_params.get("key") or request.path_params.get("uid")
    line = event(identity, action, target=target)
    if request.method == "POST":
        await run_bridged(record, graph, [line])
    else:
        journal: Journal = request.app.state.journal
        journal.note(line)
