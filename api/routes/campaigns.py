"""Campaigns of visits: made of the list without accompaniment, shared out, followed."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from api import examples_between as examples
from api.bodies import CampaignIn, LevelIn, TargetIn
from api.dependencies import CallerDep, GraphDep, IdentityDep
from api.documents import answers
from api.own.between import Campaigns, Sheet
from gate.running import heavy
from graph.store import Graph
from graph.visibility import Caller
from planning import campaigns as planning
from planning.drawing import drawn
from queries.campaigns import campaign, campaigns, targets
from queries.days import today

router = APIRouter(prefix="/api/v1/campaigns", tags=["campaigns"])
KeyPath = Annotated[str, Path(pattern=r"^[\w-]{1,64}$", description="uid", examples=["5f0c6b1e2a9d4c33"])]


@router.get("", summary="Campaigns of visits", responses=answers(examples.CAMPAIGNS))
@heavy
def get_campaigns(graph: GraphDep, caller: CallerDep) -> Campaigns:
    """The campaigns that your organisation may know: open ones first, the soonest to end before the others."""
    return Campaigns(campaigns=campaigns(graph, caller))


@router.get("/{uid}", summary="One campaign", responses=answers(examples.SHEET, 404))
@heavy
def get_campaign(uid: KeyPath, graph: GraphDep, caller: CallerDep) -> Sheet:
    """Its companies in the order of the list, who takes which, and what became of them."""
    return _sheet(graph, caller, uid)


@router.post("", status_code=201, summary="Make a campaign", responses=answers(examples.SHEET, status=201))
@heavy
def post_campaign(said: CampaignIn, graph: GraphDep, identity: IdentityDep) -> Sheet:
    """Make one of the companies that nobody is known to accompany: the first of the list, or those chosen of it.

    The list is drawn again here: a company that is not of it is not taken, and how it was drawn is said by DORE.
    """
    companies, how = drawn(graph, identity.caller, said.scope, only=said.companies)
    plan = planning.Plan(said.title, said.until, said.visibility, companies, how)
    return _sheet(graph, identity.caller, planning.create(graph, identity, plan, today()))


@router.post("/{uid}/take", summary="Take a company", responses=answers(examples.SHEET, 404, 409))
@heavy
def post_take(uid: KeyPath, said: TargetIn, graph: GraphDep, identity: IdentityDep) -> Sheet:
    """Take a company for your organisation; 409 when another was faster, or the campaign is closed."""
    planning.take(graph, identity, uid, said.company)
    return _sheet(graph, identity.caller, uid)


@router.post("/{uid}/release", summary="Give a company back", responses=answers(examples.SHEET, 404, 409))
@heavy
def post_release(uid: KeyPath, said: TargetIn, graph: GraphDep, identity: IdentityDep) -> Sheet:
    """Give back a company that your organisation had taken, for others to take."""
    planning.release(graph, identity, uid, said.company)
    return _sheet(graph, identity.caller, uid)


@router.post("/{uid}/close", summary="Close a campaign", responses=answers(examples.SHEET, 404))
@heavy
def post_close(uid: KeyPath, graph: GraphDep, identity: IdentityDep) -> Sheet:
    """Close a campaign of your organisation: nothing of it is taken any more."""
    planning.close(graph, identity, uid)
    return _sheet(graph, identity.caller, uid)


@router.post("/{uid}/reopen", summary="Open a campaign again", responses=answers(examples.SHEET, 404))
@heavy
def post_reopen(uid: KeyPath, graph: GraphDep, identity: IdentityDep) -> Sheet:
    """Open again a campaign of your organisation that was closed."""
    planning.close(graph, identity, uid, closed=False)
    return _sheet(graph, identity.caller, uid)


@router.post("/{uid}/level", summary="Change who sees a campaign", responses=answers(examples.SHEET, 404))
@heavy
def post_level(uid: KeyPath, said: LevelIn, graph: GraphDep, identity: IdentityDep) -> Sheet:
    """Share a campaign of your organisation, which takes a steward, or keep it to yourselves."""
    planning.set_level(graph, identity, uid, said.visibility)
    return _sheet(graph, identity.caller, uid)


def _sheet(graph: Graph, caller: Caller, uid: str) -> Sheet:
    return Sheet(campaign=campaign(graph, caller, uid), targets=targets(graph, caller, uid))
