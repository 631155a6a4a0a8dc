"""What the figures of the field mean, on answers small enough to count by hand."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from matching.linking.judging import Answered, figures, reliability

# In order: right, right and wrong at one score, wrong, right; of 6 mentions, 4 are of organisations of the register.
ANSWERS = [Answered(True, 0.4), Answered(False, 0.8), Answered(True, 0.8), Answered(True, 0.9), Answered(False, 0.6)]


def test_thresholds_take_ties_whole_and_count_what_the_register_has() -> None:
    told = figures(ANSWERS, mentions=6, linkable=4, link_from=0.8, targets=(0.6, 0.95))
    assert (told["top1"], told["linked"], told["linked_precision"]) == (0.75, 0.5, 0.6667)
    assert (told["auto_at_0.95"], told["from_at_0.95"]) == (0.25, 0.9)
    assert (told["auto_at_0.6"], told["from_at_0.6"]) == (0.75, 0.4)
    assert told["f1"] == 0.6667


def test_a_precision_that_no_threshold_gives_is_said_to_be_out_of_reach() -> None:
    told = figures([Answered(False, 0.9)], mentions=1, linkable=1, link_from=0.5, targets=(0.95,))
    assert (told["auto_at_0.95"], told["from_at_0.95"], told["linked_precision"]) == (0, 2, 0)
    nothing = figures([], mentions=3, linkable=0, link_from=0.5, targets=(0.95,))
    assert (nothing["top1"], nothing["ece"], nothing["f1"]) == (0, 0, 0)


def test_reliability_sets_what_was_said_beside_what_was_right() -> None:
    assert reliability(ANSWERS) == [
        {"answers": 1, "from": 0.4, "said": 0.4, "right": 1},
        {"answers": 1, "from": 0.6, "said": 0.6, "right": 0},
        {"answers": 2, "from": 0.8, "said": 0.8, "right": 0.5},
        {"answers": 1, "from": 0.9, "said": 0.9, "right": 1},
    ]


def as_the_field_scores(answers: list[Answered], linkable: int) -> dict[str, float]:
    """Return what the score of the field gives, written as it defines it: at each score, all that stand at or above."""
    points = []
    for start in {one.chance for one in answers}:
        above = [one.right for one in answers if one.chance >= start]
        points.append((sum(above) / len(above), sum(above) / linkable))
    told = {"top1": sum(one.right for one in answers) / linkable}
    told["f1"] = max((2 * p * r / (p + r) for p, r in points if p), default=0.0)
    for target in (0.95, 0.98, 0.99):
        told[f"auto_at_{target}"] = max((r for p, r in points if p >= target), default=0.0)
    return {name: round(value, 4) for name, value in told.items()}


@settings(max_examples=50, deadline=None)
@given(st.lists(st.builds(Answered, st.booleans(), st.sampled_from((0.2, 0.5, 0.51, 0.9, 1.0))), max_size=30))
def test_figures_are_those_of_the_field_whatever_the_ties_and_the_order(answers: list[Answered]) -> None:
    linkable = sum(one.right for one in answers) + 2
    told = figures(answers, mentions=linkable + 5, linkable=linkable, link_from=0.9)
    assert {name: told[name] for name in as_the_field_scores(answers, linkable)} == as_the_field_scores(
        answers, linkable
    )
