"""One chunk of companies: everything that happens to them, written to the files and to the truth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from cli.demo import needs, support
from cli.demo.chance import shuffled, stream
from cli.demo.companies import Company, company_rows
from cli.demo.defects import defect_rows
from cli.demo.scenarios import Planted
from cli.demo.truth import Contacts
from cli.demo.visit_files import Row, visit_rows
from cli.demo.visits import Season, Visit
from cli.demo.work import Work

_OTHERS_EACH = 400
"""One need and one project of a territory, or of somebody without SIREN, for so many companies."""


class _Known:
    """What the chunk's companies had, gathered for the truth."""

    def __init__(self) -> None:
        self.visits: dict[str, list[Visit]] = defaultdict(list)
        self.days: dict[str, list[date]] = defaultdict(list)
        self.perhaps: dict[str, list[date]] = defaultdict(list)
        self.open_needs: set[str] = set()

    def add(self, fact: needs.Fact) -> None:
        if fact.company is None:
            return
        siren = fact.company.siren
        if fact.helped_on:
            self.days[siren].append(fact.helped_on)
        if fact.perhaps_on:
            self.perhaps[siren].append(fact.perhaps_on)
        if fact.is_open_need:
            self.open_needs.add(siren)

    def contacts(self, siren: str) -> Contacts:
        days, perhaps = self.days.get(siren, ()), self.perhaps.get(siren, ())
        return Contacts(tuple(days), tuple(perhaps), siren in self.open_needs)


def write_chunk(work: Work, start: int, companies: Sequence[Company], planted: Sequence[Planted]) -> None:
    """Write a chunk.

    Args:
        work: the generation under way.
        start: rank of the chunk's first company; it names the chunk's sources of chance.
        companies: the chunk, planted companies changed already.
        planted: the cases whose companies are in this chunk; nothing else happens to those.
    """
    for company in shuffled(stream(work.seed, "register", start), companies):
        for row in company_rows(company):
            work.register.write(row)
    apart = {company.siren for case in planted for company in case.companies}
    others = [company for company in companies if company.siren not in apart]
    known = _Known()
    _visits(work, start, others, planted, known)
    _support(work, start, others, planted, known)
    _needs(work, start, others, planted, known)
    _projects(work, start, others, known)
    for company in companies:
        found = work.truth.company(company, known.visits.get(company.siren, ()), known.contacts(company.siren))
        _compare(planted, company, found)


def _visits(work: Work, start: int, others: Sequence[Company], planted: Sequence[Planted], known: _Known) -> None:
    season = Season(work.network, work.today, stream(work.seed, "visits", start), work.next_number["visit"])
    chance = stream(work.seed, "visit rows", start)
    rows: list[Row] = []
    for visit in (*(visit for case in planted for visit in case.visits), *season.visits(others)):
        known.visits[visit.company.siren].append(visit)
        rows.extend(visit_rows(visit, chance))
    if start == 0:
        rows.extend(defect_rows(others[0], work.network, chance))
    work.visits.write(rows, chance)
    work.next_number["visit"] = season.next_number


def _support(work: Work, start: int, others: Sequence[Company], planted: Sequence[Planted], known: _Known) -> None:
    chance = stream(work.seed, "support", start)
    first = work.next_number["support"]
    made = [
        support.planted_grant(work.network, case.companies[0], work.today, first + rank)
        for rank, case in enumerate(case for case in planted if case.has_support)
    ]
    made += support.grants(work.network, work.today, chance, others, first + len(made))
    for grant in shuffled(chance, made):
        work.lists.grant(grant, *support.grant_row(chance, grant))
        known.days[grant.company.siren].append(grant.on)
    work.next_number["support"] = first + len(made)


def _needs(work: Work, start: int, others: Sequence[Company], planted: Sequence[Planted], known: _Known) -> None:
    chance = stream(work.seed, "needs", start)
    first, told = work.next_number["need"], work.today - timedelta(days=100)
    made = [
        needs.need_fact(case.companies[0], needs.Asked(*need, told), first + rank, has_identifier=True)
        for rank, (case, need) in enumerate((case, need) for case in planted for need in case.needs)
    ]
    made += needs.company_needs(work.today, chance, others, first + len(made))
    made += needs.territory_needs(work.places, work.today, chance, 1 + len(others) // _OTHERS_EACH, first + len(made))
    for fact in shuffled(chance, made):
        work.lists.need(fact)
        known.add(fact)
    work.next_number["need"] = first + len(made)


def _projects(work: Work, start: int, others: Sequence[Company], known: _Known) -> None:
    chance = stream(work.seed, "projects", start)
    first = work.next_number["project"]
    made = list(needs.company_projects(work.today, chance, others, first))
    made += needs.other_projects(work.places, work.today, chance, 1 + len(others) // _OTHERS_EACH, first + len(made))
    for fact in shuffled(chance, made):
        work.lists.project(fact)
        known.add(fact)
    work.next_number["project"] = first + len(made)


def _compare(planted: Sequence[Planted], company: Company, found: int) -> None:
    """The cases say how many overlaps they show: the truth must say the same, or one of the two is wrong."""
    for case in planted:
        if company in case.companies and found != case.overlaps:
            raise AssertionError(f"{case.case}: {found} overlaps, planted {case.overlaps}")
