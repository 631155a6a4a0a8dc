"""Which visits overlap, and how: the definition, for two visits, and for columns of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from queries.days import gap
from queries.models import Kind, Overlap, OverlapVisit, Status, Visit
from queries.season import Bools, Ints, Season

KINDS_FR = {
    Kind.OTHER_SITE: "autre établissement",
    Kind.SAME_DAY: "même jour, visite commune ?",
    Kind.SAME_THEME: "même thème",
    Kind.PLANNED_VS_RECENT: "prévue après une visite récente",
    Kind.GENERAL: "rapprochées",
}
ORDER = tuple(Kind)


class Pairs(NamedTuple):
    """The two visits of overlaps, as columns of positions, the earlier one first; the latest overlap comes first."""

    left: Ints
    right: Ints
    rank: Ints
    """What orders them: the day of the later visit, then that of the earlier one."""

    def take(self, chosen: Ints | Bools | slice) -> Pairs:
        """Some of them, in the same order."""
        return Pairs(self.left[chosen], self.right[chosen], self.rank[chosen])


def pairs(visits: Season, window_days: int) -> Pairs:
    """Return the two visits of every overlap, latest first.

    Each visit is compared with the next of its company, then with the one after, as long as any is inside the
    window: the work is that of the pairs found, whatever the length of the season.
    """
    left = np.arange(visits.size)
    found: list[tuple[Ints, Ints]] = []
    step = 0
    while len(left):
        step += 1
        left = left[left < visits.size - step]
        right = left + step
        near = (visits.company[left] == visits.company[right]) & (
            visits.first[right] - visits.last[left] <= window_days
        )
        left, right = left[near], right[near]
        keep = _apart(visits, left, right)
        found.append((left[keep], right[keep]))
    none = np.zeros(0, np.int64)
    left = np.concatenate([none, *(one for one, _ in found)])
    right = np.concatenate([none, *(other for _, other in found)])
    rank = visits.first[right] * (1 << 20) + visits.first[left]
    return Pairs(left, right, rank).take(np.argsort(-rank, kind="stable"))


def _apart(visits: Season, left: Ints, right: Ints) -> Bools:
    """Whether each visit was made by somebody who took no part in the other."""
    keep: Bools = visits.parties.of[left] != visits.parties.of[right]
    mixed = np.flatnonzero(~(visits.single[left] & visits.single[right]))
    keep[mixed] = visits.parties.apart(left[mixed], right[mixed])
    return keep


def kinds(visits: Season, left: Ints, right: Ints, as_of: int) -> Ints:
    """Return the kind of each overlap as its place in `ORDER`."""
    site, planned = visits.site, visits.planned | (visits.first > as_of)
    exact = visits.first == visits.last
    tests = [
        (site[left] >= 0) & (site[right] >= 0) & (site[left] != site[right]),
        exact[left] & exact[right] & (visits.first[left] == visits.first[right]),
        visits.themes.meet(left, right),
        planned[left] != planned[right],
    ]
    kind: Ints = np.select(tests, list(range(len(tests))), default=len(tests))
    return kind


def kind_of(one: Visit, other: Visit) -> Kind:
    """Return how two visits overlap: the first kind that applies, in the order of `Kind`."""
    if one.siret and other.siret and one.siret != other.siret:
        return Kind.OTHER_SITE
    if one.earliest == one.latest == other.earliest == other.latest:
        return Kind.SAME_DAY
    if set(one.themes) & set(other.themes):
        return Kind.SAME_THEME
    if Status.PLANNED in (one.status, other.status) and one.status is not other.status:
        return Kind.PLANNED_VS_RECENT
    return Kind.GENERAL


def days_between(one: Visit, other: Visit) -> int:
    """Return the least number of days between two dated visits, as the caller may know them."""
    return gap((one.earliest or "", one.latest or ""), (other.earliest or "", other.latest or ""))


def overlapping(visits: Iterable[Visit], window_days: int) -> Iterator[tuple[Visit, Visit]]:
    """Yield the pairs of one company's visits that overlap, the earlier one first."""
    dated = [visit for visit in visits if visit.status is not Status.CANCELLED and visit.earliest and visit.latest]
    dated.sort(key=lambda visit: (visit.earliest or "", visit.latest or ""))
    for place, one in enumerate(dated):
        for other in dated[place + 1 :]:
            if overlap(one, other, window_days):
                yield one, other


def overlap(one: Visit, other: Visit, window_days: int) -> bool:
    """Whether two visits to one company overlap: the definition."""
    mine, theirs = one.operator_uids, other.operator_uids
    return bool(mine - theirs) and bool(theirs - mine) and days_between(one, other) <= window_days


def told(company: dict[str, str | None], uid: str | None, one: Visit, other: Visit) -> Overlap:
    """Make the answer for two visits that overlap; `company` has uid, siren, name and commune."""
    return Overlap(
        uid=uid,
        company=company["uid"] or "",
        siren=company["siren"],
        name=company["name"] or "",
        commune=company["commune"],
        days_apart=days_between(one, other),
        kind=kind_of(one, other),
        visits=(_seen(one), _seen(other)),
    )


def _seen(visit: Visit) -> OverlapVisit:
    return OverlapVisit(
        on=visit.on or "",
        status=visit.status,
        operators=visit.operators,
        themes=visit.themes,
        siret=visit.siret,
        mailboxes=tuple(party.mailbox for party in visit.parties if party.mailbox),
        operator_uids=tuple(party.uid for party in visit.parties),
        reasons=visit.reasons,
    )
