"""What is missing in the territories: institutions without a post there, and subjects that nobody has."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from graph.store import Graph
from graph.visibility import Caller
from queries.cypher import load
from queries.means.agents import Hole, holes, posts

WANTED = load(__file__, "wanted_themes")
LEAST_COMPANIES = 3
"""A subject that fewer companies ask about is not said of a territory."""


def missing(graph: Graph, caller: Caller, names: Mapping[str, str], *, as_of: date | None = None) -> tuple[Hole, ...]:
    """Return the holes of every EPCI that is named; the same for all members.

    Raises:
        AccessRefused: the caller is not a member.
    """
    caller.members_only()
    rows = graph.read(WANTED, caller.across, least=LEAST_COMPANIES)
    wanted = {row["code"]: row["themes"] for row in rows}
    return holes(posts(graph, caller.across, as_of=as_of), names, wanted)
