"""Rows that a person must decide."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Body, Query
from pydantic import BaseModel, ConfigDict, Field, model_validator

from api import examples_intake as examples
from api.dependencies import CallerDep, GraphDep, WriterDep
from api.documents import answers
from api.own.reviews import Reviews, reviews
from api.parameters import Paged, UidPath
from gate.running import heavy, light
from ingest.queue import Kind, ReviewItem, show_review
from ingest.reviewing import accept, reject, undo

router = APIRouter(prefix="/api/v1/reviews", tags=["reviews"])


class ReviewsQuery(Paged):
    """What `GET /reviews` takes."""

    status: Literal["open", "accepted", "rejected"] = Field(default="open", description="decided, or not yet")
    kind: Kind | None = Field(default=None, description="what has to be decided")


class Decision(BaseModel):
    """For which company a row is written: the first candidate unless one is chosen, or a new one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    company: str | None = Field(
        default=None,
        min_length=1,
        max_length=40,
        description="SIREN or uid of the company",
        examples=["140000019"],
    )
    new: bool = Field(default=False, description="create the company that the row names")

    @model_validator(mode="after")
    def _one_of_both(self) -> Decision:
        if self.company and self.new:
            raise ValueError("company et new s'excluent.")
        return self


FIRST_OFFERED = Decision()


@router.get("", summary="Your organisation's review queue", responses=answers(examples.REVIEWS))
@light
def get_reviews(query: Annotated[ReviewsQuery, Query()], graph: GraphDep, caller: CallerDep) -> Reviews:
    """The rows that wait, or were decided, in the order of their files, with their candidates."""
    return reviews(graph, caller, query.page, status=query.status, kind=query.kind)


@router.get("/{uid}", summary="One row of the queue", responses=answers(examples.REVIEW, 404))
@light
def get_review(uid: UidPath, graph: GraphDep, caller: CallerDep) -> ReviewItem:
    """What a row said, why it waits, and which companies it may speak of."""
    return show_review(graph, caller, uid)


@router.post("/{uid}/accept", summary="Write a row", responses=answers(examples.REVIEW, 404, 409))
@heavy
def post_accept(
    uid: UidPath, graph: GraphDep, caller: WriterDep, decision: Annotated[Decision, Body()] = FIRST_OFFERED
) -> ReviewItem:
    """Write the row for the company chosen; 409 when somebody decided it meanwhile."""
    return accept(graph, caller, uid, company=decision.company, new=decision.new)


@router.post("/{uid}/reject", summary="Set a row aside", responses=answers(examples.REVIEW, 404, 409))
@heavy
def post_reject(uid: UidPath, graph: GraphDep, caller: WriterDep) -> ReviewItem:
    """Decide that the row is not to be written; the same file will not ask again."""
    return reject(graph, caller, uid)


@router.post("/{uid}/undo", summary="Take a decision back", responses=answers(examples.REVIEW, 404, 409))
@heavy
def post_undo(uid: UidPath, graph: GraphDep, caller: WriterDep) -> ReviewItem:
    """Remove what the decision wrote; the row waits again."""
    return undo(graph, caller, uid)
