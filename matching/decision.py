"""The decision: linked, in review or unknown, and never anything in between."""

from collections.abc import Callable
from dataclasses import replace

from matching.explain import reasons
from matching.model import Candidate, Code, Decision, Mention, Outcome
from matching.names import name_forms
from matching.places import Nearness
from matching.ranking import Ranking
from matching.scoring import Evidence
from matching.similarity import Likeness, compare, prepare
from matching.store import Store

Ranker = Callable[[Mention], Ranking]

OFFERED = 5
# From these probabilities on, a name alone links, or is said to be nobody's.
LINK_FROM = 0.90
UNKNOWN_FROM = 0.95
_LEAST_SAID = 0.8

# A name contradicts an identifier only when it is as good as another company's, in the same place, and
# nothing like the identified one: files say shop signs, plants and former names, so unlikeness alone proves
# nothing.
_CONTRADICTION_FROM = 0.95
_ALIKE_WORDS = 0.34
_ALIKE_LETTERS = 0.4
_CLEAR_LETTERS = 0.85


def decide(store: Store, ranker: Ranker, mention: Mention) -> Decision:
    """Decide about a mention: its valid identifiers first, its name and place otherwise."""
    siren, siret = mention.siren, mention.siret
    if siren and siret and siret[:9] != siren:
        return _disagreeing(store, mention)
    if siren or siret:
        return _by_identifier(store, ranker, mention)
    return _by_name(store, ranker(mention), mention)


def offers(store: Store, ranking: Ranking, limit: int) -> tuple[Candidate, ...]:
    """Return the best entries of a ranking as candidates."""
    pairs = zip(ranking.evidence[:limit], ranking.probabilities, strict=False)
    return tuple(_candidate(store, one, share) for one, share in pairs)


def _candidate(store: Store, one: Evidence, share: float) -> Candidate:
    entry = store.entries[one.entry]
    assert entry is not None
    return Candidate(entry.uid, entry.siren, store.writing(one.name), share, reasons(store, one))


def _identified(store: Store, number: int, said: str) -> Candidate:
    entry = store.entries[number]
    assert entry is not None
    return Candidate(entry.uid, entry.siren, entry.names[0] if entry.names else "", 1.0, (said,))


def _disagreeing(store: Store, mention: Mention) -> Decision:
    numbers = {store.number_of(mention.siren, None): "SIREN de la ligne"}
    numbers.setdefault(store.number_of(None, mention.siret), "SIRET de la ligne")
    found = tuple(_identified(store, number, said) for number, said in numbers.items() if number is not None)
    said = "le SIREN et le SIRET de la ligne désignent deux organisations différentes"
    return Decision(Outcome.REVIEW, Code.IDENTIFIERS_DISAGREE, None, found, (said,))


def _by_identifier(store: Store, ranker: Ranker, mention: Mention) -> Decision:
    kind = "SIRET" if mention.siret else "SIREN"
    number = store.number_of(mention.siren, mention.siret)
    if number is None:
        absent = mention.siren or (mention.siret or "")[:9]
        said = f"{kind} valable, mais absent du répertoire"
        return Decision(Outcome.UNKNOWN, Code.IDENTIFIER_ABSENT, None, (), (said,), absent)
    identified = _identified(store, number, f"même {kind}")
    rival = None if _agrees(store, number, mention.name) else _rival(store, ranker, number, mention)
    if rival is None:
        return Decision(Outcome.LINKED, Code.IDENTIFIER, identified, (identified,), identified.reasons)
    said = f"le {kind} désigne {identified.name}, mais le nom désigne {rival.name} dans la même commune"
    return Decision(Outcome.REVIEW, Code.IDENTIFIER_CONTRADICTED, None, (identified, rival), (said,))


def _agrees(store: Store, number: int, name: str) -> bool:
    """Tell whether a name has anything in common with those of an entry; an entry without a name agrees."""
    entry = store.entries[number]
    assert entry is not None
    folded = name.casefold()
    if any(folded == known.casefold() for known in entry.names):
        return True  # most files copy the register's own name: nothing to compare
    names = store.names_of(number)
    forms = [form for form in name_forms(name) if form.core]
    if not forms or not names:
        return True
    cores = {store.names.cores[at]: at for at in names}
    if any(form.core in cores for form in forms):
        return True
    acronyms = {form.compact for form in forms} | {initials for form in forms for initials in form.initials}
    if any(core.replace(" ", "") in acronyms for core in cores):
        return True
    if any(at in names for form in forms for at in store.names.abbreviated(form.compact)):
        return True
    prepared = [prepare(form, store.names.rarity) for form in forms]
    rarity = store.names.rarity
    return any(_alike(compare(said, core, False, (), rarity)) for said in prepared for core in cores)


def _alike(likeness: Likeness) -> bool:
    return max(likeness.said, likeness.known) >= _ALIKE_WORDS or likeness.letters >= _ALIKE_LETTERS


def _rival(store: Store, ranker: Ranker, number: int, mention: Mention) -> Candidate | None:
    """Return the other company that a name clearly designates in its place, if there is one."""
    ranking = ranker(replace(mention, siren=None, siret=None, evidence_siren=None))
    if not ranking.evidence or ranking.probabilities[0] < _CONTRADICTION_FROM:
        return None
    best = ranking.evidence[0]
    clear = min(best.likeness.letters, best.likeness.said) >= _CLEAR_LETTERS
    if best.entry == number or not clear or best.nearness < Nearness.POSTCODE:
        return None
    return _candidate(store, best, ranking.probabilities[0])


def _by_name(store: Store, ranking: Ranking, mention: Mention) -> Decision:
    found = offers(store, ranking, OFFERED)
    damaged = mention.evidence_siren is not None
    if not found or (ranking.nobody >= UNKNOWN_FROM and not damaged):
        said = "aucune organisation connue ne porte ce nom, ni un nom proche au même endroit"
        outcome = Outcome.REVIEW if damaged else Outcome.UNKNOWN
        return Decision(outcome, Code.NO_CANDIDATE, None, found, (said,))
    best = found[0]
    if best.score >= LINK_FROM and _accounted_for(ranking.evidence[0]):
        return Decision(Outcome.LINKED, Code.NAME, best, found, best.reasons)
    return Decision(Outcome.REVIEW, Code.NAME_DOUBTFUL, None, found, (_doubt(ranking), *best.reasons))


def _accounted_for(best: Evidence) -> bool:
    """Tell whether an entry explains the whole name: not A for A & B, nor TAXI 21 for TAXI 22, next door."""
    likeness = best.likeness
    if likeness.numbers_differ == 1.0:
        return False
    return bool(likeness.said >= _LEAST_SAID or likeness.slip_here or likeness.acronym)


def _doubt(ranking: Ranking) -> str:
    """Say what keeps the best candidate from being linked."""
    rivals = sum(1 for share in ranking.probabilities if share * 3 >= ranking.probabilities[0])
    if rivals > 1:
        return f"{rivals} organisations possibles, aucune ne se détache"
    return "une organisation possible, mais le nom et le lieu ne suffisent pas"
