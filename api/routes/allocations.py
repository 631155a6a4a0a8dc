"""An amount shared out between the territories of the region by their economic profile."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from api import examples_needs as examples
from api.dependencies import CallerDep, GraphDep, ServiceDep
from api.documents import answers
from gate.running import heavy
from graph.errors import Misuse
from queries.models import Answer
from queries.partnership.allocations import DEFAULT_WEIGHTS, HIGHEST, MOST_EUR, Allocation, AllocationScope, allocation
from queries.partnership.profiles import CRITERIA, Level

router = APIRouter(prefix="/api/v1/allocations", tags=["allocations"])


class Shared(Answer):
    """What is shared out, and by which weights."""

    amount_cents: int = Field(default=1_000_000_00, ge=0, le=MOST_EUR * 100, description="what is shared out, in cents")
    floor_cents: int = Field(default=0, ge=0, le=MOST_EUR * 100, description="that each territory gets first")
    level: Level = Field(default="departement", description="between which territories")
    weight: tuple[str, ...] = Field(
        default=(), max_length=20, description=f"`criterion:weight`, 0 to 10; criteria: {', '.join(CRITERIA)}"
    )


@router.get("", summary="Share an amount out", responses=answers(examples.ALLOCATION))
@heavy
def get_allocation(
    graph: GraphDep, caller: CallerDep, service: ServiceDep, asked: Annotated[Shared, Query()]
) -> Allocation:
    """Each territory's share to the cent, what each criterion brings, how it moves with each weight."""
    weights = dict(map(_weight, asked.weight)) if asked.weight else DEFAULT_WEIGHTS
    scope = AllocationScope(
        amount_cents=asked.amount_cents, floor_cents=asked.floor_cents, level=asked.level, weights=weights
    )
    return allocation(graph, caller, scope, service.settings.region)


def _weight(written: str) -> tuple[str, float]:
    name, _, number = written.partition(":")
    try:
        weight = float(number)
    except ValueError:
        weight = -1.0
    if name not in CRITERIA or not 0 <= weight <= HIGHEST:
        raise Misuse(f"« {written} » n'est pas un poids.", hint="Écrivez critère:poids, tel que population:2.")
    return name, weight
