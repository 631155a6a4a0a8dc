"""Consultations: opened, answered, settled with a reason, closed."""

from __future__ import annotations

from fastapi import APIRouter

from api import examples_partnership as examples
from api.bodies_partnership import ConsultationIn, OutcomeIn, ReplyIn
from api.dependencies import CallerDep, GraphDep, IdentityDep
from api.documents import answers
from api.own.partnership import Consultations, ConsultationSheet
from api.routes.agreements import KeyPath, Word
from gate.running import heavy
from graph.store import Graph
from graph.visibility import Caller
from planning.entering import Entered, enter
from planning.partnership.consultations import Said, Settled, close, reply, settle
from queries.partnership.consultations import consultation, consultations, guests

router = APIRouter(prefix="/api/v1/consultations", tags=["partnership"])


@router.get("", summary="Consultations", responses=answers(examples.CONSULTATIONS))
@heavy
def get_consultations(graph: GraphDep, caller: CallerDep, territory: Word = None, sector: Word = None) -> Consultations:
    """The consultations that your organisation may know, open ones first."""
    return Consultations(consultations=consultations(graph, caller, territory, sector))


@router.get("/{uid}", summary="One consultation", responses=answers(examples.CONSULTATION, 404))
@heavy
def get_consultation(uid: KeyPath, graph: GraphDep, caller: CallerDep) -> ConsultationSheet:
    """Who is invited, what each answered, what was kept of it and why."""
    return _sheet(graph, caller, uid)


@router.post("", status_code=201, summary="Open a consultation", responses=answers(examples.ENTERED, status=201))
@heavy
def post_consultation(said: ConsultationIn, graph: GraphDep, identity: IdentityDep) -> Entered:
    """Open a consultation of your organisation; the same `reference` again corrects it."""
    return enter(graph, identity, "consultations", said.cells)


@router.post("/{uid}/reply", summary="Answer a consultation", responses=answers(examples.CONSULTATION, 404, 409))
@heavy
def post_reply(uid: KeyPath, said: ReplyIn, graph: GraphDep, identity: IdentityDep) -> ConsultationSheet:
    """Answer for your organisation, or type the answer of a guest of yours who is no member."""
    reply(graph, identity, uid, Said(said.guest, said.text, said.seen))
    return _sheet(graph, identity.caller, uid)


@router.post("/{uid}/outcome", summary="Settle an answer", responses=answers(examples.CONSULTATION, 404, 409))
@heavy
def post_outcome(uid: KeyPath, said: OutcomeIn, graph: GraphDep, identity: IdentityDep) -> ConsultationSheet:
    """Say what your organisation keeps of an answer to its consultation, and why."""
    settle(graph, identity, uid, Settled(said.guest, said.outcome, said.reason, said.seen))
    return _sheet(graph, identity.caller, uid)


@router.post("/{uid}/close", summary="Close a consultation", responses=answers(examples.CONSULTATION, 404, 409))
@heavy
def post_close(uid: KeyPath, graph: GraphDep, identity: IdentityDep) -> ConsultationSheet:
    """Close a consultation of your organisation: nothing is answered to it any more."""
    close(graph, identity, uid)
    return _sheet(graph, identity.caller, uid)


@router.post("/{uid}/reopen", summary="Open a consultation again", responses=answers(examples.CONSULTATION, 404, 409))
@heavy
def post_reopen(uid: KeyPath, graph: GraphDep, identity: IdentityDep) -> ConsultationSheet:
    """Open again a consultation of your organisation that was closed."""
    close(graph, identity, uid, closing=False)
    return _sheet(graph, identity.caller, uid)


def _sheet(graph: Graph, caller: Caller, uid: str) -> ConsultationSheet:
    return ConsultationSheet(consultation=consultation(graph, caller, uid), guests=guests(graph, caller, uid))
