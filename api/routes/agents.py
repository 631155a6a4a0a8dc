"""Posts in the territories, trainings, and the FTE against the norm."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api import examples_means as examples
from api.dependencies import CallerDep, GraphDep, IdentityDep, ServiceDep
from api.documents import answers
from api.means_bodies import PostIn, TrainingIn
from api.own.means import Posts, Staffing, Trainings
from gate.running import heavy
from planning.entering import Entered, enter
from planning.means.places import epcis_of
from queries.means.agents import loads, posts, proposal, trainings
from queries.means.holes import missing

router = APIRouter(tags=["means"])
Fte = Annotated[float, Query(ge=0, le=100, description="FTE to place, by halves", examples=[2.0])]


@router.get("/api/v1/posts", summary="Posts in the territories", responses=answers(examples.POSTS))
@heavy
def get_posts(graph: GraphDep, caller: CallerDep) -> Posts:
    """The posts that your organisation may know; names are those of its own people."""
    return Posts(posts=posts(graph, caller))


@router.post(
    "/api/v1/posts", status_code=201, summary="Declare a post", responses=answers(examples.ENTERED, status=201)
)
@heavy
def post_post(said: PostIn, graph: GraphDep, identity: IdentityDep) -> Entered:
    """Declare a post of your organisation; who holds it is kept apart."""
    return enter(graph, identity, said.source, said.cells)


@router.get("/api/v1/trainings", summary="Trainings followed", responses=answers(examples.TRAININGS))
@heavy
def get_trainings(graph: GraphDep, caller: CallerDep) -> Trainings:
    """The trainings followed in the last twelve months; numbers of others below three are left out."""
    return Trainings(trainings=trainings(graph, caller))


@router.post(
    "/api/v1/trainings", status_code=201, summary="Note a training", responses=answers(examples.ENTERED, status=201)
)
@heavy
def post_training(said: TrainingIn, graph: GraphDep, identity: IdentityDep) -> Entered:
    """Note a training that people of your organisation followed."""
    return enter(graph, identity, said.source, said.cells)


@router.get("/api/v1/staffing", summary="FTE against the norm", responses=answers(examples.STAFFING))
@heavy
def get_staffing(graph: GraphDep, caller: CallerDep, service: ServiceDep, fte: Fte = 2.0) -> Staffing:
    """FTE of each EPCI against one for 10,000 companies, what is missing, and where so many FTE would go first."""
    names = epcis_of(service.settings.region)
    found = loads(graph, caller, names)
    return Staffing(territories=found, holes=missing(graph, caller, names), proposal=proposal(found, fte))
