"""The indicators of all four actions of the mission, of a territory or of the region, on one day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from graph.store import Graph
from graph.visibility import Caller
from queries.days import today
from queries.experiments.indicators import experiment_indicators
from queries.means.indicators import means_indicators
from queries.models import Answer
from queries.partnership.agreement_indicators import agreement_indicators
from queries.partnership.need_indicators import need_indicators
from queries.results.dore import YEAR, dore_indicators
from queries.results.model import Indicator

Part = Callable[[Graph, Caller, str | None, date, int], tuple[Indicator, ...]]
PARTS: tuple[Part, ...] = (
    dore_indicators,
    agreement_indicators,
    need_indicators,
    experiment_indicators,
    means_indicators,
)
"""In the order of the four actions."""


class Results(Answer):
    """What all indicators say of a territory's uid (None: the region), on a day."""

    territory: str | None
    as_of: date
    indicators: tuple[Indicator, ...]


def results(
    graph: Graph, caller: Caller, territory: str | None = None, *, as_of: date | None = None, months: int = YEAR
) -> Results:
    """Return every indicator of the mission, with the months that led to it; the same for all members.

    Raises:
        AccessRefused: the caller is not a member.
        Misuse: an unknown territory.
    """
    day = as_of or today()
    found = tuple(one for part in PARTS for one in part(graph, caller, territory, day, months))
    return Results(territory=territory, as_of=day, indicators=found)
