"""A visit that another institution plans, found by what may be known of it: company, institution, day or month."""

from __future__ import annotations

from typing import NamedTuple

from graph.errors import NotFound
from graph.store import Graph
from graph.visibility import Caller
from queries.cypher import load
from queries.days import shown

CYPHER = load(__file__)


class Planned(NamedTuple):
    """A planned visit of another institution: for what is written about it, never to be shown."""

    uid: str
    owner: str


def planned_by(graph: Graph, caller: Caller, company: str, operator: str, on: str) -> Planned:
    """Return the visit that an institution is known to plan to a company on a day, or in a month.

    Raises:
        NotFound: there is none that the caller may know.
    """
    for row in graph.read(CYPHER, caller, company=company, operator=operator):
        if shown(row["earliest"], row["latest"], signalled=row["signalled"]) == on:
            return Planned(row["uid"], row["owner"])
    raise NotFound("Cette visite n'est plus prévue ce jour-là.", hint="Relisez l'avertissement : il a changé.")
