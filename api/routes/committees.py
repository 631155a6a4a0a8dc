"""Committees, their agenda and decisions, and the questions that go up to headquarters."""

from __future__ import annotations

from fastapi import APIRouter

from api import examples_means as examples
from api.dependencies import CallerDep, GraphDep, IdentityDep
from api.documents import answers
from api.means_bodies import CommitteeIn, DecisionIn, ItemIn, ReferralAnswerIn, ReferralIn
from api.own.means import Committees, CommitteeSheet, Referrals, Ruled
from api.routes.envelopes import KeyPath, Territory
from gate.running import heavy
from planning.entering import Entered, enter
from planning.means.ruling import Decision, answer, rule
from queries.days import today
from queries.means.committees import (
    CommitteeScope,
    Referral,
    agenda,
    committee,
    committees,
    item,
    referral,
    referrals,
)

router = APIRouter(tags=["means"])


@router.get("/api/v1/committees", summary="Committees", responses=answers(examples.COMMITTEES))
@heavy
def get_committees(graph: GraphDep, caller: CallerDep, territory: Territory = None) -> Committees:
    """The committees that your organisation may know, latest first."""
    return Committees(committees=committees(graph, caller, CommitteeScope(territory=territory)))


@router.post(
    "/api/v1/committees", status_code=201, summary="Call a committee", responses=answers(examples.ENTERED, status=201)
)
@heavy
def post_committee(said: CommitteeIn, graph: GraphDep, identity: IdentityDep) -> Entered:
    """Put a committee of your organisation on the calendar."""
    return enter(graph, identity, said.source, said.cells)


@router.get("/api/v1/committees/{uid}", summary="One committee", responses=answers(examples.COMMITTEE, 404))
@heavy
def get_committee(uid: KeyPath, graph: GraphDep, caller: CallerDep) -> CommitteeSheet:
    """A committee, its agenda with what was decided, and the questions that followed."""
    return CommitteeSheet(
        committee=committee(graph, caller, uid),
        items=agenda(graph, caller, uid),
        referrals=referrals(graph, caller, committee=uid),
    )


@router.post(
    "/api/v1/agenda", status_code=201, summary="Add to an agenda", responses=answers(examples.ENTERED, status=201)
)
@heavy
def post_item(said: ItemIn, graph: GraphDep, identity: IdentityDep) -> Entered:
    """Put something on the agenda of a committee."""
    return enter(graph, identity, said.source, said.cells)


@router.post("/api/v1/agenda/{uid}/decide", summary="Decide of an item", responses=answers(examples.RULED, 404, 409))
@heavy
def post_decision(uid: KeyPath, said: DecisionIn, graph: GraphDep, identity: IdentityDep) -> Ruled:
    """Decide; a favourable amount commits the envelope in the same transaction, 422 when it has not enough left."""
    amount = "" if said.amount_eur is None else f"{said.amount_eur:.2f}"
    made = rule(graph, identity, uid, Decision(said.verdict, said.reason, amount, said.envelope or "", today()))
    return Ruled(item=item(graph, identity.caller, uid), commitment=made)


@router.get("/api/v1/referrals", summary="Questions to headquarters", responses=answers(examples.REFERRALS))
@heavy
def get_referrals(graph: GraphDep, caller: CallerDep, territory: Territory = None) -> Referrals:
    """What went up to headquarters, what came back and in how many days; those that wait first."""
    return Referrals(referrals=referrals(graph, caller, territory=territory))


@router.post(
    "/api/v1/referrals", status_code=201, summary="Ask headquarters", responses=answers(examples.ENTERED, status=201)
)
@heavy
def post_referral(said: ReferralIn, graph: GraphDep, identity: IdentityDep) -> Entered:
    """Put a question to headquarters."""
    return enter(graph, identity, said.source, said.cells)


@router.post(
    "/api/v1/referrals/{uid}/answer", summary="Answer a question", responses=answers(examples.REFERRAL, 404, 409)
)
@heavy
def post_answer(uid: KeyPath, said: ReferralAnswerIn, graph: GraphDep, identity: IdentityDep) -> Referral:
    """Answer a question that was put to your organisation; 409 when it has its answer already."""
    answer(graph, identity, uid, said.answer, today())
    return referral(graph, identity.caller, uid)
