"""What a running service works with."""

from __future__ import annotations

from dataclasses import dataclass

from access import Identity
from graph.settings import Settings
from graph.store import Graph


@dataclass(frozen=True, slots=True)
class Service:
    """What the front doors are given when they are made.

    Args:
        graph: the store.
        settings: of the installation.
        local: on whose behalf every request is answered, when the service was started for one institution on its
            own machine (`dore serve --as`); None where people sign in.
        insecure: whether browsers come without HTTPS, on this machine alone: the cookie has another name.
    """

    graph: Graph
    settings: Settings
    local: Identity | None = None
    insecure: bool = False
