"""From a name as written to the forms that are compared: core words, legal class, aliases, initials."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from matching.tables import (
    ALIAS_PATTERN,
    ALIAS_STARTS,
    CANONICAL_AT_EDGE,
    CANONICAL_AT_START,
    CLASS_BIT,
    LEGAL_CLASS,
    LEGAL_PATTERN,
    LEGAL_PHRASE_STARTS,
    LEGAL_STARTS,
    NOISE_PATTERN,
    NOISE_STARTS,
    PHRASE_CANONICAL,
    PHRASE_PATTERN,
    PHRASE_STARTS,
    STOP_WORDS,
    WORD_CANONICAL,
)
from matching.text import lower_ascii, singular, without_stop_words, words

_PARENTHESES = re.compile(r"\(([^()]*)\)?")
_BETWEEN_NAMES = re.compile(r"[-–—/|;:(]")
MUNICIPALITY = "commune"
# Words that change others, or that mean something else at one end: names without them are read word by word.
_CHANGING = PHRASE_STARTS | CANONICAL_AT_EDGE.keys() | CANONICAL_AT_START.keys()
_REWRITTEN = _CHANGING | {word for word, canonical in WORD_CANONICAL.items() if canonical in _CHANGING}
_SHORTEST_ALIAS = 3
_LONGEST_ACRONYM = 8


class NameForm(NamedTuple):
    """One name ready to compare. A named tuple and no dataclass: a registry makes hundreds of thousands.

    core: words without legal form, noise and link words, in the singular, joined by spaces.
    full: fingerprint of all words, legal form included, to prefer the entry written exactly so.
    classes: bits of the legal classes named (see `CLASS_BIT`).
    initials: acronyms this name may be known by.
    part: 0 for the whole of what was written, 1 for its first piece, 2 for a later one (inside brackets,
        after a dash), which is as often a town or a service as another name.
    writing: the place of the name as written among the names of its entry.
    """

    core: str
    full: int
    classes: int
    initials: tuple[str, ...]
    part: int
    writing: int = 0

    @property
    def compact(self) -> str:
        """The core in one word."""
        return self.core.replace(" ", "")


def name_forms(raw: str) -> tuple[NameForm, ...]:
    """Return the forms of a name, the whole one first.

    >>> [form.core for form in name_forms("Sté Lecherf (GAEC de la Sapinière)")]
    ['lecherf sapiniere', 'lecherf', 'sapiniere']
    """
    lowered = lower_ascii(raw)
    found = words(lowered)
    forms = [_form(found, part=0)]
    if not _may_hold_several(lowered, found):
        return tuple(forms)
    seen = {forms[0].core}
    for rank, piece in enumerate(_pieces(lowered)):
        form = _form(words(piece), part=1 if rank == 0 else 2)
        if form.core not in seen and len(form.compact) >= _SHORTEST_ALIAS and form.core != MUNICIPALITY:
            seen.add(form.core)
            forms.append(form)
    return tuple(forms)


def _may_hold_several(lowered: str, found: list[str]) -> bool:
    """Tell at little cost whether a cell may hold several names; short words may have been joined into one."""
    return len(found) == 1 or not ALIAS_STARTS.isdisjoint(found) or _BETWEEN_NAMES.search(lowered) is not None


def _pieces(lowered: str) -> list[str]:
    """Return the names that one cell holds side by side, or nothing when it holds one."""
    outside, inside = lowered, []
    if "(" in lowered:
        inside = [piece for piece in _PARENTHESES.findall(lowered) if piece.strip()]
        outside = _PARENTHESES.sub(" ", lowered)
    pieces = ALIAS_PATTERN.split(outside)
    if len(pieces) == 1 and not inside:
        return []
    kept = [piece for piece in (*pieces, *inside) if _says_something(piece)]
    # A single piece left equals the whole but for noise, which the whole has already lost.
    return kept if len(kept) > 1 or inside else []


def _says_something(piece: str) -> bool:
    rest = LEGAL_PATTERN.sub(" ", NOISE_PATTERN.sub(" ", " ".join(words(piece))))
    return any(word not in STOP_WORDS and not word.isdigit() for word in rest.split())


def _form(found: list[str], *, part: int) -> NameForm:
    if _REWRITTEN.isdisjoint(found):
        kept = [word for word in found if word not in STOP_WORDS] or found
        every = [WORD_CANONICAL.get(word, word) for word in kept]
    else:
        every = _canonical(without_stop_words(found))
    bare, classes = _without_legal_forms(every)
    kept = bare
    if not NOISE_STARTS.isdisjoint(bare):
        kept = NOISE_PATTERN.sub(" ", " ".join(bare)).split()
    core = " ".join([singular(word) for word in kept or bare or every])
    return NameForm(core, hash(" ".join(every)), classes, _initials(found, bare), part)


def _without_legal_forms(every: list[str]) -> tuple[list[str], int]:
    """Return the words that are not a legal form, and the bits of the legal classes named."""
    if LEGAL_STARTS.isdisjoint(every):
        return every, 0
    classes = 0
    if LEGAL_PHRASE_STARTS.isdisjoint(every):
        for word in every:
            if word in LEGAL_CLASS:
                classes |= CLASS_BIT[LEGAL_CLASS[word]]
        return [word for word in every if word not in LEGAL_CLASS], classes
    text = " ".join(every)
    for phrase in LEGAL_PATTERN.findall(text):
        classes |= CLASS_BIT[LEGAL_CLASS[phrase]]
    return LEGAL_PATTERN.sub(" ", text).split(), classes


def _canonical(found: list[str]) -> list[str]:
    """Replace abbreviations; some only at one end of the name, because elsewhere they mean something else."""
    first, last = found[0], found[-1]
    every = [WORD_CANONICAL.get(word, word) for word in found]
    if len(found) > 1:
        if first in CANONICAL_AT_EDGE:
            every[0] = CANONICAL_AT_EDGE[first]
        elif last in CANONICAL_AT_EDGE:
            every[-1] = CANONICAL_AT_EDGE[last]
        if not PHRASE_STARTS.isdisjoint(every):
            text = PHRASE_PATTERN.sub(lambda match: PHRASE_CANONICAL[match[0]], " ".join(every))
            every = text.split()
    every[0] = CANONICAL_AT_START.get(every[0], every[0])
    return every


def _initials(found: list[str], bare: list[str]) -> tuple[str, ...]:
    """Return the acronyms of a name: with link words, without them, and without the legal form."""
    if not 3 <= len(found) <= 2 * _LONGEST_ACRONYM:
        return ()
    every = "".join([word[0] for word in found if len(word) > 1])
    strong = "".join([word[0] for word in found if word not in STOP_WORDS])
    short = "".join([word[0] for word in bare])
    return tuple({i: None for i in (strong, every, short) if 3 <= len(i) <= _LONGEST_ACRONYM})


@lru_cache(maxsize=65_536)
def town_core(town: str) -> str:
    """Return a folded town as cores write it: in the singular."""
    return " ".join([singular(word) for word in town.split()])


def municipality_form(form: NameForm, towns: Iterable[str]) -> NameForm:
    """Name a municipality in full: MAIRIE at Cunac, CUNAC at Cunac and COMMUNE DE CUNAC are one.

    Args:
        form: a form of the name; pieces are left alone, since a piece is often just the town.
        towns: the folded towns of the mention or of the entry.
    """
    if form.part:
        return form
    for town in towns:
        bare = town_core(town)
        if form.core in (MUNICIPALITY, bare):
            return form._replace(core=f"{MUNICIPALITY} {bare}")
    return form
