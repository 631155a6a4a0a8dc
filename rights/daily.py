"""Once a day, while the service runs: what has been kept for long enough goes."""

from __future__ import annotations

import threading
from pathlib import Path

import structlog

from access import moments
from graph.errors import DoreError
from graph.store import Graph
from rights import retention

FIRST_S, EVERY_S = 60.0, 86_400.0
"""A service that has just started answers first."""


class Daily:
    """Runs `retention.run` in a thread of its own.

    Args:
        graph: the store.
        home: folder of the installation.
    """

    def __init__(self, graph: Graph, home: Path) -> None:
        self._graph = graph
        self._home = home
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, name="retention", daemon=True)

    def start(self) -> None:
        """Start waiting for the first run."""
        self._thread.start()

    def stop(self) -> None:
        """End, after the run under way."""
        self._end.set()
        self._thread.join()

    def once(self) -> None:
        """Remove what is due, and write how much in the log; what fails is tried again the next day."""
        log = structlog.get_logger()
        try:
            found = retention.run(self._graph, moments.now().date(), home=self._home)
        except DoreError as error:
            log.warning("retention", error=str(error))
            return
        except Exception as error:
            log.error("retention", error=type(error).__name__)
            return
        log.info("retention", **{one.kind: one.count for one in found if one.count})

    def _run(self) -> None:
        wait = FIRST_S
        while not self._end.wait(wait):
            self.once()
            wait = EVERY_S
