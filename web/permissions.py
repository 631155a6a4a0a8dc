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
from gate import showing
from gate.sweeps import opened
from graph.bridge import run_bridged
from web.dependencies import IdentityDep, ServiceDep

ACTIONS: dict[str, Action | None] = {
    "GET /": Action.READ_MEMBERS,
    "GET /suggestions": Action.READ_MEMBERS,
    "GET /entreprises/{key}": Action.READ_MEMBERS,
    "GET /preparation": Action.READ_MEMBERS,
    "GET /sans-accompagnement": Action.READ_MEMBERS,
    "GET /sans-accompagnement.csv": Action.READ_MEMBERS,
    "GET /sans-accompagnement/autour": Action.READ_MEMBERS,
    "GET /campagnes": Action.READ_MEMBERS,
    "POST /campagnes": Action.WRITE,
    "GET /campagnes/{uid}": Action.READ_MEMBERS,
    "GET /campagnes/{uid}.csv": Action.READ_MEMBERS,
    "POST /campagnes/{uid}/{gesture}": Action.WRITE,
    "GET /besoins": Action.READ_MEMBERS,
    "GET /besoins.csv": Action.READ_MEMBERS,
    "GET /besoins/nouveau": Action.WRITE,
    "POST /besoins/nouveau": Action.WRITE,
    "GET /besoins/demandes": Action.READ_OWN,
    "GET /besoins/demandes/{uid}": Action.READ_OWN,
    "POST /besoins/demandes/{uid}/{gesture}": Action.DECIDE,
    "GET /besoins/territoriaux": Action.READ_MEMBERS,
    "POST /besoins/territoriaux": Action.WRITE,
    "GET /besoins/territoriaux/decision": Action.WRITE,
    "POST /besoins/territoriaux/decision": Action.WRITE,
    "GET /besoins/territoriaux/{uid}": Action.READ_MEMBERS,
    "POST /besoins/territoriaux/{uid}/repondre": Action.WRITE,
    "GET /besoins/{uid}": Action.READ_MEMBERS,
    "GET /besoins/{uid}/modifier": Action.WRITE,
    "POST /besoins/{uid}/{gesture}": Action.WRITE,
    "GET /repartition": Action.READ_MEMBERS,
    "POST /repartition": Action.WRITE,
    "GET /repartition.{form}": Action.READ_MEMBERS,
    "GET /repartition/scenarios": Action.READ_MEMBERS,
    "POST /repartition/scenarios/{uid}/supprimer": Action.WRITE,
    "GET /experimentations": Action.READ_MEMBERS,
    "GET /experimentations.csv": Action.READ_MEMBERS,
    "GET /experimentations/semblables": Action.READ_MEMBERS,
    "GET /experimentations/nouvelle": Action.WRITE,
    "POST /experimentations/nouvelle": Action.WRITE,
    "GET /experimentations/{uid}": Action.READ_MEMBERS,
    "GET /experimentations/{uid}/modifier": Action.WRITE,
    "POST /experimentations/{uid}/{gesture}": Action.WRITE,
    "GET /conventions": Action.READ_MEMBERS,
    "GET /conventions.csv": Action.READ_MEMBERS,
    "GET /conventions/nouvelle": Action.WRITE,
    "POST /conventions/nouvelle": Action.WRITE,
    "GET /conventions/{uid}": Action.READ_MEMBERS,
    "GET /conventions/{uid}/modifier": Action.WRITE,
    "POST /conventions/{uid}/actions": Action.WRITE,
    "GET /strategies": Action.READ_MEMBERS,
    "GET /strategies.csv": Action.READ_MEMBERS,
    "GET /strategies/nouvelle": Action.WRITE,
    "POST /strategies/nouvelle": Action.WRITE,
    "GET /strategies/{uid}": Action.READ_MEMBERS,
    "GET /strategies/{uid}/modifier": Action.WRITE,
    "GET /consultations": Action.READ_MEMBERS,
    "GET /consultations.csv": Action.READ_MEMBERS,
    "GET /consultations/nouvelle": Action.WRITE,
    "POST /consultations/nouvelle": Action.WRITE,
    "GET /consultations/{uid}": Action.READ_MEMBERS,
    "GET /consultations/{uid}/modifier": Action.WRITE,
    "POST /consultations/{uid}/reponse": Action.WRITE,
    "POST /consultations/{uid}/suite": Action.WRITE,
    "POST /consultations/{uid}/clore": Action.WRITE,
    "GET /recouvrements": Action.READ_MEMBERS,
    "GET /recouvrements.csv": Action.READ_MEMBERS,
    "GET /territoires": Action.READ_MEMBERS,
    "GET /territoires.csv": Action.READ_MEMBERS,
    "GET /territoires/{code}": Action.READ_MEMBERS,
    "GET /indicateurs": Action.READ_MEMBERS,
    "GET /indicateurs.{form}": Action.READ_MEMBERS,
    "GET /animation": Action.READ_MEMBERS,
    "GET /animation.csv": Action.READ_MEMBERS,
    "GET /reseau": Action.READ_MEMBERS,
    "GET /reseau.{form}": Action.READ_MEMBERS,
    "GET /analyses": Action.READ_MEMBERS,
    "GET /analyses.{form}": Action.READ_MEMBERS,
    "POST /recouvrements/{uid}": Action.DECIDE,
    "GET /enveloppes": Action.READ_MEMBERS,
    "GET /enveloppes.csv": Action.READ_MEMBERS,
    "GET /enveloppes/nouvelle": Action.WRITE,
    "POST /enveloppes/nouvelle": Action.WRITE,
    "GET /enveloppes/{uid}": Action.READ_MEMBERS,
    "GET /enveloppes/{uid}.csv": Action.READ_MEMBERS,
    "GET /enveloppes/{uid}/engagement": Action.WRITE,
    "POST /enveloppes/{uid}/engagement": Action.WRITE,
    "POST /enveloppes/{uid}/virement": Action.WRITE,
    "POST /engagements/{uid}/paiement": Action.WRITE,
    "GET /agents": Action.READ_MEMBERS,
    "GET /agents.csv": Action.READ_MEMBERS,
    "GET /agents/nouveau": Action.WRITE,
    "POST /agents/nouveau": Action.WRITE,
    "GET /agents/formation": Action.WRITE,
    "POST /agents/formation": Action.WRITE,
    "GET /comites": Action.READ_MEMBERS,
    "GET /comites.csv": Action.READ_MEMBERS,
    "GET /comites.ics": Action.READ_MEMBERS,
    "GET /comites/nouveau": Action.WRITE,
    "POST /comites/nouveau": Action.WRITE,
    "GET /comites/question": Action.WRITE,
    "POST /comites/question": Action.WRITE,
    "GET /questions/{uid}": Action.READ_MEMBERS,
    "POST /questions/{uid}": Action.WRITE,
    "GET /comites/{uid}": Action.READ_MEMBERS,
    "GET /comites/{uid}/compte-rendu": Action.READ_MEMBERS,
    "GET /comites/{uid}/compte-rendu.html": Action.READ_MEMBERS,
    "GET /comites/{uid}/dossier": Action.WRITE,
    "POST /comites/{uid}/dossier": Action.WRITE,
    "GET /dossiers/{uid}": Action.READ_MEMBERS,
    "POST /dossiers/{uid}": Action.WRITE,
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
    "GET /avis": Action.READ_OWN,
    "GET /avis/nombre": Action.READ_OWN,
    "POST /avis": Action.READ_OWN,
    "POST /echanges": Action.WRITE,
    "POST /echanges/{uid}": Action.WRITE,
    "GET /imports": Action.READ_OWN,
    "GET /imports/nouveau": Action.IMPORT,
    "POST /imports/nouveau": Action.IMPORT,
    "GET /imports/{uid}": Action.READ_OWN,
    "POST /imports/{uid}/lecture": Action.IMPORT,
    "POST /imports/{uid}/confirmer": Action.IMPORT,
    "POST /imports/{uid}/reprendre": Action.IMPORT,
    "POST /imports/{uid}/arreter": Action.IMPORT,
    "GET /imports/{uid}/progres": Action.READ_OWN,
    "GET /imports/{uid}/refus.csv": Action.READ_OWN,
    "GET /a-verifier": Action.READ_OWN,
    "GET /a-verifier/suite": Action.READ_OWN,
    "GET /a-verifier/doublons": Action.READ_MEMBERS,
    "POST /a-verifier/doublons": Action.DECIDE,
    "POST /a-verifier/{uid}": Action.DECIDE,
    "GET /entreprises/{key}/lecteurs": Action.READ_AUDIT,
    "GET /protection-des-donnees": Action.READ_AUDIT,
    "GET /protection-des-donnees/journal.csv": Action.READ_AUDIT,
    "POST /protection-des-donnees/personne": Action.PERSONS,
    "POST /protection-des-donnees/personne/export": Action.PERSONS,
    "POST /protection-des-donnees/personne/{gesture}": Action.PERSONS,
    "POST /protection-des-donnees/actes/{uid}/lever": Action.PERSONS,
    "GET /institution": Action.MANAGE,
    "POST /institution/membres": Action.MANAGE,
    "POST /institution/membres/{uid}/{gesture}": Action.MANAGE,
    "POST /institution/boite": Action.MANAGE,
    "POST /institution/cles": Action.MANAGE,
    "POST /institution/cles/{uid}/revoquer": Action.MANAGE,
    "GET /administration": Action.ADMINISTER,
    "POST /administration/institutions": Action.PLATFORM,
    "POST /administration/institutions/{uid}/{gesture}": Action.PLATFORM,
    "POST /administration/administrateurs": Action.PLATFORM,
    # Of the service itself, for whoever comes: nothing is read of what the graph holds.
    "GET /composants": None,
    "GET /assets/{digest}/{name}": None,
    "GET /guide": None,
    "GET /guide/{name}": None,
    "GET /guide/images/{name}": None,
    "GET /demande": None,
    "POST /demande": None,
    "GET /demande/{number}": None,
    "GET /connexion": None,
    "POST /connexion": None,
    "GET /connexion/fournisseur": None,
    "GET /connexion/retour": None,
    "GET /organisation": None,
    "POST /organisation": None,
    "GET /charte": None,
    "POST /charte": None,
    "POST /deconnexion": None,
}

