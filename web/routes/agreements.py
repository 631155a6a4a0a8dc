"""Agreements between institutions: the list, one of them, making and correcting it and its actions."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import RedirectResponse, Response

from access import Action, Identity
from gate.running import heavy
from graph.errors import NotFound
from graph.schema.partnership import ACTION_STATES
from graph.store import Graph
from graph.visibility import Caller
from queries.days import today
from queries.partnership.agreements import (
    STATES_FR,
    Agreement,
    AgreementAction,
    AgreementFilter,
    State,
    agreement,
    agreement_actions,
    agreements,
)
from queries.partnership.institutions import institutions as known_institutions
from web.dependencies import CallerDep, GraphDep, IdentityDep
from web.filters import choices
from web.partnership import SAID, Row, Typed, as_it_stands, entered, row_of, text_of, typed, where_to
from web.rendering import render
from web.routes.visits import FormDep
from web.tables import as_csv

router = APIRouter()
PER_PAGE = 50
FIELDS = ("title", "kind", "on", "starts_on", "ends_on", "amount_eur", "engineering_fte", "jobs_expected",
          "jobs_created", "est_ess", "summary", "reference", "visibility")  # fmt: skip
ACTION_FIELDS = ("title", "status", "leader_name", "due_on", "done_on", "jobs_expected", "jobs_created", "summary",
                 "reference", "visibility")  # fmt: skip
LISTS = ("territories", "sectors")
HEADER = ("intitulé", "type", "état", "début", "fin", "institution", "parties", "territoires", "filières", "ESS",
          "montant", "ETP", "emplois attendus", "emplois créés", "actions ouvertes")  # fmt: skip
Word = Annotated[str, Query(max_length=100)]


async def _asked(
    territory: Word = "", sector: Word = "", party: Word = "", ess: Word = "", etat: Word = ""
) -> dict[str, str]:
    # A word that no list offers is left out rather than refused: addresses are typed and kept for years.
    return {"territory": territory.strip(), "sector": sector.strip(), "party": party.strip(),
            "ess": ess if ess in ("oui", "non") else "", "etat": etat if etat in list(State) else ""}  # fmt: skip


AskedDep = Annotated[dict[str, str], Depends(_asked)]


def _found(graph: Graph, caller: Caller, asked: dict[str, str]) -> tuple[Agreement, ...]:
    which = AgreementFilter(
        territory=asked["territory"] or None, sector=asked["sector"] or None, party=asked["party"] or None,
        ess={"oui": True, "non": False}.get(asked["ess"]), state=State(asked["etat"]) if asked["etat"] else None,
    )  # fmt: skip
    return agreements(graph, caller, which, as_of=today())


@router.get("/conventions")
@heavy
def get_agreements(
    request: Request, graph: GraphDep, caller: CallerDep, asked: AskedDep, rang: Annotated[int, Query(ge=0)] = 0
) -> Response:
    """The agreements that one may know, by territory, sector, party and state."""
    found = _found(graph, caller, asked)
    every = _found(graph, caller, dict.fromkeys(asked, "")) if any(asked.values()) else found
    parties = {one.uid: one.name for known in every for one in known.parties if one.kind != "territory"}
    return render(
        request, "partnership/agreements.html", found=found[rang : rang + PER_PAGE], many=len(found), asked=asked,
        states=STATES_FR, choices=choices(request), next=rang + PER_PAGE if len(found) > rang + PER_PAGE else None,
        parties=sorted(parties.items(), key=lambda one: one[1] or ""), rang=rang,
        signalled=sum(1 for one in found if one.signalled),
    )  # fmt: skip


@router.get("/conventions.csv")
@heavy
def get_agreements_file(graph: GraphDep, caller: CallerDep, asked: AskedDep) -> Response:
    """The list as a file."""
    return as_csv(f"conventions-{today():%Y-%m-%d}", HEADER, [_cells(one) for one in _found(graph, caller, asked)])


@router.get("/conventions/nouvelle")
@heavy
def get_new(request: Request, graph: GraphDep, identity: IdentityDep) -> Response:
    """A form for a new agreement; one's own institution is its first party."""
    blank = typed_blank(identity)
    return _form(request, graph, identity, blank)


