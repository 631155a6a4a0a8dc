"""Advisory locks between processes; the system drops them when a process dies, even by `kill -9`."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_POLL_S = 0.05


def try_lock(path: Path) -> int | None:
    """Take the lock and return its descriptor, or None when another process holds it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def wait_lock(path: Path, *, timeout_s: float) -> int | None:
    """Take the lock, waiting for whoever holds it; None when the time is over."""
    end = time.monotonic() + timeout_s
    while (descriptor := try_lock(path)) is None and time.monotonic() < end:
        time.sleep(_POLL_S)
    return descriptor


@contextmanager
def held(path: Path, *, timeout_s: float, late: Exception) -> Iterator[None]:
    """Hold the lock inside a block.

    Raises:
        Exception: `late`, when another process still holds it after `timeout_s`.
    """
    descriptor = wait_lock(path, timeout_s=timeout_s)
    if descriptor is None:
        raise late
    try:
        yield
    finally:
        os.close(descriptor)


def is_locked(path: Path) -> bool:
    """Whether a living process holds the lock."""
    if not path.exists():
        return False
    descriptor = try_lock(path)
    if descriptor is None:
        return True
    os.close(descriptor)
    return False
