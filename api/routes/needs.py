"""Needs: raised, taken care of, answered; those that become territorial."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import Field

from api import examples_needs as examples
from api.dependencies import CallerDep, GraphDep, IdentityDep
from api.documents import answers
from api.own.needs import ActIn, AnswerTextIn, NeedIn, NeedSheet, PromotionIn, TerritorialNeeds
from api.parameters import LONGEST_PAGE
from gate.running import heavy
from graph.store import Graph
from graph.visibility import Caller
from planning.entering import Entered, enter
from planning.partnership.needs import act
from planning.partnership.territorial import Call, answer, promote
from queries.models import Answer, Page
from queries.partnership.needs import NeedFilter, NeedList, Raiser, need, need_acts, needs
from queries.partnership.territorial_needs import (
    TerritorialNeed,
    Threshold,
    heard,
    territorial_need,
    territorial_needs,
)

router = APIRouter(prefix="/api/v1", tags=["needs"])
KeyPath = Annotated[str, Path(pattern=r"^[\w-]{1,64}$", description="uid", examples=["5f0c6b1e2a9d4c33"])]


class NeedsQuery(Answer):
    """Which needs, and which part of the list."""

    status: tuple[str, ...] = Field(default=(), max_length=10, description="states, such as `quo`; several add up")
    theme: str | None = Field(default=None, max_length=100, description="code of a theme")
    territory: str | None = Field(
        default=None, max_length=60, description="uid of a territory", examples=["epci:200067999"]
    )
    raiser: Raiser | None = Field(default=None, description="who raised it")
    mine: bool = Field(default=False, description="those of your organisation alone")
    limit: int = Field(default=50, ge=1, le=LONGEST_PAGE, description="length of the page")
    cursor: str | None = Field(default=None, max_length=500, description="`next_cursor` of the page before")


@router.get("/needs", summary="Needs", responses=answers(examples.NEEDS))
@heavy
def get_needs(graph: GraphDep, caller: CallerDep, asked: Annotated[NeedsQuery, Query()]) -> NeedList:
    """The needs that your organisation may know, latest first; of a signalled one only its month and who raised it."""
    wanted = NeedFilter(
        statuses=asked.status, theme=asked.theme, territory=asked.territory, raiser=asked.raiser, mine=asked.mine
    )
    return needs(graph, caller, wanted, page=Page(limit=asked.limit, cursor=asked.cursor))


@router.get("/needs/{uid}", summary="One need", responses=answers(examples.NEED, 404))
@heavy
def get_need(uid: KeyPath, graph: GraphDep, caller: CallerDep) -> NeedSheet:
    """A need, who takes care of it, and what was done about it."""
    return _sheet(graph, caller, uid)


@router.post("/needs", status_code=201, summary="Raise a need", responses=answers(examples.NEED_ENTERED, status=201))
@heavy
def post_need(said: NeedIn, graph: GraphDep, identity: IdentityDep) -> Entered:
    """Enter a need that a company, a territory or a project holder told; `review` when its company is in doubt."""
    return enter(graph, identity, "needs", said.cells)


@router.post("/needs/{uid}/acts", summary="Act on a need", responses=answers(examples.NEED, 404, 409))
@heavy
def post_act(uid: KeyPath, said: ActIn, graph: GraphDep, identity: IdentityDep) -> NeedSheet:
    """Take care of a need, answer it, close it, hand it over, give it back or open it again; 409 when it changed."""
    act(graph, identity, uid, said.kind, text=said.text, to=said.to)
    return _sheet(graph, identity.caller, uid)


@router.get("/territorial-needs", summary="Territorial needs", responses=answers(examples.TERRITORIALS))
@heavy
def get_territorial(graph: GraphDep, caller: CallerDep, threshold: Annotated[Threshold, Query()]) -> TerritorialNeeds:
    """What the Region owes an answer to, and the themes heard in so many companies or EPCI within so many months."""
    found = territorial_needs(graph, caller)
    return TerritorialNeeds(territorial_needs=found, heard=heard(graph, caller, threshold))


@router.post(
    "/territorial-needs",
    status_code=201,
    summary="Recognise one",
    responses=answers(examples.TERRITORIAL, 409, status=201),
)
@heavy
def post_promotion(said: PromotionIn, graph: GraphDep, identity: IdentityDep) -> TerritorialNeed:
    """Have a theme that is heard widely enough recognised, so that the Region owes an answer by a day."""
    uid = promote(graph, identity, Call(said.theme, said.title, said.addressee, said.due, said.threshold))
    return territorial_need(graph, identity.caller, uid)


@router.post("/territorial-needs/{uid}/answer", summary="Answer one", responses=answers(examples.TERRITORIAL, 404, 409))
@heavy
def post_answer(uid: KeyPath, said: AnswerTextIn, graph: GraphDep, identity: IdentityDep) -> TerritorialNeed:
    """Answer for the institution of the Region that owes it; those who raised the need are told."""
    answer(graph, identity, uid, said.text)
    return territorial_need(graph, identity.caller, uid)


def _sheet(graph: Graph, caller: Caller, uid: str) -> NeedSheet:
    return NeedSheet(need=need(graph, caller, uid), acts=need_acts(graph, caller, uid))
