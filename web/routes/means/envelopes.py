"""Envelopes: the tree and what became of each, one envelope, its commitments, payments and transfers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from access import Action, Identity
from gate.running import heavy
from graph.errors import FieldsRefused, NotFound
from graph.schema import COMMITMENT_STATUSES
from graph.store import Graph
from graph.visibility import LABELS_FR, Caller
from planning.means.moving import Move, Paid, pay, transfer
from queries.days import today
from queries.means.envelopes import (
    Envelope,
    EnvelopeScope,
    as_tree,
    commitment,
    commitments,
    envelope,
    envelopes,
    leaves_used,
    transfers,
)
from queries.partnership.members import members
from web.dependencies import CallerDep, GraphDep, IdentityDep
from web.entry_forms import Entry, Field, shown, taken
from web.filters import choices
from web.rendering import render
from web.routes.visits import FormDep
from web.tables import as_csv

router = APIRouter()
YearQuery = Annotated[str, Query(alias="annee", max_length=4)]
TerritoryQuery = Annotated[str, Query(alias="territoire", max_length=60)]
CorrectQuery = Annotated[str, Query(alias="corrige", max_length=64)]
SAID = {
    "envelopes": "L'enveloppe est enregistrée.",
    "commitments": "L'engagement est enregistré : il est pris sur cette enveloppe.",
    "virement": "Le virement est fait ; il laisse sa trace ci-dessous.",
    "paiement": "Le paiement est enregistré.",
}
HEADER = ("année", "enveloppe", "numéro", "territoire", "dispositif", "déléguée par", "gérée par", "montant",
          "déléguée plus loin", "prévu", "engagé", "payé", "reversé", "reste", "part engagée", "prévision")  # fmt: skip
LINE_HEADER = ("date", "objet", "bénéficiaire", "SIREN", "statut", "engagé", "payé", "payé le", "reversé", "dispositif")


def _scope(annee: str, territoire: str) -> EnvelopeScope:
    return EnvelopeScope(year=int(annee) if annee.isdecimal() else None, territory=territoire.strip() or None)


@router.get("/enveloppes")
@heavy
def get_envelopes(
    request: Request,
    graph: GraphDep,
    caller: CallerDep,
    annee: YearQuery = "",
    territoire: TerritoryQuery = "",
    fait: str = "",
) -> Response:
    """The envelopes that one may know, each under the one that it is taken from."""
    found = envelopes(graph, caller, _scope(annee, territoire))
    years = sorted({one.year for one in found} | {today().year}, reverse=True)
    return render(
        request, "means/envelopes.html", tree=as_tree(found), sums=_sums(found), places=_by_territory(found),
        years=[(str(year), str(year)) for year in years], values={"annee": annee, "territoire": territoire},
        territories=choices(request).territories, levels=LABELS_FR, said=SAID.get(fait, ""),
    )  # fmt: skip


@router.get("/enveloppes.csv")
@heavy
def get_envelopes_file(
    graph: GraphDep, caller: CallerDep, annee: YearQuery = "", territoire: TerritoryQuery = ""
) -> Response:
    """The same list as a file."""
    rows = (_row(one) for one in envelopes(graph, caller, _scope(annee, territoire)))
    return as_csv("enveloppes", HEADER, rows)


@router.get("/enveloppes/nouvelle")
@heavy
def get_form(
    request: Request, graph: GraphDep, identity: IdentityDep, corrige: CorrectQuery = "", sur: str = ""
) -> Response:
    """The form of an envelope: a new one, one taken from another, or one of ours to correct."""
    identity.require(Action.WRITE)
    values = {"parent": sur, "year": str(today().year)}
    if corrige:
        values = _values(envelope(graph, identity.caller, corrige))
    return shown(request, _form(request, graph, identity.caller), values)


@router.post("/enveloppes/nouvelle")
@heavy
def post_form(request: Request, graph: GraphDep, identity: IdentityDep, form: FormDep) -> Response:
    """Write an envelope, if what it is taken from has enough left."""
    return taken(request, graph, identity, _form(request, graph, identity.caller), form)


@router.get("/enveloppes/{uid}.csv")
@heavy
def get_envelope_file(uid: str, graph: GraphDep, caller: CallerDep) -> Response:
    """The commitments of an envelope as a file."""
    found = envelope(graph, caller, uid)
    rows = (
        [one.on, one.title, one.holder, one.siren, COMMITMENT_STATUSES.get(one.status or "", ""),
         _eur(one.amount_cents), _eur(one.paid_cents), one.paid_on, _eur(one.returned_cents), one.scheme]
        for one in commitments(graph, caller, envelope=uid)
    )  # fmt: skip
    return as_csv(f"enveloppe-{found.year}-{found.uid}", LINE_HEADER, rows)


@router.get("/enveloppes/{uid}")
@heavy
def get_envelope(request: Request, uid: str, graph: GraphDep, caller: CallerDep, fait: str = "") -> Response:
    """One envelope: what it holds, what is taken of it and by whom."""
    return _page(request, graph, caller, uid, said=SAID.get(fait, ""))


@router.get("/enveloppes/{uid}/engagement")
@heavy
def get_commitment_form(
    request: Request, uid: str, graph: GraphDep, identity: IdentityDep, entreprise: str = ""
) -> Response:
    """The form of a commitment on an envelope that one's institution manages."""
    one = _managed(graph, identity, uid)
    return shown(
        request, _commitment_form(request, one), {"on": today().isoformat(), "siren": entreprise, "status": "committed"}
    )


