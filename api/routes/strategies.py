"""Strategies that territories declare, beside what companies ask for and get."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api import examples_partnership as examples
from api.bodies_partnership import StrategyIn
from api.dependencies import CallerDep, GraphDep, IdentityDep
from api.documents import answers
from api.own.partnership import Strategies, StrategySheet
from api.routes.agreements import KeyPath
from gate.running import heavy
from planning.entering import Entered, enter
from queries.days import today
from queries.partnership.forthcoming import forthcoming
from queries.partnership.priorities import priorities
from queries.partnership.strategies import strategies, strategy

router = APIRouter(prefix="/api/v1/strategies", tags=["partnership"])
Where = Annotated[str | None, Query(max_length=100, description="uid of a territory, such as `epci:200067999`")]


@router.get("", summary="Strategies, and what is to come", responses=answers(examples.STRATEGIES))
@heavy
def get_strategies(graph: GraphDep, caller: CallerDep, territory: Where = None) -> Strategies:
    """The strategies that your organisation may know, and what is announced for the next eighteen months."""
    coming = forthcoming(graph, caller, territory, as_of=today())
    return Strategies(strategies=strategies(graph, caller, territory), forthcoming=coming)


@router.get("/{uid}", summary="One strategy", responses=answers(examples.STRATEGY, 404))
@heavy
def get_strategy(uid: KeyPath, graph: GraphDep, caller: CallerDep) -> StrategySheet:
    """Its priorities beside what is asked and given in its territories."""
    found = strategy(graph, caller, uid)
    compared = tuple(priorities(graph, caller, place.uid, as_of=today()) for place in found.territories[:4])
    return StrategySheet(strategy=found, compared=compared)


@router.post("", status_code=201, summary="Record a strategy", responses=answers(examples.ENTERED, status=201))
@heavy
def post_strategy(said: StrategyIn, graph: GraphDep, identity: IdentityDep) -> Entered:
    """Record a strategy for your organisation; the same `reference` again corrects it."""
    return enter(graph, identity, "strategies", said.cells)
