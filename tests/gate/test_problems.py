"""The one shape of what goes wrong."""

from __future__ import annotations

import pytest

from gate.problems import KINDS, of_error
from graph import Graph, errors
from graph.visibility import Caller
from tests.api.conftest import Calling, Client
from tests.given import given


def _all_errors(base: type[errors.DoreError]) -> list[type[errors.DoreError]]:
    return [base, *(one for child in base.__subclasses__() for one in _all_errors(child))]


@pytest.mark.parametrize("error", [one for one in _all_errors(errors.DoreError) if one is not errors.FieldsRefused])
def test_every_error_of_dore_has_a_status(error: type[errors.DoreError]) -> None:
    made = error("quoi", code="c") if issubclass(error, errors.FileRefused) else error("quoi", hint="que faire")
    found = of_error(made)
    assert found.detail == "quoi"
    assert found.status == KINDS[found.type.rsplit("/", 1)[1]].status
    expected = {
        errors.NotFound: 404, errors.Conflict: 409, errors.AccessRefused: 403, errors.Misuse: 422,
        errors.StoreUnavailable: 503, errors.FileRefused: 422, errors.Interrupted: 503,
    }  # fmt: skip
    assert found.status == expected.get(error, found.status)


def test_an_invalid_request_names_each_field_in_french(client: Client) -> None:
    answer = client.get("/api/v1/overlaps?limit=0&since=hier&kind=rien&territoire=x")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert told["title"] == "Demande non valable"
    assert {one["field"]: one["message"] for one in told["errors"]} == {
        "limit": "Il faut au moins 1.",
        "since": "Une date est attendue, sous la forme 2026-11-20.",
        "kind[0]": "Valeurs possibles : 'other_site', 'same_day', 'same_theme', 'planned_vs_recent' ou 'general'.",
        "territoire": "Ce champ n'est pas connu ici.",
    }


def test_a_body_that_is_no_json_is_told_so(cci: Client) -> None:
    headers = {"Content-Type": "application/json"}
    answer = cci.post("/api/v1/visits", content=b"{oups", headers=headers)
    assert answer.status_code == 422
    [error] = answer.json()["errors"]
    assert error == {"field": "corps de la demande", "message": "Ce n'est pas du JSON valable."}


def test_an_unknown_address_and_a_wrong_method_are_problems_too(client: Client) -> None:
    assert client.get("/api/v2/companies").json()["detail"] == "Aucune page à cette adresse."
    wrong = client.request("DELETE", "/api/v1/overlaps")
    assert wrong.status_code == 405
    assert wrong.headers["allow"] == "GET"
    assert wrong.json()["title"] == "Méthode non permise"


def test_the_type_of_a_problem_is_the_address_of_its_explanation(client: Client) -> None:
    problem = client.get("/nope").json()
    page = client.get(problem["type"])
    assert page.status_code == 200
    assert page.json()["type"] == problem["type"]
    assert page.json()["title"] == problem["title"]


def test_what_may_not_be_seen_answers_like_what_does_not_exist(graph: Graph, calling: Calling) -> None:
    given(
        graph,
        "(cma:Operator {uid: 'cma', name: 'CMA'})-[:VISITED {on: '2026-03-02', visibility: 'private'}]->"
        "(:Company {siren: '732829320', uid: '732829320', visibility: 'private', owner: 'cma'})",
        "(:Review {uid: '00000000000000aa', owner: 'cma', kind: 'company', status: 'open', source_uid: 'visits'})",
        "(:Import {uid: '00000000000000bb', owner: 'cma', source_uid: 'visits', file: 'f.csv',"
        " status: 'done', started_at: '2026-01-01'})",
    )
    client = calling(Caller(organisation="cci"), "CCI")
    request_id = {"X-Request-Id": "0af7651916cd43dd8448eb211c80319c"}
    for hidden, absent in (
        ("/api/v1/companies/732829320", "/api/v1/companies/552100554"),
        ("/api/v1/reviews/00000000000000aa", "/api/v1/reviews/00000000000000ab"),
        ("/api/v1/imports/00000000000000bb", "/api/v1/imports/00000000000000bc"),
        ("/api/v1/imports/00000000000000bb/findings", "/api/v1/imports/00000000000000bc/findings"),
    ):
        one, other = (client.get(path, headers=request_id) for path in (hidden, absent))
        assert one.status_code == other.status_code == 404
        said = other.text.replace(absent.rsplit("/", 1)[-1], hidden.rsplit("/", 1)[-1])
        assert one.text == said
        assert dict(one.headers) == dict(other.headers)
