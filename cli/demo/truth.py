"""What must come out of the files, told apart from them: `truth/`, for tests and for whoever compares.

- `rows.csv`: for each row of a fact, whom it speaks of and what must become of it (`expected`);
- `overlaps.csv`: the pairs of visits that overlap within 90 days, on the members' layer (in a large region
  they are counted only: there are millions);
- `unsupported.csv`: the companies that nobody is known to have met or helped for a year.

`expected` is `linked` (the identifier can be read), `linked_or_review` (the name and place must do; a wrong
link is the only fault), `review`, `refused`, `repeated` or `unknown` (no such company).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from cli.demo.companies import Company
from cli.demo.operators import Operator
from cli.demo.sheets import CsvSheet, Folder
from cli.demo.visits import Visit

WINDOW_DAYS = 90
SINCE_DAYS = 365

ROWS = ("file", "row", "line", "institution", "fact", "siren", "identifier", "expected")
OVERLAPS = (
    "siren",
    "first_on",
    "first_institutions",
    "second_on",
    "second_institutions",
    "days",
    "basis",
    "other_site",
)
UNSUPPORTED = ("siren", "departement", "epci", "naf", "last_contact", "open_need", "doubt")


class RowTruth(NamedTuple):
    """What one row of a file speaks of; `fact` is the same for all rows of one visit."""

    fact: str
    siren: str
    identifier: str
    expected: str


class Contacts(NamedTuple):
    """What the members know of the help one company had.

    Args:
        days: of support, of needs taken care of, of followed projects.
        perhaps: of needs closed without help, which one may count or not.
        has_open_need: one that nobody answered.
    """

    days: tuple[date, ...] = ()
    perhaps: tuple[date, ...] = ()
    has_open_need: bool = False


class Truth:
    """Writes what must come out, company by company."""

    def __init__(self, out: Path, folder: Folder, today: date, *, lists_overlaps: bool = True) -> None:
        out.mkdir(exist_ok=True)
        self._rows = _sheet(out / "rows.csv", ROWS)
        self._overlaps = _sheet(out / "overlaps.csv", OVERLAPS) if lists_overlaps else None
        self._count = 0
        self._unsupported = _sheet(out / "unsupported.csv", UNSUPPORTED)
        for sheet in filter(None, (self._rows, self._overlaps, self._unsupported)):
            folder.add(sheet)
        self._since = today - timedelta(days=SINCE_DAYS)
        self._today = today
        self.masked_unsupported = 0

    def row(self, file: str, row: int, line: int, institution: str, truth: RowTruth) -> None:
        """Say what a row speaks of."""
        self._rows.text((file, str(row), str(line), institution, *truth))

    def company(self, company: Company, visits: Sequence[Visit], contacts: Contacts) -> int:
        """Say what must be found about one company and return how many of its pairs of visits overlap."""
        known = [visit for visit in visits if visit.status != "cancelled" and visit.level != "Réservé"]
        pairs = overlapping(known) if len(known) > 1 else []
        self._count += len(pairs)
        if self._overlaps:
            for first, second in pairs:
                self._overlaps.text(self._pair(company, first, second))
        if company.is_open:
            self._support(company, known, contacts)
        return len(pairs)

    @property
    def counts(self) -> dict[str, int]:
        """How much there is to find."""
        return {
            "fact_rows": self._rows.rows,
            "overlaps": self._count,
            "unsupported": self._unsupported.rows,
            "unsupported_masked": self.masked_unsupported,
        }

    def _support(self, company: Company, known: Iterable[Visit], contacts: Contacts) -> None:
        met = [visit.on for visit in known if visit.status == "done" and visit.on <= self._today]
        last = max((*met, *contacts.days), default=None)
        if last is not None and last >= self._since:
            return
        if company.is_masked:
            self.masked_unsupported += 1
            return
        commune = company.commune
        said = last.isoformat() if last else ""
        need = "1" if contacts.has_open_need else "0"
        doubt = "1" if any(day >= self._since for day in contacts.perhaps) else "0"
        where = commune.departement, commune.epci
        self._unsupported.text((company.siren, *where, company.trade.naf, said, need, doubt))

    @staticmethod
    def _pair(company: Company, first: Visit, second: Visit) -> tuple[str, ...]:
        by_month = "Signalé" in {first.level, second.level}
        return (
            company.siren,
            first.on.isoformat(),
            "|".join(sorted(operator.name for operator in first.operators)),
            second.on.isoformat(),
            "|".join(sorted(operator.name for operator in second.operators)),
            str((second.on - first.on).days),
            "month" if by_month else "day",
            "1" if first.site.siret != second.site.siret else "0",
        )


def overlapping(visits: Iterable[Visit]) -> list[tuple[Visit, Visit]]:
    """Return the pairs within the window, each made by an institution that took no part in the other.

    A signalled visit is known by its month: it counts when any day of that month lies inside the window.
    """
    spans = sorted((_span(visit) for visit in visits), key=lambda span: (span.on, span.visit.number))
    pairs = []
    for rank, first in enumerate(spans):
        reach = first.latest + WINDOW_DAYS
        for second in spans[rank + 1 :]:
            if second.on > reach + 31:  # even known from the first of its month, it is too late
                break
            if second.earliest <= reach and first.who - second.who and second.who - first.who:
                pairs.append((first.visit, second.visit))
    return pairs


class _Span(NamedTuple):
    """A visit and the days it may have been on, as ordinals, as far as the members know."""

    on: int
    earliest: int
    latest: int
    who: frozenset[Operator]
    visit: Visit


def _span(visit: Visit) -> _Span:
    on = visit.on.toordinal()
    if visit.level != "Signalé":
        return _Span(on, on, on, frozenset(visit.operators), visit)
    first = visit.on.replace(day=1)
    after = (first + timedelta(days=31)).replace(day=1)
    return _Span(on, first.toordinal(), after.toordinal() - 1, frozenset(visit.operators), visit)


def _sheet(path: Path, headers: Sequence[str]) -> CsvSheet:
    return CsvSheet(path, headers, separator=",", newline="\n")
