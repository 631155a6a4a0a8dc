"""How links are spread, and what changed since a day."""

from __future__ import annotations

from datetime import date

from graph import MEMBER, Graph
from queries.analytics import Around, evolution, network_since, spread
from queries.analytics.summary import size_of
from tests.queries.analytics.worlds import draw, network_of

DAY = date(2026, 8, 1)


def test_bins_double_and_hold_every_actor() -> None:
    drawn = network_of(
        {("operator:a", f"company:{number}"): 1 for number in range(5)} | {("operator:b", "company:0"): 1}
    )
    assert [(one.low, one.high, one.actors) for one in spread(drawn)] == [(1, 1, 5), (2, 2, 1), (3, 4, 0), (5, 8, 1)]


def test_a_network_of_an_earlier_day_lacks_the_facts_that_came_after_its_month(graph: Graph) -> None:
    draw(graph, "(cma)-[:VISITED {on: '2026-07-01'}]->(cam)")
    now, before = network_since(graph, MEMBER, Around(territory=("80",), as_of=DAY), date(2026, 1, 1))
    assert before is not None
    assert {actor.uid for actor in now.actors} - {actor.uid for actor in before.actors} == {"300000007"}
    told = {(link.source.uid, link.target.uid): link.counts for link in before.each_link()}
    assert told == {
        ("cci", "100000009"): {"supports": 1},  # of 2019; the visits of 2026-03 and 2026-09 are to come
        ("cma", "100000009"): {"signalled": 1},
        ("cma", "200000008"): {"visits": 1},  # of 2026-01-05: the month counts whole
    }
    assert (now.companies, before.companies) == (3, 3)


def test_without_a_day_there_is_nothing_to_compare(graph: Graph) -> None:
    draw(graph)
    assert network_since(graph, MEMBER, Around(territory=("80",)), None)[1] is None


def test_who_gained_most_links_comes_first_and_newcomers_are_counted() -> None:
    before = network_of({("operator:a", "company:1"): 1, ("operator:b", "company:1"): 1})
    links = {("operator:b", f"company:{number}"): 1 for number in range(1, 5)}
    now = network_of({("operator:a", "company:1"): 1, **links})
    found = evolution(now, before, DAY, limit=2)
    assert [(change.label, change.before, change.now) for change in found.gained] == [("b", 1, 4), ("2", 0, 1)]
    assert found.newcomers == 3
    assert (found.before, found.now) == (size_of(before), size_of(now))
    assert found.links_before == {"operator:a": 1, "operator:b": 1, "company:1": 2}
