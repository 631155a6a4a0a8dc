"""What to know before going to see companies."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api import examples
from api.dependencies import CallerDep, GraphDep
from api.documents import answers
from api.parameters import AS_OF
from gate.running import heavy
from queries.briefing import WINDOW_DAYS, Briefing, briefing

router = APIRouter(prefix="/api/v1", tags=["questions"])
MOST = 200


class BriefingIn(BaseModel):
    """The companies of a round of visits. In the body, so that no log on the way holds the list."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    companies: tuple[str, ...] = Field(
        min_length=1,
        max_length=MOST,
        description="SIREN, SIRET or uids",
        examples=[["140000019", "14000002700015"]],
    )
    as_of: date | None = Field(default=None, description=AS_OF, examples=["2026-11-20"])
    window_days: int = Field(default=WINDOW_DAYS, ge=0, le=3660)


@router.post("/briefings", summary="What to know before going", responses=answers(examples.BRIEFING))
@heavy
def post_briefing(asked: BriefingIn, graph: GraphDep, caller: CallerDep) -> Briefing:
    """Last contacts, planned visits, open points, whom to call, what nobody has covered: of each company."""
    return briefing(graph, caller, asked.companies, as_of=asked.as_of, window_days=asked.window_days)
