"""What a service keeps in memory between requests: the columns of the members' layer, and answers made from them.

A service says that it keeps (`Keeping`); a command does not, and reads what it needs. What is kept is brought up to
date before it answers: with the companies that changed since, when those who wrote said which, else anew. So nothing
is served that a write has made stale, and no caller gets what is another's: only what is the same for all members is
kept.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar
from weakref import WeakKeyDictionary

import structlog

from graph import edition
from graph.errors import DoreError
from graph.store import Graph
from graph.visibility import MEMBER, Caller
from queries.columns import Columns, Seen, read, whole
from queries.models import Page
from queries.scope import Scope, resolve

A = TypeVar("A")
LONGEST_KEPT = 200
"""Lines of an answer that is kept; longer ones are files, asked for once."""
EVERY_S = 2.0


class _Kept:
    """The columns of one graph at one edition."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.born = ""
        self.number = -1
        self.columns: Columns | None = None


_kept: WeakKeyDictionary[Graph, _Kept] = WeakKeyDictionary()


def answered(
    graph: Graph, caller: Caller, scope: Scope, make: Callable[[Seen], A], *, key: Hashable | None = None
) -> A:
    """Return an answer on a scope that is the same for all members: the one kept, or made now.

    Args:
        graph: the store.
        caller: a member.
        scope: which companies.
        make: makes the answer from what members may know.
        key: what else the answer depends on; None when it is not worth keeping.

    Raises:
        AccessRefused: the caller is not a member.
        Misuse: an unknown territory or sector.
    """
    caller.members_only()
    columns = current(graph, wait=scope.everything)
    if columns is None:
        return make(Seen(Columns(read(graph, caller, resolve(graph, caller.across, scope))), None))

    def made() -> A:
        return make(Seen(columns, columns.within(resolve(graph, caller.across, scope))))

    return columns.remember((type(scope), scope, key), made) if key else made()


def remembered(graph: Graph, key: Hashable, make: Callable[[], A]) -> A:
    """Return an answer to a question on members' layer alone: the one kept at this edition, or made now."""
    columns = current(graph)
    return columns.remember(key, make) if columns else make()


def short(page: Page) -> bool:
    """Whether a part of a list is worth keeping."""
    return 0 < page.limit <= LONGEST_KEPT


def current(graph: Graph, *, wait: bool = True) -> Columns | None:
    """Return the columns of the graph as it is now; None where nothing is kept.

    Args:
        graph: the store.
        wait: whether to wait while somebody else reads them; without, None is answered meanwhile.
    """
    kept = _kept.get(graph)
    if kept is None:
        return None
    known, columns = (kept.born, kept.number), kept.columns
    state = edition.since(graph, known[1])
    if state is None:
        return None
    if columns is not None and (state.born, state.number) == known:
        return columns
    if not kept.lock.acquire(blocking=wait):
        return None
    try:
        return _up_to_date(graph, kept)
    finally:
        kept.lock.release()


def _up_to_date(graph: Graph, kept: _Kept) -> Columns | None:
    state = edition.since(graph, kept.number)
    if state is None:
        return None
    if kept.columns is None or kept.born != state.born or (kept.number != state.number and state.changed is None):
        kept.columns = Columns(whole(graph, MEMBER))
    elif state.changed:
        tables = kept.columns.tables.replaced(state.changed, whole(graph, MEMBER, state.changed))
        kept.columns = Columns(tables)
    elif kept.number != state.number:
        # What changed is about no company; it may yet be shown beside one.
        kept.columns = Columns(kept.columns.tables)
    kept.born, kept.number = state.born, state.number
    return kept.columns


class Keeping:
    """Keeps the columns of a graph from start to stop, brought up to date in a thread of its own.

    Args:
        graph: the store.
        warm: questions that are asked again after each change, so that nobody waits for them.
    """

    def __init__(self, graph: Graph, warm: Iterable[Callable[[Graph], object]] = ()) -> None:
        self._graph = graph
        self._warm = tuple(warm)
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, name="keeping", daemon=True)

    def start(self) -> None:
        """Begin to keep; the first reading is under way when this returns."""
        edition.begin(self._graph)
        _kept.setdefault(self._graph, _Kept())
        self._thread.start()

    def stop(self) -> None:
        """Keep no more."""
        self._end.set()
        if self._thread.is_alive():
            self._thread.join()
        _kept.pop(self._graph, None)

    def _run(self) -> None:
        seen: Columns | None = None
        while True:
            try:
                found = current(self._graph)
                if found is None:
                    edition.begin(self._graph)  # somebody emptied the graph
                elif found is not seen:
                    for ask in self._warm:
                        if not self._end.is_set():
                            ask(self._graph)
                    seen = found
            except DoreError as error:
                structlog.get_logger().warning("keeping", error=type(error).__name__)
            if self._end.wait(EVERY_S):
                return
