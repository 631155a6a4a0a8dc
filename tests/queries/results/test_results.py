"""What all indicators of the mission have in common, whatever they count."""

from __future__ import annotations

import importlib
from collections import Counter
from datetime import date

import pytest

from docs.make_indicators import ASKED
from graph import Graph
from graph.visibility import MEMBER
from queries.results.model import Action, Meaning
from queries.results.results import MEANINGS, results
from tests.given import given
from web.app import ROUTERS

CODES = [one.code for one in MEANINGS]


def test_no_two_indicators_bear_the_same_code() -> None:
    assert [code for code, many in Counter(CODES).items() if many > 1] == []


def test_each_indicator_answers_something_that_the_mission_asks_of_its_action() -> None:
    asked = [(action, code) for action, every in ASKED.items() for _, codes in every for code in codes]
    assert sorted(asked) == sorted((one.action, one.code) for one in MEANINGS)
    assert list(ASKED) == list(Action)


@pytest.mark.parametrize("one", MEANINGS, ids=CODES)
def test_an_indicator_names_a_question_and_a_page_that_are_there(one: Meaning) -> None:
    module, name = one.question.rsplit(".", 1)
    assert callable(getattr(importlib.import_module(module), name))
    pages = {getattr(route, "path", "") for router in ROUTERS for route in router.routes}
    assert one.page.partition("?")[0] in pages
    assert one.definition.endswith(".")


def test_all_of_them_are_told_month_by_month_in_the_order_of_the_actions(graph: Graph) -> None:
    given(graph, "(:Territory {uid: 'epci:200093201', level: 'epci', code: '200093201', name: 'Lille'})")
    found = results(graph, MEMBER, as_of=date(2026, 11, 28), months=3).indicators
    assert [one.code for one in found] == CODES
    months = ["2026-09", "2026-10", "2026-11"]
    assert {one.code: [month.month for month in one.months] for one in found} == dict.fromkeys(CODES, months)
    inside = results(graph, MEMBER, "epci:200093201", as_of=date(2026, 11, 28), months=3).indicators
    assert [one.definition for one in inside] == [one.definition for one in found]
