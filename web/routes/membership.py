"""Who acts for one's institution: its members, invited and changed by its stewards, and the keys of its programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from access import Identity, Role, keys, memberships, moments, organisations
from access.memberships import GRANTED, Guest
from access.roles import ROLES_FR
from access.secret import Secret
from gate.running import heavy
from gate.service import Service
from graph.errors import Conflict, Misuse
from web.dependencies import GraphDep, IdentityDep, ServiceDep
from web.rendering import render
from web.routes.visits import FormDep
from web.signed_in import SIGN_IN

router = APIRouter(prefix="/institution")
PAGE = "/institution"
DURATIONS = ((30, "un mois"), (90, "trois mois"), (180, "six mois"), (keys.LONGEST_DAYS, "un an"))
RIGHTS_FR = {
    Role.READER: "lit ce que partagent les partenaires et tout ce qui est à votre institution",
    Role.CONTRIBUTOR: "saisit, modifie et importe aussi",
    Role.STEWARD: "décide aussi des doutes, élargit la diffusion, gère les membres et les clés",
    Role.DPO: "lit, voit qui a lu, et exerce les droits des personnes ; ne saisit pas",
}
SAID = {
    "role": "Le rôle est changé : il vaut dès la prochaine page.",
    "retirer": "L'adhésion a pris fin.",
    "revoquer": "La clé ne vaut plus rien.",
    "boite": "L'adresse de l'institution est changée.",
}
TYPED = ("email", "name", "role", "label", "days", "mailbox")
Gesture = Literal["role", "lien", "retirer"]


@router.get("")
@heavy
def get_institution(request: Request, service: ServiceDep, identity: IdentityDep, fait: str = "") -> Response:
    """The members and the keys."""
    return _page(request, service, identity, said=SAID.get(fait, ""))


@router.post("/membres")
@heavy
def post_invitation(request: Request, service: ServiceDep, identity: IdentityDep, form: FormDep) -> Response:
    """Make somebody a member, and show the link that lets them in, this once."""

    def invite() -> dict[str, Any]:
        guest = Guest(_text(form, "email"), _text(form, "name"), _role(form))
        return _invited(request, service, memberships.invite(service.graph, identity, guest))

    return _shown(request, service, identity, form, invite)


@router.post("/membres/{uid}/{gesture}")
@heavy
def post_member(
    request: Request, uid: str, gesture: Gesture, service: ServiceDep, identity: IdentityDep, form: FormDep
) -> Response:
    """Change a member's role, end a membership, or give another link to somebody who never came."""

    def link() -> dict[str, Any]:
        return _invited(request, service, memberships.invite_again(service.graph, identity, uid))

    def change() -> dict[str, Any]:
        if gesture == "role":
            memberships.set_role(service.graph, identity, uid, _role(form))
        else:
            memberships.end(service.graph, identity, uid)
        return {}

    return _shown(request, service, identity, form, link if gesture == "lien" else change, done=gesture)


@router.post("/boite")
@heavy
def post_mailbox(request: Request, service: ServiceDep, identity: IdentityDep, form: FormDep) -> Response:
    """Say where the institution is written to."""

    def change() -> dict[str, Any]:
        organisations.set_mailbox(service.graph, identity, _text(form, "mailbox"))
        return {}

    return _shown(request, service, identity, form, change, done="boite")


@router.post("/cles")
@heavy
def post_key(request: Request, service: ServiceDep, identity: IdentityDep, form: FormDep) -> Response:
    """Make a key, and show its secret, this once."""

    def create() -> dict[str, Any]:
        days = _text(form, "days")
        if not days.isdigit():
            raise Misuse("Choisissez la durée de la clé.")
        made, secret = keys.create_key(service.graph, identity, _text(form, "label"), days=int(days))
        return {"key": made, "secret": secret.shown}

    return _shown(request, service, identity, form, create)


@router.post("/cles/{uid}/revoquer")
@heavy
def post_revocation(graph: GraphDep, identity: IdentityDep, uid: str) -> Response:
    """End a key."""
    keys.revoke_key(graph, identity, uid)
    return RedirectResponse(f"{PAGE}?fait=revoquer", 303)


def _shown(
    request: Request,
    service: Service,
    identity: Identity,
    form: FormData,
    act: Callable[[], dict[str, Any]],
    done: str = "",
) -> Response:
    """Act, then show what is shown once, or go back to the page; a refusal keeps what was typed."""
    try:
        shown = act()
    except (Conflict, Misuse) as error:
        typed = {name: _text(form, name) for name in TYPED}
        status = 409 if isinstance(error, Conflict) else 422
        return _page(request, service, identity, status=status, refused=error, typed=typed)
    if not shown:
        return RedirectResponse(f"{PAGE}?fait={done}", 303)
    answer = _page(request, service, identity, **shown)
    answer.headers["Cache-Control"] = "no-store"  # a secret is shown once: going back does not show it again
    return answer


def _page(request: Request, service: Service, identity: Identity, *, status: int = 200, **known: Any) -> Response:
    every = keys.keys(service.graph, identity)
    now = moments.present()
    good = [one for one in every if one.revoked_at is None and one.expires_at > now]
    blank = {
        "said": "",
        "refused": None,
        "typed": dict.fromkeys(TYPED, ""),
        "guest": None,
        "link": "",
        "key": None,
        "secret": "",
    }
    return render(
        request, "institution.html", status, members=memberships.members(service.graph, identity), keys=good,
        ended=len(every) - len(good),
        mailbox=organisations.mailbox(service.graph, identity),
        durations=[(str(days), said) for days, said in DURATIONS],
        granted=[f"{ROLES_FR[role]} : {RIGHTS_FR[role]}" for role in GRANTED],
        short=[(role.value, ROLES_FR[role]) for role in GRANTED], provider=service.provider, **blank | known,
    )  # fmt: skip


def _invited(request: Request, service: Service, made: memberships.Invitation) -> dict[str, Any]:
    return {"guest": made.membership, "link": invitation_address(request, service, made.link)}


def invitation_address(request: Request, service: Service, link: Secret) -> str:
    """Where somebody who is invited goes: the link is in it."""
    base = service.settings.public_url or str(request.base_url)
    return f"{base.rstrip('/')}{SIGN_IN}?lien={link.shown}"


def _text(form: FormData, name: str) -> str:
    return str(form.get(name) or "").strip()


def _role(form: FormData) -> Role:
    try:
        return Role(_text(form, "role"))
    except ValueError:
        raise Misuse("Choisissez un rôle.") from None
