"""A network in a few figures: how its links are spread, and what has changed since a day."""

from __future__ import annotations

from datetime import date

import numpy as np

from queries.analytics.kept import measured
from queries.analytics.model import Network
from queries.models import Answer


class Bin(Answer):
    """How many actors have from `low` to `high` links."""

    low: int
    high: int
    actors: int


class Size(Answer):
    """How large a network is."""

    actors: int
    links: int
    communities: int
    modularity: float | None


class Change(Answer):
    """The links of an actor, before and now."""

    id: str
    kind: str
    uid: str
    label: str
    siren: str | None = None
    before: int
    now: int


class Evolution(Answer):
    """What changed since a day: sizes, the links that each actor of then had, who gained most."""

    day: date
    before: Size
    now: Size
    newcomers: int
    links_before: dict[str, int]
    gained: tuple[Change, ...]


def spread(drawn: Network) -> list[Bin]:
    """Return how many actors have 1 link, 2, 3 or 4, 5 to 8, and so on, each bin twice as wide as the one before."""
    degrees = drawn.degrees
    if not len(degrees):
        return []
    highest = int(degrees.max())
    highs = [1]
    while highs[-1] < highest:
        highs.append(highs[-1] * 2)
    lows = [1, *(high + 1 for high in highs[:-1])]
    return [
        Bin(low=low, high=high, actors=int(((degrees >= low) & (degrees <= high)).sum()))
        for low, high in zip(lows, highs, strict=True)
    ]


def size_of(drawn: Network) -> Size:
    """Return how large a network is."""
    found = measured(drawn)
    communities = int(found.community.max()) if len(drawn.actors) else 0
    return Size(actors=len(drawn.actors), links=len(drawn.links), communities=communities, modularity=found.modularity)


def evolution(now: Network, before: Network, day: date, *, limit: int) -> Evolution:
    """Return what changed between two states of a network; who gained most links first, `limit` of them.

    Args:
        now: today's state.
        before: the state of the day, as `network_since` returns it.
        day: the day.
        limit: how many actors are named.
    """
    then = {actor.id: count for actor, count in zip(before.actors, before.degrees.tolist(), strict=True)}
    degrees = now.degrees
    gained = np.array([int(count) - then.get(actor.id, 0) for actor, count in zip(now.actors, degrees, strict=True)])
    order = [p for p in np.argsort(-gained, kind="stable").tolist() if gained[p] > 0][:limit]
    changes = []
    for position in order:
        actor = now.actors[position]
        card = {
            "id": actor.id,
            "kind": actor.kind,
            "uid": actor.uid,
            "label": actor.label,
            "siren": actor.siren or None,
        }
        changes.append(Change(**card, before=then.get(actor.id, 0), now=int(degrees[position])))
    return Evolution(
        day=day,
        before=size_of(before),
        now=size_of(now),
        newcomers=sum(actor.id not in then for actor in now.actors),
        links_before=then,
        gained=tuple(changes),
    )
