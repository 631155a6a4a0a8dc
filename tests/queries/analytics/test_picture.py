"""A picture shows what can be read, always the same, and says what it leaves out."""

from __future__ import annotations

import numpy as np
import pytest

from queries.analytics import Network, picture
from queries.analytics.labels import FOREMOST, GAP, LARGE, LINE, SCALES, place, width_of
from queries.analytics.picture import HEIGHT, WIDTH, _picture
from tests.queries.analytics.worlds import network_of

STAR = network_of(
    {("operator:a", f"company:{number:03}"): 1 + number % 3 for number in range(60)}
    | {("operator:b", f"company:{number:03}"): 1 for number in range(50, 90)}
)


def test_the_same_network_gives_the_same_picture() -> None:
    assert _picture(STAR, 0, 500) == _picture(STAR, 0, 500)


def test_a_small_network_is_shown_whole() -> None:
    drawn = picture(STAR, most=500)
    assert (len(drawn.marks), len(drawn.links), drawn.left_out, drawn.hidden, drawn.per_actor) == (92, 100, 0, 0, 0)


def test_a_large_one_shows_of_each_institution_the_companies_that_others_know_too() -> None:
    drawn = picture(STAR, most=25)
    labels = {STAR.actors[mark.actor].label for mark in drawn.marks}
    shared = {f"{number:03}" for number in range(50, 60)}
    assert len(drawn.marks) <= 25
    assert shared < labels
    hubs = {STAR.actors[mark.actor].label: mark for mark in drawn.marks if STAR.actors[mark.actor].kind == "operator"}
    assert hubs["a"].links == 60
    assert hubs["a"].hidden == 60 - drawn.per_actor
    assert hubs["a"].text == f"a +{60 - drawn.per_actor}"
    assert drawn.hidden == 100 - len(drawn.links)


def test_every_mark_is_inside_the_picture() -> None:
    marks = picture(STAR, most=500).marks
    assert all(0 <= mark.x <= WIDTH and 0 <= mark.y <= HEIGHT for mark in marks)
    assert len({(mark.x, mark.y) for mark in marks}) > 80


def test_who_has_more_links_is_larger() -> None:
    by_label = {STAR.actors[mark.actor].label: mark for mark in picture(STAR, most=500).marks}
    assert by_label["a"].radius > by_label["b"].radius > by_label["055"].radius


def test_an_empty_network_gives_an_empty_picture() -> None:
    empty = Network("rien", 0, [], STAR.links.__class__(*(np.zeros(0, dtype=np.int64),) * 3, {}, [], []))
    assert picture(empty).marks == ()


@pytest.mark.parametrize("scale", [0.3, 0.45, 0.6, 0.72, 0.9, 1.0, 1.3, 2.2, 5.0])
def test_no_name_covers_another_at_any_zoom(scale: float) -> None:
    rng = np.random.default_rng(3)
    points = rng.uniform(100, 900, (120, 2))
    radii = rng.uniform(3, 12, 120)
    texts = [f"Acteur {number}" for number in range(120)]
    frame = np.array([1000.0, 1000.0])
    labels = place(points, radii, texts, range(120), [0.0] * 120, frame)
    boxes = []
    for point, radius, text, label in zip(points, radii, texts, labels, strict=True):
        if label.scale and label.scale <= scale:
            away, width = radius + GAP, width_of(text)
            x, y = point * scale
            left = [x + away, x - away - width, x - width / 2, x - width / 2][label.side]
            top = [y - LINE / 2, y - LINE / 2, y + away, y - away - LINE][label.side]
            boxes.append((left, top, left + width, top + LINE))
    assert len(boxes) >= 3
    for one, (left, top, right, bottom) in enumerate(boxes):
        assert left >= 0
        assert right <= 1000 * scale
        for other in boxes[one + 1 :]:
            assert right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
    marks = [(points[at] * scale, radii[at]) for at in np.flatnonzero(radii > LARGE)]
    covering = {
        at
        for (x, y), radius in marks
        for at, (left, top, right, bottom) in enumerate(boxes)
        if left < x + radius and x - radius < right and top < y + radius and y - radius < bottom
    }
    assert covering <= set(range(FOREMOST))


def test_the_first_in_order_is_named_first() -> None:
    points = np.array([[500.0, 500.0], [510.0, 500.0], [505.0, 505.0]])
    labels = place(points, np.full(3, 4.0), ["une première"] * 3, [2, 0, 1], [0.0] * 3, np.array([1000.0, 1000.0]))
    assert labels[2].scale == SCALES[0][0]
    assert min(label.scale or 99 for label in labels) == labels[2].scale


def test_the_foremost_is_named_even_in_the_thick_of_large_marks() -> None:
    around = [[500.0 + 14 * x, 500.0 + 14 * y] for x in range(-8, 9) for y in range(-4, 5)]
    points = np.array([[500.0, 500.0], *around])
    radii = np.full(len(points), 10.0)
    labels = place(points, radii, ["CCI"] * len(points), range(len(points)), [0.0] * len(points), np.full(2, 1000.0))
    assert labels[0].scale == SCALES[0][0]
