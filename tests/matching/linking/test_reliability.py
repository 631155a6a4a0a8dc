from xml.etree import ElementTree

from bench.reliability import draw
from matching.linking.judging import Answered


def test_a_drawing_has_a_point_for_each_tenth_that_has_answers() -> None:
    drawing = ElementTree.fromstring(draw([Answered(True, 0.95), Answered(True, 0.97), Answered(False, 0.15)]))
    points = [one for one in drawing if one.tag.endswith("circle")]
    assert [float(one.attrib["cy"]) for one in points] == [344, 44]
    assert float(points[1].attrib["r"]) > float(points[0].attrib["r"])


def test_nothing_answered_draws_an_empty_frame() -> None:
    assert "circle" not in draw([])
