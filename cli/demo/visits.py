"""The season: who visits whom and when. A few companies get many visits, most get none."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate
from random import Random
from typing import NamedTuple

from cli.demo.chance import Weighted, pick
from cli.demo.companies import Company, Site
from cli.demo.operators import Network, Operator
from cli.demo.trades import SIZES, trades

PAST_DAYS, FUTURE_DAYS = 720, 75
MEAN_VISITS = 2.05
MOST_VISITS = 26
BURST_DAYS = 80
"""Within how many days the visits of a company fall when everybody comes at once."""

_APPETITE = (0.45, 0.7, 0.9, 1.2, 1.6, 2.2, 3.2, 4.5, 5.5, 6.5, 7.5, 8.0, 9.0, 10.0)
"""Visits by size of company, each band against the others."""
_SPREAD = 0.4
"""Shape of the negative binomial: the smaller, the more unequal; 0.4 leaves half without a visit."""
_MONTHS = (0.9, 1.0, 1.2, 1.0, 0.9, 1.2, 0.7, 0.3, 1.2, 1.3, 1.2, 0.7)
_WEEKDAYS = (1.0, 1.2, 1.1, 1.2, 0.9, 0.03, 0.01)

THEMES = Weighted(
    {
        "développement": 26,
        "financement": 18,
        "emploi": 16,
        "transition énergétique": 14,
        "innovation": 10,
        "implantation": 9,
        "difficulté": 8,
        "export": 7,
    }.items()
)
PURPOSES = Weighted(
    {
        "premier contact": 24,
        "suivi": 26,
        "point annuel": 16,
        "": 14,
        "projet d'extension; à rappeler": 7,
        "recrutement en cours": 6,
        "présentation des aides": 5,
        "=2+2 à vérifier": 0.7,  # what a spreadsheet would take for a formula
        "+33 rappeler le standard": 0.5,
        "@accueil : demander la direction": 0.4,
    }.items()
)
_LEVELS = Weighted({"Partagé": 70, "Signalé": 12, "Réservé": 10, "Open data": 8}.items())


class Visit(NamedTuple):
    """One visit, whoever took part in it; `level` is set where the institution says who may see it."""

    number: int
    company: Company
    site: Site
    on: date
    status: str
    operators: tuple[Operator, ...]
    theme: str
    purpose: str
    level: str = ""
    identifier: str = ""
    """how the rows name the company, where that is planted; drawn otherwise"""
    written_name: str = ""
    """the name the rows give, where that is planted; drawn otherwise"""

    @property
    def reference(self) -> str:
        """The joint reference, when there were several."""
        return f"VC{self.number:07d}" if len(self.operators) > 1 else ""


class Season:
    """Draws visits for one chunk of companies, numbering them on from `first_number`."""

    def __init__(self, network: Network, today: date, chance: Random, first_number: int) -> None:
        self._network = network
        self._today = today
        self._chance = chance
        self._calendar = _calendar(today)
        self.next_number = first_number

    def visits(self, companies: Iterable[Company]) -> Iterable[Visit]:
        """Yield the visits to some companies, company by company."""
        for company in companies:
            count = self._count(company)
            if count:
                yield from self._to_company(company, count)

    def _count(self, company: Company) -> int:
        bounds = _visit_counts()[company.size]
        count = bisect_right(bounds, self._chance.random())
        return count if company.is_open else count // 4

    def _to_company(self, company: Company, count: int) -> Iterable[Visit]:
        chance, around = self._chance, Weighted(self._network.around(company))
        centre = self._day() if count >= 4 and chance.random() < 0.6 else None
        used: set[int] = set()
        usual = around.draw(chance)
        for _ in range(count):
            day = self._day() if centre is None else centre + int((chance.random() - 0.5) * BURST_DAYS)
            while day in used:  # two visits of one day without a joint reference are planted, never by chance
                day += 1
            used.add(day)
            lead = usual if chance.random() < 0.25 else around.draw(chance)
            yield self._visit(company, day, self._together(lead, around))

    def _together(self, lead: Operator, around: Weighted[Operator]) -> tuple[Operator, ...]:
        operators = [lead]
        while self._chance.random() < 0.09 and len(operators) < 4:
            other = around.draw(self._chance)
            if other not in operators:
                operators.append(other)
        return tuple(operators)

    def _visit(self, company: Company, day: int, operators: tuple[Operator, ...]) -> Visit:
        chance = self._chance
        self.next_number += 1
        return Visit(
            number=self.next_number - 1,
            company=company,
            site=company.sites[0] if len(company.sites) == 1 else pick(chance, company.sites),
            on=self._today + timedelta(days=day),
            status=self._status(day),
            operators=operators,
            theme=THEMES.draw(chance),
            purpose=PURPOSES.draw(chance),
            level=self._level(day, operators),
        )

    def _status(self, day: int) -> str:
        drawn = self._chance.random()
        if day > 0:
            return "planned" if drawn < 0.93 else "cancelled"
        return "done" if drawn < 0.94 else "cancelled" if drawn < 0.99 else "planned"

    def _level(self, day: int, operators: tuple[Operator, ...]) -> str:
        """The level of a visit made alone by an institution that says it; joint ones are shared by nature.

        None is signalled in the month of today or of a year ago: whether it counts would hang on the day.
        """
        if len(operators) > 1 or operators[0].dialect is None or not operators[0].dialect.says_visibility:
            return ""
        level = _LEVELS.draw(self._chance)
        month = (self._today + timedelta(days=day)).isoformat()[:7]
        edges = {(self._today - timedelta(days=back)).isoformat()[:7] for back in (0, 365)}
        return "Partagé" if level == "Signalé" and month in edges else level

    def _day(self) -> int:
        """A day counted from today, by the season and the week."""
        return bisect_right(self._calendar, self._chance.random() * self._calendar[-1]) - PAST_DAYS


@lru_cache(maxsize=4)
def _calendar(today: date) -> list[float]:
    days = (today + timedelta(days=day) for day in range(-PAST_DAYS, FUTURE_DAYS + 1))
    weights = (
        _MONTHS[day.month - 1]
        * _WEEKDAYS[day.weekday()]
        * (1.0 if day <= today else 0.75)  # not everything is announced that far ahead
        * (0.8 + 0.4 * (day.toordinal() - today.toordinal() + PAST_DAYS) / PAST_DAYS)  # more share it each year
        for day in days
    )
    return list(accumulate(weights))


@lru_cache(maxsize=1)
def _visit_counts() -> dict[str, list[float]]:
    """For each size, the chances of at most 0, 1, 2 ... visits: a negative binomial, cut at `MOST_VISITS`."""
    shares = _size_shares()
    usual = sum(appetite * shares[size] for size, appetite in zip(SIZES, _APPETITE, strict=True))
    return {
        size: _negative_binomial(MEAN_VISITS * appetite / usual)
        for size, appetite in zip(SIZES, _APPETITE, strict=True)
    }


def _size_shares() -> dict[str, float]:
    shares = dict.fromkeys(SIZES, 0.0)
    for trade, weight in trades().shares():
        for size, share in trade.sizes.shares():
            shares[size] += weight * share
    return shares


def _negative_binomial(mean: float) -> list[float]:
    """Bounds for `bisect_right(bounds, u)`; P(0) = (r / (r + mean)) ** r, then each from the one before."""
    chance_of, rest = (_SPREAD / (_SPREAD + mean)) ** _SPREAD, mean / (_SPREAD + mean)
    bounds = [chance_of]
    for count in range(1, MOST_VISITS):
        chance_of *= rest * (count - 1 + _SPREAD) / count
        bounds.append(bounds[-1] + chance_of)
    return bounds
