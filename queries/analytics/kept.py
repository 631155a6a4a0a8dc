"""What was computed of a network, kept in memory by what the network holds.

Not by a time or a number of edition: the same actors and links give the same measures and the same picture, whoever
asks and whenever, and one fact more gives another key. So nothing stale is ever shown, and nothing has to tell it so.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, TypeVar

from queries.analytics.measures import Measures, measure
from queries.analytics.model import Network
from queries.analytics.projection import operators_by_common_companies

T = TypeVar("T")

MOST = 48
_results: OrderedDict[tuple[str, bytes], Any] = OrderedDict()
_lock = threading.Lock()


def kept(name: str, drawn: Network, make: Callable[[], T]) -> T:
    """Return what `make` computes of a network; the `MOST` results that were asked for last are not computed again.

    Args:
        name: what is computed, with all it depends on beside the network.
        drawn: the network.
        make: computes it.
    """
    key = name, fingerprint(drawn)
    with _lock:
        if key in _results:
            _results.move_to_end(key)
            found: T = _results[key]
            return found
    made = make()
    with _lock:
        _results[key] = made
        while len(_results) > MOST:
            _results.popitem(last=False)
    return made


def fingerprint(drawn: Network) -> bytes:
    """Return what tells a network from any other: all that it holds, digested."""
    links = drawn.links
    said = hashlib.blake2b(repr((drawn.title, drawn.companies, list(drawn.actors))).encode(), digest_size=16)
    for column in (links.source, links.target, links.weight, *links.counts.values()):
        said.update(column.tobytes())
    said.update(repr((list(links.counts), links.first, links.last)).encode())
    return said.digest()


def measured(drawn: Network) -> Measures:
    """Return the measures of a network."""
    links = drawn.links
    return kept("measures", drawn, lambda: measure(len(drawn.actors), links.source, links.target, links.weight))


def institutions(drawn: Network) -> Network:
    """Return the network of institutions alone, by the companies that they have in common."""
    return kept("institutions", drawn, lambda: operators_by_common_companies(drawn))
