"""Words one slip of the hand apart, all words at once: two such words agree once a letter is taken out of each.

Every word and every word less one letter is a number (a polynomial hash); equal numbers are then checked. It is
the idea of SymSpell (W. Garbe, 2012) in columns, without a dictionary of strings.
"""

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA

from matching.linking.columns import Ints, spread

_LONGEST = 24
_SHORTEST = 4
_MOST_ALIKE = 24
_POWERS = np.uint64(1099511628211) ** np.arange(1, _LONGEST + 1, dtype=np.uint64)

Hashes = npt.NDArray[np.uint64]


class Misspellings:
    """The words of a registry, found from words that differ by one letter."""

    def __init__(self, words: list[str], numbers: list[int]) -> None:
        kept = [at for at, word in enumerate(words) if misspelt(word)]
        self._words = [words[at] for at in kept]
        self._numbers = np.array([numbers[at] for at in kept], np.int64)
        hashes, owners = _hashes(self._words)
        order = np.argsort(hashes, kind="stable")
        self._hashes, self._owners = hashes[order], owners[order]

    def near(self, asked: list[str]) -> tuple[Ints, Ints]:
        """Return (place in `asked`, number of a known word) for the pairs at one letter: more, less, other, swapped."""
        if not asked or not self._words:
            return np.empty(0, np.int64), np.empty(0, np.int64)
        hashes, owners = _hashes(asked)
        first = np.searchsorted(self._hashes, hashes)
        counts = np.minimum(np.searchsorted(self._hashes, hashes, "right") - first, _MOST_ALIKE)
        at, runs = spread(first, counts)
        pairs = np.unique(owners[runs] << 32 | self._owners[at])
        said, known = pairs >> 32, pairs & 0xFFFFFFFF
        left, right = [asked[one] for one in said.tolist()], [self._words[one] for one in known.tolist()]
        apart = process.cpdist(left, right, scorer=OSA.distance, score_cutoff=1, dtype=np.int32)
        return said[apart == 1], self._numbers[known[apart == 1]]


def misspelt(word: str) -> bool:
    """Tell whether a word can be miswritten and still be known: four letters or more, not a number."""
    return len(word) >= _SHORTEST and not word.isdigit()


def _hashes(words: list[str]) -> tuple[Hashes, Ints]:
    """Return the hash of each word, then of each word less its first letter, second letter…, and their owners."""
    count = len(words)
    blob = b"".join(word.encode("latin1", "replace")[:_LONGEST].ljust(_LONGEST, b"\0") for word in words)
    letters = np.frombuffer(blob, np.uint8).reshape(count, _LONGEST).astype(np.uint64)
    lengths = (letters > 0).sum(axis=1)
    terms = letters * _POWERS
    moved = letters * np.r_[np.uint64(0), _POWERS[:-1]]
    after = np.c_[np.cumsum(moved[:, ::-1], axis=1)[:, ::-1], np.zeros(count, np.uint64)]
    before = np.zeros(count, np.uint64)
    hashes, owners = [terms.sum(axis=1)], [np.arange(count)]
    for place in range(_LONGEST):
        longer = np.flatnonzero(lengths > place)
        hashes.append((before + after[:, place + 1])[longer])
        owners.append(longer)
        before = before + terms[:, place]
    return np.concatenate(hashes), np.concatenate(owners)
