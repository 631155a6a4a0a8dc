"""What words say of activities: BOULANGERIE is of division 10 of the NAF, as the registry itself shows when indexed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.linking.columns import Floats, Ints

if TYPE_CHECKING:
    from matching.linking.table import Table

_DIVISIONS = 100
# As if each word had been seen so many times in the divisions at their usual rate.
_PRIOR = np.float32(3.0)
_FEWEST = 4
_MOST = np.float32(2.5)


class Activities:
    """Counts of words in the NAF divisions of the entries that bear them."""

    def __init__(self, table: Table) -> None:
        self._size = np.int64(len(table.vocabulary) + 1)
        self.division = np.array([division(entry.naf) for entry in table.entries], np.int64)
        owners, words = table.entry_words // self._size, table.entry_words % self._size
        of_word = self.division[owners]
        told = of_word >= 0
        self._keys, self._counts = np.unique(words[told] * _DIVISIONS + of_word[told], return_counts=True)
        self._each = np.bincount(words[told], minlength=int(self._size))
        every = np.bincount(self.division[self.division >= 0], minlength=_DIVISIONS).astype(np.float32)
        self._usual = (every + 1) / (every.sum() + _DIVISIONS)
        self._entry_words = table.entry_words

    def fit(self, words: Ints, owners: Ints) -> Floats:
        """Return, for each word beside an entry, the logarithm of how many times likelier its division makes it.

        The entry's own names are left out of the counts; 0 where there is no telling.
        """
        if not len(self._keys):
            return np.zeros(len(words), np.float32)
        division_ = self.division[owners]
        asked = words * _DIVISIONS + division_
        at = np.minimum(np.searchsorted(self._keys, asked), len(self._keys) - 1)
        seen = np.where(self._keys[at] == asked, self._counts[at], 0)
        own_key = owners * self._size + words
        at = np.minimum(np.searchsorted(self._entry_words, own_key), len(self._entry_words) - 1)
        own = (self._entry_words[at] == own_key).astype(np.int64)
        every = self._each[words] - own
        usual = self._usual[division_]
        rate = (seen - own + _PRIOR * usual) / (every + _PRIOR)
        fit = np.clip(np.log(np.maximum(rate, 1e-9) / usual), -_MOST, _MOST)
        return np.where((division_ >= 0) & (every >= _FEWEST) & (words >= 0), fit, 0).astype(np.float32)


def division(naf: str | None) -> int:
    """Return the division of an activity code, the same in all its writings, or -1."""
    return int(naf[:2]) if naf and naf[:2].isdecimal() else -1
