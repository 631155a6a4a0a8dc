"""One `Graph` for sync and async callers, without twin classes.

Questions are plain functions. On the command line their reads block, as usual. In the API they run inside a
greenlet: when a read has to wait, the greenlet hands the awaitable to the event loop and goes on when it is done,
so that one thread serves many requests on the async driver. This is how SQLAlchemy serves both worlds; greenlet
is the library it uses. Measured in `bench/`, decided in `docs/decisions/0004-one-graph-sync-and-async.md`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, ParamSpec, TypeVar

from greenlet import getcurrent, greenlet

P = ParamSpec("P")
R = TypeVar("R")


class _Bridged(greenlet):
    """Marks a greenlet whose parent runs an event loop."""


def is_bridged() -> bool:
    """Whether the running code may hand awaitables to an event loop."""
    return isinstance(getcurrent(), _Bridged)


def wait_for(awaitable: Awaitable[R]) -> R:
    """Wait for an awaitable from plain code that runs inside `run_bridged`."""
    parent = getcurrent().parent
    if parent is None:
        raise RuntimeError("wait_for needs run_bridged around it")
    result: R = parent.switch(awaitable)
    return result


async def run_bridged(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run a plain function; each of its reads lets the event loop go on.

    The function must not do heavy work of its own: that belongs to a thread.
    """
    child = _Bridged(function)
    child.gr_context = getcurrent().gr_context
    outcome: Any = child.switch(*args, **kwargs)
    while not child.dead:
        try:
            value = await outcome
        except BaseException as error:
            outcome = child.throw(error)
        else:
            outcome = child.switch(value)
    final: R = outcome
    return final
