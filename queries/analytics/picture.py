"""A network as a picture that can be read: who is shown, where, how large, and whose name has room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import igraph
import numpy as np
from numpy.typing import NDArray

from queries.analytics.kept import kept
from queries.analytics.labels import Floats, Label, place
from queries.analytics.measures import repeatable
from queries.analytics.model import Ints, Network

WIDTH, HEIGHT = 1000.0, 800.0
MARGIN = 30.0
READABLE = 220
"""Actors that a picture shows unless more are asked for; beyond, nobody sees anything any more."""
MOST_SHOWN = 3_000
CAPS = (60, 40, 25, 15, 10, 6, 4, 3, 2, 1)
"""Links that each actor shows, tried from the first until few enough actors are left."""
NAMED_AT_ONCE = 40
MOST_NAMED = 200
LONGEST = 32
ZOOMED = 1.0
ROOM = 9.0
FITTED = 0.74
"""Pixels per unit of a picture that fills its place on a usual screen."""
PUSHES = 25
MOST_PUSHED = 600
CLIPPED = 99.0


@dataclass(frozen=True, slots=True)
class Mark:
    """One actor of a picture.

    Args:
        actor: its position among the actors of the network.
        x, y: where it is, within `WIDTH` and `HEIGHT`.
        radius: in pixels, the more links the larger.
        text: its name, cut, with the number of links that are not shown.
        links: how many it has.
        hidden: how many of them are not shown.
        label: where its name stands.
    """

    actor: int
    x: float
    y: float
    radius: float
    text: str
    links: int
    hidden: int
    label: Label


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn of a network.

    Args:
        per_actor: how many links each actor shows at most; 0 when all are shown.
        marks: its actors, the one with the most links first.
        links: pairs of positions in `marks`, and the number of facts.
        left_out: how many actors of the network are not shown.
        hidden: how many links are not.
    """

    per_actor: int
    marks: tuple[Mark, ...]
    links: tuple[tuple[int, int, int], ...]
    left_out: int
    hidden: int


def picture(drawn: Network, *, per_actor: int = 0, most: int = READABLE) -> Picture:
    """Return the picture of a network: the same network gives the same picture.

    When there are too many actors each shows some of its links alone, those towards the actors who have most links
    themselves: what is left out are the companies that a single institution knows, counted beside its name.

    Args:
        drawn: the network.
        per_actor: links that an actor shows at most, fewer where that leaves too many actors; 0 is all.
        most: how many actors may be shown.
    """
    return kept(f"picture {per_actor} {most}", drawn, lambda: _picture(drawn, per_actor, most))


def _picture(drawn: Network, per_actor: int, most: int) -> Picture:
    cap, rows = _shown(drawn, per_actor, most)
    source, target = drawn.links.source[rows], drawn.links.target[rows]
    degrees = drawn.degrees
    actors = np.unique(np.concatenate([source, target]))
    actors = actors[np.argsort(-degrees[actors], kind="stable")]
    place_of = np.full(len(drawn.actors), -1, dtype=np.int64)
    place_of[actors] = np.arange(len(actors))
    source, target = place_of[source], place_of[target]
    visible = np.bincount(np.concatenate([source, target]), minlength=len(actors))
    points = _points(len(actors), source, target)
    institutions = np.array([drawn.actors[actor].kind != "company" for actor in actors.tolist()], dtype=bool)
    points = _apart(points, _radii(degrees[actors], institutions) + np.where(institutions, ROOM, 1.0))
    marks = _marks(drawn, actors, points, degrees[actors], degrees[actors] - visible)
    weights = drawn.links.weight[rows].tolist()
    links = tuple(zip(source.tolist(), target.tolist(), weights, strict=True))
    return Picture(cap, marks, links, len(drawn.actors) - len(actors), len(drawn.links) - len(rows))


def _shown(drawn: Network, per_actor: int, most: int) -> tuple[int, Ints]:
    """Return how many links each actor shows at most, 0 for all, and which ones."""
    links, ranks = drawn.links, _ranks(drawn)
    is_operator = np.array([actor.kind == "operator" for actor in drawn.actors], dtype=bool)
    between_others = ~(is_operator[links.source] | is_operator[links.target])
    every = np.arange(len(links), dtype=np.int64)
    if not per_actor and len(drawn.actors) <= most:
        return 0, every
    cap, rows = 0, every
    for cap in (one for one in (per_actor, *CAPS) if one and one <= (per_actor or one)):
        shown = np.zeros(len(drawn.actors), dtype=bool)
        rows = every[~between_others & (ranks < cap)]
        shown[links.source[rows]] = shown[links.target[rows]] = True
        # what a company carries is shown where the company is, and beside an operator who follows it
        rows = every[(~between_others & (ranks < cap)) | (between_others & shown[links.source] & shown[links.target])]
        if shown.sum() <= most:
            break
    return (cap if len(rows) < len(links) else 0), rows


