"""How alike two names are: the features a score is made of, each between 0 and 1."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from matching.names import NameForm

_SHORTEST_TYPO = 4
_SHORTEST_CUT = 3
_SHORTEST_SLIP = 6
_TYPO_CREDIT = 0.85
_CUT_CREDIT = 0.75
_LONGEST_ACRONYM = 8
_FLOOR = 0.5


@dataclass(frozen=True, slots=True)
class Prepared:
    """One form of a mention's name with the rarity of its words, worked out once for all candidates."""

    form: NameForm
    compact: str
    words: dict[str, float]
    total: float
    first: str
    numbers: frozenset[str]


@dataclass(slots=True)
class Likeness:
    """What comparing two names showed. Field names are those of knowledge/weights.csv.

    same: same letters, legal form and spaces apart. verbatim: same words, legal form included.
    letters: edit similarity of the letters, 0 at one half. said: part of the mention's words (by rarity)
    found in the entry; known: the reverse. information: rarity of the shared words, summed, up to 2.
    letters_here, slip_here: close letters, and one slip of the hand at most over the whole name as written,
    counted only in the same place, where a near name is seldom another company.
    """

    same: float = 0.0
    verbatim: float = 0.0
    letters: float = 0.0
    said: float = 0.0
    known: float = 0.0
    information: float = 0.0
    acronym: float = 0.0
    first_word: float = 0.0
    numbers_differ: float = 0.0
    piece_said: float = 0.0
    piece_known: float = 0.0
    form_differs: float = 0.0
    letters_here: float = 0.0
    slip_here: float = 0.0


def prepare(form: NameForm, rarity: Callable[[str], float]) -> Prepared:
    """Weigh the words of a form of a mention's name."""
    found = form.core.split()
    weights = {word: 0.05 + rarity(word) for word in found}
    numbers = frozenset(word for word in found if word.isdigit())
    return Prepared(form, form.compact, weights, sum(weights.values()), found[0] if found else "", numbers)


def compare(
    said: Prepared, core: str, initials_match: bool, keys: Sequence[str], rarity: Callable[[str], float]
) -> Likeness:
    """Compare a mention's form with the core of an entry's name.

    Args:
        said: a form of the mention.
        core: the core of a form of the entry.
        initials_match: the letters of one are the initials of the other.
        keys: the places of the entry; a word of the mention found in its town is not a foreign word.
        rarity: how rare a word is among the names of the registry.
    """
    found = core.split()
    letters = core.replace(" ", "")
    result = Likeness(
        same=float(said.compact == letters),
        acronym=float(initials_match),
        first_word=float(bool(found) and found[0] == said.first),
    )
    if result.same:
        result.letters = result.said = result.known = result.first_word = 1.0
        result.information = min(max(sum(map(rarity, found)), rarity(core), 0.05), 2.0)
        return result
    ratio = fuzz.ratio(said.compact, letters) / 100.0
    result.letters = max(0.0, (ratio - _FLOOR) / (1.0 - _FLOOR))
    known = {word: 0.05 + rarity(word) for word in found}
    shared, of_said, of_known, outside = _shared(said.words, known, keys)
    result.information = min(shared, 2.0)
    result.said = of_said / max(said.total - outside, 0.05)
    result.known = of_known / max(sum(known.values()), 0.05)
    numbers = frozenset([word for word in found if word.isdigit()])
    result.numbers_differ = _numbers_differ(said.numbers, numbers)
    return result


def slip(said: str, known: str) -> bool:
    """Tell whether two whole names, letters only, differ by one slip at most: swapped, dropped or added.

    One letter for another is no slip: SCI IMMO P.B. and SCI IMMO C.B. are neighbours.
    """
    if abs(len(said) - len(known)) > 1 or min(len(said), len(known)) < _SHORTEST_SLIP:
        return False
    if len(said) == len(known) and sorted(said) != sorted(known):
        return False
    return OSA.distance(said, known, score_cutoff=1) <= 1


def _shared(said: dict[str, float], known: dict[str, float], keys: Sequence[str]) -> tuple[float, float, float, float]:
    """Return the rarity shared, its part of the mention and of the entry, and the mention's town words."""
    shared = of_said = of_known = outside = 0.0
    left = known
    loose: list[str] = []
    for word, weight in said.items():
        if word in known:
            if left is known:
                left = dict(known)
            del left[word]
            shared += weight
            of_said += weight
            of_known += weight
        else:
            loose.append(word)
    for word in loose:
        twin, credit = _twin(word, left)
        if twin:
            weight = left[twin]
            if left is known:
                left = dict(known)
            del left[twin]
            shared += credit * min(weight, said[word])
            of_said += credit * said[word]
            of_known += credit * weight
        elif _is_in_town(word, keys):
            outside += said[word]
    return shared, of_said, of_known, outside


def _is_in_town(word: str, keys: Sequence[str]) -> bool:
    return any(word in key and key[0] == "n" and word in key[1:].split() for key in keys)


def _twin(word: str, others: dict[str, float]) -> tuple[str, float]:
    """Return the word of the entry that this one miswrites or cuts short, and how much that counts."""
    best, credit = "", 0.0
    if word.isdigit():
        return best, credit
    for other in others:
        shorter = min(len(word), len(other))
        if shorter >= _SHORTEST_CUT and (other.startswith(word) or word.startswith(other)) and credit < _CUT_CREDIT:
            best, credit = other, _CUT_CREDIT
        if shorter >= _SHORTEST_TYPO and not other.isdigit():
            allowed = 1 if shorter < 8 else 2
            if abs(len(word) - len(other)) > allowed:
                continue
            if OSA.distance(word, other, score_cutoff=allowed) <= allowed:
                return other, _TYPO_CREDIT
    return best, credit


def _numbers_differ(said: frozenset[str], known: frozenset[str]) -> float:
    """Return 1 when both names bear numbers that differ (TAXI 21, TAXI 22), one half when only one does."""
    if said == known:
        return 0.0
    return 1.0 if said and known else 0.5
