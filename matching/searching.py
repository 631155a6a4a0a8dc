"""The search box: a number, or a name as people remember it."""

import math

from matching.explain import reasons
from matching.model import Candidate, Mention
from matching.ranking import weigh
from matching.store import Store

_IDENTIFIER_LENGTHS = (9, 14)


def search(store: Store, text: str, limit: int, code_postal: str | None) -> list[Candidate]:
    """Return the entries that a text may be looking for, best first.

    Unlike candidates for a decision, each score stands alone: five namesakes are five good answers.
    """
    number = _by_number(store, text)
    if number is not None:
        entry = store.entries[number]
        assert entry is not None
        name = entry.names[0] if entry.names else ""
        return [Candidate(entry.uid, entry.siren, name, 1.0, ("même numéro",))]
    evidence = weigh(store, Mention(text, code_postal=code_postal), typing=True)
    evidence.sort(key=lambda one: (-one.strength, one.entry))
    found: list[Candidate] = []
    for one in evidence[:limit]:
        entry = store.entries[one.entry]
        assert entry is not None
        score = 1.0 / (1.0 + math.exp(-one.strength))
        name = store.writing(one.name)
        found.append(Candidate(entry.uid, entry.siren, name, score, reasons(store, one)))
    return found


def _by_number(store: Store, text: str) -> int | None:
    """Return the entry whose SIREN or SIRET is typed, spaces and dots apart."""
    digits = "".join(char for char in text if char not in " .\u00a0\u202f-")
    if not digits.isascii() or not digits.isdigit() or len(digits) not in _IDENTIFIER_LENGTHS:
        return None
    return store.number_of(digits, None) if len(digits) == 9 else store.number_of(None, digits)
