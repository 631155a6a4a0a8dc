"""The pairs worth comparing: for each form of a mention, the names that share its rarest words and grams, those
written the same, and those of which it is the acronym, nationwide and in the place of the mention."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from matching.linking.asking import Questions
from matching.linking.columns import Flags, Ints, distinct, groups
from matching.linking.table import Table
from matching.names import NameForm

_MOST = 24
_MOST_NEAR = 20
_NEAR_FROM = 0.12
# A word or gram of too many names is read only among the four rarest of a name.
_POSTINGS_READ = 12_000
_ALWAYS_READ = 4
_MOST_SAME = 40
_MOST_ACRONYMS = 30
_MOST_INSIDE = 6


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of a form and a name, each once.

    acronyms: the (mention, entry) pairs where one is the acronym of the other; `inside`, of a word of the other.
    """

    form: Ints
    name: Ints
    acronyms: Ints
    inside: Ints


def find(table: Table, asked: Questions) -> Pairs:
    """Return the pairs worth comparing."""
    nothing = np.empty(0, np.int64)
    forms, names = _alike(table, asked) if asked.forms else (nothing, nothing)
    places = np.column_stack(_supposed(asked))
    acronyms: list[int] = []
    inside: list[int] = []
    more_forms, more_names = [], []
    entries = np.int64(len(table.entries))
    for at, form in enumerate(asked.forms):
        here = _Here(table, places[at])
        same = here.first(table.written(form.compact), _MOST_SAME)
        letters = table.acronyms.get(form.core, []) if " " not in form.core else []
        parts = [np.array(letters, np.int64), *(table.written(initials) for initials in form.initials)]
        short = here.first(np.concatenate(parts), _MOST_ACRONYMS)
        acronyms.extend((asked.mention[at] * entries + table.owner[short]).tolist())
        partly = here.few(_acronyms_inside(table, form), _MOST_INSIDE)
        inside.extend((asked.mention[at] * entries + table.owner[partly]).tolist())
        both = np.concatenate((same, short, partly))
        more_forms.append(np.full(len(both), at))
        more_names.append(both)
    size = np.int64(max(len(table), 1))
    every = np.concatenate([forms, *more_forms]) * size
    pairs = distinct(every + np.concatenate([names, *more_names]))
    told = (distinct(np.array(one, np.int64)) for one in (acronyms, inside))
    return Pairs(pairs // size, pairs % size, *told)


def _acronyms_inside(table: Table, form: NameForm) -> Ints:
    """Return the names of which a word of the form is the acronym, and those with a word that is its acronym."""
    found: list[Ints] = []
    words = form.core.split()
    if len(words) > 1:
        for word in words:
            letters = table.acronyms.get(word) if 3 <= len(word) <= 8 else None
            if letters is not None and table.rare(word):
                found.append(np.array(letters, np.int64))
    else:
        found += [table.spelling_out(word) for word in words]
    for initials in dict.fromkeys((*form.initials, *more_initials(form))):
        found.append(table.with_word(initials))
    return np.concatenate([*found, np.empty(0, np.int64)])


def more_initials(form: NameForm) -> tuple[str, ...]:
    """Return more acronyms of a form: of its core words, and of the first of them (CMSEA leaves an A out)."""
    words = form.core.split()
    letters = "".join(word[0] for word in words)
    if not 3 <= len(words) <= 9:
        return ()
    return tuple(one for one in (letters, letters[:-1]) if 3 <= len(one) <= 8)


class _Here:
    """What is in the place of one form's mention."""

    def __init__(self, table: Table, places: Ints) -> None:
        self._table = table
        self._places = places

    def said(self) -> bool:
        return bool(self._places.max() >= 0)

    def holds(self, names: Ints) -> Flags:
        """Tell which names are of an entry of the same département or town."""
        department, town, postcode = (np.full(len(names), one) for one in self._places)
        owners = self._table.owner[names]
        places = self._table.places
        return places.same_department(owners, department) | places.same_town(owners, town, postcode)

    def few(self, names: Ints, most: int) -> Ints:
        """Return the names of the same place, at most so many, or all of them if they are as few."""
        if not len(names):
            return names
        if self.said():
            names = names[self.holds(names)]
        return names[:most] if self.said() or len(names) <= most else names[:0]

    def first(self, names: Ints, most: int) -> Ints:
        """Return at most so many names, those of the same place if there are too many."""
        if len(names) <= most:
            return names
        near = names[self.holds(names)] if self.said() else names[:0]
        return (near if len(near) else names)[:most]


def _alike(table: Table, asked: Questions) -> tuple[Ints, Ints]:
    """Return the pairs of each form and the names that share most with it, everywhere and in its place."""
    units = sp.hstack([asked.word_units, asked.gram_units]).tocsr()
    scores = (_rarest(units, np.diff(table.search.indptr)) @ table.search).tocsr()
    forms, names = [], []
    for at in range(len(asked.forms)):
        found = slice(scores.indptr[at], scores.indptr[at + 1])
        known, values = scores.indices[found], scores.data[found]
        if len(known) > _MOST:
            known = known[np.argpartition(values, len(values) - _MOST)[-_MOST:]]
        forms.append(np.full(len(known), at))
        names.append(known.astype(np.int64))
    near = _near(table, asked, scores)
    return np.concatenate([*forms, near[0]]), np.concatenate([*names, near[1]])


def _near(table: Table, asked: Questions, scores: sp.csr_matrix) -> tuple[Ints, Ints]:
    """Return, for each form, the names of its place that share most with it, if they share enough."""
    enough = np.flatnonzero(scores.data > _NEAR_FROM)
    form = np.searchsorted(scores.indptr, enough, "right") - 1
    name = scores.indices[enough].astype(np.int64)
    department, town, postcode = _supposed(asked)
    owner = table.owner[name]
    here = table.places.same_department(owner, department[form])
    here |= table.places.same_town(owner, town[form], postcode[form])
    form, name, value = form[here], name[here], scores.data[enough][here]
    order = np.lexsort((name, -value, form))
    starts, sizes = groups(form[order])
    kept = order[np.arange(len(order)) - np.repeat(starts, sizes) < _MOST_NEAR]
    return form[kept], name[kept]


def _supposed(asked: Questions) -> tuple[Ints, Ints, Ints]:
    """Return the département, town and postcode of each form: those said, or else the département that it names."""
    places = asked.places
    said = places.department[asked.mention]
    return np.where(said >= 0, said, asked.named), places.town[asked.mention], places.postcode[asked.mention]


def _rarest(units: sp.csr_matrix, counts: Ints) -> sp.csr_matrix:
    """Drop from each row what too many names have, once enough of them have been read."""
    read = counts[units.indices]
    rows = np.repeat(np.arange(units.shape[0]), np.diff(units.indptr))
    order = np.lexsort((read, rows))
    total = np.cumsum(read[order])
    starts = units.indptr[:-1]
    before = np.r_[0, total][starts]
    lengths = np.diff(units.indptr)
    rank = np.arange(len(read)) - np.repeat(starts, lengths)
    dropped = (total - np.repeat(before, lengths) > _POSTINGS_READ) & (rank >= _ALWAYS_READ)
    kept = units.copy()
    kept.data[order[dropped]] = 0
    kept.eliminate_zeros()
    return kept
