"""What valid identifiers decide, and when the name contradicts them: one rule, for single mentions and whole files."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Protocol

from matching.model import Candidate, Code, Decision, Mention, Outcome
from matching.names import name_forms
from matching.similarity import Likeness, compare, prepare

# A name contradicts an identifier only when it is as good as another company's, in the same place, and
# nothing like the identified one: files say shop signs, plants and former names, so unlikeness alone proves
# nothing.
CONTRADICTION_FROM = 0.95
CLEAR = 0.85
_ALIKE_WORDS = 0.34
_ALIKE_LETTERS = 0.4


class Known(Protocol):
    """What is known of a registry, as far as one mention with an identifier needs it."""

    def number_of(self, siren: str | None, siret: str | None) -> int | None:
        """Return the entry that bears an identifier; a site nobody knows belongs to its legal unit."""

    def has_site(self, siret: str) -> bool:
        """Tell whether a site is known, and not only its legal unit."""

    def identified(self, number: int, said: str) -> Candidate:
        """Return an entry as the candidate that an identifier designates, with the reason said."""

    def agrees(self, number: int, name: str) -> bool:
        """Tell whether a name has anything in common with those of an entry."""

    def rival(self, number: int) -> Candidate | None:
        """Return the other entry that the mention's name clearly designates in its place, if there is one."""


def decide_identified(known: Known, mention: Mention) -> Decision:
    """Decide about a mention that has a valid SIREN or SIRET."""
    siren, siret = mention.siren, mention.siret
    if siren and siret and siret[:9] != siren:
        return _disagreeing(known, siren, siret)
    kind = "SIRET" if siret else "SIREN"
    number = known.number_of(siren, siret)
    if number is None:
        said = f"{kind} valable, mais absent du répertoire"
        absent = siren or (siret or "")[:9]
        return Decision(Outcome.UNKNOWN, Code.IDENTIFIER_ABSENT, None, (), (said,), absent)
    if siret and not known.has_site(siret):
        kind = "SIREN"
    identified = known.identified(number, f"même {kind}")
    rival = None if known.agrees(number, mention.name) else known.rival(number)
    if rival is None:
        return Decision(Outcome.LINKED, Code.IDENTIFIER, identified, (identified,), identified.reasons)
    said = f"le {kind} désigne {identified.name}, mais le nom désigne {rival.name} dans la même commune"
    return Decision(Outcome.REVIEW, Code.IDENTIFIER_CONTRADICTED, None, (identified, rival), (said,))


def _disagreeing(known: Known, siren: str, siret: str) -> Decision:
    numbers = {known.number_of(siren, None): "SIREN de la ligne"}
    numbers.setdefault(known.number_of(None, siret), "SIRET de la ligne")
    found = tuple(known.identified(number, said) for number, said in numbers.items() if number is not None)
    said = "le SIREN et le SIRET de la ligne désignent deux organisations différentes"
    return Decision(Outcome.REVIEW, Code.IDENTIFIERS_DISAGREE, None, found, (said,))


def in_common(
    name: str, cores: Collection[str], abbreviates: Callable[[str], bool], rarity: Callable[[str], float]
) -> bool:
    """Tell whether a name has anything in common with those of an entry; an entry without a name agrees.

    Args:
        name: as written.
        cores: the cores of the entry's names.
        abbreviates: tells whether letters are the initials of one of them.
        rarity: of a word, among the names of the registry.
    """
    forms = [form for form in name_forms(name) if form.core]
    if not forms or not cores or any(form.core in cores for form in forms):
        return True
    acronyms = {form.compact for form in forms} | {initials for form in forms for initials in form.initials}
    if any(core.replace(" ", "") in acronyms for core in cores):
        return True
    if any(abbreviates(form.compact) for form in forms):
        return True
    prepared = [prepare(form, rarity) for form in forms]
    return any(_alike(compare(said, core, False, (), rarity)) for said in prepared for core in cores)


def _alike(likeness: Likeness) -> bool:
    return max(likeness.said, likeness.known) >= _ALIKE_WORDS or likeness.letters >= _ALIKE_LETTERS
