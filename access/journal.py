"""Reads are recorded in batches, by a thread of their own: no request waits for it."""

from __future__ import annotations

import threading
from collections import deque

import structlog

from access.audit import Event, record
from graph.errors import DoreError
from graph.store import Graph

EVERY_S = 2.0
MOST = 50_000
"""Lines that may wait while the database does not answer; beyond, the oldest are lost, and it is said."""
_BATCH = 1_000


class Journal:
    """The lines that wait to be recorded.

    Args:
        graph: where they go.
    """

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._waiting: deque[Event] = deque()
        self._lost = 0
        self._lock = threading.Lock()
        self._end = threading.Event()
        self._thread: threading.Thread | None = None

    def note(self, event: Event) -> None:
        """Take a line, without waiting for anything."""
        with self._lock:
            if len(self._waiting) >= MOST:
                self._waiting.popleft()
                self._lost += 1
            self._waiting.append(event)

    def flush(self) -> int:
        """Record what waits and return how many lines that was; what cannot be recorded waits on."""
        done = 0
        while batch := self._take():
            try:
                record(self._graph, batch)
            except BaseException:
                with self._lock:
                    self._waiting.extendleft(reversed(batch))
                raise
            done += len(batch)
        return done

    def start(self) -> None:
        """Record what waits every few seconds, until `stop`."""
        self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Record what waits a last time."""
        self._end.set()
        if self._thread is not None:
            self._thread.join()
        self._tried()

    def _run(self) -> None:
        while not self._end.wait(EVERY_S):
            self._tried()

    def _tried(self) -> None:
        try:
            self.flush()
        except DoreError as error:
            structlog.get_logger().warning("journal", waiting=len(self._waiting), lost=self._lost, error=str(error))

    def _take(self) -> list[Event]:
        with self._lock:
            return [self._waiting.popleft() for _ in range(min(_BATCH, len(self._waiting)))]
