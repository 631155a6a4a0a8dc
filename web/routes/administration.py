"""How the service stands, for those who run it: its institutions, its members, who was slowed down, backup, versions.

The platform's administrator sees every institution in counts, and no one's members; a steward sees those of the own
institution alone, which are changed on its page.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from access import Action, Identity, Role, keys, memberships, moments, organisations
from access.memberships import Guest
from access.overview import overview
from access.sweeping import REFUSED, sweeps
from gate.running import heavy
from gate.service import Service
from graph.backup.last import last
from graph.errors import Conflict, Misuse, NotFound
from graph.versions import versions
from ingest.operators import Operators
from web.dependencies import GraphDep, IdentityDep, ServiceDep
from web.rendering import render
from web.routes.membership import invitation_address
from web.routes.visits import FormDep

router = APIRouter(prefix="/administration")
PAGE = "/administration"
SWEEPS_DAYS = 30
BACKUP_DAYS = 8
"""A backup older than a week and a day is said to be old."""
WHAT_FR = {"sheets": "fiches d'entreprises", "lists": "listes et exports"}
SAID = {
    "admise": "L'institution est admise : son premier responsable s'invite sur le serveur.",
    "suspendre": "L'institution est suspendue : plus personne n'agit en son nom.",
    "rouvrir": "L'institution est rouverte.",
}
Gesture = Literal["suspendre", "rouvrir"]


@router.get("")
@heavy
def get_administration(request: Request, service: ServiceDep, identity: IdentityDep, fait: str = "") -> Response:
    """The state of the service."""
    return _page(request, service, identity, said=SAID.get(fait, ""))


@router.post("/institutions")
@heavy
def post_institution(request: Request, service: ServiceDep, identity: IdentityDep, form: FormDep) -> Response:
    """Admit an institution that DORE knows already."""
    name = str(form.get("institution") or "").strip()
    known = Operators(service.graph)
    uid = known.find(name) if name else None
    if uid is None:
        near = ", ".join(known.near(name)) if name else ""
        hint = f"Connues : {near}." if near else "Une institution nouvelle s'inscrit sur le serveur : dore org add."
        refused = NotFound("Aucune institution de ce nom n'est connue.", hint=hint)
        return _page(request, service, identity, status=422, refused=refused, typed={"institution": name})
    organisations.admit(service.graph, identity, uid)
    return RedirectResponse(f"{PAGE}?fait=admise", 303)


@router.post("/institutions/{uid}/{gesture}")
@heavy
def post_gesture(uid: str, gesture: Gesture, graph: GraphDep, identity: IdentityDep) -> Response:
    """Close the doors to all members and keys of an institution, or open them again."""
    act = organisations.suspend if gesture == "suspendre" else organisations.resume
    act(graph, identity, uid)
    return RedirectResponse(f"{PAGE}?fait={gesture}", 303)


@router.post("/administrateurs")
@heavy
def post_administrator(request: Request, service: ServiceDep, identity: IdentityDep, form: FormDep) -> Response:
    """Make somebody an administrator of the platform, and show the link that lets them in, this once."""
    typed = {name: str(form.get(name) or "").strip() for name in ("email", "name")}
    try:
        made = memberships.invite(service.graph, identity, Guest(typed["email"], typed["name"], Role.ADMIN))
    except (Conflict, Misuse) as error:
        status = 409 if isinstance(error, Conflict) else 422
        return _page(request, service, identity, status=status, refused=error, typed=typed)
    link = invitation_address(request, service, made.link)
    answer = _page(request, service, identity, guest=made.membership, link=link)
    answer.headers["Cache-Control"] = "no-store"  # a secret is shown once: going back does not show it again
    return answer


def _page(request: Request, service: Service, identity: Identity, *, status: int = 200, **known: Any) -> Response:
    graph, now = service.graph, moments.present()
    every = identity.may(Action.PLATFORM)
    own = keys.keys(graph, identity) if identity.may(Action.MANAGE) else []
    made = last(service.settings.home)
    blank: dict[str, Any] = {"said": "", "refused": None, "typed": {}, "guest": None, "link": ""}
    blank |= {"typed": {"institution": "", "email": "", "name": ""} | known.pop("typed", {})}
    return render(
        request, "administration.html", status, every=every, institutions=overview(graph, identity) if every else [],
        members=memberships.members(graph, identity),
        keys=[one for one in own if one.revoked_at is None and one.expires_at > now],
        sweeps=sweeps(graph, identity, since=timedelta(days=SWEEPS_DAYS)), sweeps_days=SWEEPS_DAYS,
        refused_action=REFUSED, what=WHAT_FR, backup=made, backup_days=_days_since(made.at) if made else 0,
        backup_old=BACKUP_DAYS, versions=versions(graph), **blank | known,
    )  # fmt: skip


def _days_since(at: str) -> int:
    return max(0, (datetime.now(UTC) - datetime.fromisoformat(at)).days)
