"""What one generation carries from chunk to chunk: the open files, the running numbers, the counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from cli.demo.lists import Lists
from cli.demo.operators import Network
from cli.demo.places import Places
from cli.demo.sheets import Sheet
from cli.demo.truth import Truth
from cli.demo.visit_files import VisitFiles


@dataclass(slots=True)
class Work:
    """One generation under way; `next_number` is the first free number of each kind of fact."""

    seed: int
    today: date
    places: Places
    network: Network
    truth: Truth
    register: Sheet
    lists: Lists
    visits: VisitFiles
    next_number: dict[str, int] = field(default_factory=lambda: {"visit": 1, "support": 1, "need": 1, "project": 1})

    @property
    def counts(self) -> dict[str, int]:
        """How much was written and how much there is to find."""
        made = {f"{kind}s": number - 1 for kind, number in self.next_number.items()}
        return {"register_rows": self.register.rows, **made, **self.truth.counts}
