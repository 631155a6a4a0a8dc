"""What `network` and `centrality` answer, as other tools and the API read it."""

from __future__ import annotations

from collections import Counter, defaultdict
from enum import StrEnum
from typing import Any

import numpy as np
from pydantic import Field

from queries.analytics.model import Ints, Network
from queries.models import Answer

NOTHING = "Aucun accompagnement connu dans ce périmètre : aucun acteur n'y est lié."
PER_ACTOR = 50


class ActorCard(Answer):
    """An actor as it is shown. `links` counts all its links, `hidden` those that are left out here."""

    id: str
    kind: str
    uid: str
    label: str
    siren: str | None = None
    naf: str | None = None
    commune: str | None = None
    departement: str | None = None
    detail: str | None = Field(default=None, description="kind of operator or project, level of a territory")
    links: int
    hidden: int = 0


class LinkCard(Answer):
    """A link as it is shown. `first` and `last` are months or years; `weight` is the number of facts."""

    source: str
    target: str
    weight: int
    counts: dict[str, int]
    first: str | None = None
    last: str | None = None


class OperatorLine(Answer):
    """What an operator does in a network: its companies, its facts by kind, the first and last of them."""

    id: str
    label: str
    detail: str | None = None
    companies: int
    counts: dict[str, int]
    first: str | None = None
    last: str | None = None


class NetworkAnswer(Answer):
    """A network as it is shown: all its figures, and its actors and links with the longest lists cut.

    Only what is shown is cut, never what is counted or computed.
    """

    perimeter: str
    companies: int
    unlinked: int
    kinds: dict[str, int]
    link_count: int
    fact_count: int
    hidden_links: int
    message: str | None = None
    actors: list[ActorCard]
    links: list[LinkCard]


class Mode(StrEnum):
    """Which network is measured."""

    ACTORS = "actors"
    OPERATORS = "operators"


class Measure(StrEnum):
    """What a table of actors is ranked by: the largest first, or the actors of the first community, then the others."""

    DEGREE = "degree"
    WEIGHTED_DEGREE = "weighted_degree"
    PAGERANK = "pagerank"
    BETWEENNESS = "betweenness"
    COMMUNITY = "community"


class Row(Answer):
    """The measures of one actor. Equal values have equal ranks, and stand by uid."""

    rank: int
    id: str
    kind: str
    uid: str
    label: str
    siren: str | None = None
    degree: int
    weighted_degree: int
    pagerank: float
    betweenness: float
    community: int


class Broker(Answer):
    """An actor that many shortest ways go through, and how many communities it touches, its own included."""

    id: str
    kind: str
    label: str
    betweenness: float
    communities: int


class Community(Answer):
    """A group of actors more linked with one another than chance would have it."""

    number: int
    size: int
    operators: int
    companies: int
    leaders: tuple[str, ...]


class ApartPair(Answer):
    """Two operators with nothing known in common; `expected` companies in common if they picked at random."""

    ids: tuple[str, str]
    operators: tuple[str, str]
    companies: tuple[int, int]
    expected: float


class BetweennessMethod(Answer):
    """How betweenness was computed. `error` is the half-width of the widest 95 % interval of an actor."""

    exact: bool
    sources: int
    error: float
    statement: str


class CentralityReport(Answer):
    """The measures of a network. The counts are of all; the lists hold the first ones."""

    perimeter: str
    mode: Mode
    companies: int
    unlinked: int
    actor_count: int
    link_count: int
    ranked_by: Measure
    betweenness: BetweennessMethod
    modularity: float | None
    row_count: int
    rows: list[Row]
    broker_count: int
    brokers: list[Broker]
    community_count: int
    communities: list[Community]
    apart_count: int
    apart: list[ApartPair]
    definitions: dict[str, str]
    message: str | None = None


def describe(network: Network, *, per_actor: int = PER_ACTOR) -> NetworkAnswer:
    """Return a network as it is shown, each actor with at most `per_actor` links; 0 shows all."""
    return NetworkAnswer.model_validate(shape(network, per_actor=per_actor))


def shape(network: Network, *, per_actor: int = 0) -> dict[str, Any]:
    """Return the plain values of a `NetworkAnswer`: quicker than the model where a network is very large."""
    rows = _shown(network, per_actor)
    ends = np.concatenate([network.links.source[rows], network.links.target[rows]])
    shown = np.bincount(ends, minlength=len(network.actors)).tolist()
    actors = []
    for row, links, visible in zip(network.actor_rows(), network.degrees.tolist(), shown, strict=True):
        if visible:
            actors.append({**row, "links": links, "hidden": links - visible})
    links = [
        {
            "source": link.source.id,
            "target": link.target.id,
            "weight": link.weight,
            "counts": link.counts,
            "first": link.first or None,
            "last": link.last or None,
        }
        for link in network.each_link(rows.tolist())
    ]
    return {
        "perimeter": network.title,
        "companies": network.companies,
        "unlinked": network.unlinked,
        "kinds": dict(sorted(Counter(actor.kind for actor in network.actors).items())),
        "link_count": len(network.links),
        "fact_count": int(network.links.weight.sum()),
        "hidden_links": len(network.links) - len(rows),
        "message": None if network.actors else NOTHING,
        "actors": actors,
        "links": links,
    }


def operator_lines(network: Network, limit: int = 0) -> list[OperatorLine]:
    """Return what each operator does in a network, most companies first, then by uid; 0 returns all."""
    companies: Counter[str] = Counter()
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    dates: dict[str, list[str]] = defaultdict(list)
    for link in network.each_link():
        for actor, other in ((link.source, link.target), (link.target, link.source)):
            if actor.kind == "operator":
                companies[actor.id] += other.kind == "company"
                counts[actor.id].update(link.counts)
                dates[actor.id] += [text for text in (link.first, link.last) if text]
    operators = [actor for actor in network.actors if actor.kind == "operator"]
    operators.sort(key=lambda actor: -companies[actor.id])  # stable: they are by uid already
    return [
        OperatorLine(
            id=actor.id,
            label=actor.label,
            detail=actor.detail or None,
            companies=companies[actor.id],
            counts={kind: counts[actor.id][kind] for kind in network.links.counts if counts[actor.id][kind]},
            first=min(dates[actor.id], default=None),
            last=max(dates[actor.id], default=None),
        )
        for actor in operators[: limit or None]
    ]


def _shown(network: Network, per_actor: int) -> Ints:
    """Return the rows of the links that are among the strongest of both their actors."""
    links = network.links
    rows = np.arange(len(links), dtype=np.int64)
    if not per_actor:
        return rows
    keep = np.ones(len(links), dtype=bool)
    for end, other in ((links.source, links.target), (links.target, links.source)):
        order = np.lexsort([other, -links.weight, end])
        sorted_end = end[order]
        start = np.searchsorted(sorted_end, sorted_end, side="left")
        place = np.empty(len(links), dtype=np.int64)
        place[order] = rows - start
        keep &= place < per_actor
    return rows[keep]
