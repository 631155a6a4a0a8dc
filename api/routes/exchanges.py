"""What institutions ask of each other about a visit, what they are told, and what they decide of an overlap."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query

from api import examples_between as examples
from api.bodies import AnswerIn, DecisionIn, PostponeIn, ReadIn, WishIn
from api.dependencies import AnnouncerDep, CallerDep, GraphDep, IdentityDep
from api.documents import Responses, answers
from api.own.between import Decided, Exchanges, Notices, Read
from gate.running import heavy
from planning import deciding, exchanges
from planning.models import VisitRecorded, VisitWaiting
from planning.postponing import postpone
from planning.reading import mark_read
from planning.told import now
from queries import exchanges as asked
from queries.exchanges import Exchange
from queries.notices import notices
from queries.tidings import tidings

router = APIRouter(prefix="/api/v1", tags=["exchanges"])
KeyPath = Annotated[str, Path(pattern=r"^[\w-]{1,64}$", description="uid", examples=["5f0c6b1e2a9d4c33"])]
OpenQuery = Annotated[bool, Query(alias="open", description="only those that wait for an answer")]
UnreadQuery = Annotated[bool, Query(description="only those that this person, or this key, has not read")]
WAITING: Responses = {202: {"description": "It waits in the review queue.", "model": VisitWaiting}}


@router.get("/exchanges", summary="Requests and objections", responses=answers(examples.EXCHANGES))
@heavy
def get_exchanges(graph: GraphDep, caller: CallerDep, open_only: OpenQuery = False) -> Exchanges:
    """What your organisation asked others about their visits and was asked about its own, latest first, 200 at most."""
    return Exchanges(exchanges=asked.exchanges(graph, caller, open_only=open_only))


@router.get("/exchanges/{uid}", summary="One request or objection", responses=answers(examples.EXCHANGE, 404))
@heavy
def get_exchange(uid: KeyPath, graph: GraphDep, caller: CallerDep) -> Exchange:
    """One of your organisation's exchanges; those between others answer like those that do not exist."""
    return asked.exchange(graph, caller, uid)


@router.post(
    "/exchanges",
    status_code=201,
    summary="Ask to join a visit, or object to it",
    responses=answers(examples.EXCHANGE, 404, 409, status=201),
)
@heavy
def post_exchange(wish: WishIn, graph: GraphDep, identity: IdentityDep) -> Exchange:
    """Tell another institution, about the visit that it plans; the visit stays its own until it answers."""
    uid = exchanges.ask(graph, identity, wish.wish)
    return asked.exchange(graph, identity.caller, uid)


@router.post("/exchanges/{uid}/answer", summary="Answer a request", responses=answers(examples.EXCHANGE, 404, 409))
@heavy
def post_answer(uid: KeyPath, said: AnswerIn, graph: GraphDep, identity: IdentityDep) -> Exchange:
    """Accept or decline what another institution asked; a request to join that is accepted makes one visit of two."""
    exchanges.answer(graph, identity, uid, exchanges.Answered(said.accept, said.text, said.day))
    return asked.exchange(graph, identity.caller, uid)


@router.post("/exchanges/{uid}/withdraw", summary="Take a request back", responses=answers(examples.EXCHANGE, 404, 409))
@heavy
def post_withdraw(uid: KeyPath, graph: GraphDep, identity: IdentityDep) -> Exchange:
    """Take back what your organisation asked, as long as nobody answered."""
    exchanges.withdraw(graph, identity, uid)
    return asked.exchange(graph, identity.caller, uid)


@router.post("/exchanges/{uid}/separate", summary="Part a joint visit", responses=answers(examples.EXCHANGE, 404, 409))
@heavy
def post_separate(uid: KeyPath, graph: GraphDep, identity: IdentityDep) -> Exchange:
    """Make two visits again of the one that an accepted request had made; either institution may."""
    exchanges.separate(graph, identity, uid)
    return asked.exchange(graph, identity.caller, uid)


@router.post(
    "/visits/{uid}/postpone",
    summary="Put off a planned visit",
    response_model=VisitRecorded | VisitWaiting,
    responses=answers(examples.POSTPONED, 404, 409, others=WAITING),
)
@heavy
def post_postpone(uid: KeyPath, said: PostponeIn, graph: GraphDep, who: AnnouncerDep) -> VisitRecorded | VisitWaiting:
    """Give a planned visit of your organisation another day, and say which overlaps it makes now.

    `first_free` of `POST /visits/check` is a day without any.
    """
    return postpone(graph, who, uid, said.on, reason=said.overlap_reason)


@router.post("/overlaps/{uid}/decide", summary="Decide of an overlap", responses=answers(examples.DECIDED, 404, 409))
@heavy
def post_decision(uid: KeyPath, said: DecisionIn, graph: GraphDep, identity: IdentityDep) -> Decided:
    """Decide of an overlap of your organisation: justified, avoided, or to be merged once each side agrees."""
    status = deciding.decide(graph, identity, said.company, uid, decision=said.decision, expected=said.expected)
    return Decided(status=status)


@router.post("/overlaps/{uid}/part", summary="Part what was merged", responses=answers(examples.PARTED, 404, 409))
@heavy
def post_part(uid: KeyPath, graph: GraphDep, identity: IdentityDep) -> Decided:
    """Make two visits again of those that a decision had merged; a steward of either institution may."""
    deciding.part(graph, identity, uid)
    return Decided(status="open")


@router.get("/notices", summary="What your organisation is told", responses=answers(examples.NOTICES))
@heavy
def get_notices(graph: GraphDep, identity: IdentityDep, unread: UnreadQuery = False) -> Notices:
    """New overlaps, requests, objections, answers, decisions: latest first, 200 at most, as levels permit now.

    `tidings` are about needs, agreements, consultations, committees and envelopes, 100 at most.
    """
    caller, reader = identity.caller, identity.actor
    return Notices(
        notices=notices(graph, caller, reader=reader, unread=unread),
        tidings=tidings(graph, caller, reader=reader, unread=unread),
    )


@router.post("/notices/read", summary="Mark notices as read", responses=answers(examples.READ))
@heavy
def post_read(said: ReadIn, graph: GraphDep, identity: IdentityDep) -> Read:
    """Mark one notice, or all up to a moment, as read by this person or key; others still have it."""
    mark_read(graph, identity, said.until or now(), said.uid)
    left = (told(graph, identity.caller, reader=identity.actor, unread=True) for told in (notices, tidings))
    return Read(unread=sum(map(len, left)))
