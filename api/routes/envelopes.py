"""Envelopes, their commitments, payments and transfers."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query

from api import examples_means as examples
from api.dependencies import CallerDep, GraphDep, IdentityDep
from api.documents import answers
from api.means_bodies import UID, CommitmentIn, EnvelopeIn, PaymentIn, TransferIn
from api.own.means import Envelopes, EnvelopeSheet
from gate.running import heavy
from graph.store import Graph
from graph.visibility import Caller
from planning.entering import Entered, enter
from planning.means.moving import Move, Paid, pay, transfer
from queries.days import today
from queries.means.envelopes import EnvelopeScope, commitment, commitments, envelope, envelopes, transfers

router = APIRouter(tags=["means"])
KeyPath = Annotated[str, Path(pattern=UID, description="uid", examples=["5f0c6b1e2a9d4c33"])]
Year = Annotated[int | None, Query(ge=1990, le=2100, description="only that year", examples=[2026])]
Territory = Annotated[str | None, Query(max_length=60, description="uid of a territory", examples=["epci:248000531"])]


@router.get("/api/v1/envelopes", summary="Delegated envelopes", responses=answers(examples.ENVELOPES))
@heavy
def get_envelopes(graph: GraphDep, caller: CallerDep, year: Year = None, territory: Territory = None) -> Envelopes:
    """The envelopes that your organisation may know, with what is committed, paid and returned; amounts in cents."""
    return Envelopes(envelopes=envelopes(graph, caller, EnvelopeScope(year=year, territory=territory)))


@router.post(
    "/api/v1/envelopes",
    status_code=201,
    summary="Delegate an envelope",
    responses=answers(examples.ENTERED, status=201),
)
@heavy
def post_envelope(said: EnvelopeIn, graph: GraphDep, identity: IdentityDep) -> Entered:
    """Delegate an amount; 422 when what it is taken from has not enough left, and nothing is written."""
    return enter(graph, identity, said.source, said.cells)


@router.get("/api/v1/envelopes/{uid}", summary="One envelope", responses=answers(examples.SHEET, 404))
@heavy
def get_envelope(uid: KeyPath, graph: GraphDep, caller: CallerDep) -> EnvelopeSheet:
    """An envelope, its commitments and its transfers."""
    return _sheet(graph, caller, uid)


@router.post("/api/v1/envelopes/{uid}/transfer", summary="Move an amount", responses=answers(examples.SHEET, 404))
@heavy
def post_transfer(uid: KeyPath, said: TransferIn, graph: GraphDep, identity: IdentityDep) -> EnvelopeSheet:
    """Move an amount to another envelope taken from the same one, both delegated by your organisation."""
    transfer(graph, identity, Move(uid, said.into, f"{said.amount_eur:.2f}", said.reason, today()))
    return _sheet(graph, identity.caller, uid)


@router.post(
    "/api/v1/commitments", status_code=201, summary="Commit a part", responses=answers(examples.ENTERED, status=201)
)
@heavy
def post_commitment(said: CommitmentIn, graph: GraphDep, identity: IdentityDep) -> Entered:
    """Commit a part of an envelope that your organisation manages; 422 when it has not enough left."""
    return enter(graph, identity, said.source, said.cells)


@router.post("/api/v1/commitments/{uid}/pay", summary="Pay a commitment", responses=answers(examples.SHEET, 404, 409))
@heavy
def post_payment(uid: KeyPath, said: PaymentIn, graph: GraphDep, identity: IdentityDep) -> EnvelopeSheet:
    """Say what is paid in all and what came back; 409 when somebody changed it since it was read."""
    was = (said.was_paid_cents, said.was_returned_cents)
    pay(graph, identity, uid, Paid(f"{said.paid_eur:.2f}", f"{said.returned_eur:.2f}", was, today()))
    return _sheet(graph, identity.caller, commitment(graph, identity.caller, uid).envelope or "")


def _sheet(graph: Graph, caller: Caller, uid: str) -> EnvelopeSheet:
    return EnvelopeSheet(
        envelope=envelope(graph, caller, uid),
        commitments=commitments(graph, caller, envelope=uid),
        transfers=transfers(graph, caller, uid),
    )
