"""One work after the other, and none after a failure."""

from __future__ import annotations

import threading

import pytest

from ingest.writer import ROWS_UNDER_WAY, Writer


def test_works_are_done_in_order_while_more_are_prepared() -> None:
    done: list[int] = []
    with Writer() as writer:
        for number in range(5):
            writer.submit(lambda number=number: done.append(number))  # type: ignore[misc]
        writer.wait()
        assert writer.idle
    assert done == [0, 1, 2, 3, 4]


def test_nothing_is_done_after_a_failure_until_it_begins_anew() -> None:
    done: list[str] = []

    def fail() -> None:
        raise ValueError("écriture impossible")

    held = threading.Event()
    with Writer() as writer:
        writer.submit(held.wait)  # type: ignore[arg-type]
        failed = writer.submit(fail)
        after = writer.submit(lambda: done.append("after"))
        held.set()
        writer.wait()
        assert isinstance(failed.exception(), ValueError)
        assert after.exception() is failed.exception()
        with pytest.raises(ValueError, match="écriture impossible"):
            writer.submit(lambda: done.append("later"))
        writer.begin_anew()
        writer.submit(lambda: done.append("anew"))
    assert done == ["anew"]


def test_what_is_under_way_does_not_pile_up() -> None:
    held, submitted = threading.Event(), threading.Event()

    def third(writer: Writer) -> None:
        writer.submit(lambda: None, ROWS_UNDER_WAY)
        submitted.set()

    with Writer() as writer:
        writer.submit(held.wait, 10)  # type: ignore[arg-type]
        writer.submit(lambda: None, 20)
        other = threading.Thread(target=third, args=(writer,))
        other.start()
        assert not submitted.wait(0.2), "small works wait together, a full batch waits for them"
        held.set()
        other.join()
        assert submitted.is_set()
