"""What comparing a form with a name shows, a column for each sign, one line for each (mention, entry)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

from matching.linking.asking import Questions
from matching.linking.candidates import Pairs
from matching.linking.columns import Columns, Floats, Ints, dot_rows, held
from matching.linking.leftovers import leftovers
from matching.linking.table import WORD_FLOOR, Table


@dataclass(slots=True)
class Evidence:
    """One line for each mention and entry worth weighing, the mentions in order.

    mention, owner, form, name: which pair; the form and the name are those that suit each other best.
    signs: the columns by name, all numbers, none of them a place in a file or a source.
    """

    mention: Ints
    owner: Ints
    form: Ints
    name: Ints
    signs: dict[str, Floats]


def weigh(table: Table, asked: Questions, pairs: Pairs) -> Evidence:
    """Compare the pairs and keep the best one of each mention and entry."""
    shared = _shared(table, asked, pairs)
    kept = _best(table, asked, pairs, shared)
    form, name = pairs.form[kept], pairs.name[kept]
    mention, owner = asked.mention[form], table.owner[name]
    signs: Columns = {sign: values[kept] for sign, values in shared.items()}
    signs |= _letters(table, asked, form, name)
    signs |= _places(table, asked, mention, owner)
    pair = mention * np.int64(len(table.entries)) + owner
    signs["acronym"] = held(pairs.acronyms, pair)
    signs["acronym_inside"] = held(pairs.inside, pair)
    signs |= _context(table, asked, form, name)
    signs |= leftovers(table, asked, form, name)
    signs |= _named(table, asked, form, owner)
    signs["word_left"] = (1 - signs["said"]) * signs["said_weight"]
    signs["known_left"] = (1 - signs["known"]) * table.weight[name]
    return Evidence(mention, owner, form, name, {k: np.asarray(v, np.float32) for k, v in signs.items()})


def _shared(table: Table, asked: Questions, pairs: Pairs) -> Columns:
    """Return what the words and grams of each pair share."""
    words = asked.words[pairs.form]
    both = words.multiply(table.words[pairs.name]).tocsr()
    shared = np.asarray(both.sum(axis=1), np.float32).ravel()
    known = both.copy()
    known.data = np.minimum(table.rarity[known.indices], known.data) + WORD_FLOOR
    covered = np.asarray(known.sum(axis=1), np.float32).ravel()
    return {
        "word_cosine": dot_rows(asked.word_units[pairs.form], table.word_units[pairs.name]),
        "gram_cosine": dot_rows(asked.gram_units[pairs.form], table.gram_units[pairs.name]),
        "shared": shared,
        "said": np.minimum(shared / np.maximum(asked.weight[pairs.form], WORD_FLOOR), 1),
        "known": np.minimum(covered / np.maximum(table.weight[pairs.name], WORD_FLOOR), 1),
        "piece_said": np.array([form.part for form in asked.forms], np.float32)[pairs.form],
        "piece_known": table.part[pairs.name].astype(np.float32),
        "said_weight": asked.weight[pairs.form],
    }


def _best(table: Table, asked: Questions, pairs: Pairs, shared: Columns) -> Ints:
    """Return the pair of form and name that suit each other best for each mention and entry, in order."""
    quick = shared["word_cosine"] + shared["gram_cosine"] + 0.5 * (shared["said"] + shared["known"])
    quick = quick - 0.15 * (shared["piece_said"] > 0) - 0.1 * (shared["piece_known"] > 0)
    key = asked.mention[pairs.form] * np.int64(len(table.entries)) + table.owner[pairs.name]
    order = np.lexsort((pairs.name, pairs.form, -quick, key))
    ordered = key[order]
    return order[np.r_[True, ordered[1:] != ordered[:-1]]] if len(order) else order


def _letters(table: Table, asked: Questions, form: Ints, name: Ints) -> Columns:
    """Return how alike the letters are, in one word and word by word (rapidfuzz, all pairs at once)."""
    said, known = [asked.forms[at].core for at in form.tolist()], [table.cores[at] for at in name.tolist()]
    said_word, known_word = [core.replace(" ", "") for core in said], [table.compacts[at] for at in name.tolist()]

    def alike(scorer: Callable[..., float], left: list[str], right: list[str]) -> Floats:
        return process.cpdist(left, right, scorer=scorer, dtype=np.float32)

    return {
        "ratio": alike(fuzz.ratio, said_word, known_word) / 100,
        "word_set": alike(fuzz.token_set_ratio, said, known) / 100,
        "word_sort": alike(fuzz.token_sort_ratio, said, known) / 100,
        "inside": alike(fuzz.partial_ratio, said, known) / 100,
        "beginning": alike(JaroWinkler.similarity, said_word, known_word),
        "same": np.array([one == other for one, other in zip(said_word, known_word, strict=True)]),
        "first_word": _each(_first, said) == _each(_first, known),
        "numbers": _numbers_differ(_each(_numbers, said), _each(_numbers, known)),
        "said_letters": np.array([len(word) for word in said_word]),
        "known_letters": np.array([len(word) for word in known_word]),
    }


def _first(core: str) -> str:
    return core.partition(" ")[0]


def _numbers(core: str) -> str:
    return " ".join(sorted(word for word in core.split() if word.isdigit()))


def _each(part: Callable[[str], str], cores: list[str]) -> npt.NDArray[np.object_]:
    """Return a part of each name, worked out once for names said several times."""
    known = {core: part(core) for core in set(cores)}
    return np.array([known[core] for core in cores], object)


def _numbers_differ(said: npt.NDArray[np.object_], known: npt.NDArray[np.object_]) -> Floats:
    """Return 0 for the same numbers in two names, 1 for other numbers, one half when only one name has any."""
    either = np.where((said == "") | (known == ""), 0.5, 1.0)
    return np.where(said == known, 0.0, either).astype(np.float32)


def _places(table: Table, asked: Questions, mention: Ints, owner: Ints) -> Columns:
    places = table.places
    department, town, postcode = (
        said[mention] for said in (asked.places.department, asked.places.town, asked.places.postcode)
    )
    same = places.same_department(owner, department)
    elsewhere = (department >= 0) & places.has_department[owner] & ~same
    here = places.same_town(owner, town, postcode) & ~elsewhere
    somewhere = (town >= 0) | (postcode >= 0)
    return {
        "same_department": same,
        "other_department": elsewhere,
        "same_town": here,
        "other_town": somewhere & places.has_town[owner] & ~here,
        "department_said": department >= 0,
        "town_said": somewhere,
        "department_known": places.has_department[owner],
        "town_known": places.has_town[owner],
    }


def _named(table: Table, asked: Questions, form: Ints, owner: Ints) -> Columns:
    """Return whether the départements that names speak of agree with those said, or known."""
    places = table.places
    named = asked.named[form]
    said = asked.places.department[asked.mention[form]]
    by_mention = places.same_department(owner, named) | places.named_department(owner, named)
    by_entry = places.named_department(owner, said)
    same = by_mention | by_entry
    against = (named >= 0) & (places.has_department[owner] | places.has_named[owner]) & ~by_mention
    against |= (said >= 0) & places.has_named[owner] & ~by_entry & ~places.same_department(owner, said)
    return {
        "named_same": same,
        "named_other": against & ~same,
        "town_for_name": asked.town_for_name[form],
        "sites": np.log1p(places.sites[owner]),
    }


def _context(table: Table, asked: Questions, form: Ints, name: Ints) -> Columns:
    """Return what the legal forms say, and how many entries bear the name and names the entry bears."""
    said = np.array([one.classes for one in asked.forms], np.int64)[form]
    known = table.classes[name]
    verbatim = np.array([one.full for one in asked.forms], np.int64)[form] == table.full[name]
    return {
        "verbatim": verbatim,
        "legal_same": (said & known) > 0,
        "legal_differs": (said > 0) & (known > 0) & ((said & known) == 0),
        "namesakes": np.log(table.bearers[table.writing[name]]),
        "names": np.log(table.names_each[table.owner[name]]),
    }
