"""What is kept in memory is the answer for that very network, and for no other."""

from __future__ import annotations

import pytest

from queries.analytics import kept as kept_module
from queries.analytics.kept import MOST, fingerprint, kept
from tests.queries.analytics.worlds import network_of

LINKS = {("operator:a", "company:1"): 3, ("operator:b", "company:1"): 1}


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_module, "_results", type(kept_module._results)())


def test_the_same_network_drawn_twice_is_computed_once() -> None:
    made: list[int] = []
    for _ in range(2):
        kept("essai", network_of(LINKS), lambda: made.append(1))
    assert made == [1]


def test_one_fact_more_or_another_name_is_another_network() -> None:
    worlds = [
        network_of(LINKS),
        network_of({**LINKS, ("operator:a", "company:1"): 4}),
        network_of({**LINKS, ("operator:a", "company:2"): 1}),
        network_of(LINKS, a="CCI"),
    ]
    assert len({fingerprint(world) for world in worlds}) == 4


def test_two_results_of_one_network_are_not_mixed_up() -> None:
    drawn = network_of(LINKS)
    assert [kept(name, drawn, lambda name=name: name) for name in ("un", "deux", "un")] == ["un", "deux", "un"]


def test_only_the_last_ones_are_kept() -> None:
    drawn = network_of(LINKS)
    for number in range(MOST + 5):
        kept(str(number), drawn, lambda: None)
    assert len(kept_module._results) == MOST
