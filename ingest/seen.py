"""Which rows a file has already said: 20 bytes for each, where a dictionary takes 150."""

from __future__ import annotations

from array import array

_FIRST_SLOTS = 1 << 10
_FULL = 0.6


class Seen:
    """Numbers of 64 bits, each with 32 bits beside it, in a table of open addresses.

    The numbers are hashes already: their low bits choose the slot. 0 stands for an empty slot; the number 0 itself
    is kept as 1, which tells it from no row of a file but one in 2^64.
    """

    def __init__(self) -> None:
        self._count = 0
        self._make(_FIRST_SLOTS)

    def __len__(self) -> int:
        return self._count

    def get(self, number: int) -> int | None:
        """Return what is kept beside a number, or None."""
        slot = self._slot(number or 1)
        return self._beside[slot] if self._numbers[slot] else None

    def add(self, number: int, beside: int) -> None:
        """Keep a number that is new, and 32 bits with it."""
        if self._count >= self._limit:
            self._grow()
        slot = self._slot(number or 1)
        self._numbers[slot], self._beside[slot] = number or 1, beside
        self._count += 1

    def _slot(self, number: int) -> int:
        numbers, mask = self._numbers, self._mask
        slot = number & mask
        while (found := numbers[slot]) and found != number:
            slot = (slot + 1) & mask
        return slot

    def _make(self, slots: int) -> None:
        self._numbers = array("Q", [0]) * slots
        self._beside = array("I", [0]) * slots
        self._mask, self._limit = slots - 1, int(_FULL * slots)

    def _grow(self) -> None:
        numbers, besides = self._numbers, self._beside
        self._make(2 * len(numbers))
        for number, beside in zip(numbers, besides, strict=True):
            if not number:
                continue
            slot = self._slot(number)
            self._numbers[slot], self._beside[slot] = number, beside
