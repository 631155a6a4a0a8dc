"""The table of rows that a file has said."""

from __future__ import annotations

import random
import tracemalloc

from ingest.seen import Seen


def test_it_answers_as_a_dictionary_does() -> None:
    chance, seen, expected = random.Random(7), Seen(), {}
    for _ in range(20_000):
        number, beside = chance.getrandbits(64), chance.getrandbits(32)
        seen.add(number, beside)
        expected[number] = beside
    assert len(seen) == len(expected)
    assert all(seen.get(number) == beside for number, beside in expected.items())
    strangers = [chance.getrandbits(64) for _ in range(5_000)]
    assert [seen.get(number) for number in strangers] == [None] * 5_000


def test_numbers_that_fall_in_one_slot_are_told_apart() -> None:
    seen = Seen()
    for high in range(500):
        seen.add(high << 40, high)
    assert [seen.get(high << 40) for high in range(500)] == list(range(500))


def test_a_row_takes_less_than_64_bytes_even_while_the_table_grows() -> None:
    tracemalloc.start()
    seen = Seen()
    for number in range(1, 200_001):
        seen.add(number * 0x9E3779B97F4A7C15 & (1 << 64) - 1, 0)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak / len(seen) < 64
