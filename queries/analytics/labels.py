"""Names on a picture, placed so that none covers another: who is named first, on which side, and from which zoom on.

A name keeps its size while its actor moves away from the others as one zooms in. Two names count as apart only when
the one is on the side where its actor is; then zooming in takes them further apart, and a name once shown stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SCALES = ((0.3, 5), (0.45, 9), (0.6, 16), (0.72, 30), (1.0, 60), (1.5, 120), (2.2, 400), (3.5, 400))
"""Pixels per unit of the picture at which it is looked who has room for a name, and how many of the first may."""
LINE = 15.0
GAP = 3.0
LARGE = 7.0
FOREMOST = 3
"""So many of the first are named even where that covers the marks of others: a picture without them says less."""
SIDES = ("right", "left", "below", "above")
_NARROW, _WIDE = frozenset("iljtfrI.,;:'’!|()[] -"), frozenset("mwMWGOQ@%ÉÈA—")
_AVERAGE = 6.6


class Label(NamedTuple):
    """Where a name stands: position in `SIDES`, and the smallest scale at which it is shown; 0 never."""

    side: int
    scale: float


def width_of(text: str) -> float:
    """Return how wide a text is at most, in pixels, in the 12 pixels of the picture.

    >>> width_of("CCI") < width_of("CCI des Hauts-de-France")
    True
    """
    return sum(3.9 if one in _NARROW else 9.6 if one in _WIDE else _AVERAGE for one in text)


def place(
    points: Floats, radii: Floats, texts: Sequence[str], order: Sequence[int], since: Sequence[float], frame: Floats
) -> list[Label]:
    """Return the place of the name of each point, those that come first in `order` first.

    Args:
        points: where the actors are, in units of the picture; shape (actors, 2).
        radii: of their marks, in pixels; shape (actors,). No name covers a mark of more than `LARGE`, but that of one
            of the `FOREMOST` which has no other place.
        texts: their names.
        order: positions of those that may be named, the most important first.
        since: the smallest scale at which each actor may be named; shape (actors,).
        frame: width and height of the picture, in its units: no name goes beyond.
    """
    found = [Label(0, 0.0)] * len(texts)
    large = np.flatnonzero(radii > LARGE)
    taken = marks = len(large)
    centres, boxes = np.zeros((taken + len(order), 2)), np.zeros((taken + len(order), 4))
    centres[:taken] = points[large]
    boxes[:taken] = radii[large, None] * np.array([-1.0, -1.0, 1.0, 1.0])
    places = {actor: _boxes(radii[actor], width_of(texts[actor])) for actor in order}
    for scale, first in SCALES:
        for actor in order[:first]:
            if found[actor].scale or scale < since[actor]:
                continue
            inside = (scale * points[actor] + places[actor][:, :2] >= 0).all(axis=1)
            inside &= (scale * (frame - points[actor]) >= places[actor][:, 2:]).all(axis=1)
            free = inside & _free(points[actor], places[actor], centres[:taken], boxes[:taken], scale)
            if not free.any() and actor in order[:FOREMOST]:
                free = inside & _free(points[actor], places[actor], centres[marks:taken], boxes[marks:taken], scale)
            if free.any():
                side = int(free.argmax())
                found[actor] = Label(side, scale)
                centres[taken], boxes[taken] = points[actor], places[actor][side]
                taken += 1
    return found


def _boxes(radius: float, width: float) -> Floats:
    """The four places of a name, relative to its actor: left, top, right, bottom; shape (4, 4)."""
    away, half = radius + GAP, LINE / 2
    return np.array(
        (
            (away, -half, away + width, half),
            (-away - width, -half, -away, half),
            (-width / 2, away, width / 2, away + LINE),
            (-width / 2, -away - LINE, width / 2, -away),
        )
    )


def _free(point: Floats, places: Floats, centres: Floats, boxes: Floats, scale: float) -> NDArray[np.bool_]:
    """Which of the four places cover nothing that stands already; shape (4,)."""
    between = scale * (point - centres)
    apart = (centres == point).all(axis=1) & (boxes[:, 0] == -boxes[:, 2])  # its own mark, or one at the same place
    shown = np.broadcast_to(apart, (len(places), len(centres)))
    for axis in (0, 1):
        gap, low, high = between[:, axis], axis, axis + 2
        after = (gap >= 0) & (gap + places[:, low, None] >= boxes[:, high])
        before = (gap <= 0) & (boxes[:, low] - gap >= places[:, high, None])
        shown = shown | after | before
    return np.asarray(shown.all(axis=1))
