"""Matching: whom mentions designate, for programs of one's own and for OpenRefine."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import orjson
from fastapi import APIRouter, Form, Query, Request
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from api import examples_intake
from api.dependencies import CallerDep, GraphDep, ServiceDep
from api.documents import answers
from gate.running import heavy
from graph.errors import FieldsRefused, Misuse
from graph.store import Graph
from graph.visibility import Caller
from ingest.mentions import read_mention
from matching import Outcome
from queries.match import Match, match

router = APIRouter(prefix="/api/v1", tags=["matching"])
MOST, MOST_RECONCILED, LONGEST = 1_000, 50, 300
Cell = Annotated[str, Field(max_length=LONGEST)]


class MentionIn(BaseModel):
    """An organisation as somebody wrote it; every cell may be as messy as in a file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Cell = Field(default="", examples=["Sté Lesaffre (groupe)"])
    commune: Cell | None = Field(default=None, examples=["Marcq-en-Barœul"])
    code_commune: Cell | None = Field(default=None, description="INSEE code of the commune")
    code_postal: Cell | None = None
    departement: Cell | None = None
    naf: Cell | None = None
    siren: Cell | None = None
    siret: Cell | None = None


class MentionsIn(BaseModel):
    """What to match, in one request."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    mentions: tuple[MentionIn, ...] = Field(min_length=1, max_length=MOST)
    limit: int = Field(default=5, ge=0, le=20, description="candidates kept for each mention")


class Matched(Match):
    """The decision on one mention, with what was remarked of its cells, in French."""

    row: int = Field(description="place of the mention, from 0")
    remarks: tuple[str, ...] = ()


class Matches(BaseModel):
    """The decisions, in the order of the mentions."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    matches: tuple[Matched, ...]


@router.post("/match", summary="Whom mentions designate", responses=answers(examples_intake.MATCHES))
@heavy
def post_match(asked: MentionsIn, graph: GraphDep, caller: CallerDep) -> Matches:
    """One decision for each mention: `linked`, `review` (a person must choose) or `unknown`; nothing is written."""
    read = [read_mention(one.model_dump()) for one in asked.mentions]
    found = match(graph, caller, [mention for mention, _ in read], limit=asked.limit)
    pairs = zip(found, (remarks for _, remarks in read), strict=True)
    return Matches(
        matches=tuple(Matched(**one.model_dump(), row=row, remarks=remarks) for row, (one, remarks) in enumerate(pairs))
    )


class Property(BaseModel):
    """What else is known of a mention, as OpenRefine says it."""

    pid: str
    v: Any


class ReconciliationQuery(BaseModel):
    """One query of the Reconciliation Service API, version 0.2."""

    model_config = ConfigDict(extra="ignore")

    query: Cell = ""
    type: str | list[str] = ""
    limit: int = Field(default=5, ge=1, le=20)
    properties: list[Property] = Field(default=[], max_length=20)
    type_strict: Literal["any", "should", "all"] = "any"


_QUERIES = TypeAdapter(dict[str, ReconciliationQuery])
Queries = Annotated[str, Query(max_length=50_000, description="queries of the Reconciliation Service API, as JSON")]


@router.get("/reconcile", summary="Reconciliation service, for OpenRefine", responses=answers(examples_intake.MANIFEST))
@heavy
def get_reconciliation(
    request: Request, graph: GraphDep, caller: CallerDep, service: ServiceDep, queries: Queries = ""
) -> dict[str, Any]:
    """What the service is, or the answers to some queries ([version 0.2](https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/))."""
    if queries:
        return _reconciled(graph, caller, queries)
    base = (service.settings.public_url or str(request.base_url)).rstrip("/")
    return {
        "versions": ["0.2"],
        "name": "DORE, entreprises et organisations",
        "identifierSpace": f"{base}/entreprises/",
        "schemaSpace": "https://schema.org/Organization",
        "defaultTypes": [examples_intake.TYPE],
        "view": {"url": f"{base}/entreprises/{{{{id}}}}"},
    }


@router.post("/reconcile", summary="Reconcile a batch, for OpenRefine", responses=answers(examples_intake.RECONCILED))
@heavy
def post_reconciliation(
    graph: GraphDep, caller: CallerDep, queries: Annotated[str, Form(max_length=100_000)]
) -> dict[str, Any]:
    """The candidates of each query, best first; `match` is true where the engine would link by itself."""
    return _reconciled(graph, caller, queries)


def _reconciled(graph: Graph, caller: Caller, written: str) -> dict[str, Any]:
    try:
        asked = _QUERIES.validate_python(orjson.loads(written))
    except (ValidationError, ValueError) as error:
        said = "ce ne sont pas des questions de l'API de réconciliation, version 0.2"
        raise FieldsRefused(f"À corriger : {said}.", (("queries", said),)) from error
    if not 1 <= len(asked) <= MOST_RECONCILED:
        raise Misuse(f"Un envoi porte de 1 à {MOST_RECONCILED} questions, pas {len(asked)}.")
    mentions = [read_mention(_cells(one))[0] for one in asked.values()]
    found = match(graph, caller, mentions, limit=20)
    told = zip(asked.items(), found, strict=True)
    return {key: {"result": _results(one, query.limit)} for (key, query), one in told}


def _cells(query: ReconciliationQuery) -> dict[str, str]:
    """The cells of a mention: the query is its name, properties are named as the fields of `POST /match`."""
    cells = {"name": query.query}
    for one in query.properties:
        value = one.v[0] if isinstance(one.v, list) and one.v else one.v
        value = value.get("id", "") if isinstance(value, dict) else value
        if isinstance(value, (str, int, float)) and one.pid in MentionIn.model_fields:
            cells[one.pid] = str(value)[:LONGEST]
    return cells


def _results(found: Match, limit: int) -> list[dict[str, Any]]:
    return [
        {
            "id": one.siren or one.uid,
            "name": one.name or one.siren or one.uid,
            "score": round(100 * one.score, 2),
            "match": found.decision is Outcome.LINKED and one.uid == found.uid,
            "type": [examples_intake.TYPE],
            "description": " ; ".join(one.reasons),
        }
        for one in found.candidates[:limit]
    ]
