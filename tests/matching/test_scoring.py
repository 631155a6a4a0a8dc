from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.places import Nearness
from matching.scoring import Evidence, probabilities
from matching.similarity import Likeness
from matching.tables import rows


def test_equal_candidates_share_the_probability() -> None:
    shares, nobody = probabilities([8.0, 8.0])
    assert shares[0] == shares[1] < 0.5
    assert sum(shares) + nobody == pytest.approx(1.0)


@given(st.lists(st.floats(-700, 700), max_size=10))
def test_probabilities_add_up_to_one(strengths: list[float]) -> None:
    shares, nobody = probabilities(strengths)
    assert sum(shares) + nobody == pytest.approx(1.0)
    assert all(0.0 <= share <= 1.0 for share in shares)


def test_nearer_places_never_weigh_less() -> None:
    weights = {row["evidence"]: float(row["weight"]) for row in rows("weights")}
    by_nearness = [weights[f"place_{near.name.lower()}"] for near in Nearness]
    assert by_nearness == sorted(by_nearness)


def test_every_weight_is_used_and_every_feature_weighed() -> None:
    used = {field.name for field in fields(Likeness)} | {f"place_{near.name.lower()}" for near in Nearness}
    assert {row["evidence"] for row in rows("weights")} == used | {
        "constant",
        "identifier_remains",
        "activity",
    }


def test_more_evidence_makes_a_stronger_candidate() -> None:
    bare = Evidence(0, 0, Likeness(same=1.0), Nearness.UNSAID)
    assert Evidence(0, 0, Likeness(same=1.0), Nearness.COMMUNE).strength > bare.strength
    assert Evidence(0, 0, Likeness(same=1.0), Nearness.UNSAID, identifier=True).strength > bare.strength
    assert Evidence(0, 0, Likeness(same=1.0, form_differs=1.0), Nearness.UNSAID).strength < bare.strength
