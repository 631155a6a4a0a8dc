"""The registry in columns: every form of every name, its words and grams, and the places of its entry."""

from __future__ import annotations

import gc
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import numpy as np
import scipy.sparse as sp

from matching.linking.activities import Activities
from matching.linking.columns import Flags, Floats, Ints, distinct, gram_rows, gram_weights, held, matrix, unit_rows
from matching.linking.named import departments_named
from matching.linking.places import Places
from matching.linking.typos import Misspellings
from matching.model import Entry
from matching.store import entry_forms
from matching.text import singular

# Even the commonest word says a little.
WORD_FLOOR = np.float32(0.05)
UNIT_FLOOR = np.float32(0.02)
# Only words that say something are worth another spelling, or may be acronyms.
RARE_ENOUGH = 0.45


class Table:
    """What is known of the names of a registry. Names are numbered in order; `owner` is the entry of each.

    Attributes:
        entries: the entries, as given; those without a name are kept and never found.
        cores, compacts: each name's core words, and the same in one word.
        writing: each name's number of distinct compact; `bearers` counts the entries that bear it.
        part, full, classes: see `matching.names.NameForm`.
        rarity: of each word, 0 for a word of every entry, 1 for a word of one.
        words, word_units, gram_units: names by words (0 or 1), by words and by grams as unit vectors.
        misspellings: the words that a slip of the hand may have spoilt.
        name_words, entry_words, place_words: which words each name, the names of each entry, and its towns have, as
            sorted numbers; `activities` says what words say of activities.
        nearly: names by their initials less the last.
        alphabetical: the words in order, to find those that a word cut short begins.
        search: words then grams by names, the transposed units side by side, each half of the whole.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        with _no_collection():
            self._make([entry for entry in entries if entry.listed])

    def _make(self, entries: list[Entry]) -> None:
        self.entries = entries
        self.places = Places(entries)
        self._read_names()
        self._number_writings()
        self._count_words()
        self._weigh_grams()
        self.places.learn_named(self.owner, self.places.numbers(departments_named(self.cores), "d"))
        self.place_words = self._place_words()
        self.activities = Activities(self)
        self.misspellings = Misspellings(list(self.vocabulary), list(self.vocabulary.values()))
        self.alphabetical = sorted(self.vocabulary.items())
        self.search = sp.vstack([(self.word_units.T * 0.5).tocsr(), (self.gram_units.T * 0.5).tocsr()], "csr")

    def __len__(self) -> int:
        return len(self.cores)

    def _read_names(self) -> None:
        self.cores: list[str] = []
        owner, part, full, classes, spelling = [], [], [], [], []
        acronyms: defaultdict[str, list[int]] = defaultdict(list)
        nearly: defaultdict[str, list[int]] = defaultdict(list)
        for number, entry in enumerate(self.entries):
            for form in entry_forms(entry):
                for initials in form.initials:
                    acronyms[initials].append(len(self.cores))
                    if len(initials) > 4:
                        nearly[initials[:-1]].append(len(self.cores))
                self.cores.append(form.core)
                owner.append(number)
                part.append(form.part)
                full.append(form.full)
                classes.append(form.classes)
                spelling.append(form.writing)
        self.compacts = [core.replace(" ", "") for core in self.cores]
        self.owner = np.array(owner, np.int64)
        self.part = np.array(part, np.int8)
        self.full = np.array(full, np.int64)
        self.classes = np.array(classes, np.int64)
        self.spelling = np.array(spelling, np.int64)
        self.acronyms = dict(acronyms)
        self.nearly = dict(nearly)
        self.names_each = np.bincount(self.owner, minlength=len(self.entries))

    def _number_writings(self) -> None:
        self.writings: dict[str, int] = {}
        number = self.writings.setdefault
        self.writing = np.array([number(compact, len(self.writings)) for compact in self.compacts], np.int64)
        self._by_writing = np.argsort(self.writing, kind="stable")
        self._writing_starts = np.searchsorted(self.writing[self._by_writing], np.arange(len(self.writings) + 1))
        pairs = distinct(self.writing * np.int64(len(self.entries) + 1) + self.owner)
        self.bearers = np.bincount(pairs // (len(self.entries) + 1), minlength=len(self.writings))

    def written(self, compact: str) -> Ints:
        """Return the names written so, spaces apart."""
        at = self.writings.get(compact)
        if at is None:
            return np.empty(0, np.int64)
        return self._by_writing[self._writing_starts[at] : self._writing_starts[at + 1]]

    def rare(self, word: str) -> bool:
        """Tell whether a word is unknown, or rare enough to be an acronym."""
        number = self.vocabulary.get(word)
        return number is None or bool(self.rarity[number] > RARE_ENOUGH)

    def with_word(self, word: str) -> Ints:
        """Return the names that have a word, unless it is a common one."""
        number = self.vocabulary.get(word)
        if number is None or self.rarity[number] <= RARE_ENOUGH:
            return np.empty(0, np.int64)
        found = self.search.indices[self.search.indptr[number] : self.search.indptr[number + 1]]
        return np.asarray(found, np.int64)

    def spelling_out(self, word: str) -> Ints:
        """Return the names of which a word is all but the last of the initials."""
        found = self.nearly.get(word, [])
        return np.array(found, np.int64)

    def has_word(self, names: Ints, words: Ints) -> Flags:
        """Tell which names have the word beside each."""
        return held(self.name_words, names * np.int64(len(self.vocabulary) + 1) + words)

    def _count_words(self) -> None:
        self.vocabulary: dict[str, int] = {}
        number = self.vocabulary.setdefault
        told = [core.split() for core in self.cores]
        rows = np.repeat(np.arange(len(told)), [len(words) for words in told])
        columns = np.array([number(word, len(self.vocabulary)) for words in told for word in words], np.int64)
        size = len(self.vocabulary)
        self.name_words = distinct(rows * np.int64(size + 1) + columns)
        self.entry_words = distinct(self.owner[rows] * np.int64(size + 1) + columns)
        known = self.entry_words % (size + 1)
        total = max(len(self.entries), 2)
        counts = np.maximum(np.bincount(known, minlength=size), 1)
        self.rarity: Floats = (np.log(total / counts) / math.log(total)).astype(np.float32)
        self.words = matrix(rows, columns, None, (len(told), size))
        self.words.data[:] = 1
        self.weight = np.asarray(self.words @ (self.rarity + WORD_FLOOR), np.float32)
        units = self.words.copy()
        units.data = self.rarity[units.indices] + UNIT_FLOOR
        self.word_units = unit_rows(units)

    def _place_words(self) -> Ints:
        """Return (entry, word) as sorted numbers, for the words of the towns of each entry."""
        owners, towns = self.places.towns()
        size = len(self.vocabulary) + 1
        keys: list[int] = []
        told = {
            number: [n for word in name.split() if (n := self.vocabulary.get(singular(word))) is not None]
            for number, name in self.places.town_names.items()
        }
        for owner, town in zip(owners.tolist(), towns.tolist(), strict=True):
            keys += [owner * size + word for word in told.get(town, ())]
        self.town_word_numbers = {word for words in told.values() for word in words}
        return distinct(np.array(keys, np.int64))

    def _weigh_grams(self) -> None:
        self.gram_weights = gram_weights(self.compacts)
        self.gram_units = gram_rows(self.compacts, self.gram_weights)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Spare the search for cycles while millions of small things are made, none of which is in a cycle."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
