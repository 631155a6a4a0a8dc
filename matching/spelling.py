"""Names that a few slips of the hand made of others, whole or while they are typed: none of a registry is missed.

A slip (a letter swapped, lost, added or changed) changes how often at most two letters occur. So each name has a mask
of 64 bits that say how often it has each letter; two names at n slips differ by 2n bits at most, and one pass over all
masks leaves few names to compare letter by letter (the bag distance of Bartolini, Ciaccia and Patella, 2002). The
beginnings of names have masks as well.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA

Masks = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.int64]

# Bits for "at least so many of this letter", the letters that names repeat having several; figures are one letter.
_BITS = [(letter, 1) for letter in "abcdefghijklmnopqrstuvwxyz0"]
_BITS += [(letter, many) for many, letters in ((2, "aeiourstnlcdmp"), (3, "eaistrnlo")) for letter in letters]
_BITS += [(letter, many) for many in (4, 5) for letter in "eaisrnt"]
_CODES = np.zeros(256, np.int64)
for _at, _letter in enumerate("abcdefghijklmnopqrstuvwxyz"):
    _CODES[ord(_letter)] = _at
_CODES[[ord(figure) for figure in "0123456789"]] = 26
_KINDS = 27
_AT_ONCE = 20_000
_BEGINNINGS = (4, 6, 8, 11, 15, 20, 27)
_LONGEST = 255
# How many slips a name of so many letters may have and still be known.
_SURE_FROM, _TWO_FROM = 4, 6


class Alike(NamedTuple):
    """A name like what was typed: whose it is, how many slips apart, and whether what was typed only begins it."""

    owner: int
    slips: int
    begun: bool


class Spellings:
    """Names as their letters alone, each with the number of its owner."""

    def __init__(self) -> None:
        self._letters: list[str] = []
        self._owners = np.empty(0, np.int64)
        self._lengths = np.empty(0, np.uint8)
        self._whole = np.empty(0, np.uint64)
        self._begun = {length: np.empty(0, np.uint64) for length in _BEGINNINGS}

    def add(self, named: Iterable[tuple[int, str]]) -> None:
        """Add names, each with its owner."""
        many = list(named)
        for start in range(0, len(many), _AT_ONCE):
            self._add(many[start : start + _AT_ONCE])

    def _add(self, many: Sequence[tuple[int, str]]) -> None:
        letters = [name[:_LONGEST] for _, name in many]
        lengths = np.array([len(name) for name in letters], np.int64)
        names = np.repeat(np.arange(len(letters)), lengths)
        places = np.arange(len(names)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        codes = _CODES[np.frombuffer("".join(letters).encode("latin1", "replace"), np.uint8)]
        keys = names * _KINDS + codes
        self._letters += letters
        self._owners = np.r_[self._owners, np.array([owner for owner, _ in many], np.int64)]
        self._lengths = np.r_[self._lengths, lengths.astype(np.uint8)]
        self._whole = np.r_[self._whole, _masks(keys, len(letters))]
        for length, known in self._begun.items():
            self._begun[length] = np.r_[known, _masks(keys[places < length], len(letters))]

    def near(self, typed: str) -> list[Alike]:
        """Return the owners of the names that slips turned into what was typed, or that it begins."""
        typed = typed[:_LONGEST]
        size = len(typed)
        if size < _SURE_FROM or not self._letters:
            return []
        slips = 1 if size < _TWO_FROM else 2
        found: dict[int, Alike] = {}
        for numbers, apart, begun in (self._whole_near(typed, slips), self._begun_near(typed, slips)):
            for owner, distance in zip(self._owners[numbers].tolist(), apart.tolist(), strict=True):
                known = found.get(owner)
                if known is None or distance < known.slips:
                    found[owner] = Alike(owner, distance, begun)
        return list(found.values())

    def _whole_near(self, typed: str, slips: int) -> tuple[Numbers, Numbers, bool]:
        close = np.bitwise_count(self._whole ^ _mask(typed)) <= 2 * slips
        # Shorter names are taken below 0, that is far above.
        close &= self._lengths - np.uint8(max(len(typed) - slips, 0)) <= 2 * slips
        numbers = np.flatnonzero(close)
        apart = _apart(typed, [self._letters[at] for at in numbers.tolist()], slips)
        kept = apart <= slips
        return numbers[kept], apart[kept], False

    def _begun_near(self, typed: str, slips: int) -> tuple[Numbers, Numbers, bool]:
        length = _BEGINNINGS[bisect_right(_BEGINNINGS, len(typed)) - 1]
        close = np.bitwise_count(self._begun[length] ^ _mask(typed[:length])) <= 2 * slips
        close &= self._lengths > len(typed)
        numbers = np.flatnonzero(close)
        known = [self._letters[at] for at in numbers.tolist()]
        size = len(typed)
        # A letter lost or added moves the end of what is compared: one letter more or less saves one slip at most.
        apart = _apart(typed, [name[:size] for name in known], slips + 1)
        moved = np.flatnonzero((apart > 0) & (apart <= slips + 1))
        left = [known[at] for at in moved.tolist()]
        for other in (size - 1, size + 1):
            apart[moved] = np.minimum(apart[moved], _apart(typed, [name[:other] for name in left], slips + 1))
        kept = apart <= slips
        return numbers[kept], apart[kept], True


def _apart(typed: str, known: list[str], slips: int) -> Numbers:
    """Return the slips between what was typed and each name, more than `slips` where there are more."""
    if not known:
        return np.empty(0, np.int64)
    found: Numbers = process.cdist([typed], known, scorer=OSA.distance, score_cutoff=slips, dtype=np.int64)[0]
    return found


def _masks(keys: Numbers, count: int) -> Masks:
    """Return the mask of each name, from a key for each of its letters."""
    counts = np.bincount(keys, minlength=count * _KINDS).reshape(count, _KINDS)
    masks = np.zeros(count, np.uint64)
    for bit, (letter, many) in enumerate(_BITS):
        masks |= (counts[:, _CODES[ord(letter)]] >= many).astype(np.uint64) << np.uint64(bit)
    return masks


def _mask(letters: str) -> np.uint64:
    """Return the mask of one name: what `_masks` gives, without its columns."""
    told = "".join("0" if letter.isdigit() else letter for letter in letters)
    return np.uint64(sum(1 << bit for bit, (letter, many) in enumerate(_BITS) if told.count(letter) >= many))
