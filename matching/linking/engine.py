"""The door: mentions in, one answer for each out, with its probability, its decision and its reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from matching.linking.asking import ask
from matching.linking.candidates import find
from matching.linking.columns import Floats, Ints
from matching.linking.evidence import Evidence, weigh
from matching.linking.margins import relative, stand
from matching.linking.saying import reasons
from matching.linking.table import Table
from matching.linking.trees import strengths, thresholds
from matching.model import Entry, Mention, Outcome

# So many mentions at a time: it bounds the memory, and each batch is long enough for columns to pay.
BATCH = 1_000
LINK_FROM = thresholds()["link_from"]
UNKNOWN_BELOW = thresholds()["unknown_below"]
_SURE = 1.0


@dataclass(frozen=True, slots=True)
class Link:
    """The answer to one mention.

    entry: the best one, or None when nothing resembles it. score: the probability that it is the one meant.
    """

    entry: Entry | None
    score: float
    outcome: Outcome
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """The signs of the first three candidates of each mention: what the second stage reads.

    lines: their places in `evidence`; signs: the columns of both stages.
    """

    evidence: Evidence
    lines: Ints
    signs: dict[str, Floats]


class Engine:
    """A registry ready to answer; adding to it means making another."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        ordered = sorted(entries, key=lambda entry: entry.uid)
        self._table = Table(ordered)
        self._by_siren = {entry.siren: entry for entry in ordered if entry.siren}
        self._by_siret = {siret: entry for entry in ordered for siret in entry.sirets}
        _ = self._table.misspellings, self._table.alphabetical

    def link(self, mentions: Iterable[Mention]) -> Iterator[Link]:
        """Yield the answer to each mention, in order; a valid SIREN or SIRET that is known decides alone."""
        batch: list[Mention] = []
        for mention in mentions:
            batch.append(mention)
            if len(batch) == BATCH:
                yield from self._link(batch)
                batch = []
        yield from self._link(batch)

    def weigh(self, mentions: Sequence[Mention]) -> Evidence:
        """Return what speaks for and against each candidate of mentions: the columns of the first stage."""
        asked = ask(self._table, mentions)
        evidence = weigh(self._table, asked, find(self._table, asked))
        evidence.signs |= stand(evidence)
        return evidence

    def entry(self, number: int) -> Entry:
        """Return the entry that evidence calls `number`."""
        return self._table.entries[number]

    def _link(self, mentions: list[Mention]) -> Iterator[Link]:
        if not mentions:
            return
        evidence = self.weigh(mentions)
        first = strengths("first", evidence.signs) if len(evidence.mention) else np.empty(0, np.float32)
        weighed = second_signs(evidence, first)
        chance = 1 / (1 + np.exp(-strengths("second", weighed.signs))) if len(weighed.lines) else first
        order = np.lexsort((-chance, evidence.mention[weighed.lines]))
        best: dict[int, int] = {}
        for at in order.tolist():
            best.setdefault(int(evidence.mention[weighed.lines[at]]), at)
        for number, mention in enumerate(mentions):
            known = self._by_siret.get(mention.siret or "") or self._by_siren.get(mention.siren or "")
            if known is not None:
                yield Link(known, _SURE, Outcome.LINKED, ("même SIRET" if mention.siret else "même SIREN",))
            elif number in best:
                yield self._answer(evidence, int(weighed.lines[best[number]]), float(chance[best[number]]))
            else:
                yield Link(None, 0.0, Outcome.UNKNOWN, ("aucune organisation du répertoire ne ressemble à ce nom",))

    def _answer(self, evidence: Evidence, line: int, chance: float) -> Link:
        outcome = Outcome.REVIEW
        if chance >= LINK_FROM:
            outcome = Outcome.LINKED
        elif chance < UNKNOWN_BELOW:
            outcome = Outcome.UNKNOWN
        said = reasons({sign: float(values[line]) for sign, values in evidence.signs.items()})
        return Link(self._table.entries[int(evidence.owner[line])], chance, outcome, said)


def second_signs(evidence: Evidence, first: Floats) -> Weighed:
    """Return the columns of the second stage, for the first three candidates of each mention."""
    if not len(evidence.mention):
        return Weighed(evidence, np.empty(0, np.int64), {})
    lines, beside = relative(first, evidence.mention)
    return Weighed(evidence, lines, {sign: values[lines] for sign, values in evidence.signs.items()} | beside)