@router.post("/conventions/nouvelle")
@heavy
def post_agreement(request: Request, graph: GraphDep, identity: IdentityDep, form: FormDep) -> Response:
    """Make an agreement, or correct one's own: the same reference is the same agreement."""
    identity.require(Action.WRITE)
    done = entered(graph, identity, "agreements", typed(form, FIELDS, LISTS))
    if isinstance(done, Typed):
        return _form(request, graph, identity, done, 422)
    return RedirectResponse(where_to(done, "/conventions/{}"), 303)


@router.get("/conventions/{uid}")
@heavy
def get_agreement(request: Request, uid: str, graph: GraphDep, caller: CallerDep, fait: str = "") -> Response:
    """One agreement: who answers for what, its means, its actions."""
    return _page(request, graph, caller, uid, said=SAID.get(fait, ""))


@router.get("/conventions/{uid}/modifier")
@heavy
def get_correction(request: Request, uid: str, graph: GraphDep, identity: IdentityDep) -> Response:
    """The form of one's own agreement, as it stands."""
    one = _own(graph, identity, uid)
    return _form(request, graph, identity, as_it_stands(one, FIELDS, LISTS, map(row_of, one.parties)))


@router.post("/conventions/{uid}/actions")
@heavy
def post_action(request: Request, uid: str, graph: GraphDep, identity: IdentityDep, form: FormDep) -> Response:
    """Add an action to one's own agreement, or say where it is."""
    identity.require(Action.WRITE)
    _own(graph, identity, uid)
    said = typed(form, ACTION_FIELDS, ("sectors",))
    cells = Typed({**said.values, "parent": uid})
    done = entered(graph, identity, "agreement_actions", cells)
    if isinstance(done, Typed):
        return _page(request, graph, identity.caller, uid, 422, typed=done)
    return RedirectResponse(where_to(done, f"/conventions/{uid}"), 303)


def typed_blank(identity: Identity) -> Typed:
    """A form that nobody filled in yet."""
    return Typed({"visibility": "shared"}, (Row(identity.organisation_name or ""),))


def _page(request: Request, graph: Graph, caller: Caller, uid: str, status: int = 200, **said: Any) -> Response:
    one = agreement(graph, caller, uid, as_of=today())
    given = said.pop("typed", Typed({"visibility": one.visibility.value, "status": "planned"}))
    return render(
        request, "partnership/agreement.html", status_code=status, one=one, states=STATES_FR,
        actions=agreement_actions(graph, caller, uid, as_of=today()), action_states=ACTION_STATES,
        choices=choices(request), action_values=_action_values, **given.shown, **({"said": ""} | said),
    )  # fmt: skip


def _action_values(one: AgreementAction) -> dict[str, str]:
    values = {name: text_of(getattr(one, name, None)) for name in ACTION_FIELDS}
    return values | {"leader_name": one.leader or "", "visibility": one.visibility.value,
                     "sectors": "|".join(named.uid for named in one.sectors)}  # fmt: skip


def _form(request: Request, graph: Graph, identity: Identity, said: Typed, status: int = 200) -> Response:
    return render(
        request, "partnership/agreement_form.html", status_code=status, choices=choices(request),
        institutions=institutions(graph, identity.caller), **said.shown,
    )  # fmt: skip


def institutions(graph: Graph, caller: Caller) -> list[str]:
    """The names that a form offers for a party or a guest."""
    return [one.name for one in known_institutions(graph, caller)]


def _own(graph: Graph, identity: Identity, uid: str) -> Agreement:
    one = agreement(graph, identity.caller, uid, as_of=today())
    if not one.own:
        raise NotFound(
            "Cette convention n'est pas la vôtre.", hint="L'institution qui l'a enregistrée peut la changer."
        )
    return one


def _cells(one: Agreement) -> list[str | float | None]:
    state = "signalée" if one.state is None else STATES_FR[one.state]
    names = [
        " ; ".join(named.name for named in kind if named.name) for kind in (one.parties, one.territories, one.sectors)
    ]
    ess = None if one.est_ess is None else "oui" if one.est_ess else "non"
    return [
        one.title, one.kind, state, one.starts_on or one.on, one.ends_on, one.institution, *names, ess, one.amount_eur,
        one.engineering_fte, one.jobs_expected, one.jobs_created, one.open_actions,
    ]  # fmt: skip
