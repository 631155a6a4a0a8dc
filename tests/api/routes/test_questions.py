"""The questions, over HTTP: each answers what the question itself answers, for the caller of the service."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from graph import Graph
from graph.visibility import Caller
from queries.analytics import Around, CentralityOptions, centrality, describe, network
from queries.briefing import briefing
from queries.indicators import IndicatorScope, indicators
from queries.models import Page
from queries.overlaps import OverlapScope, overlaps
from queries.search import search
from queries.unsupported import UnsupportedScope, unsupported
from queries.who import who
from tests.api.conftest import COMPANIES, LYS, OPERATORS, PEUGEOT, Calling, Client
from tests.given import given

DAY = date(2026, 11, 20)


@pytest.fixture
def season(graph: Graph) -> Graph:
    """Many overlapping visits to one company, a need, a support."""
    met = [
        f"({operator})-[:VISITED {{on: '2026-{month:02}-{day:02}', theme: '{theme}'}}]->(lys)"
        for month in (3, 4, 5)
        for operator, day, theme in (("cci", 2, "export"), ("cma", 9, "export"), ("cci", 16, "recrutement"))
    ]
    given(
        graph, *OPERATORS, *COMPANIES, *met,
        "(cma)-[:VISITED {on: '2026-04-20', visibility: 'private'}]->(peugeot)",
        "(cci)-[:SUPPORTED {on: '2025-03-14', scheme: 'Booster', amount_eur: 40000.0}]->(lys)",
        "(seul:Company {siren: '100000009', name: 'SEULE AU MONDE'})",
    )  # fmt: skip
    return graph


def _pages(client: Client, path: str, key: str, limit: int) -> list[Any]:
    seen: list[Any] = []
    cursor = None
    while True:
        mark = f"&cursor={cursor}" if cursor else ""
        page = client.get(f"{path}&limit={limit}{mark}").json()
        seen += page[key]
        if (cursor := page["next_cursor"]) is None:
            return seen
        assert len(page[key]) == limit


@pytest.mark.parametrize("limit", [1, 4, 200])
def test_overlaps_page_to_the_end_each_once(client: Client, season: Graph, limit: int) -> None:
    seen = _pages(client, "/api/v1/overlaps?as_of=2026-11-20", "overlaps", limit)
    every = overlaps(season, client.caller, OverlapScope(), as_of=DAY, page=Page(limit=0))
    assert len(seen) == every.count > 4
    assert seen == every.model_dump(mode="json")["overlaps"]


@pytest.mark.parametrize("limit", [1, 2, 200])
def test_unsupported_pages_to_the_end_each_once(client: Client, season: Graph, limit: int) -> None:
    seen = _pages(client, "/api/v1/unsupported?as_of=2026-11-20&months=7", "companies", limit)
    scope = UnsupportedScope(months=7)
    every = unsupported(season, client.caller, scope, as_of=DAY, page=Page(limit=0))
    assert {one["siren"] for one in seen} == {PEUGEOT, "100000009"}
    assert seen == every.model_dump(mode="json")["companies"]


Asked = Callable[[Graph, Any], Any]
QUESTIONS: list[tuple[str, Asked]] = [
    (f"/api/v1/companies/{LYS}?as_of=2026-11-20", lambda g, c: who(g, c, LYS, as_of=DAY)),
    (f"/api/v1/companies/{PEUGEOT}?as_of=2026-11-20", lambda g, c: who(g, c, PEUGEOT, as_of=DAY)),
    ("/api/v1/who?q=textile+lis&as_of=2026-11-20", lambda g, c: who(g, c, "textile lis", as_of=DAY)),
    ("/api/v1/companies?q=peugot&as_of=2026-11-20", lambda g, c: search(g, c, "peugot", as_of=DAY)),
    (
        "/api/v1/overlaps?as_of=2026-11-20&kind=same_theme&window_days=30&limit=3&since=2026-04-01",
        lambda g, c: overlaps(
            g, c, OverlapScope(kind=("same_theme",), window_days=30, since=date(2026, 4, 1)), as_of=DAY,
            page=Page(limit=3),
        ),
    ),
    ("/api/v1/indicators?as_of=2026-11-20", lambda g, c: indicators(g, c, IndicatorScope(), as_of=DAY)),
    (
        f"/api/v1/network?ego={LYS}&as_of=2026-11-20&per_actor=5",
        lambda g, c: describe(network(g, c, Around(ego=LYS, as_of=DAY)), per_actor=5),
    ),
    (
        f"/api/v1/centrality?ego={LYS}&as_of=2026-11-20&by=pagerank&limit=2",
        lambda g, c: centrality(g, c, Around(ego=LYS, as_of=DAY), CentralityOptions(by="pagerank", limit=2)),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("path", "asked"), QUESTIONS)
def test_each_route_answers_what_its_question_answers(client: Client, season: Graph, path: str, asked: Asked) -> None:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.json() == asked(season, client.caller).model_dump(mode="json")


def test_a_briefing_is_asked_for_in_the_body(client: Client, season: Graph) -> None:
    companies = [LYS, "35600000000048", PEUGEOT]
    answer = client.post("/api/v1/briefings", json={"companies": companies, "as_of": "2026-11-20"})
    assert answer.json() == briefing(season, client.caller, companies, as_of=DAY).model_dump(mode="json")
    assert answer.json()["unknown"] == ["35600000000048"]
    assert client.post("/api/v1/briefings", json={"companies": []}).status_code == 422


def test_own_records_are_added_for_whom_the_service_acts(client: Client, calling: Calling, season: Graph) -> None:
    cma = calling(Caller(organisation="cma"), "CMA Test")
    path = f"/api/v1/companies/{PEUGEOT}"
    assert client.get(path).json()["visits"] == []
    assert [visit["on"] for visit in cma.get(path).json()["visits"]] == ["2026-04-20"]


def test_what_is_computed_across_institutions_is_the_same_for_all(
    client: Client, calling: Calling, season: Graph
) -> None:
    cma = calling(Caller(organisation="cma"), "CMA Test")
    for path in (
        "/api/v1/overlaps",
        "/api/v1/unsupported?months=6",
        "/api/v1/indicators",
        f"/api/v1/network?ego={PEUGEOT}",
    ):
        one, other = (each.get(path, headers={"X-Request-Id": "0af7651916cd43dd"}) for each in (client, cma))
        assert one.text == other.text
        assert dict(one.headers) == dict(other.headers)


def test_a_siret_tells_its_site(client: Client, season: Graph) -> None:
    told = client.get("/api/v1/companies/73282932000074").json()
    assert (told["company"]["siren"], told["siret"]) == (LYS, "73282932000074")


@pytest.mark.parametrize("siren", ["7328293", "73282932O", "7328293200007", "lys"])
def test_an_address_that_is_no_number_is_not_valid(client: Client, siren: str) -> None:
    answer = client.get(f"/api/v1/companies/{siren}")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "siren"


def test_a_number_whose_key_is_wrong_says_what_to_do(client: Client) -> None:
    answer = client.get("/api/v1/companies/732829321")
    assert answer.status_code == 422
    assert "clé de contrôle" in answer.json()["hint"]


def test_an_unknown_territory_is_named(client: Client, season: Graph) -> None:
    answer = client.get("/api/v1/overlaps?territory=atlantide")
    assert answer.status_code == 422
    assert "atlantide" in answer.json()["detail"]


def test_a_broken_cursor_starts_nothing(client: Client, season: Graph) -> None:
    for path in ("/api/v1/overlaps", "/api/v1/unsupported"):
        assert client.get(f"{path}?cursor=zzz").json()["detail"] == "Ce curseur de page n'est pas valable."
