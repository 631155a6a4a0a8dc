"""The door: mentions in, one answer for each out, with its probability, its decision and its reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from matching.identifiers import decide_identified
from matching.linking.asking import ask
from matching.linking.candidates import find
from matching.linking.columns import Floats, Ints
from matching.linking.evidence import Evidence, weigh
from matching.linking.identified import Lines, Numbers, Row
from matching.linking.margins import relative, stand
from matching.linking.saying import reasons
from matching.linking.table import Table
from matching.linking.trees import strengths, thresholds
from matching.model import Entry, Mention, Outcome
from matching.saying import REMAINS
from matching.scoring import IDENTIFIER_REMAINS, REMAINS_ALONE

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
        self._numbers = Numbers(ordered)

    def link(self, mentions: Iterable[Mention]) -> Iterator[Link]:
        """Yield the answer to each mention, in order; a SIREN or a SIRET decides by `matching.identifiers`."""
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
        chance: Floats = (1 / (1 + np.exp(-strengths("second", signs)))).astype(np.float32)
        chance = self._with_remains(mentions, evidence, lines, chance)
        order = np.lexsort((-chance, evidence.mention[lines]))
        edges = np.searchsorted(evidence.mention[lines][order], np.arange(len(mentions) + 1))
        for number, mention in enumerate(mentions):
            own = order[edges[number] : edges[number + 1]]
            found = Lines(lines[own], chance[own])
            if mention.siren or mention.siret:
                yield self._identified(mention, evidence, found)
            else:
                yield self._named(mention, evidence, found)

    def _with_remains(self, mentions: list[Mention], evidence: Evidence, lines: Ints, chance: Floats) -> Floats:
        """Return the chances with what is left of damaged identifiers, of the same weight as for single mentions."""
        remains = [self._remains(one) for one in mentions]
        if not any(remains):
            return chance
        owners, asked = evidence.owner[lines].tolist(), evidence.mention[lines].tolist()
        pairs = zip(owners, asked, strict=True)
        same = np.array([self._table.entries[owner] is remains[at] for owner, at in pairs])
        odds = chance / np.maximum(1 - chance, np.float32(1e-6)) * np.where(same, np.exp(IDENTIFIER_REMAINS), 1)
        return np.asarray(odds / (1 + odds), np.float32)

    def _remains(self, mention: Mention) -> Entry | None:
        number = self._numbers.of(mention.evidence_siren, None)
        return None if number is None else self._numbers.entries[number]

    def _identified(self, mention: Mention, evidence: Evidence, found: Lines) -> Link:
        said = decide_identified(Row(self._table, self._numbers, evidence, found), mention)
        best = said.candidate or next(iter(said.candidates), None)
        number = None if best is None else self._numbers.of(mention.siren, mention.siret)
        entry = None if number is None else self._numbers.entries[number]
        return Link(entry, _SURE if said.candidate else 0.0, said.outcome, said.reasons)

    def _named(self, mention: Mention, evidence: Evidence, found: Lines) -> Link:
        """Return what the name and the place say; a damaged identifier keeps a mention from being unknown."""
        remains = self._remains(mention)
        lowest = Outcome.REVIEW if mention.evidence_siren else Outcome.UNKNOWN
        chance = float(found.chance[0]) if len(found.lines) else 0.0
        if remains and chance < UNKNOWN_BELOW:
            return Link(remains, REMAINS_ALONE, lowest, ("nom différent", REMAINS))
        if not len(found.lines):
            return Link(None, 0.0, lowest, ("aucune organisation du répertoire ne ressemble à ce nom",))
        line = int(found.lines[0])
        outcome = Outcome.LINKED if chance >= LINK_FROM else Outcome.REVIEW if chance >= UNKNOWN_BELOW else lowest
        entry = self._table.entries[int(evidence.owner[line])]
        signs = {sign: float(values[line]) for sign, values in evidence.signs.items()}
        return Link(entry, chance, outcome, reasons(signs, remains=entry is remains))


def second_stage(signs: dict[str, Floats], mention: Ints, first: Floats) -> tuple[Ints, dict[str, Floats]]:
    """Return the lines of the first three candidates of each mention, and their columns for the second stage.

    Args:
        signs: the columns of the first stage.
        mention: the mention of each line, in order.
        first: what the first stage says of each line.
    """
    lines, beside = relative(first, mention)
    return lines, {sign: values[lines] for sign, values in signs.items()} | beside
