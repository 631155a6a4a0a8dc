"""How alike territories are: distances by hand, and what is said of each trait."""

from __future__ import annotations

from datetime import date

import pytest

from graph import Graph
from graph.errors import AccessRefused
from graph.visibility import MEMBER, PUBLIC
from queries.likeness import Profile, like_territories, nearest
from tests.given import given

DAY = date(2026, 11, 20)


def profile(code: str, **said: object) -> Profile:
    plain = {"name": code.upper(), "population": 1000, "companies": 100, "sectors": {"industrie": 1.0},
             "sizes": {"1-9": 1.0}, "urbanity": 0.5, "unsupported": 0.4}  # fmt: skip
    return Profile(code=code, **(plain | said))  # type: ignore[arg-type]


def test_one_trait_that_differs_gives_the_distance_done_by_hand() -> None:
    # unsupported: 0.4, 0.6, 0.8. Squared gaps of the pairs: 0.04, 0.04, 0.16; their mean: 0.08.
    compared = {"a": profile("a"), "b": profile("b", unsupported=0.6), "c": profile("c", unsupported=0.8)}
    near, far = nearest(compared, "epci", "a")
    assert (near.territory, far.territory) == ("epci:b", "epci:c")
    assert near.distance == pytest.approx((0.04 / 0.08) ** 0.5, abs=0.005)
    assert far.distance == pytest.approx((0.16 / 0.08) ** 0.5, abs=0.005)
    [told] = near.contributions
    assert (told.part, told.said) == (1.0, "part des entreprises sans accompagnement connu : 20 points de plus")


def test_two_traits_weigh_alike_and_each_says_its_part() -> None:
    compared = {
        "a": profile("a"),
        "b": profile("b", unsupported=0.6, sectors={"industrie": 0.5, "commerce": 0.5}),
        "c": profile("c", unsupported=0.8, sectors={"commerce": 1.0}),
    }
    near, far = nearest(compared, "epci", "a")
    # sectors: squared gaps of square roots: a-b and b-c 2 - sqrt(2), a-c 2; their mean: (6 - 2 sqrt 2) / 3.
    mean = (6 - 2 * 2**0.5) / 3
    assert near.distance == pytest.approx(((0.5 + (2 - 2**0.5) / mean) / 2) ** 0.5, abs=0.005)
    assert sum(one.part for one in far.contributions) == pytest.approx(1.0, abs=0.002)
    assert {one.said for one in far.contributions} >= {"secteurs : industrie, 100 points de moins"}


def test_what_is_not_known_brings_nobody_nearer() -> None:
    compared = {one: profile(one, unsupported=0.4 + 0.1 * at) for at, one in enumerate("abcd")}
    compared["e"] = profile("e", unsupported=None)
    found = {one.code: one for one in nearest(compared, "epci", "a")}
    assert found["e"].distance == 1.0
    assert found["b"].distance < 1.0
    assert [one.said for one in found["e"].contributions] == ["part des entreprises sans accompagnement connu inconnue"]
    assert nearest(compared, "epci", "e") == []


def test_too_few_or_equal_territories_are_compared_with_nobody() -> None:
    assert nearest({"a": profile("a"), "b": profile("b", unsupported=0.1)}, "epci", "a") == []
    assert nearest({one: profile(one) for one in "abc"}, "epci", "a") == []


def test_territories_of_the_graph_are_compared_on_what_members_know(graph: Graph) -> None:
    given(
        graph,
        *(
            f"(:Territory {{uid: 'epci:{n}', code: '{n}', level: 'epci', name: 'EPCI {n}', population: {n}000}})"
            for n in (1, 2, 3, 4)
        ),
    )
    number = 100000000
    for code, many, naf in (("1", 4, "2511Z"), ("2", 4, "2511Z"), ("3", 8, "4711Z")):
        for _ in range(many):
            number += 1
            given(
                graph,
                f"(:Company {{siren: '{number}', epci: '{code}', naf: '{naf}', tranche_effectif: '01', statut_diffusion: 'O'}})",
            )
    near, far = like_territories(graph, MEMBER, "epci:1", as_of=DAY)
    assert (near.name, far.name) == ("EPCI 2", "EPCI 3")
    said = {one.trait: one.said for one in far.contributions}
    assert said["nombre d'entreprises"] == "2 fois plus d'entreprises"
    assert said["nombre d'habitants"] == "3 fois plus d'habitants"
    assert said["répartition par secteur"] == "secteurs : industrie, 100 points de moins"
    assert like_territories(graph, MEMBER, "epci:1", only=["1", "2"], as_of=DAY) == []
    assert like_territories(graph, MEMBER, "epci:4", as_of=DAY) == []
    assert like_territories(graph, MEMBER, "region:32", as_of=DAY) == []
    # A company that somebody keeps to itself changes nothing.
    given(graph, "(:Company {siren: '999999999', epci: '2', naf: '4711Z', owner: 'cci', visibility: 'private'})")
    assert like_territories(graph, MEMBER, "epci:1", as_of=DAY) == [near, far]
    with pytest.raises(AccessRefused):
        like_territories(graph, PUBLIC, "epci:1")
