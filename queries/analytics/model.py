"""A network as it is kept: actors in a list, links in columns. And how it is handed to people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import networkx as nx
import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

KINDS = ("operator", "territory", "company", "project", "agreement")
"""The kinds of actors. A link goes from the first of two kinds in this order to the other."""
KINDS_FR = {
    "operator": "opérateur",
    "territory": "territoire",
    "company": "entreprise",
    "project": "projet",
    "agreement": "convention",
}
FACTS_FR = {
    "visits": "visites",
    "planned": "visites prévues",
    "supports": "soutiens",
    "partnerships": "partenariats",
    "follows": "suivis de projet",
    "carries": "portages de projet",
    "party": "participations à une convention",
    "signalled": "faits signalés",
    "common": "entreprises en commun",
}
"""What is counted on a link. `signalled`: members know the institution and the month alone."""


class Actor(NamedTuple):
    """A node. `id` is `kind:uid`, for an operator and a company may share a SIREN; empty text is unknown."""

    id: str
    kind: str
    uid: str
    label: str
    siren: str = ""
    naf: str = ""
    commune: str = ""
    detail: str = ""
    departement: str = ""

    @property
    def order(self) -> tuple[str, str]:
        """Every list of actors is in this order unless it says otherwise: by uid, then kind."""
        return (self.uid, self.kind)


class Link(NamedTuple):
    """All facts between two actors. `first`, `last`: a month (`2026-03`) or a year, empty when unknown."""

    source: Actor
    target: Actor
    weight: int
    counts: dict[str, int]
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Columns:
    """Links in columns, one row a pair of actors, by position of source then of target.

    Args:
        source: position of the first actor in the list of actors; shape (links,).
        target: position of the other; shape (links,).
        weight: number of facts between both; shape (links,), each >= 1.
        counts: the facts by kind, a column each of shape (links,).
        first: month or year of the first fact that is dated.
        last: month or year of the last.
    """

    source: Ints
    target: Ints
    weight: Ints
    counts: Mapping[str, Ints]
    first: Sequence[str]
    last: Sequence[str]

    def __len__(self) -> int:
        return len(self.source)


@dataclass(frozen=True, slots=True)
class Network:
    """The actors of a perimeter that are linked, and their links: undirected, one link a pair.

    It is undirected because the question is who is in touch with whom: all facts go from an institution to a
    company or a project, so that in a directed graph no path would have more than one step.

    Args:
        title: the perimeter, in French.
        companies: number of companies of the perimeter, linked or not.
        actors: all linked actors, by uid then kind.
        links: their links.
        measures: columns that a report adds to the actors, such as `pagerank`; each of shape (actors,).
    """

    title: str
    companies: int
    actors: Sequence[Actor]
    links: Columns
    measures: Mapping[str, Sequence[float | int]] = field(default_factory=dict)

    @property
    def unlinked(self) -> int:
        """Number of companies of the perimeter of which no link is known."""
        return self.companies - sum(actor.kind == "company" for actor in self.actors)

    @property
    def degrees(self) -> Ints:
        """Number of different actors each actor is linked with."""
        both = np.concatenate([self.links.source, self.links.target])
        return np.bincount(both, minlength=len(self.actors)).astype(np.int64)

    def each_link(self, rows: Sequence[int] | None = None) -> Iterator[Link]:
        """Yield the links of some rows, or all, in the order of the columns."""
        links = self.links
        columns = {kind: column.tolist() for kind, column in links.counts.items()}
        source, target, weight = links.source.tolist(), links.target.tolist(), links.weight.tolist()
        for row in range(len(links)) if rows is None else rows:
            counts = {kind: column[row] for kind, column in columns.items() if column[row]}
            ends = self.actors[source[row]], self.actors[target[row]]
            yield Link(*ends, weight[row], counts, links.first[row], links.last[row])

    def actor_rows(self) -> Iterator[dict[str, Any]]:
        """Yield what an export says of each actor, absent values left out."""
        columns = {name: list(values) for name, values in self.measures.items()}
        for position, actor in enumerate(self.actors):
            row: dict[str, Any] = {key: value for key, value in actor._asdict().items() if value}
            row.update((name, values[position]) for name, values in columns.items())
            yield row

    def to_networkx(self) -> nx.Graph[str]:
        """Return the network as networkx knows it: ids as nodes, all that is known as attributes.

        `weight` of an edge is its number of facts, what the weighted measures use.
        """
        graph: nx.Graph[str] = nx.Graph(name=self.title)
        graph.add_nodes_from((row.pop("id"), row) for row in self.actor_rows())
        for link in self.each_link():
            attributes: dict[str, Any] = {"weight": link.weight, **link.counts}
            attributes.update({key: value for key, value in (("first", link.first), ("last", link.last)) if value})
            graph.add_edge(link.source.id, link.target.id, **attributes)
        return graph