def _ranks(drawn: Network) -> Ints:
    """Return the place of each link among those of its two actors, the worse of both."""
    links, degrees = drawn.links, drawn.degrees
    worst = np.zeros(len(links), dtype=np.int64)
    for end, other in ((links.source, links.target), (links.target, links.source)):
        order = np.lexsort([other, -links.weight, -degrees[other], end])
        ordered = end[order]
        place_of = np.empty(len(links), dtype=np.int64)
        place_of[order] = np.arange(len(links)) - np.searchsorted(ordered, ordered, side="left")
        worst = np.maximum(worst, place_of)
    return worst


def _points(size: int, source: Ints, target: Ints) -> Floats:
    """Lay actors out, those that are linked close together, turned so that the picture is wider than high.

    Fruchterman and Reingold, "Graph drawing by force-directed placement", Software: Practice and Experience 21(11),
    1991, on a grid. What lies furthest out is brought in to the 99th centile: a few that are linked with nobody else
    would make all the others small.
    """
    if not size:
        return np.zeros((0, 2))
    graph: Any = igraph.Graph(n=size, edges=np.column_stack([source, target]).astype(np.int64))
    with repeatable():
        laid = graph.layout_fruchterman_reingold(grid="grid" if size > 1 else "nogrid")
    points = np.array(laid.coords, dtype=np.float64).reshape(size, 2)
    points -= np.median(points, axis=0)
    _, _, axes = np.linalg.svd(points, full_matrices=False)
    points = points @ axes.T if axes.shape == (2, 2) else points
    points *= np.where(np.take_along_axis(points, np.abs(points).argmax(axis=0)[None], axis=0) < 0, -1.0, 1.0)
    low, high = np.percentile(points, [100 - CLIPPED, CLIPPED], axis=0)
    points = np.clip(points, low, high)
    low, high = points.min(axis=0), points.max(axis=0)
    room = np.array([WIDTH, HEIGHT]) - 2 * MARGIN
    factors = room / np.maximum(high - low, 1e-9)
    factors = np.minimum(factors, 1.6 * factors.min())  # stretched a little, to fill the picture
    centred = (points - (low + high) / 2) * factors
    return np.asarray(np.round(centred + np.array([WIDTH, HEIGHT]) / 2, 1))


def _radii(links: Ints, institutions: NDArray[np.bool_]) -> Floats:
    return np.asarray(np.round(np.maximum(2.6 + 0.95 * links**0.34, np.where(institutions, 5.5, 3.2)), 1))


def _apart(points: Floats, radii: Floats) -> Floats:
    """Push marks that touch apart, a little each time; institutions keep some room between them for their names."""
    if len(points) > MOST_PUSHED:
        return points
    wanted = (radii[:, None] + radii[None, :]) / FITTED
    np.fill_diagonal(wanted, 0)
    jitter = np.column_stack([np.cos(np.arange(len(points))), np.sin(np.arange(len(points)))])
    for _ in range(PUSHES):
        between = points[:, None, :] - points[None, :, :]
        far = np.hypot(between[..., 0], between[..., 1])
        push = np.where(far < wanted, (wanted - far) / 2, 0.0)
        if not push.any():
            break
        along = between / np.maximum(far, 1e-9)[..., None] + np.where(far[..., None] < 1e-6, jitter[:, None, :], 0.0)
        points = points + (along * push[..., None]).sum(axis=1) * 0.5
    frame = np.array([WIDTH, HEIGHT])
    return np.asarray(np.round(np.clip(points, MARGIN / 2, frame - MARGIN / 2), 1))


def _marks(drawn: Network, actors: Ints, points: Floats, links: Ints, hidden: Ints) -> tuple[Mark, ...]:
    shown = [drawn.actors[position] for position in actors.tolist()]
    institutions = np.array([actor.kind != "company" for actor in shown], dtype=bool)
    radii = _radii(links, institutions)
    texts = [_text(actor.label, int(left)) for actor, left in zip(shown, hidden, strict=True)]
    order = np.lexsort([np.arange(len(shown)), -links, ~institutions])[:MOST_NAMED].tolist()
    operators = np.array([actor.kind == "operator" for actor in shown], dtype=bool)
    since = np.where(operators | (len(shown) <= NAMED_AT_ONCE), 0.0, ZOOMED)
    labels = place(points, radii, texts, order, since.tolist(), np.array([WIDTH, HEIGHT]))
    columns = (actors.tolist(), points.tolist(), radii.tolist(), texts, links.tolist(), hidden.tolist(), labels)
    return tuple(
        Mark(actor, x, y, radius, text, count, left, label)
        for actor, (x, y), radius, text, count, left, label in zip(*columns, strict=True)
    )


def _text(label: str, hidden: int) -> str:
    # many names begin alike, and tell themselves apart at the end
    short = label if len(label) <= LONGEST else f"{label[: LONGEST // 2].rstrip()}…{label[-LONGEST // 2 :].lstrip()}"
    return f"{short} +{hidden}" if hidden else short
