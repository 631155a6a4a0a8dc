"""What groups share, and who alone links one group with another."""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np

from queries.analytics.measures import Measures
from queries.analytics.model import Actor, Network
from queries.models import Answer

MOST_SHARE = 0.4
"""At least this part of the companies of a group says the same, or it is not what they share."""
FEWEST = 3
"""Of fewer companies nothing is said to be shared."""
MORE_THAN_ALL = 1.2
"""And more often than the companies of the whole network, by this factor."""
LEVELS = (2, 4, 6)
"""Characters of the NAF codes of divisions, groups and sub-classes: the widest that tells the group apart is told."""


class Trait(Answer):
    """What the companies of a group share, and how many of them do: one NAF code, département or commune."""

    naf: str | None = None
    departement: str | None = None
    commune: str | None = None
    share: float


class Group(Answer):
    """A community as people call it: by its first institution, and by what its companies share."""

    number: int
    size: int
    companies: int
    leader: str
    trait: Trait | None = None


class Bridge(Answer):
    """An actor who alone holds groups together: each link between the two groups of a pair is one of its own."""

    id: str
    kind: str
    uid: str
    label: str
    siren: str | None = None
    betweenness: float
    links: int
    pairs: tuple[tuple[int, int], ...]


def groups(drawn: Network, found: Measures) -> dict[int, Group]:
    """Return the communities of a network, by their number."""
    members: dict[int, list[int]] = defaultdict(list)
    for position, number in enumerate(found.community.tolist()):
        members[number].append(position)
    companies = [actor for actor in drawn.actors if actor.kind == "company"]
    named = {}
    for number, positions in sorted(members.items()):
        inside = [drawn.actors[position] for position in positions]
        first = min(positions, key=lambda p: (drawn.actors[p].kind == "company", -int(found.weighted_degree[p]), p))
        own = [actor for actor in inside if actor.kind == "company"]
        named[number] = Group(
            number=number,
            size=len(inside),
            companies=len(own),
            leader=drawn.actors[first].label,
            trait=_trait(own, companies),
        )
    return named


def _trait(own: list[Actor], every: list[Actor]) -> Trait | None:
    best: tuple[float, Trait] | None = None
    for field, level in (*(("naf", level) for level in LEVELS), ("departement", None), ("commune", None)):
        inside, overall = (Counter(getattr(actor, field)[:level] for actor in some) for some in (own, every))
        for value, count in sorted(inside.items()):
            share, usual = count / len(own), overall[value] / len(every)
            told = share / usual * share
            if value and share >= MOST_SHARE and share >= MORE_THAN_ALL * usual and (not best or told > best[0]):
                best = told, Trait(share=round(share, 4), **{field: value})
    return best[1] if best and len(own) >= FEWEST else None


def bridges(drawn: Network, found: Measures) -> list[Bridge]:
    """Return who alone links groups, those of most pairs first, then by betweenness.

    Two groups that only one actor links come apart without it. Where a single link joins two groups, the bridge is its
    institution rather than its company.
    """
    community, betweenness = found.community, found.betweenness.values
    source, target = drawn.links.source, drawn.links.target
    rows = np.flatnonzero(community[source] != community[target])
    common: dict[tuple[int, int], set[int]] = {}
    for one, other in zip(source[rows].tolist(), target[rows].tolist(), strict=True):
        low, high = sorted((int(community[one]), int(community[other])))
        ends = {one, other}
        common[low, high] = common.get((low, high), ends) & ends
    pairs: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for pair, ends in sorted(common.items()):
        if ends:
            alone = min(ends, key=lambda p: (drawn.actors[p].kind == "company", -float(betweenness[p]), p))
            pairs[alone].append(pair)
    degrees = drawn.degrees
    order = sorted(pairs, key=lambda p: (-len(pairs[p]), -float(betweenness[p]), p))
    return [
        Bridge(
            id=actor.id,
            kind=actor.kind,
            uid=actor.uid,
            label=actor.label,
            siren=actor.siren or None,
            betweenness=float(betweenness[position]),
            links=int(degrees[position]),
            pairs=tuple(pairs[position]),
        )
        for position in order
        for actor in (drawn.actors[position],)
    ]
