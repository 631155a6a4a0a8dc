"""Where a route's work runs: on the event loop, or in a thread. Every route says which.

A route is a plain function that hands over to one question. `@light` runs it on the event loop, where each of
its reads lets other requests go on; `@heavy` runs it in a thread, on the sync driver. Light is for what reads
little and computes nothing; anything else would make all other requests wait. `@waiting` is for what waits for a
server that is not ours, in threads of its own, so that one that hangs holds up nobody else. Measured by
`bench/api_driver.py`, decided in `docs/decisions/0004-one-graph-sync-and-async.md`.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import partial, wraps
from typing import Any, ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread

from gate import showing
from graph.bridge import run_bridged

P = ParamSpec("P")
R = TypeVar("R")

HEAVY_AT_ONCE = 4
"""Heavy requests under way together: each may hold a whole region in memory. The others wait."""

WAITING_AT_ONCE = 16
"""Requests that wait for somebody else's server together."""

_heavy_turns = CapacityLimiter(HEAVY_AT_ONCE)
_waiting_turns = CapacityLimiter(WAITING_AT_ONCE)


def light(route: Callable[P, R]) -> Callable[P, Coroutine[Any, Any, R]]:
    """Run a route on the event loop: its reads are awaited on the async driver."""

    @wraps(route)
    async def on_the_loop(*args: P.args, **kwargs: P.kwargs) -> R:
        answer = await run_bridged(route, *args, **kwargs)
        showing.note(answer)
        return answer

    return on_the_loop


def heavy(route: Callable[P, R]) -> Callable[P, Coroutine[Any, Any, R]]:
    """Run a route in a thread, a few at a time: its reads block on the sync driver."""
    return _in_a_thread(route, _heavy_turns)


def waiting(route: Callable[P, R]) -> Callable[P, Coroutine[Any, Any, R]]:
    """Run a route in a thread where it may wait for another server."""
    return _in_a_thread(route, _waiting_turns)


def _in_a_thread(route: Callable[P, R], turns: CapacityLimiter) -> Callable[P, Coroutine[Any, Any, R]]:
    @wraps(route)
    async def in_a_thread(*args: P.args, **kwargs: P.kwargs) -> R:
        answer = await to_thread.run_sync(partial(route, *args, **kwargs), limiter=turns)
        showing.note(answer)
        return answer

    return in_a_thread
