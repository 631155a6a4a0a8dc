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


class Engine:
    """A registry ready to answer; adding to it means making another."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        ordered = sorted(entries, key=lambda entry: entry.uid)
        self._table = Table(ordered)
        self._by_siren = {entry.siren: entry for entry in ordered if entry.siren}
        self._by_siret = {siret: entry for entry in ordered for siret in entry.sirets}

    def link(self, mentions: Iterable[Mention]) -> Iterator[Link]:
        """Yield the answer to each mention, in order; a SIREN or a SIRET (valid ones, see `Mention`) decides alone."""
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
        lines, signs = second_stage(evidence.signs, evidence.mention, strengths("first", evidence.signs))
        chance = 1 / (1 + np.exp(-strengths("second", signs)))
        order = np.lexsort((-chance, evidence.mention[lines]))
        best: dict[int, int] = {}
        for at in order.tolist():
            best.setdefault(int(evidence.mention[lines[at]]), at)
        for number, mention in enumerate(mentions):
            if mention.siren or mention.siret:
                yield self._identified(mention)
            elif number in best:
                yield self._answer(evidence, int(lines[best[number]]), float(chance[best[number]]))
            else:
                yield Link(None, 0.0, Outcome.UNKNOWN, ("aucune organisation du répertoire ne ressemble à ce nom",))

    def _identified(self, mention: Mention) -> Link:
        """Return the entry that an identifier designates; a site nobody knows belongs to its legal unit."""
        site = self._by_siret.get(mention.siret or "")
        known = site or self._by_siren.get(mention.siren or (mention.siret or "")[:9])
        if known is None:
            kind = "SIRET" if mention.siret else "SIREN"
            return Link(None, 0.0, Outcome.UNKNOWN, (f"{kind} valable, mais absent du répertoire",))
        return Link(known, _SURE, Outcome.LINKED, ("même SIRET" if site else "même SIREN",))

    def _answer(self, evidence: Evidence, line: int, chance: float) -> Link:
        outcome = Outcome.REVIEW
        if chance >= LINK_FROM:
            outcome = Outcome.LINKED
        elif chance < UNKNOWN_BELOW:
            outcome = Outcome.UNKNOWN
        said = reasons({sign: float(values[line]) for sign, values in evidence.signs.items()})
        return Link(self._table.entries[int(evidence.owner[line])], chance, outcome, said)


def second_stage(signs: dict[str, Floats], mention: Ints, first: Floats) -> tuple[Ints, dict[str, Floats]]:
    """Return the lines of the first three candidates of each mention, and their columns for the second stage.

    Args:
        signs: the columns of the first stage.
        mention: the mention of each line, in order.
        first: what the first stage says of each line.
    """
    lines, beside = relative(first, mention)
    return lines, {sign: values[lines] for sign, values in signs.items()} | beside