@router.post("/enveloppes/{uid}/engagement")
@heavy
def post_commitment(request: Request, uid: str, graph: GraphDep, identity: IdentityDep, form: FormDep) -> Response:
    """Commit a part of an envelope, if it has enough left."""
    one = _managed(graph, identity, uid)
    return taken(request, graph, identity, _commitment_form(request, one), form)


@router.post("/enveloppes/{uid}/virement")
@heavy
def post_transfer(request: Request, uid: str, graph: GraphDep, identity: IdentityDep, form: FormDep) -> Response:
    """Move an amount to another envelope that is taken from the same one."""
    said = {name: str(form.get(name) or "") for name in ("into", "amount", "reason")}
    try:
        transfer(graph, identity, Move(uid, said["into"], said["amount"], said["reason"], today()))
    except FieldsRefused as error:
        return _page(request, graph, identity.caller, uid, 422, typed=said, errors=dict(error.fields))
    return RedirectResponse(f"/enveloppes/{uid}?fait=virement", 303)


@router.post("/engagements/{uid}/paiement")
@heavy
def post_payment(request: Request, uid: str, graph: GraphDep, identity: IdentityDep, form: FormDep) -> Response:
    """Say what of a commitment is paid, and what came back."""
    one = commitment(graph, identity.caller, uid)
    was = (_number(form.get("was_paid")), _number(form.get("was_returned")))
    paid = Paid(str(form.get("paid") or ""), str(form.get("returned") or ""), was, today())
    try:
        pay(graph, identity, uid, paid)
    except FieldsRefused as error:
        wrong = {uid: " ".join(text for _, text in error.fields)}
        return _page(request, graph, identity.caller, one.envelope or "", 422, unpaid=wrong)
    return RedirectResponse(f"/enveloppes/{one.envelope}?fait=paiement", 303)


def _number(text: object) -> int:
    said = str(text)
    return int(said[:18]) if said.isdecimal() else 0


def _page(request: Request, graph: Graph, caller: Caller, uid: str, status: int = 200, **said: Any) -> Response:
    one = envelope(graph, caller, uid)
    every = envelopes(graph, caller, EnvelopeScope(year=one.year))
    blank: dict[str, Any] = {"typed": {}, "errors": {}, "unpaid": {}, "said": ""}
    return render(
        request, "means/envelope.html", status, one=one, lines=commitments(graph, caller, envelope=uid),
        moves=transfers(graph, caller, uid), parts=[other for other in every if other.parent == uid],
        beside=[(o.uid, o.title) for o in every if o.own and o.uid != uid and o.parent == one.parent and o.title],
        levels=LABELS_FR, states=COMMITMENT_STATUSES,
        **{name: value if name == "said" else defaultdict(str, value) for name, value in (blank | said).items()},
    )  # fmt: skip


def _managed(graph: Graph, identity: Identity, uid: str) -> Envelope:
    identity.require(Action.WRITE)
    one = envelope(graph, identity.caller, uid)
    if not one.managed:
        raise NotFound("Votre institution ne gère pas cette enveloppe.", hint="Son gestionnaire seul l'engage.")
    return one


