"""What is done before anybody waits for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph import Graph
from graph.store import Graph as Store
from tests.web.conftest import Browser
from web import warming
from web.rendering import environment


def test_every_template_is_compiled() -> None:
    environment.cache_clear()
    assert warming.templates() == len(environment().list_templates(extensions=("html",)))
    assert environment().cache is not None
    assert len(environment().cache) == warming.templates()


def test_the_questions_are_asked_of_nothing_and_change_nothing(cci: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = cci.service.graph
    everything = "MATCH (n) OPTIONAL MATCH (n)-[e]->() RETURN count(DISTINCT n) AS nodes, count(e) AS edges"
    before = graph.system_read(everything)
    asked: list[str] = []
    read = Store.read

    def counted(self: Graph, text: str, *rest: object, **said: object) -> object:
        asked.append(text)
        return read(self, text, *rest, **said)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "read", counted)
    warming.questions(graph)
    assert len(set(asked)) >= 8
    assert graph.system_read(everything) == before


def test_it_is_begun_beside_the_requests_of_a_service_that_stays_and_ends(cci: Browser) -> None:
    assert warming.start(cci.service) is None
    thread = warming.start(replace(cci.service, warms=True))
    assert thread is not None
    assert thread.daemon
    thread.join(60)
    assert not thread.is_alive()
