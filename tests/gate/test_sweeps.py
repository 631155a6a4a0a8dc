"""Somebody who opens far more sheets than work asks for: slowed down, refused, told to those who answer for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anyio
import pytest

from access import Identity, Role, sweeping
from access.audit import events_of
from access.journal import Journal
from access.keys import create_key
from access.organisations import admit
from access.roles import local, platform
from access.sweeping import sweeps
from gate.service import Service
from gate.sweeps import HOUR_S, Opened, Sweeps
from graph import Graph, Settings
from graph.errors import AccessRefused, TooMany
from tests.access.conftest import admitted, join
from tests.api.conftest import COMPANIES, LYS, PEUGEOT, Client
from tests.given import given
from tests.web.test_sign_in import Visitor

ADA = Identity(Role.READER, "cci", "CCI Test", "ada", "Ada", "ada", via="session")


class Watch:
    """Counts of a service of which a person may open so many sheets, and what became of each request."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, sheets: int = 4, lists: int = 2) -> None:
        self.now, self.waited = 0.0, []  # type: float, list[float]
        self.sweeps = Sweeps(Settings(sweep_sheets=sheets, sweep_lists=lists))
        self.journal = Journal(None)  # type: ignore[arg-type]  # nothing is recorded here
        monkeypatch.setattr("gate.sweeps.time.monotonic", lambda: self.now)
        monkeypatch.setattr("gate.sweeps.anyio.sleep", self._sleep)

    async def _sleep(self, seconds: float) -> None:
        self.waited.append(seconds)

    def opens(self, *sheets: str, lists: tuple[str, ...] = (), who: Identity = ADA) -> bool:
        try:
            anyio.run(self.sweeps.watch, who, Opened(sheets, lists), self.journal)
        except TooMany:
            return False
        return True

    @property
    def told(self) -> list[str]:
        return [line.action for line in self.journal._waiting]


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    return Watch(monkeypatch)


def test_from_half_of_it_each_new_sheet_waits_longer_and_beyond_it_none_opens(watch: Watch) -> None:
    assert [watch.opens(one) for one in "abcdef"] == [True, True, True, True, False, False]
    assert [wait for wait in watch.waited if wait] == [2.0, 4.0]
    assert watch.told == [sweeping.SLOWED, sweeping.REFUSED]
    assert watch.opens("a")
    assert watch.opens("z", who=Identity(Role.READER, "cci", "", "bob", "", "bob", via="session"))


def test_the_same_sheet_again_is_not_another_one(watch: Watch) -> None:
    assert all(watch.opens("a", "b") for _ in range(20))
    assert not any(watch.waited)
    assert watch.told == []


def test_after_an_hour_it_begins_anew_and_is_told_anew(watch: Watch) -> None:
    assert [watch.opens(one) for one in "abcde"][-1] is False
    watch.now = HOUR_S + 1
    assert watch.opens("e")
    assert [watch.opens(one) for one in "fghi"][-1] is False
    assert watch.told.count(sweeping.REFUSED) == 2


def test_several_at_once_are_opened_or_refused_together(watch: Watch) -> None:
    assert not watch.opens(*"abcde")
    assert watch.opens(*"abcd")


def test_pages_of_lists_and_exports_are_counted_apart(watch: Watch) -> None:
    assert [watch.opens(lists=(one,)) for one in ("1", "2", "3")] == [True, True, False]
    assert watch.opens("a")


def test_whoever_runs_the_server_is_not_watched_and_nothing_means_no_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    watch = Watch(monkeypatch, sheets=1)
    assert all(watch.opens(one, who=local("cci", "CCI Test")) for one in "abc")
    watch = Watch(monkeypatch, sheets=0)
    assert all(watch.opens(one) for one in "abc")


@pytest.fixture
def door(graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Client:
    """The API, where two sheets and one further page may be opened in an hour."""
    monkeypatch.setattr("gate.sweeps.LONGEST_WAIT_S", 0.0)
    given(admitted(graph), *COMPANIES, "(:Company {siren: '100000009', name: 'GALVA'})")
    return Client(Service(graph, Settings(home=tmp_path, sweep_sheets=2, sweep_lists=1)))


def key(graph: Graph) -> dict[str, Any]:
    join(graph, Role.STEWARD)
    return {"headers": {"Authorization": f"Bearer {create_key(graph, local('cci'), 'Tableau de bord')[1].shown}"}}


def test_a_program_that_goes_through_the_companies_is_stopped_whichever_way_it_goes(door: Client) -> None:
    asks = key(door.service.graph)
    assert door.get(f"/api/v1/companies/{LYS}", **asks).status_code == 200
    assert door.get(f"/api/v1/who?q={LYS}", **asks).status_code == 200
    assert door.post("/api/v1/briefings", json={"companies": [f"{LYS}00013", PEUGEOT]}, **asks).status_code == 200
    for refused in (
        door.get("/api/v1/companies/100000009", **asks),
        door.get("/api/v1/who?q=galva", **asks),
        door.get("/api/v1/network?ego=100000009", **asks),
        door.post("/api/v1/briefings", json={"companies": ["100000009"]}, **asks),
    ):
        assert refused.status_code == 429
        assert "2 fiches d'entreprises différentes en une heure" in refused.json()["detail"]
        assert "responsable des données" in refused.json()["hint"]
        assert 3_000 < int(refused.headers["retry-after"]) <= 3_600
    assert door.get(f"/api/v1/companies/{LYS}", **asks).status_code == 200
    assert door.get("/api/v1/overlaps?cursor=a", **asks).status_code == 422  # it is counted before it is read
    assert door.get("/api/v1/overlaps?cursor=b", **asks).status_code == 429
    assert door.get("/api/v1/overlaps", **asks).status_code == 200


def test_it_is_told_to_the_stewards_of_the_institution_and_to_the_platform_and_to_nobody_else(door: Client) -> None:
    graph = door.service.graph
    asks = key(graph)
    for siren in (LYS, PEUGEOT, "100000009", "100000009"):
        door.get(f"/api/v1/companies/{siren}", **asks)
    door.app.state.journal.flush()
    [refused, slowed] = sweeps(graph, local("cci"))
    assert (refused.action, slowed.action) == (sweeping.REFUSED, sweeping.SLOWED)
    assert (refused.what, refused.name, refused.organisation) == ("sheets", "Tableau de bord", "CCI Test")
    assert sweeps(graph, platform()) == [refused, slowed]
    assert sweeps(graph, local("cma")) == []
    assert {sweeping.SLOWED, sweeping.REFUSED} <= {line.action for line in events_of(graph, local("cci"))}
    with pytest.raises(AccessRefused):
        sweeps(graph, join(graph, Role.READER).identity)


def test_a_person_is_told_in_a_page_and_keeps_what_was_open(
    region: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gate.sweeps.LONGEST_WAIT_S", 0.0)
    visitor = Visitor(region, tmp_path, sweep_sheets=1)
    admit(region, platform(), "cci")
    shown = join(region, Role.CONTRIBUTOR).shown
    visitor.cookies.set("dore", shown)
    assert visitor.go("GET", f"/entreprises/{LYS}").status_code == 200
    for path in (
        f"/entreprises/{PEUGEOT}",
        f"/preparation?entreprises={PEUGEOT}",
        f"/visites/nouvelle?entreprise={PEUGEOT}",
    ):
        answer = visitor.go("GET", path)
        assert answer.status_code == 429
        assert "Un peu moins vite" in answer.text
        assert "aucune autre ne s&#39;ouvre" in answer.text
    assert visitor.go("GET", f"/entreprises/{LYS}").status_code == 200
