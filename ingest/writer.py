"""A thread that writes what is prepared, in order, while what comes next is prepared."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

Work = Callable[[], None]
ROWS_UNDER_WAY = 1000
"""Small files follow each other closely, and large batches do not pile up in memory."""


class Writer:
    """Does one work after the other in a thread of its own, and none any more once one has failed."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ingest-writer")
        self._under_way: deque[tuple[Future[None], int]] = deque()
        self._error: BaseException | None = None

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(wait=True)

    def submit(self, work: Work, rows: int = 0) -> Future[None]:
        """Have a work of so many rows done once those before it are; wait here while too many are under way.

        Raises:
            Exception: a work before it has failed.
        """
        while self._under_way and rows + sum(count for _, count in self._under_way) > ROWS_UNDER_WAY:
            self._under_way.popleft()[0].exception()
        if self._error is not None:
            raise self._error
        future = self._pool.submit(self._do, work)
        self._under_way.append((future, rows))
        return future

    @property
    def idle(self) -> bool:
        """Whether it has nothing to do."""
        return all(future.done() for future, _ in self._under_way)

    def wait(self) -> None:
        """Wait until all that was submitted is done or has failed."""
        while self._under_way:
            self._under_way.popleft()[0].exception()

    def begin_anew(self) -> None:
        """Take works again after one has failed."""
        self.wait()
        self._error = None

    def _do(self, work: Work) -> None:
        if self._error is not None:
            raise self._error
        try:
            work()
        except BaseException as error:
            self._error = error
            raise
