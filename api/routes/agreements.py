"""Agreements between institutions, and their actions."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query

from api import examples_partnership as examples
from api.bodies_partnership import ActionIn, AgreementIn
from api.dependencies import CallerDep, GraphDep, IdentityDep
from api.documents import answers
from api.own.partnership import Agreements, AgreementSheet
from gate.running import heavy
from graph.errors import NotFound
from planning.entering import Entered, enter
from queries.days import today
from queries.partnership.agreements import AgreementFilter, State, agreement, agreement_actions, agreements

router = APIRouter(prefix="/api/v1/agreements", tags=["partnership"])
KeyPath = Annotated[str, Path(pattern=r"^[\w-]{1,64}$", description="uid", examples=["5f0c6b1e2a9d4c33"])]
Word = Annotated[str | None, Query(max_length=100, description="uid, such as `epci:200067999` or `filiere:textile`")]


@router.get("", summary="Agreements", responses=answers(examples.AGREEMENTS))
@heavy
def get_agreements(
    graph: GraphDep,
    caller: CallerDep,
    territory: Word = None,
    sector: Word = None,
    party: Word = None,
    state: Annotated[State | None, Query(description="where they are today, from their period")] = None,
) -> Agreements:
    """The agreements that your organisation may know, the latest first, 1,000 at most."""
    which = AgreementFilter(territory=territory, sector=sector, party=party, state=state)
    return Agreements(agreements=agreements(graph, caller, which, as_of=today()))


@router.get("/{uid}", summary="One agreement", responses=answers(examples.AGREEMENT, 404))
@heavy
def get_agreement(uid: KeyPath, graph: GraphDep, caller: CallerDep) -> AgreementSheet:
    """Who answers for what in it, its means, and where its actions are."""
    found = agreement(graph, caller, uid, as_of=today())
    return AgreementSheet(agreement=found, actions=agreement_actions(graph, caller, uid, as_of=today()))


@router.post("", status_code=201, summary="Record an agreement", responses=answers(examples.ENTERED, status=201))
@heavy
def post_agreement(said: AgreementIn, graph: GraphDep, identity: IdentityDep) -> Entered:
    """Record an agreement for your organisation; the same `reference` again corrects it."""
    return enter(graph, identity, "agreements", said.cells)


@router.post(
    "/{uid}/actions", status_code=201, summary="Record an action", responses=answers(examples.ENTERED, 404, status=201)
)
@heavy
def post_action(uid: KeyPath, said: ActionIn, graph: GraphDep, identity: IdentityDep) -> Entered:
    """Record an action of an agreement of your organisation; the same `reference` again corrects it."""
    if not agreement(graph, identity.caller, uid, as_of=today()).own:
        raise NotFound("Cette convention n'est pas la vôtre.", hint="Son institution peut en dire les actions.")
    return enter(graph, identity, "agreement_actions", said.cells | {"parent": uid})
