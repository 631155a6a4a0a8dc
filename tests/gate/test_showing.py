"""Which companies an answer names."""

from __future__ import annotations

from pydantic import BaseModel

from access.named import MOST
from gate import showing


class Card(BaseModel):
    """A company, as answers name one."""

    siren: str | None = None
    uid: str = "x1"


class Listed(BaseModel):
    """A list of them, with something else."""

    cards: tuple[Card, ...]
    best: Card | None = None
    words: tuple[str, ...] = ("a",)


def test_the_companies_of_an_answer_are_collected_wherever_they_stand() -> None:
    shown = showing.opened()
    showing.note([Listed(cards=(Card(siren="1"), Card()), best=Card(siren="2")), "text", None])
    showing.note_keys(["3", None, ""])
    assert shown == {"1", "2", "3", "x1"}


def test_each_request_has_its_own_collection() -> None:
    first = showing.opened()
    second = showing.opened()
    showing.note(Card(siren="1"))
    assert (first, second) == (set(), {"1"})


def test_a_whole_region_is_cut() -> None:
    shown = showing.opened()
    showing.note([Card(siren=str(number)) for number in range(MOST + 10)])
    assert len(shown) == MOST
