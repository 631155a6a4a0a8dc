"""The search box: a number, or a name as people remember it, miswrite it and have not yet finished it."""

import math
from dataclasses import dataclass
from heapq import nsmallest
from itertools import accumulate

from matching.explain import reasons
from matching.model import Candidate, Mention
from matching.ranking import weigh
from matching.scoring import Evidence
from matching.spelling import Alike
from matching.store import Store
from matching.text import letters

_IDENTIFIER_LENGTHS = (9, 14)
_MOST_ALIKE = 8
# What a name written alike adds to its evidence (log-odds): whole, only begun, and less the part of it that slipped.
_WHOLE = 10.0
_BEGUN = 9.0
_SLIPPED = 10.0
# What a name written alike is worth by itself: enough to be shown, too little to rival one that words speak for.
_LEAST_ALIKE = 0.05
_LETTERS = ("", "à une lettre près", "à deux lettres près")


@dataclass(frozen=True, slots=True)
class _Shown:
    evidence: Evidence
    alike: Alike | None
    strength: float

    @property
    def score(self) -> float:
        """The probability that the evidence alone gives: how alike the letters are settles the order only."""
        score = 1.0 / (1.0 + math.exp(-self.evidence.strength))
        return score if self.alike is None else max(score, _LEAST_ALIKE)


def search(store: Store, text: str, limit: int, code_postal: str | None) -> list[Candidate]:
    """Return the entries that a text may be looking for, best first.

    Unlike candidates for a decision, each score stands alone: five namesakes are five good answers. No score is below
    that of a later one.
    """
    number = _by_number(store, text)
    if number is not None:
        entry = store.entries[number]
        assert entry is not None
        name = entry.names[0] if entry.names else ""
        return [Candidate(entry.uid, entry.siren, name, 1.0, ("même numéro",))]
    found = _found(store, text, code_postal)[:limit]
    scores = list(accumulate((one.score for one in reversed(found)), max))[::-1]
    return [_candidate(store, one, score) for one, score in zip(found, scores, strict=True)]


def _found(store: Store, text: str, code_postal: str | None) -> list[_Shown]:
    alike = {one.owner: one for one in store.alike(text)}
    best = nsmallest(_MOST_ALIKE, alike.values(), key=lambda one: (one.slips + one.begun / 2, one.owner))
    size = max(len(letters(text)), 1)
    found = []
    for one in weigh(store, Mention(text, code_postal=code_postal), typing=True, also=[each.owner for each in best]):
        near = alike.get(one.entry)
        whole = one.likeness.same and not one.likeness.piece_said and not one.likeness.piece_known
        more = 0.0 if near is None else (_BEGUN if near.begun else _WHOLE) - _SLIPPED * near.slips / size
        found.append(_Shown(one, near, one.strength + (_WHOLE if whole else more)))
    return sorted(found, key=lambda one: (-one.strength, one.evidence.entry))


def _candidate(store: Store, one: _Shown, score: float) -> Candidate:
    evidence = one.evidence
    entry = store.entries[evidence.entry]
    assert entry is not None
    why = reasons(store, evidence)
    if one.alike is not None and not (evidence.likeness.same or evidence.likeness.acronym):
        name = "nom qui commence ainsi" if one.alike.begun else "nom"
        why = (" ".join(filter(None, (name, _LETTERS[one.alike.slips]))), *why[1:])
    return Candidate(entry.uid, entry.siren, store.writing(evidence.name), score, why)


def _by_number(store: Store, text: str) -> int | None:
    """Return the entry whose SIREN or SIRET is typed, spaces and dots apart."""
    digits = "".join(char for char in text if char not in " .\u00a0\u202f-")
    if not digits.isascii() or not digits.isdigit() or len(digits) not in _IDENTIFIER_LENGTHS:
        return None
    return store.number_of(digits, None) if len(digits) == 9 else store.number_of(None, digits)
