"""The names of a registry, found again by exact writing, by acronym, or by the letters they share."""

import math
from array import array
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from matching.names import NameForm

Numbers = npt.NDArray[np.uint32]

# Longer lists of names cost more than they help: what is so common is told apart by its place.
_POSTINGS_READ = 12_000
_FEWEST_TRIGRAMS = 3
_LONGEST_POSTING = 40_000
# Trigrams that being in the same place is worth.
_NEAR_BONUS = np.float32(1.6)
# Part of the best count of shared trigrams.
_WORTH_LOOKING = np.float32(0.35)
_FIRST = np.array([True])


class _Postings:
    """Lists of numbers by key; most keys have a single one, kept bare to save memory."""

    __slots__ = ("_lists",)

    def __init__(self) -> None:
        self._lists: dict[str, int | array[int]] = {}

    def add(self, key: str, number: int) -> None:
        known = self._lists.get(key)
        if known is None:
            self._lists[key] = number
        elif isinstance(known, int):
            self._lists[key] = array("I", (known, number))
        else:
            known.append(number)

    def get(self, key: str) -> "array[int] | tuple[int, ...]":
        known = self._lists.get(key)
        if known is None:
            return ()
        return (known,) if isinstance(known, int) else known


class NameIndex:
    """Every form of every name, numbered in the order of adding."""

    def __init__(self) -> None:
        self.cores: list[str] = []
        self.owners: array[int] = array("I")
        self.fulls: array[int] = array("q")
        self.classes: array[int] = array("H")
        self.parts: array[int] = array("B")
        self.writings: array[int] = array("B")
        self._exact = _Postings()
        self._acronyms = _Postings()
        self._trigrams: dict[str, array[int]] = {}
        self._word_counts: dict[str, int] = {}
        self._owners_seen = 0

    def __len__(self) -> int:
        return len(self.cores)

    def add(self, forms: Iterable[NameForm], owner: int) -> range:
        """Index the forms of one owner's names and return their numbers."""
        start = len(self.cores)
        own_words: set[str] = set()
        for form in forms:
            number = len(self.cores)
            self.cores.append(form.core)
            self.owners.append(owner)
            self.fulls.append(form.full)
            self.classes.append(form.classes)
            self.parts.append(form.part)
            self.writings.append(form.writing)
            self._exact.add(form.compact, number)
            for acronym in form.initials:
                self._acronyms.add(acronym, number)
            for trigram in trigrams(form.core):
                posting = self._trigrams.get(trigram)
                if posting is None:
                    posting = self._trigrams[trigram] = array("I")
                posting.append(number)
            own_words.update(form.core.split())
        for word in own_words:
            self._word_counts[word] = self._word_counts.get(word, 0) + 1
        self._owners_seen += 1
        return range(start, len(self.cores))

    def written(self, compact: str) -> "array[int] | tuple[int, ...]":
        """Return the names that are this one, spaces apart."""
        return self._exact.get(compact)

    def abbreviated(self, acronym: str) -> "array[int] | tuple[int, ...]":
        """Return the names whose initials are these letters."""
        return self._acronyms.get(acronym)

    def rarity(self, word: str) -> float:
        """Return how rare a word is here: 0 for a word of every entry, 1 for a word of one entry or none."""
        total = max(self._owners_seen, 2)
        return math.log(total / self._word_counts.get(word, 1)) / math.log(total)

    def resembling(self, core: str, most: int, near: Sequence[Numbers]) -> Numbers:
        """Return the names that share most of the rare trigrams of a name, at most `most` of them.

        Args:
            core: the core of the name looked for.
            most: how many names to return.
            near: owners (ascending) whose names pass before others that share as much.
        """
        postings = self._rarest_postings(core)
        if not postings:
            return np.empty(0, dtype=np.uint32)
        every = np.concatenate([np.frombuffer(posting, dtype=np.uint32) for posting in postings])
        every.sort()
        starts = np.flatnonzero(np.concatenate((_FIRST, every[1:] != every[:-1])))
        found = every[starts]
        if len(found) <= most:
            return found
        counts = np.diff(starts, append=len(every)).astype(np.float32)
        if near:
            owners = np.frombuffer(self.owners, dtype=np.uint32)[found]
            for entries in near:
                at = np.minimum(np.searchsorted(entries, owners), len(entries) - 1)
                counts += (entries[at] == owners) * _NEAR_BONUS
        # Most names share one trigram or two by chance: setting them aside makes the choice cheap.
        worth = np.flatnonzero(counts >= _WORTH_LOOKING * counts.max())
        if len(worth) <= most:
            return found[worth]
        return found[worth[np.argpartition(counts[worth], len(worth) - most)[-most:]]]

    def _rarest_postings(self, core: str) -> "list[array[int]]":
        found = [posting for trigram in trigrams(core) if (posting := self._trigrams.get(trigram))]
        found.sort(key=len)
        kept: list[array[int]] = []
        read = 0
        for posting in found:
            read += len(posting)
            if len(posting) > _LONGEST_POSTING or (read > _POSTINGS_READ and len(kept) >= _FEWEST_TRIGRAMS):
                break
            kept.append(posting)
        return kept


def trigrams(core: str) -> Iterable[str]:
    """Return the distinct trigrams of each word, with a mark at its two ends.

    >>> sorted(trigrams("abc"))
    [' ab', 'abc', 'bc ']
    """
    padded = f" {core} "
    return {padded[at : at + 3] for at in range(len(padded) - 2)}


def distinct(lists: Iterable[Iterable[int]]) -> Iterator[int]:
    """Yield each number once, in order of first appearance."""
    seen: set[int] = set()
    for numbers in lists:
        for number in numbers:
            if number not in seen:
                seen.add(number)
                yield number
