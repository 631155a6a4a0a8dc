"""The OpenAPI document: nothing in it is left out, and its examples are true."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jsonschema  # type: ignore[import-untyped,unused-ignore]
import pytest
from fastapi.routing import APIRoute

from api.app import create_app
from gate.service import Service
from graph import Settings

SERVICE: Any = Service(None, Settings())  # type: ignore[arg-type]  # the document needs no graph
APP = create_app(SERVICE)
DOCUMENT = APP.openapi()
OPERATIONS = [
    (f"{method} {path}", operation)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
]
EXPECTED = {
    "get /api/v1/companies", "get /api/v1/companies/{siren}", "get /api/v1/who", "get /api/v1/overlaps",
    "get /api/v1/unsupported", "post /api/v1/briefings", "get /api/v1/network", "get /api/v1/centrality",
    "post /api/v1/match", "get /api/v1/reconcile", "post /api/v1/reconcile",
    "get /api/v1/indicators", "get /api/v1/results", "get /api/v1/sharing", "post /api/v1/visits", "post /api/v1/visits/check", "post /api/v1/imports",
    "get /api/v1/imports", "get /api/v1/imports/{uid}", "get /api/v1/imports/{uid}/findings",
    "get /api/v1/reviews", "get /api/v1/reviews/{uid}", "post /api/v1/reviews/{uid}/accept",
    "post /api/v1/reviews/{uid}/reject", "post /api/v1/reviews/{uid}/undo", "get /healthz", "get /readyz",
    "get /api/v1/problems/{kind}",
    "get /api/v1/agreements", "get /api/v1/agreements/{uid}", "post /api/v1/agreements", "post /api/v1/agreements/{uid}/actions", "get /api/v1/strategies", "get /api/v1/strategies/{uid}", "post /api/v1/strategies", "get /api/v1/consultations", "get /api/v1/consultations/{uid}", "post /api/v1/consultations", "post /api/v1/consultations/{uid}/reply", "post /api/v1/consultations/{uid}/outcome", "post /api/v1/consultations/{uid}/close", "post /api/v1/consultations/{uid}/reopen",
    "get /api/v1/exchanges", "get /api/v1/exchanges/{uid}", "post /api/v1/exchanges",
    "post /api/v1/exchanges/{uid}/answer", "post /api/v1/exchanges/{uid}/withdraw",
    "post /api/v1/exchanges/{uid}/separate", "post /api/v1/visits/{uid}/postpone",
    "post /api/v1/overlaps/{uid}/decide", "post /api/v1/overlaps/{uid}/part", "get /api/v1/notices",
    "post /api/v1/notices/read", "get /api/v1/campaigns", "get /api/v1/campaigns/{uid}", "post /api/v1/campaigns",
    "post /api/v1/campaigns/{uid}/take", "post /api/v1/campaigns/{uid}/release", "post /api/v1/campaigns/{uid}/close",
    "post /api/v1/campaigns/{uid}/reopen", "post /api/v1/campaigns/{uid}/level",
    "get /api/v1/needs", "get /api/v1/needs/{uid}", "post /api/v1/needs", "post /api/v1/needs/{uid}/acts",
    "get /api/v1/territorial-needs", "post /api/v1/territorial-needs", "post /api/v1/territorial-needs/{uid}/answer",
    "get /api/v1/allocations",
    "get /api/v1/envelopes", "post /api/v1/envelopes", "get /api/v1/envelopes/{uid}",
    "post /api/v1/envelopes/{uid}/transfer", "post /api/v1/commitments", "post /api/v1/commitments/{uid}/pay",
    "get /api/v1/posts", "post /api/v1/posts", "get /api/v1/trainings",
    "post /api/v1/trainings", "get /api/v1/staffing", "get /api/v1/committees",
    "post /api/v1/committees", "get /api/v1/committees/{uid}", "post /api/v1/agenda",
    "post /api/v1/agenda/{uid}/decide", "get /api/v1/referrals", "post /api/v1/referrals",
    "post /api/v1/referrals/{uid}/answer",
    "get /api/v1/duplicates", "get /api/v1/duplicates/decisions", "get /api/v1/duplicates/decisions/{uid}",
    "post /api/v1/duplicates/merge", "post /api/v1/duplicates/distinct",
    "post /api/v1/duplicates/decisions/{uid}/undo",
    "get /api/v1/experiments", "get /api/v1/experiments/like", "get /api/v1/experiments/{uid}",
    "get /api/v1/experiments/{uid}/spreading", "get /api/v1/experiments/{uid}/effects", "post /api/v1/experiments",
    "post /api/v1/experiments/{uid}/indicators", "post /api/v1/experiments/{uid}/results",
    "post /api/v1/experiments/{uid}/difficulties", "post /api/v1/experiments/{uid}/verdict",
}  # fmt: skip


def _validate(instance: Any, schema: Any) -> None:
    jsonschema.Draft202012Validator({**schema, "components": DOCUMENT["components"]}).validate(instance)


def test_every_question_and_way_in_is_there() -> None:
    assert {name for name, _ in OPERATIONS} == EXPECTED


@pytest.mark.parametrize(("name", "operation"), OPERATIONS)
def test_every_route_says_what_it_does(name: str, operation: dict[str, Any]) -> None:
    assert operation["summary"]
    assert len(operation["description"]) > 20
    assert operation["tags"]
    assert set(operation["tags"]) <= {tag["name"] for tag in DOCUMENT["tags"]}


@pytest.mark.parametrize(("name", "operation"), OPERATIONS)
def test_every_route_has_an_example_that_is_true(name: str, operation: dict[str, Any]) -> None:
    [answer] = [
        content["application/json"]
        for status, response in operation["responses"].items()
        if status in ("200", "201") and "example" in (content := response["content"])["application/json"]
    ]
    _validate(answer["example"], answer["schema"])


@pytest.mark.parametrize(("name", "operation"), OPERATIONS)
def test_every_route_names_its_problems(name: str, operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    assert {"403", "422", "500", "503"} <= set(responses)
    if "{" in name:
        assert "404" in responses
    for status, response in responses.items():
        if int(status) >= 400:
            told = response["content"]["application/problem+json"]
            _validate(told["example"], told["schema"])
            assert told["example"]["status"] == int(status)


@pytest.mark.parametrize(("name", "operation"), OPERATIONS)
def test_every_parameter_is_described(name: str, operation: dict[str, Any]) -> None:
    for parameter in operation.get("parameters", ()):
        assert parameter.get("description"), parameter["name"]


def test_the_body_of_a_visit_has_examples_that_are_accepted() -> None:
    from planning.models import VisitIn

    fields = DOCUMENT["components"]["schemas"]["VisitIn"]["properties"]
    example = {name: schema["examples"][0] for name, schema in fields.items() if "examples" in schema}
    assert {"on", "status", "siren", "theme"} <= set(example)
    VisitIn.model_validate(example)


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"].rsplit("/", 1)[1]
        for child in node.values():
            yield from _references(child)
    elif isinstance(node, list):
        for child in node:
            yield from _references(child)


def test_every_reference_of_the_document_leads_somewhere() -> None:
    assert set(_references(DOCUMENT)) <= set(DOCUMENT["components"]["schemas"])


def test_no_page_asks_another_site_for_scripts() -> None:
    paths = {getattr(route, "path", "") for route in APP.routes}
    assert not {"/docs", "/redoc"} & paths
    assert APP.docs_url is None
    assert APP.redoc_url is None


def _routes() -> list[APIRoute]:
    from api.app import ROUTERS

    return [route for module in ROUTERS for route in module.router.routes if isinstance(route, APIRoute)]


@pytest.mark.parametrize("route", _routes(), ids=lambda route: route.path)
def test_every_route_says_where_it_runs(route: APIRoute) -> None:
    if route.tags == ["service"]:
        return
    assert route.endpoint.__code__.co_name in ("on_the_loop", "in_a_thread")
    inner = getattr(route.endpoint, "__wrapped__", None)
    assert inner is not None
    assert not hasattr(inner, "__wrapped__"), "it runs in one place only"
