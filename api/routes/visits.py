"""Announcing a visit."""

from __future__ import annotations

from fastapi import APIRouter, Response

from api import examples_intake as examples
from api.dependencies import AnnouncerDep, GraphDep
from api.documents import Responses, answers
from gate.running import heavy
from planning.announcing import announce_visit, check_visit
from planning.models import Outcome, VisitCheck, VisitIn, VisitRecorded, VisitWaiting

router = APIRouter(prefix="/api/v1/visits", tags=["visits"])
WAITING: Responses = {202: {"description": "It waits in the review queue.", "model": VisitWaiting}}
KNOWN: Responses = {200: {"description": "It was known: unchanged, or corrected.", "model": VisitRecorded}}


@router.post(
    "",
    status_code=201,
    summary="Announce or report a visit",
    response_model=VisitRecorded | VisitWaiting,
    responses=answers(examples.RECORDED, 404, 409, status=201, others={**KNOWN, **WAITING}),
)
@heavy
def post_visit(visit: VisitIn, response: Response, graph: GraphDep, who: AnnouncerDep) -> VisitRecorded | VisitWaiting:
    """Write a visit of the organisation that the service acts for, and say which overlaps it makes.

    It is read, cleaned and matched like a row of a file. When only a person can tell which company is meant,
    it waits in the review queue (202). The same visit again changes nothing (200); said otherwise of the same
    company and day, or under the same `reference`, it is corrected (200).
    """
    done = announce_visit(graph, who, visit)
    if done.outcome is Outcome.REVIEW:
        response.status_code = 202
    elif done.outcome is not Outcome.CREATED:
        response.status_code = 200
    return done


@router.post("/check", summary="What a visit would overlap", responses=answers(examples.CHECK, 404))
@heavy
def check(visit: VisitIn, graph: GraphDep, who: AnnouncerDep) -> VisitCheck:
    """The live warning: the overlaps it would make, whom to call, what nobody covers. Writes nothing."""
    return check_visit(graph, who, visit)