SHEETS = {
    "GET /entreprises/{key}": "key",
    "GET /preparation": "entreprises",
    "GET /visites/nouvelle": "entreprise",
    "GET /visites/compte-rendu": "entreprise",
}
"""What shows companies, and the parameter that names them: somebody who opens too many is stopped (`gate.sweeps`)."""
EXPORTS = frozenset(
    {
        "GET /sans-accompagnement.csv",
        "GET /campagnes/{uid}.csv",
        "GET /enveloppes/{uid}.csv",
        "GET /besoins.csv",
        "GET /repartition.{form}",
        "GET /experimentations.csv",
        "GET /recouvrements.csv",
        "GET /conventions.csv",
        "GET /strategies.csv",
        "GET /consultations.csv",
        "GET /indicateurs.{form}",
        "GET /animation.csv",
        "GET /reseau.{form}",
        "GET /analyses.{form}",
    }
)
"""What gives a whole list at once."""


def listed(routers: Iterable[APIRouter]) -> None:
    """Pass, or keep the service from starting: a page of which the table says nothing, or one that is gone."""
    every = [route for router in routers for route in router.routes if isinstance(route, APIRoute)]
    pages = {f"{method} {route.path}" for route in every for method in route.methods or ()}
    if wrong := pages ^ set(ACTIONS):
        raise RuntimeError(f"pages and web/permissions.py differ: {', '.join(sorted(wrong))}")


async def permitted(request: Request, identity: IdentityDep, service: ServiceDep) -> AsyncIterator[None]:
    """Let a request through to its page, or say why not; what was done is recorded, never what was shown.

    Raises:
        AccessRefused: the role does not permit it.
        TooMany: it is more than anybody opens in an hour.
    """
    action = ACTIONS[f"{request.method} {request.scope['route'].path}"]
    if action is None:
        yield
        return
    identity.require(action)
    journal: Journal = request.app.state.journal
    await service.sweeps.watch(identity, await opened(request, SHEETS, EXPORTS), journal)
    shown = showing.opened()
    yield
    # Reached only when the page answered.
    target = request.path_params.get("key") or request.path_params.get("uid")
    line = event(identity, action, target=target, shown=shown)
    if request.method == "POST":
        await run_bridged(record, service.graph, [line])
    else:
        journal.note(line)
