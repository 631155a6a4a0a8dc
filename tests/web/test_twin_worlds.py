"""What one may not see changes no byte of what one gets: a sample of `bench.trust`, and each planted leak found."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.erasure import canonical
from bench.homes import EMPTY
from bench.trust.calls import calls
from bench.trust.drawing import draw
from bench.trust.leaks import LEAKS, Leak, caught
from bench.trust.twins import Doors, differences
from bench.trust.worlds import Eyes, pair
from graph import Graph
from web.app import ROUTERS


def test_every_page_that_reads_is_asked_of_both_worlds() -> None:
    worlds = pair(0, Eyes.MEMBER)
    assert {call.route for call in calls(ROUTERS, worlds)} >= {"GET /recouvrements", "GET /visites/{uid}"}
    assert worlds[0] != worlds[1]


def test_two_worlds_that_differ_in_secrets_give_the_same_bytes(graph: Graph, tmp_path: Path) -> None:
    with Doors(graph, tmp_path) as doors:
        assert [one for one in differences(doors, 1, only="GET /api/v1/") if one] == []


def test_a_world_drawn_over_another_is_that_world(graph: Graph) -> None:
    first, second = pair(0, Eyes.MEMBER)
    draw(graph, first)
    draw(graph, second, first)
    moved = canonical(graph)
    graph.auto_commit(EMPTY)
    draw(graph, second)
    assert canonical(graph) == moved


@pytest.mark.parametrize("leak", LEAKS[:2], ids=lambda leak: leak.name)
def test_a_planted_leak_is_found(graph: Graph, tmp_path: Path, leak: Leak) -> None:
    assert caught(graph, tmp_path, leak)
