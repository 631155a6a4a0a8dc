"""Registries kept in memory between questions, brought up to date instead of read again.

The caller says which edition of its companies is the current one, and how to read those that came after another.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterable
from typing import NamedTuple
from weakref import WeakKeyDictionary

from matching.model import Entry
from matching.registry import Registry

Read = Callable[[int], Iterable[Entry]]


class Edition(NamedTuple):
    """Which state of a list of companies one speaks of: `born` tells one list from another, `number` grows."""

    born: str
    number: int


class _Kept(NamedTuple):
    edition: Edition
    registry: Registry


_kept: WeakKeyDictionary[object, dict[Hashable, _Kept]] = WeakKeyDictionary()
_lock = threading.Lock()


def kept_registry(owner: object, key: Hashable, edition: Edition | None, read: Read) -> Registry:
    """Return a registry at this edition: the one kept, with what changed since added to it, or a new one.

    Args:
        owner: what the list is of, such as a connection; its registries go with it.
        key: whose view of the list it is.
        edition: the current one; None keeps nothing.
        read: gives the entries that changed after an edition's number; all of them after -1.
    """
    if edition is None:
        return Registry(read(-1))
    with _lock:
        mine = _kept.setdefault(owner, {})
        found = mine.get(key)
        if found is None or found.edition.born != edition.born:
            found = _Kept(edition, Registry(read(-1)))
        elif found.edition != edition:
            for entry in list(read(found.edition.number)):
                found.registry.add(entry)
            found = _Kept(edition, found.registry)
        mine[key] = found
        return found.registry
