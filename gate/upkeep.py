"""What a running service does for itself once a day: sessions and links that have ended go.

What is kept for a stated time, the audit included, goes by `rights.retention` alone.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

import structlog

from access.links import forget_ended
from gate import logs
from graph.store import Graph

EVERY_S = 24 * 3600.0
RETRY_S = 600.0
"""After a day's work that failed, such as without a database."""
Task = Callable[[Graph], object]
DAILY: tuple[Task, ...] = (forget_ended,)


class Upkeep:
    """Runs the tasks at start and every day, in a thread of its own.

    Args:
        graph: what they work on.
        tasks: one by one; one that fails keeps no other from running.
    """

    def __init__(self, graph: Graph, tasks: Sequence[Task] = DAILY) -> None:
        self._graph = graph
        self._tasks = tasks
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._live, name="upkeep", daemon=True)

    def start(self) -> None:
        """Begin, without waiting for anything."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the task under way, and no other."""
        self._end.set()
        self._thread.join()

    def run(self) -> bool:
        """Run every task once and return whether all went well."""
        failed = 0
        for task in self._tasks:
            if self._end.is_set():
                break
            try:
                task(self._graph)
            except Exception as error:
                failed += 1
                structlog.get_logger().warning("upkeep", task=task.__name__, **logs.failure(error))
        return not failed

    def _live(self) -> None:
        while True:
            pause = EVERY_S if self.run() else RETRY_S
            if self._end.wait(pause):
                return
