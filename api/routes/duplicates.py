"""Companies that may be one: proposed with reasons, made one, said to be two, and the way back."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query

from api import examples_duplicates as examples
from api.bodies import DistinctIn, MergeIn
from api.dependencies import CallerDep, GraphDep, IdentityDep
from api.documents import answers
from api.own.duplicates import Mergings
from gate.running import heavy
from graph.errors import NotFound
from planning import merging
from planning.merging import Decided
from queries.duplicates import Duplicates, duplicates
from queries.mergings import Merging, mergings
from queries.scope import Scope

router = APIRouter(prefix="/api/v1/duplicates", tags=["duplicates"])
KeyPath = Annotated[str, Path(pattern=r"^[0-9a-f]{16}$", description="uid", examples=["5f0c6b1e2a9d4c33"])]
TerritoryQuery = Annotated[
    list[str] | None,
    Query(max_length=100, description="where one of the companies must be: uids, codes or exact names"),
]
LimitQuery = Annotated[int, Query(ge=1, le=100, description="how many groups, or decisions, at most")]
SkipQuery = Annotated[int, Query(ge=0, le=100_000, description="how many groups to leave out first")]
StatusQuery = Annotated[
    Literal["proposed", "done", "distinct", "undone"] | None, Query(description="the only ones wanted")
]


@router.get("", summary="Companies that may be one", responses=answers(examples.DUPLICATES))
@heavy
def get_duplicates(
    graph: GraphDep, caller: CallerDep, territory: TerritoryQuery = None, limit: LimitQuery = 20, skip: SkipQuery = 0
) -> Duplicates:
    """Groups of companies that may be one, the surest first: which to keep, the others, and why."""
    return duplicates(graph, caller, Scope(territory=tuple(territory or ())), limit=limit, skip=skip)


@router.get("/decisions", summary="What was decided of duplicates", responses=answers(examples.MERGINGS))
@heavy
def get_decisions(graph: GraphDep, caller: CallerDep, status: StatusQuery = None, limit: LimitQuery = 50) -> Mergings:
    """Pairs of companies that were proposed as one, made one, said to be two, or made two again, latest first."""
    return Mergings(decisions=tuple(mergings(graph, caller, status=status, limit=limit)))


@router.get("/decisions/{uid}", summary="One such decision", responses=answers(examples.MERGING, 404))
@heavy
def get_decision(uid: KeyPath, graph: GraphDep, caller: CallerDep) -> Merging:
    """One pair; of companies that your organisation may not know, it answers like one that does not exist."""
    found = mergings(graph, caller, uid=uid)
    if not found:
        raise NotFound("Aucune réunion d'entreprises n'a ce numéro.")
    return found[0]


@router.post("/merge", summary="Make one company of two", responses=answers(examples.DECIDED, 404, 409))
@heavy
def post_merge(said: MergeIn, graph: GraphDep, identity: IdentityDep) -> Decided:
    """Make one company of two, or give your word for it: `proposed` until each organisation whose facts move agrees.

    Those whose word is missing are told. Facts and sites of `gone` go to `keep`, and can go back.
    """
    return merging.merge(graph, identity, said.keep, said.gone, reason=said.reason, expected=said.expected)


@router.post("/distinct", summary="Say that two companies are two", responses=answers(examples.DISTINCT, 404, 409))
@heavy
def post_distinct(said: DistinctIn, graph: GraphDep, identity: IdentityDep) -> Decided:
    """Say that two companies are two: they are proposed no more."""
    return merging.distinct(graph, identity, said.keep, said.gone, expected=said.expected)


@router.post("/decisions/{uid}/undo", summary="Take a decision back", responses=answers(examples.UNDONE, 404, 409))
@heavy
def post_undo(uid: KeyPath, graph: GraphDep, identity: IdentityDep) -> Decided:
    """Make two companies again of those that were made one, or take back what was proposed or said of a pair."""
    return merging.undo(graph, identity, uid)
