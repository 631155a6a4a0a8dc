"""Lines recorded in batches, outside the requests."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest

from access import journal
from access.audit import event
from access.journal import Journal
from access.roles import local
from graph import Graph
from graph.errors import StoreUnavailable

COUNT = "MATCH (e:AuditEvent) RETURN count(e) AS n"


def noted(graph: Graph, number: int) -> Journal:
    made = Journal(graph)
    for _ in range(number):
        made.note(event(local("cci"), "read-own"))
    return made


def test_taking_a_line_waits_for_nothing_and_writes_nothing(graph: Graph) -> None:
    made = noted(graph, 3)
    assert graph.system_read(COUNT) == [{"n": 0}]
    assert made.flush() == 3
    assert made.flush() == 0
    assert graph.system_read(COUNT) == [{"n": 3}]


def test_lines_from_many_threads_are_all_there_once(graph: Graph) -> None:
    made = Journal(graph)

    def many() -> None:
        for _ in range(300):
            made.note(event(local("cci"), "read-own"))

    threads = [threading.Thread(target=many) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    made.flush()
    assert graph.system_read(COUNT) == [{"n": 1200}]


def test_what_the_database_did_not_take_waits_and_is_recorded_later(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = noted(graph, 2)

    def down(*_: Any) -> None:
        raise StoreUnavailable("Neo4j ne répond pas.")

    with monkeypatch.context() as patched:
        patched.setattr(journal, "record", down)
        with pytest.raises(StoreUnavailable):
            made.flush()
        made.stop()
    assert made.flush() == 2


def test_while_the_service_runs_they_are_recorded_by_themselves_and_the_last_at_its_end(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "EVERY_S", 0.05)
    made = noted(graph, 1)
    made.start()
    deadline = time.monotonic() + 10
    while graph.system_read(COUNT) != [{"n": 1}] and time.monotonic() < deadline:
        time.sleep(0.05)
    assert graph.system_read(COUNT) == [{"n": 1}]
    made.note(event(local("cci"), "read-own"))
    made.stop()
    assert graph.system_read(COUNT) == [{"n": 2}]


def test_when_too_many_wait_the_oldest_go(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "MOST", 5)
    assert noted(graph, 8).flush() == 5
