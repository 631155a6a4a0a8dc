"""The means of one territory, in a few lines for its sheet."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from graph.store import Graph
from graph.visibility import Caller
from queries.days import today
from queries.means.agents import posts
from queries.means.committees import Committee, CommitteeScope, committees
from queries.means.envelopes import Envelope, EnvelopeScope, envelopes
from queries.means.facts import inside_of

SHOWN = 5


class MeansIn(NamedTuple):
    """Envelopes of the year, the latest committees and the FTE of one territory."""

    envelopes: list[Envelope]
    committees: list[Committee]
    fte: float
    other_fte: float


def means_in(graph: Graph, caller: Caller, territory: str, day: date | None = None) -> MeansIn:
    """Return what members share of the means of a territory, a few lines of each."""
    on, everybody = day or today(), caller.across
    held = envelopes(graph, everybody, EnvelopeScope(territory=territory, year=on.year), as_of=on)
    met = committees(graph, everybody, CommitteeScope(territory=territory))
    inside = inside_of(graph, everybody, territory)
    known = [(one.of_region, sum(one.fte_in(place) for place in inside)) for one in posts(graph, everybody, as_of=on)]
    return MeansIn(
        [one for one in held if one.amount_cents is not None][:SHOWN],
        [one for one in met if one.title][:SHOWN],
        sum(fte for of_region, fte in known if of_region),
        sum(fte for of_region, fte in known if not of_region),
    )
