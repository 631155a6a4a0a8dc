"""Where a route runs."""

from __future__ import annotations

import threading

import anyio
import pytest

from gate.running import HEAVY_AT_ONCE, heavy, light
from graph import Graph
from graph.bridge import is_bridged


def test_light_work_stays_on_the_loop_and_its_reads_are_awaited(graph: Graph) -> None:
    @light
    def read() -> tuple[bool, str, int]:
        return is_bridged(), threading.current_thread().name, graph.system_read("RETURN 7 AS n")[0]["n"]

    async def call() -> tuple[bool, str, int]:
        try:
            return await read()
        finally:
            await graph.close_async()

    assert anyio.run(call) == (True, threading.current_thread().name, 7)


def test_heavy_work_leaves_the_loop_free() -> None:
    started, go_on = threading.Event(), threading.Event()

    @heavy
    def work() -> bool:
        started.set()
        return go_on.wait(10) and not is_bridged()

    async def call() -> None:
        async def release() -> None:
            while not started.is_set():
                await anyio.sleep(0.01)
            go_on.set()

        async with anyio.create_task_group() as group:
            group.start_soon(release)
            assert await work()

    anyio.run(call)


def test_only_a_few_heavy_works_go_on_together() -> None:
    lock, under_way, most = threading.Lock(), 0, 0
    gate = threading.Event()

    @heavy
    def work() -> None:
        nonlocal under_way, most
        with lock:
            under_way += 1
            most = max(most, under_way)
            if under_way == HEAVY_AT_ONCE:
                gate.set()
        gate.wait(10)
        with lock:
            under_way -= 1

    async def call() -> None:
        async with anyio.create_task_group() as group:
            for _ in range(3 * HEAVY_AT_ONCE):
                group.start_soon(work)

    anyio.run(call)
    assert most == HEAVY_AT_ONCE


def test_an_error_comes_out_of_either() -> None:
    def fail() -> None:
        raise KeyError("x")

    for run in (light(fail), heavy(fail)):
        with pytest.raises(KeyError, match="x"):
            anyio.run(run)
