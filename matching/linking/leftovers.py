"""What is left unsaid on both sides of a pair, word by word: a rare word of the mention that no name of the entry has
speaks of another company; the name of its town does not."""

from __future__ import annotations

import numpy as np

from matching.linking.asking import Questions
from matching.linking.columns import Columns, Flags, Floats, Ints, distinct, groups, held, spread
from matching.linking.table import Table
from matching.names import town_core


def leftovers(table: Table, asked: Questions, form: Ints, name: Ints) -> Columns:
    """Return the signs of what is left, for pairs of a form and a name."""
    return _said(table, asked, form, name) | _known(table, asked, form, name)


def _said(table: Table, asked: Questions, form: Ints, name: Ints) -> Columns:
    slots = asked.slots
    size = np.int64(len(table.vocabulary) + 1)
    at, line = spread(slots.first[form], slots.count[form])
    owner = table.owner[name]
    reading, slot = spread(slots.reading_first[at], slots.reading_count[at])
    words, sure = slots.reading[reading], slots.credit[reading]
    credit, elsewhere = np.zeros(len(at), np.float32), np.zeros(len(at), np.float32)
    here = table.has_word(name[line[slot]], words)
    np.maximum.at(credit, slot[here], sure[here])
    anywhere = held(table.entry_words, owner[line[slot]] * size + words)
    np.maximum.at(elsewhere, slot[anywhere], sure[anywhere])
    rarity = slots.rarity[at]
    word = slots.word[at]
    place = held(table.place_words, owner[line] * size + np.maximum(word, 0)) & (word >= 0)
    left = credit == 0
    fit = table.activities.fit(word, owner[line])
    lines = len(form)
    weight = np.maximum(_total(line, rarity + 0.05, lines), 0.05)
    return {
        "left_rarest": _most(line, np.where(left & ~place, rarity, 0), lines),
        "left_count": _total(line, left & ~place, lines),
        "left_unknown": _total(line, left & (word < 0), lines),
        "left_place": _total(line, np.where(left & place, rarity, 0), lines),
        "left_anywhere": _most(line, np.where((elsewhere == 0) & ~place, rarity, 0), lines),
        "said_anywhere": _total(line, elsewhere * (rarity + 0.05), lines) / weight,
        "shared_rarest": _most(line, credit * rarity, lines),
        "activity": _total(line, fit, lines),
        "activity_worst": -_most(line, -fit, lines),
    }


def _known(table: Table, asked: Questions, form: Ints, name: Ints) -> Columns:
    words = table.words
    at, line = spread(words.indptr[name].astype(np.int64), np.diff(words.indptr)[name].astype(np.int64))
    word = words.indices[at].astype(np.int64)
    size = np.int64(len(table.vocabulary) + 1)
    slots = asked.slots
    owners = np.repeat(np.repeat(np.arange(len(slots.count)), slots.count), slots.reading_count)
    keys = distinct(owners * size + slots.reading)
    left = ~held(keys, form[line] * size + word)
    place = held(table.place_words, table.owner[name][line] * size + word)
    here = held(_town_words(table, asked), asked.mention[form][line] * size + word)
    rarity = table.rarity[word]
    lines = len(form)
    return {
        "known_left_here": _total(line, np.where(left & here, rarity, 0), lines),
        "known_left_rarest": _most(line, np.where(left & ~place, rarity, 0), lines),
        "known_left_count": _total(line, left & ~place, lines),
        "known_left_place": _total(line, np.where(left & place, rarity, 0), lines),
    }


def _town_words(table: Table, asked: Questions) -> Ints:
    """Return (mention, word) as sorted numbers, for the words of the town said beside each mention."""
    size = len(table.vocabulary) + 1
    told = [
        at * size + number
        for at, town in enumerate(asked.places.towns)
        for word in (town_core(town).split() if town else ())
        if (number := table.vocabulary.get(word)) is not None
    ]
    return distinct(np.array(told, np.int64))


def _total(line: Ints, values: Floats | Flags, lines: int) -> Floats:
    return np.bincount(line, values, lines).astype(np.float32)


def _most(line: Ints, values: Floats, lines: int) -> Floats:
    """Return the largest value of each line; lines come in order."""
    found = np.zeros(lines, np.float32)
    if len(line):
        starts, _ = groups(line)
        found[line[starts]] = np.maximum.reduceat(values, starts)
    return found
