"""Where a network has holes: the sectors and territories of a perimeter whose companies nobody is linked with."""

from __future__ import annotations

from collections import Counter

from graph.store import Graph
from graph.visibility import Caller
from queries.analytics.around import Around, perimeter
from queries.analytics.facts import batches, companies_of
from queries.analytics.model import Network
from queries.cypher import load
from queries.models import Answer

CYPHER = load(__file__)


class Gap(Answer):
    """The companies of a division of the NAF, or of an EPCI; `code` is empty for those of which it is unknown."""

    code: str
    companies: int
    unlinked: int


class Gaps(Answer):
    """The companies of a perimeter that no link is known of, most first. An ego has none: nothing is outside it."""

    by_division: tuple[Gap, ...]
    by_epci: tuple[Gap, ...]


def gaps(graph: Graph, caller: Caller, around: Around, drawn: Network) -> Gaps:
    """Return where the companies of a perimeter without any known link are, the same for all members.

    Args:
        graph: the store.
        caller: the layer.
        around: the perimeter.
        drawn: its network, as `network` returns it.

    Raises:
        Misuse: as `network`.
    """
    if around.ego:
        return Gaps(by_division=(), by_epci=())
    caller = caller.across
    linked = {actor.uid for actor in drawn.actors if actor.kind == "company"}
    every: tuple[Counter[str], Counter[str]] = Counter(), Counter()
    alone: tuple[Counter[str], Counter[str]] = Counter(), Counter()
    for batch in batches(companies_of(graph, caller, perimeter(graph, caller, around))):
        for record in graph.read(CYPHER, caller, companies=batch):
            missing = sum(uid not in linked for uid in record["companies"])
            for total, without, code in zip(every, alone, (record["division"], record["epci"]), strict=True):
                total[code] += len(record["companies"])
                without[code] += missing
    by_division, by_epci = (_ranked(total, without) for total, without in zip(every, alone, strict=True))
    return Gaps(by_division=by_division, by_epci=by_epci)


def _ranked(total: Counter[str], without: Counter[str]) -> tuple[Gap, ...]:
    found = [Gap(code=code, companies=total[code], unlinked=count) for code, count in without.items() if count]
    return tuple(sorted(found, key=lambda gap: (-gap.unlinked, gap.code)))
