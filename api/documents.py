"""What the OpenAPI document says of the answers of a route: an example, and the problems it may meet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fastapi import APIRouter
from fastapi.routing import APIRoute

from gate.problems import KINDS, MEDIA_TYPE, Problem, problem

Responses = dict[int | str, dict[str, Any]]

_DETAILS = {
    "invalid": "À corriger : limit.",
    "not-found": "Aucune entreprise connue sous le numéro 140000019.",
    "conflict": "Quelqu'un d'autre a décidé cette ligne entre-temps.",
}
_BY_STATUS = {
    status: next(kind for kind, known in KINDS.items() if known.status == status)
    for status in {known.status for known in KINDS.values()}
}
ALWAYS = (401, 403, 422, 429, 500, 503)
"""What any route may answer: nobody signed in, not permitted, not valid, too often, broken, or without its database."""


def answers(example: Any, *more: int, status: int = 200, others: Responses | None = None) -> Responses:
    """Return the `responses` of a route.

    Args:
        example: what it answers, as JSON.
        more: statuses of the problems it may meet, besides those that any route may.
        status: the status of the answer.
        others: answers of other statuses.
    """
    told: Responses = {status: {"content": {"application/json": {"example": example}}}}
    told.update(others or {})
    told.update({code: _problem(code) for code in sorted({*ALWAYS, *more})})
    return told


def completed(document: dict[str, Any], routers: Iterable[APIRouter]) -> dict[str, Any]:
    """Add to an OpenAPI document what FastAPI leaves out: the schema of problems, the nulls of examples."""
    for router in routers:
        for route in router.routes:
            if isinstance(route, APIRoute):
                _put_examples_back(document["paths"][route.path], route)
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    told = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(told.pop("$defs"))
    schemas["Problem"] = told
    document["components"]["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
    document["security"] = [{"key": []}, {}]
    return document


def _put_examples_back(path: dict[str, Any], route: APIRoute) -> None:
    for method in route.methods or ():
        for status, told in route.responses.items():
            for media_type, content in told.get("content", {}).items():
                shown = path[method.lower()]["responses"][str(status)]["content"][media_type]
                shown["example"] = content["example"]


def _problem(status: int) -> dict[str, Any]:
    kind = _BY_STATUS[status]
    example = problem(kind, _DETAILS.get(kind, KINDS[kind].said), request_id="9f1c2d3e4b5a69788796a5b4c3d2e1f0")
    return {
        "description": KINDS[kind].said,
        "content": {
            MEDIA_TYPE: {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "example": example.model_dump(mode="json", exclude_defaults=True),
            }
        },
    }
