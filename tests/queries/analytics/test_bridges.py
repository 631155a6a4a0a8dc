"""Groups are named by what they share, and who alone links two of them is found."""

from __future__ import annotations

import numpy as np

from queries.analytics import Network, bridges, groups, measured
from tests.queries.analytics.worlds import network_of

CLIQUES = {(f"operator:{one}", f"company:{one}{number}"): 3 for one in "ab" for number in range(4)}
HELD = network_of({**CLIQUES, ("operator:a", "company:b0"): 1, ("operator:a", "company:b1"): 1})


def with_traits(drawn: Network, **traits: dict[str, str]) -> Network:
    actors = [
        actor._replace(**traits.get(actor.uid[0], {})) if actor.kind == "company" else actor for actor in drawn.actors
    ]
    return Network(drawn.title, drawn.companies, actors, drawn.links)


def test_who_holds_every_link_between_two_groups_is_a_bridge() -> None:
    [bridge] = bridges(HELD, measured(HELD))
    assert (bridge.id, bridge.links, bridge.pairs) == ("operator:a", 6, ((1, 2),))
    assert bridge.betweenness > 0


def test_two_actors_between_the_same_groups_are_no_bridge() -> None:
    drawn = network_of({**CLIQUES, ("operator:a", "company:b0"): 1, ("operator:b", "company:a0"): 1})
    assert int(measured(drawn).community.max()) == 2
    assert bridges(drawn, measured(drawn)) == []


def test_of_a_single_link_the_institution_is_the_bridge() -> None:
    drawn = network_of({**CLIQUES, ("operator:b", "company:a3"): 1})
    assert [bridge.id for bridge in bridges(drawn, measured(drawn))] == ["operator:b"]


def test_a_group_is_named_by_its_institution_and_what_its_companies_share() -> None:
    drawn = with_traits(HELD, a={"naf": "62.01Z", "departement": "80"}, b={"naf": "10.71C", "departement": "80"})
    found = groups(drawn, measured(drawn))
    told = {group.leader: group.trait for group in found.values()}
    assert told["a"] is not None
    assert (told["a"].naf, told["a"].departement, told["a"].share) == ("62", None, 1.0)
    assert told["b"] is not None
    assert told["b"].naf == "10"


def test_what_all_companies_share_names_no_group() -> None:
    drawn = with_traits(HELD, a={"naf": "62.01Z"}, b={"naf": "62.01Z"})
    assert [group.trait for group in groups(drawn, measured(drawn)).values()] == [None, None]


def test_every_actor_is_in_one_group() -> None:
    found = groups(HELD, measured(HELD))
    assert sum(group.size for group in found.values()) == len(HELD.actors) == 10
    assert sum(group.companies for group in found.values()) == 8
    assert np.unique(measured(HELD).community).tolist() == list(found)