def _form(request: Request, graph: Graph, caller: Caller) -> Entry:
    found = [one for one in envelopes(graph, caller) if one.managed and one.title]
    parents = [(one.uid, f"{one.title} ({one.year})") for one in found]
    institutions = [one.name for one in members(graph, caller)]
    return Entry(
        "envelopes", "Déléguer une enveloppe",
        "Un montant pour une année, que son gestionnaire engage et partage ; jamais plus que ce dont il est pris.",
        "/enveloppes/nouvelle", "/enveloppes",
        (
            Field("title", "Intitulé", required=True),
            Field("year", "Année", required=True),
            Field("amount_eur", "Montant en euros", required=True, hint="Par exemple 250 000 ou 1,2 M€."),
            Field("territory", "Territoire", "choice", options=choices(request).territories),
            Field("on", "Votée le", "date", "Vide : le 1er janvier. La prévision part de ce jour."),
            Field("scheme", "Dispositif"),
            Field("manager", "Gérée par", hint="L'institution qui engage ; vide : la vôtre.", names=institutions),
            Field("parent", "Prise sur", "choice", "Une enveloppe que vous gérez.", options=parents),
            Field("summary", "Objet", "textarea"),
        ),
        sheet="/enveloppes/{}",
    )  # fmt: skip


def _commitment_form(request: Request, one: Envelope) -> Entry:
    left = (one.left_cents or 0) / 100
    return Entry(
        "commitments", "Engager",
        f"Sur l'enveloppe « {one.title} », dont il reste {left:,.0f} €.".replace(",", "\u202f"),
        f"/enveloppes/{one.uid}/engagement", f"/enveloppes/{one.uid}",
        (
            Field("title", "Objet", required=True),
            Field("name", "Bénéficiaire", hint="Nom de l'entreprise, de la commune ou du porteur de projet."),
            Field("siren", "SIREN", hint="S'il en a un : l'entreprise est alors reconnue à coup sûr."),
            Field("territory", "Ou territoire bénéficiaire", "choice", options=choices(request).territories),
            Field("amount_eur", "Montant en euros", required=True),
            Field("status", "État", "choice", "Prévu : rien n'est encore pris sur l'enveloppe.", required=True,
                  options=list(COMMITMENT_STATUSES.items())),
            Field("on", "Date", "date", required=True),
            Field("scheme", "Dispositif"),
            Field("summary", "Précisions", "textarea"),
        ),
        {"envelope": one.uid},
    )  # fmt: skip


def _values(one: Envelope) -> dict[str, str]:
    if not one.own or not one.reference:
        raise NotFound("Cette enveloppe ne se corrige pas ici.", hint="Corrigez-la dans le fichier qui l'a apportée.")
    amount = ((one.amount_cents or 0) - (one.moved_cents or 0)) / 100
    found = {"title": one.title, "year": str(one.year), "amount_eur": f"{amount:.2f}", "territory": one.territory,
             "scheme": one.scheme, "manager": one.manager, "parent": one.parent, "summary": one.summary,
             "reference": one.reference, "visibility": one.visibility.value}  # fmt: skip
    return {name: text or "" for name, text in found.items()}


def _sums(found: Iterable[Envelope]) -> dict[str, int]:
    names = ("planned_cents", "committed_cents", "paid_cents", "returned_cents")
    made = {name: sum(getattr(one, name) or 0 for one in found) for name in names}
    return made | {"kept": sum(leaves_used(one)[0] for one in found)}


def _by_territory(found: Iterable[Envelope]) -> list[dict[str, Any]]:
    """Sums by territory of what is not delegated further: each euro once."""
    groups: dict[str, list[Envelope]] = {}
    for one in found:
        if one.amount_cents is not None:
            groups.setdefault(one.territory_name or "Sans territoire", []).append(one)
    return [{"name": name, **_sums(every)} for name, every in sorted(groups.items())]


def _row(one: Envelope) -> list[str | int | float | None]:
    amounts = (one.amount_cents, one.delegated_cents, one.planned_cents, one.committed_cents, one.paid_cents,
               one.returned_cents, one.left_cents)  # fmt: skip
    return [one.year, one.title, one.reference, one.territory_name, one.scheme, one.owner, one.manager,
            *(_eur(cents) for cents in amounts), one.used_share, one.forecast_share]  # fmt: skip


def _eur(cents: int | None) -> str | None:
    return None if cents is None else f"{cents / 100:.2f}".replace(".", ",")
