"""Whether the service lives, and whether it can answer."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict

from api.dependencies import GraphDep
from api.documents import answers
from gate.problems import BASE, KINDS
from graph.bridge import run_bridged
from graph.errors import NotFound, StoreUnavailable

router = APIRouter(tags=["service"])
PATIENCE_S = 3.0
"""A probe that waits longer than this tells nothing."""


class Health(BaseModel):
    """How the service is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    status: str


class ProblemKind(BaseModel):
    """A kind of problem, explained."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: str
    title: str
    status: int
    explanation: str


OK = Health(status="ok")


@router.get("/healthz", summary="Is the process alive?", responses=answers(OK.model_dump()))
async def get_health() -> Health:
    """Answer as long as the process can: says nothing of the database."""
    return OK


@router.get("/readyz", summary="Can it answer questions?", responses=answers(OK.model_dump()))
async def get_readiness(graph: GraphDep) -> Health:
    """Answer `ok` when the database answers, a 503 problem otherwise."""
    try:
        async with asyncio.timeout(PATIENCE_S):
            await run_bridged(graph.system_read, "RETURN 1 AS one")
    except TimeoutError as error:
        raise StoreUnavailable(f"Neo4j n'a pas répondu en {PATIENCE_S:g} secondes.") from error
    return OK


@router.get(
    BASE + "{kind}",
    summary="A kind of problem, explained",
    responses=answers(
        ProblemKind(
            type=BASE + "not-found",
            title=KINDS["not-found"].title,
            status=404,
            explanation=KINDS["not-found"].said,
        ).model_dump(),
        404,
    ),
)
async def get_problem_kind(
    kind: Annotated[str, Path(description="the last part of the `type` of a problem", examples=["not-found"])],
) -> ProblemKind:
    """Say what a kind of problem means: the page that the `type` of a problem is the address of."""
    known = KINDS.get(kind)
    if known is None:
        raise NotFound("Ce genre de problème n'existe pas.", hint=f"Genres connus : {', '.join(KINDS)}.")
    return ProblemKind(type=BASE + kind, title=known.title, status=known.status, explanation=known.said)
