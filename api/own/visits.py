"""Where one of an organisation's own visits was written."""

from __future__ import annotations

from typing import NamedTuple

from graph.store import Graph
from graph.visibility import Caller
from queries.cypher import load

CYPHER = load(__file__, "visit")


class Place(NamedTuple):
    """The company of a visit, and what the edges of the visit share."""

    company: str
    visit: str


def place_of(graph: Graph, caller: Caller, uid: str) -> Place | None:
    """Return where the caller's own visit of that uid is, None when there is none."""
    found = graph.read(CYPHER, caller, uid=uid)
    return Place(**found[0]) if found else None
