"""The decision: linked, in review or unknown, and never anything in between."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from matching.explain import reasons
from matching.identifiers import CLEAR, CONTRADICTION_FROM, decide_identified, in_common
from matching.model import Candidate, Code, Decision, Mention, Outcome
from matching.places import Nearness
from matching.ranking import Ranking
from matching.scoring import Evidence
from matching.store import Store

Ranker = Callable[[Mention], Ranking]

OFFERED = 5
# From these probabilities on, a name alone links, or is said to be nobody's.
LINK_FROM = 0.90
UNKNOWN_FROM = 0.95
_LEAST_SAID = 0.8


def decide(store: Store, ranker: Ranker, mention: Mention) -> Decision:
    """Decide about a mention: its valid identifiers first, its name and place otherwise."""
    if mention.siren or mention.siret:
        return decide_identified(_Stored(store, ranker, mention), mention)
    return _by_name(store, ranker(mention), mention)


def offers(store: Store, ranking: Ranking, limit: int) -> tuple[Candidate, ...]:
    """Return the best entries of a ranking as candidates."""
    pairs = zip(ranking.evidence[:limit], ranking.probabilities, strict=False)
    return tuple(_candidate(store, one, share) for one, share in pairs)


def _candidate(store: Store, one: Evidence, share: float) -> Candidate:
    entry = store.entries[one.entry]
    assert entry is not None
    return Candidate(entry.uid, entry.siren, store.writing(one.name), share, reasons(store, one))


@dataclass(frozen=True, slots=True)
class _Stored:
    """A registry and one mention, as the rule of identifiers asks about them."""

    store: Store
    ranker: Ranker
    mention: Mention

    def number_of(self, siren: str | None, siret: str | None) -> int | None:
        return self.store.number_of(siren, siret)

    def has_site(self, siret: str) -> bool:
        return self.store.has_site(siret)

    def identified(self, number: int, said: str) -> Candidate:
        entry = self.store.entries[number]
        assert entry is not None
        return Candidate(entry.uid, entry.siren, entry.names[0] if entry.names else "", 1.0, (said,))

    def agrees(self, number: int, name: str) -> bool:
        entry, names = self.store.entries[number], self.store.names
        assert entry is not None
        folded = name.casefold()
        if any(folded == known.casefold() for known in entry.names):
            return True  # most files copy the register's own name: nothing to compare
        own = self.store.names_of(number)
        cores = {names.cores[at]: None for at in own}
        return in_common(name, cores, lambda said: any(at in own for at in names.abbreviated(said)), names.rarity)

    def rival(self, number: int) -> Candidate | None:
        ranking = self.ranker(replace(self.mention, siren=None, siret=None, evidence_siren=None))
        if not ranking.evidence or ranking.probabilities[0] < CONTRADICTION_FROM:
            return None
        best = ranking.evidence[0]
        clear = min(best.likeness.letters, best.likeness.said) >= CLEAR
        if best.entry == number or not clear or best.nearness < Nearness.POSTCODE:
            return None
        return _candidate(self.store, best, ranking.probabilities[0])


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
