"""What a running service does for itself every day."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from access import Role, moments
from access.audit import KEPT, event, record
from access.roles import local
from gate.upkeep import DAILY, Upkeep
from graph import Graph
from graph.errors import StoreUnavailable
from tests.access.conftest import Clock, admitted, clock, join

__all__ = ["clock"]


def test_at_start_what_has_ended_goes_and_the_audit_is_left_to_retention(graph: Graph, clock: Clock) -> None:
    join(admitted(graph), Role.READER)
    clock(KEPT + timedelta(days=1))
    record(graph, [event(local("cci"), "essai")])
    before = graph.system_read("MATCH (e:AuditEvent) RETURN count(e) AS n")
    assert before[0]["n"] > 1, "one is new, the others are too old"
    upkeep = Upkeep(graph)
    done = threading.Event()
    upkeep._tasks = (*DAILY, lambda _: done.set())
    upkeep.start()
    assert done.wait(60)
    upkeep.stop()
    assert graph.system_read("MATCH (e:AuditEvent) RETURN count(e) AS n") == before
    assert graph.system_read("MATCH (n:Session|Link) RETURN n") == []


def test_what_has_not_ended_is_left_alone(graph: Graph) -> None:
    join(admitted(graph), Role.READER)
    before = graph.system_read("MATCH (n:Session|Link|AuditEvent) RETURN count(n) AS n")
    assert Upkeep(graph).run()
    assert graph.system_read("MATCH (n:Session|Link|AuditEvent) RETURN count(n) AS n") == before


@pytest.mark.parametrize("error", [StoreUnavailable("Neo4j ne répond pas."), ValueError("essai")])
def test_one_task_that_fails_keeps_no_other_from_running_and_it_is_tried_again_soon(
    graph: Graph, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    tries, enough = [], threading.Event()

    def down(_: Graph) -> None:
        raise error

    def runs(_: Graph) -> None:
        tries.append(moments.present())
        if len(tries) == 3:
            enough.set()

    monkeypatch.setattr("gate.upkeep.RETRY_S", 0.01)
    upkeep = Upkeep(graph, (down, runs))
    upkeep.start()
    assert enough.wait(60)
    upkeep.stop()
