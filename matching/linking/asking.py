"""Mentions in columns, in the terms of a table: forms of their names, words known, miswritten or cut short."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from matching.linking.columns import Flags, Floats, Ints, gram_rows, matrix, unit_rows
from matching.linking.named import departments_named
from matching.linking.places import Asked
from matching.linking.table import RARE_ENOUGH, UNIT_FLOOR, WORD_FLOOR, Table
from matching.linking.typos import misspelt
from matching.model import Mention
from matching.names import MUNICIPALITY, NameForm, municipality_form, name_forms

_SLIP_CREDIT = 0.85
_CUT_CREDIT = 0.75
_SHORT_CUT_CREDIT = 0.6
_SHORTEST_CUT = 3
_SHORTEST_SURE_CUT = 4
_MOST_LONGER = 40


@dataclass(frozen=True, slots=True)
class Slots:
    """The words of each form, one slot a word, with the known words that each may stand for.

    first, count: where the slots of each form begin, and how many.
    word, rarity: the number of the word said (-1 if unknown), and how rare it is.
    reading_first, reading_count: where the readings of each slot begin, and how many.
    reading, credit: a known word, and how sure it is that it is the one meant.
    """

    first: Ints
    count: Ints
    word: Ints
    rarity: Floats
    reading_first: Ints
    reading_count: Ints
    reading: Ints
    credit: Floats


@dataclass(frozen=True, slots=True)
class Questions:
    """The forms of the names of mentions.

    forms, mention: each form and the place of its mention among those asked.
    words: what each form gives to known words: 1 for a word said, less for one miswritten or cut short, by rarity.
    word_units, gram_units: the same as unit vectors, to search and compare with.
    weight: rarity of all the words of each form, the unknown ones counting as rare.
    """

    forms: list[NameForm]
    mention: Ints
    words: sp.csr_matrix
    word_units: sp.csr_matrix
    gram_units: sp.csr_matrix
    weight: Floats
    places: Asked
    slots: Slots
    named: Ints
    town_for_name: Flags


def ask(table: Table, mentions: Sequence[Mention]) -> Questions:
    """Put mentions in the terms of a table."""
    places = table.places.ask(mentions)
    forms: list[NameForm] = []
    owners: list[int] = []
    rewritten: list[bool] = []
    for at, (one, town) in enumerate(zip(mentions, places.towns, strict=True)):
        for bare in name_forms(one.name):
            if bare.core:
                form = municipality_form(bare, [town] if town else [])
                forms.append(form)
                owners.append(at)
                rewritten.append(bare.core not in (form.core, MUNICIPALITY))
    cores = [form.core for form in forms]
    slots = _slots(table, cores)
    words, lengths = _words(table, slots)
    units = unit_rows(words.copy(), lengths)
    weight = _sums(slots, slots.rarity + WORD_FLOOR)
    gram_units = gram_rows([form.compact for form in forms], table.gram_weights)
    named = table.places.numbers(departments_named(cores), "d")
    return Questions(
        forms,
        np.array(owners, np.int64),
        words,
        units,
        gram_units,
        weight,
        places,
        slots,
        named,
        np.array(rewritten, np.bool_),
    )


def _slots(table: Table, cores: list[str]) -> Slots:
    """Return the words of forms with their readings."""
    told = [list(dict.fromkeys(core.split())) for core in cores]
    spelt = _spellings(table, {word for words in told for word in words})
    count = [len(words) for words in told]
    word: list[int] = []
    rarity: list[float] = []
    reading_count: list[int] = []
    reading: list[int] = []
    credit: list[float] = []
    for words in told:
        for one in words:
            number = table.vocabulary.get(one, -1)
            word.append(number)
            rarity.append(float(table.rarity[number]) if number >= 0 else 1.0)
            others = [(number, 1.0)] if number >= 0 else []
            others += spelt.get(one, [])
            reading_count.append(len(others))
            reading += [other for other, _ in others]
            credit += [sure for _, sure in others]
    counts, readings = np.array(count, np.int64), np.array(reading_count, np.int64)
    return Slots(
        np.cumsum(counts) - counts,
        counts,
        np.array(word, np.int64),
        np.array(rarity, np.float32),
        np.cumsum(readings) - readings,
        readings,
        np.array(reading, np.int64),
        np.array(credit, np.float32),
    )


def _words(table: Table, slots: Slots) -> tuple[sp.csr_matrix, Floats]:
    """Return what each form gives to known words, the largest where several words give, and the length of each form."""
    slot = np.repeat(np.arange(len(slots.word)), slots.reading_count)
    form = np.repeat(np.arange(len(slots.count)), slots.count)
    said, known = slots.rarity[slot], table.rarity[slots.reading]
    exact = slots.reading == slots.word[slot]
    values = np.where(exact, said + UNIT_FLOOR, slots.credit * np.minimum(said, known)).astype(np.float32)
    shape = (len(slots.count), len(table.vocabulary))
    keys = form[slot] * np.int64(max(shape[1], 1)) + slots.reading
    order = np.lexsort((-values, keys))
    kept = order[np.r_[True, keys[order][1:] != keys[order][:-1]]] if len(order) else order
    words = matrix(form[slot][kept], slots.reading[kept], values[kept], shape)
    squares = np.where(slots.word < 0, np.float32(1), (slots.rarity + UNIT_FLOOR) ** 2)
    return words, np.sqrt(np.maximum(_sums(slots, squares), np.float32(1e-12)))


def _sums(slots: Slots, values: Floats) -> Floats:
    """Add up what is said of the words of each form."""
    form = np.repeat(np.arange(len(slots.count)), slots.count)
    return np.bincount(form, values, len(slots.count)).astype(np.float32)


def _spellings(table: Table, words: set[str]) -> dict[str, list[tuple[int, float]]]:
    """Return the known words that rare words may be another spelling of, with what each is worth."""
    known = table.vocabulary
    rare = sorted(word for word in words if word not in known or table.rarity[known[word]] > RARE_ENOUGH)
    found: dict[str, dict[int, float]] = {
        word: _cuts(table, word) for word in rare if len(word) >= _SHORTEST_CUT and not word.isdigit()
    }
    long = [word for word in rare if misspelt(word)]
    for at, number in zip(*table.misspellings.near(long), strict=True):
        found[long[at]][int(number)] = _SLIP_CREDIT
    return {word: list(others.items()) for word, others in found.items() if others}


def _cuts(table: Table, word: str) -> dict[int, float]:
    """Return the known words that begin by this one, and those that it begins by."""
    ordered = table.alphabetical
    first = bisect_left(ordered, (word,))
    found: dict[int, float] = {}
    for other, number in ordered[first : first + _MOST_LONGER]:
        if not other.startswith(word):
            break
        if other != word:
            found[number] = _CUT_CREDIT
    for length in range(_SHORTEST_CUT, len(word)):
        shorter = table.vocabulary.get(word[:length])
        if shorter is not None:
            found[shorter] = _CUT_CREDIT if length >= _SHORTEST_SURE_CUT else _SHORT_CUT_CREDIT
    return found
