"""How often one may ask."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from access import Identity, Role
from access.keys import create_key
from access.roles import local
from gate.rates import Rates
from gate.service import Service
from graph import Graph, Settings
from graph.errors import Misuse, TooMany
from tests.access.conftest import admitted, join
from tests.api.conftest import Client
from tests.web.test_sign_in import Visitor

ADA = Identity(Role.READER, "cci", "CCI Test", "ada", "Ada", "ada", via="session")
BOB = Identity(Role.READER, "cci", "CCI Test", "bob", "Bob", "bob", via="session")
EVE = Identity(Role.READER, "cma", "CMA Test", "eve", "Eve", "eve", via="session")


def rates(**limits: str) -> Rates:
    return Rates(Settings(**limits))  # type: ignore[arg-type]


def refused(counted: Rates, identity: Identity, address: str = "192.0.2.7") -> bool:
    try:
        counted.ask(identity, address)
    except TooMany as error:
        return 1 <= error.retry_after_s <= 3_600 and "Attendez" in error.hint
    return False


def test_a_person_who_asks_too_often_waits_and_nobody_else_does() -> None:
    counted = rates(rate_person="3/hour")
    assert [refused(counted, ADA) for _ in range(4)] == [False, False, False, True]
    assert not refused(counted, BOB)


def test_an_institution_as_a_whole_is_counted_too() -> None:
    counted = rates(rate_organisation="3/hour")
    assert [refused(counted, who) for who in (ADA, BOB, ADA, BOB, EVE)] == [False, False, False, True, False]


def test_nobody_is_counted_by_address_and_one_customer_has_all_of_its_network() -> None:
    counted, nobody = rates(rate_address="2/hour"), Identity()
    addresses = (
        "2001:db8::1",
        "2001:db8::2",
        "2001:db8::3",
        "2001:db8:0:1::1",
        "192.0.2.1",
        "::ffff:192.0.2.1",
        "192.0.2.1",
    )
    assert [refused(counted, nobody, one) for one in addresses] == [False, False, True, False, False, False, True]


def test_whoever_runs_the_server_on_its_own_machine_is_not_counted_and_an_empty_limit_is_none() -> None:
    counted = rates(rate_person="1/hour", rate_organisation="1/hour", rate_address="")
    assert not any(refused(counted, local("cci", "CCI Test")) for _ in range(3))
    assert not any(refused(counted, Identity()) for _ in range(3))


def test_a_limit_that_is_none_is_said_before_anything_starts() -> None:
    with pytest.raises(Misuse, match="DORE_RATE_PERSON"):
        rates(rate_person="beaucoup")


def test_the_limits_that_come_with_it_leave_room_for_a_fast_reader() -> None:
    counted = Rates(Settings())
    assert not any(refused(counted, ADA) for _ in range(300))


@pytest.fixture
def door(graph: Graph, tmp_path: Path) -> Client:
    settings = Settings(home=tmp_path, rate_address="3/hour", rate_person="3/hour")
    return Client(Service(admitted(graph), settings))


def test_over_http_it_is_a_problem_that_says_when_to_come_back(door: Client) -> None:
    open_to_all = "/api/v1/companies?q=textiles"
    answers = [door.get(open_to_all) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    last = answers[-1]
    assert last.headers["content-type"] == "application/problem+json"
    assert last.json()["title"] == "Trop de demandes"
    assert 1 <= int(last.headers["retry-after"]) <= 3_600
    assert "Content-Security-Policy" in last.headers
    assert door.get("/healthz").status_code == 200


def test_wrong_keys_are_counted_as_nobodys_and_right_ones_as_their_own(door: Client) -> None:
    graph = door.service.graph
    join(graph, Role.STEWARD)
    right: dict[str, Any] = {"Authorization": f"Bearer {create_key(graph, local('cci'), 'Essai')[1].shown}"}
    wrong = {"Authorization": "Bearer dore_rien"}
    path = "/api/v1/overlaps"
    assert [door.get(path, headers=wrong).status_code for _ in range(4)] == [401, 401, 401, 429]
    assert [door.get(path, headers=right).status_code for _ in range(4)] == [200, 200, 200, 429]


def test_attempts_to_sign_in_are_counted_and_said_in_a_page(region: Graph, tmp_path: Path) -> None:
    visitor = Visitor(region, tmp_path, rate_sign_in="2/hour")
    answers = []
    for _ in range(3):
        visitor.go("GET", "/connexion?lien=dore_rien")
        answers.append(visitor.send("/connexion", lien="dore_rien"))
    assert [answer.status_code for answer in answers] == [401, 401, 429]
    assert "Trop de tentatives de connexion" in answers[-1].text
    assert answers[-1].headers["content-type"].startswith("text/html")
    assert int(answers[-1].headers["retry-after"]) >= 1
