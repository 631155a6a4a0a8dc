"""The questions that the first pages ask, asked before anybody does: plans made, columns and names in memory."""

from __future__ import annotations

from graph.store import Graph
from graph.visibility import MEMBER, Caller
from queries.campaigns import campaigns, campaigns_of
from queries.days import today
from queries.exchanges import exchanges
from queries.indicators import IndicatorScope, indicators
from queries.models import Page
from queries.notices import notices
from queries.overlaps import OverlapScope, overlaps
from queries.own_visits import agenda, own_visits
from queries.search import search
from queries.territory_indicators import territory_figures
from queries.unsupported import UnsupportedScope, unsupported
from queries.who import dossiers_of

_ANY_NAME = "entreprise"
NOBODY = Caller(organisation="-")


def warm(graph: Graph) -> None:
    """Ask what every first page asks, with its own defaults, as any member: the answers are the same for all."""
    page = Page()
    first = unsupported(graph, MEMBER, UnsupportedScope(), page=page).companies
    overlaps(graph, MEMBER, OverlapScope(), page=page)
    indicators(graph, MEMBER, IndicatorScope())
    territory_figures(graph, MEMBER, "epci")
    search(graph, MEMBER, _ANY_NAME)
    for one in first[:1]:
        dossiers_of(graph, MEMBER, [one.uid], today())
        campaigns_of(graph, MEMBER, [one.uid])
    # What is one's own differs for each: only the plans are made, on behalf of nobody.
    for ask in (notices, exchanges, own_visits, agenda, campaigns):
        ask(graph, NOBODY)
