"""Experiments: the ledger, what is added to it, what it teaches."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response

from api import examples_experiments as examples
from api.bodies_experiments import DifficultyIn, ExperimentIn, IndicatorIn, ResultIn, VerdictIn
from api.dependencies import CallerDep, GraphDep, IdentityDep
from api.documents import Responses, answers
from api.own.experiments import Effects, Experiments
from gate.running import heavy
from planning.entering import Entered
from planning.experiments import add, conclude, save
from planning.models import Outcome
from queries.experiments.effects import effects
from queries.experiments.ledger import Wanted, ledger
from queries.experiments.sheet import ExperimentSheet, sheet
from queries.experiments.spreading import Forerunners, Spreading, forerunners, spreading

router = APIRouter(prefix="/api/v1/experiments", tags=["experiments"])
KeyPath = Annotated[str, Path(pattern=r"^[\w-]{1,64}$", description="uid", examples=["5f0c6b1e2a9d4c33"])]
Verdict = Annotated[
    Literal["", "running", "succeeded", "failed", "inconclusive", "ended"],
    Query(description="only those; `ended` takes all that are closed"),
]
Theme = Annotated[str, Query(max_length=100, description="code of a theme", examples=["emploi"])]
Territory = Annotated[str, Query(max_length=40, description="uid of a territory", examples=["epci:248000531"])]
Words = Annotated[
    str, Query(max_length=200, description="words of the title, hypothesis or lesson, any case and accents")
]
KNOWN: Responses = {
    200: {"description": "It was known: unchanged, or corrected.", "model": Entered},
    202: {"description": "It waits in the review queue.", "model": Entered},
}


@router.get("", summary="Experiments", responses=answers(examples.EXPERIMENTS))
@heavy
def get_experiments(
    graph: GraphDep,
    caller: CallerDep,
    verdict: Verdict = "",
    theme: Theme = "",
    territory: Territory = "",
    q: Words = "",
) -> Experiments:
    """The experiments that your organisation may know, latest first; one only signalled gives its month."""
    wanted = Wanted(verdict=verdict, theme=theme, territory=territory, words=q)
    return Experiments(experiments=ledger(graph, caller, wanted))


@router.get("/like", summary="What was tried before", responses=answers(examples.FORERUNNERS))
@heavy
def get_like(graph: GraphDep, caller: CallerDep, theme: Theme, territory: Territory) -> Forerunners:
    """Before starting: the experiments of a theme that ended, those of the territories most alike first."""
    return forerunners(graph, caller, theme, territory)


@router.get("/{uid}", summary="One experiment", responses=answers(examples.SHEET, 404))
@heavy
def get_experiment(uid: KeyPath, graph: GraphDep, caller: CallerDep) -> ExperimentSheet:
    """Its help, indicators with their series, difficulties, verdict and lesson, origin and replicas."""
    return sheet(graph, caller, uid)


@router.get("/{uid}/spreading", summary="Where it may spread", responses=answers(examples.SPREADING, 404))
@heavy
def get_spreading(uid: KeyPath, graph: GraphDep, caller: CallerDep) -> Spreading:
    """For a success: the territories most like its own that are not known to have tried it, and why they are alike."""
    return spreading(graph, caller, sheet(graph, caller, uid).experiment)


@router.get("/{uid}/effects", summary="What its figures let one say", responses=answers(examples.EFFECTS, 404))
@heavy
def get_effects(uid: KeyPath, graph: GraphDep, caller: CallerDep) -> Effects:
    """Each indicator's change beside that of like territories, its cost for each unit, and no cause."""
    return Effects(effects=effects(graph, caller, sheet(graph, caller, uid)))


@router.post(
    "", status_code=201, summary="Enter an experiment", responses=answers(examples.ENTERED, status=201, others=KNOWN)
)
@heavy
def post_experiment(said: ExperimentIn, response: Response, graph: GraphDep, identity: IdentityDep) -> Entered:
    """Write an experiment of your organisation, read and checked like a row of a file."""
    return _answered(response, save(graph, identity, said.cells))


@router.post(
    "/{uid}/indicators", status_code=201, summary="Add an indicator",
    responses=answers(examples.ENTERED, 404, status=201, others=KNOWN),
)  # fmt: skip
@heavy
def post_indicator(
    uid: KeyPath, said: IndicatorIn, response: Response, graph: GraphDep, identity: IdentityDep
) -> Entered:
    """Say what an experiment of your organisation is judged by; the same name corrects it."""
    return _answered(response, add(graph, identity, uid, "indicators", said.cells))


@router.post(
    "/{uid}/results", status_code=201, summary="Add a result",
    responses=answers(examples.ENTERED, 404, status=201, others=KNOWN),
)  # fmt: skip
@heavy
def post_result(uid: KeyPath, said: ResultIn, response: Response, graph: GraphDep, identity: IdentityDep) -> Entered:
    """Add a value to the series of an indicator; the same day corrects it."""
    return _answered(response, add(graph, identity, uid, "results", said.cells))


@router.post(
    "/{uid}/difficulties", status_code=201, summary="Tell a difficulty",
    responses=answers(examples.ENTERED, 404, status=201, others=KNOWN),
)  # fmt: skip
@heavy
def post_difficulty(
    uid: KeyPath, said: DifficultyIn, response: Response, graph: GraphDep, identity: IdentityDep
) -> Entered:
    """Tell what an experiment of your organisation ran into, so that others know before they start."""
    return _answered(response, add(graph, identity, uid, "difficulties", said.cells))


@router.post("/{uid}/verdict", summary="Conclude", responses=answers(examples.SHEET, 404, 409))
@heavy
def post_verdict(uid: KeyPath, said: VerdictIn, graph: GraphDep, identity: IdentityDep) -> ExperimentSheet:
    """Give the verdict of an experiment of your organisation, with its lesson; 409 when somebody was faster."""
    conclude(graph, identity, uid, said.conclusion)
    return sheet(graph, identity.caller, uid)


def _answered(response: Response, entered: Entered) -> Entered:
    if entered.outcome is not Outcome.CREATED:
        response.status_code = 202 if entered.outcome is Outcome.REVIEW else 200
    return entered
