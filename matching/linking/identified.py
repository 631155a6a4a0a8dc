"""Identifiers in whole files, by the rule of single mentions: whose a number is, whether the name contradicts it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from matching.identifiers import CLEAR, CONTRADICTION_FROM, in_common
from matching.linking.columns import Floats, Ints
from matching.linking.evidence import Evidence
from matching.linking.saying import reasons
from matching.linking.table import Table
from matching.model import Candidate, Entry

# The letters of two names in one word: `matching.similarity` counts from one half on.
_CLEAR_RATIO = (1 + CLEAR) / 2


class Numbers:
    """Which entry bears which SIREN and SIRET: those of entries that no name leads to as well."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = entries
        self._by_siren: dict[str, int] = {}
        self._by_siret: dict[str, int] = {}
        self.places = np.cumsum([entry.listed for entry in entries]) - 1
        for at, entry in enumerate(entries):
            for siren in filter(None, (*entry.former_sirens, entry.siren)):
                self._by_siren[siren] = at
            self._by_siret |= dict.fromkeys(entry.sirets, at)

    def has_site(self, siret: str) -> bool:
        """Tell whether a site is known."""
        return siret in self._by_siret

    def of(self, siren: str | None, siret: str | None) -> int | None:
        """Return the entry that bears an identifier; a site nobody knows belongs to its legal unit."""
        if siret:
            found = self._by_siret.get(siret)
            return found if found is not None else self._by_siren.get(siret[:9])
        return self._by_siren.get(siren) if siren else None


class Lines(NamedTuple):
    """The candidates of one mention: lines of evidence, best first, and the probability of each."""

    lines: Ints
    chance: Floats


@dataclass(frozen=True, slots=True)
class Row:
    """One mention of a file, as the rule of identifiers asks about it."""

    table: Table
    numbers: Numbers
    evidence: Evidence
    found: Lines

    def number_of(self, siren: str | None, siret: str | None) -> int | None:
        """See `matching.identifiers.Known`."""
        return self.numbers.of(siren, siret)

    def has_site(self, siret: str) -> bool:
        """See `matching.identifiers.Known`."""
        return self.numbers.has_site(siret)

    def identified(self, number: int, said: str) -> Candidate:
        """See `matching.identifiers.Known`."""
        entry = self.numbers.entries[number]
        return Candidate(entry.uid, entry.siren, entry.names[0] if entry.names else "", 1.0, (said,))

    def agrees(self, number: int, name: str) -> bool:
        """See `matching.identifiers.Known`; an entry that is found by its number alone agrees with any name."""
        entry, table = self.numbers.entries[number], self.table
        if not entry.listed:
            return True
        # Listed entries keep their order in the table, and so do names.
        at = int(self.numbers.places[number])
        own = range(*np.searchsorted(table.owner, (at, at + 1)).tolist())
        known = table.vocabulary

        def rarity(word: str) -> float:
            return float(table.rarity[known[word]]) if word in known else 1.0

        def abbreviates(said: str) -> bool:
            return any(one in own for one in table.acronyms.get(said, ()))

        return in_common(name, {table.cores[one]: None for one in own}, abbreviates, rarity)

    def rival(self, number: int) -> Candidate | None:
        """See `matching.identifiers.Known`."""
        if not len(self.found.lines) or self.found.chance[0] < CONTRADICTION_FROM:
            return None
        line = int(self.found.lines[0])
        signs = {sign: float(values[line]) for sign, values in self.evidence.signs.items()}
        entry = self.table.entries[int(self.evidence.owner[line])]
        clear = signs["ratio"] >= _CLEAR_RATIO and signs["said"] >= CLEAR
        if entry.uid == self.numbers.entries[number].uid or not clear or not signs["same_town"]:
            return None
        name = self.table.cores[int(self.evidence.name[line])]
        written = entry.names[int(self.table.spelling[self.evidence.name[line]])] if entry.names else name
        return Candidate(entry.uid, entry.siren, written, float(self.found.chance[0]), reasons(signs))
