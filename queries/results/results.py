"""The indicators of all four actions of the mission, of a territory or of the region, on one day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from graph.store import Graph
from graph.visibility import Caller
from queries.days import today
from queries.experiments import indicators as of_experiments
from queries.means import indicators as of_means
from queries.models import Answer
from queries.partnership import agreement_indicators as of_agreements
from queries.partnership import need_indicators as of_needs
from queries.results import dore as of_dore
from queries.results.dore import YEAR
from queries.results.model import Indicator, Meaning

Part = Callable[[Graph, Caller, str | None, date, int], tuple[Indicator, ...]]
PARTS: tuple[Part, ...] = (
    of_dore.dore_indicators,
    of_agreements.agreement_indicators,
    of_needs.need_indicators,
    of_experiments.experiment_indicators,
    of_means.means_indicators,
)
"""In the order of the four actions."""
MEANINGS: tuple[Meaning, ...] = tuple(
    meaning for part in (of_dore, of_agreements, of_needs, of_experiments, of_means) for meaning in part.MEANINGS
)
"""What each indicator means, in the order in which `results` gives them."""


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
