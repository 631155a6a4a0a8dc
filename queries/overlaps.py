"""Overlapping visits: two institutions at one company within a window, neither with the other."""

from __future__ import annotations

import hashlib
from datetime import date

import numpy as np
from pydantic import Field

from graph.store import Graph
from graph.visibility import Caller
from queries.columns import Seen
from queries.cursor import Cursor
from queries.cypher import load
from queries.days import today
from queries.kept import answered, short
from queries.models import MASKED_NAME, Answer, Kind, Overlap, Page, Visit
from queries.overlap_decisions import Decision, overlap_decisions
from queries.overlap_kinds import ORDER, Pairs, kinds, told
from queries.scope import Scope
from queries.season import Season, day_number
from queries.visits import visits_by_key

CYPHER = load(__file__)
BATCH = 2_000
"""Overlaps described by one round trip."""


class OverlapScope(Scope):
    """Which overlaps are wanted: of which companies, how near, of which kinds, in which period.

    With `since` or `until`, the later of the two visits must be able to fall inside, bounds included.
    """

    window_days: int = Field(default=90, ge=0, le=3660)
    kind: tuple[Kind, ...] = ()
    since: date | None = None
    until: date | None = None


class Overlaps(Answer):
    """A page of overlaps, latest first; `count` is that of all, `next_cursor` is None on the last page."""

    count: int
    window_days: int
    as_of: date
    overlaps: tuple[Overlap, ...]
    next_cursor: str | None = None


def overlaps(
    graph: Graph, caller: Caller, scope: OverlapScope, *, as_of: date | None = None, page: Page | None = None
) -> Overlaps:
    """Return the overlaps of a scope, latest first, and how many there are in all.

    Two visits to one company overlap when they are at most `window_days` apart (inclusive; a signalled visit
    counts by its month: any day of it), neither was cancelled, and each was made by at least one institution
    that took no part in the other: so neither a follow-up of one's own visit nor a joint visit is one. The
    kind is the first that applies: `other_site` (two known sites of the company), `same_day` (perhaps one
    joint visit that nobody declared), `same_theme`, `planned_vs_recent`, `general`.

    Args:
        graph: the store.
        caller: a member; the answer is the same for all members.
        scope: which overlaps.
        as_of: the day that tells done from planned, and hides neither; default today.
        page: which part of the list; limit 0 lists all.

    Raises:
        AccessRefused: the caller is not a member.
        Misuse: an unknown territory or sector, or a cursor that is none.
    """
    as_of, page = as_of or today(), page or Page()
    cursor = Cursor.read(page.cursor)

    def make(seen: Seen) -> Overlaps:
        visits, found = seen.columns.season, _wanted(seen, scope, as_of)
        chosen = _candidates(found, page.limit, cursor)
        described = _described(graph, caller.across, visits, chosen, as_of)
        ordered = sorted(
            (one for one in described if not cursor or one[0].key > cursor.key), key=lambda one: one[0].key
        )
        shown = ordered[: page.limit] if page.limit else ordered
        return Overlaps(
            count=len(found.rank),
            window_days=scope.window_days,
            as_of=as_of,
            overlaps=tuple(one for _, one in shown),
            next_cursor=shown[-1][0].text if len(shown) < len(ordered) else None,
        )

    return answered(graph, caller, scope, make, key=short(page) and (as_of, page))


def _wanted(seen: Seen, scope: OverlapScope, as_of: date) -> Pairs:
    visits, found = seen.columns.season, seen.columns.pairs(scope.window_days)
    if seen.inside is not None:
        found = found.take(seen.inside[seen.columns.visited][found.left])
    if scope.since:
        found = found.take(visits.last[found.right] >= day_number(scope.since))
    if scope.until:
        found = found.take(visits.first[found.right] <= day_number(scope.until))
    if scope.kind:
        places = [ORDER.index(kind) for kind in scope.kind]
        found = found.take(np.isin(kinds(visits, found.left, found.right, day_number(as_of)), places))
    return found


def _candidates(found: Pairs, limit: int, cursor: Cursor | None) -> Pairs:
    """Keep the overlaps that a page can show: the first by rank, with all that share the rank of the last."""
    early = -found.rank
    start = int(np.searchsorted(early, -cursor.rank, side="left")) if cursor else 0
    after = int(np.searchsorted(early, -cursor.rank, side="right")) if cursor else 0
    last = max(start, after) + limit
    if not limit or last >= len(early):
        return found.take(slice(start, None))
    return found.take(slice(start, int(np.searchsorted(early, early[last], side="right"))))


def _described(
    graph: Graph, caller: Caller, visits: Season, chosen: Pairs, as_of: date
) -> list[tuple[Cursor, Overlap]]:
    """Read what is shown of each overlap, a batch of them at a time."""
    described = []
    decisions = {one.key: one for one in overlap_decisions(graph, caller)} if len(chosen.left) else {}
    order = np.argsort(visits.company[chosen.left], kind="stable")
    for start in range(0, len(order), BATCH):
        part = chosen.take(order[start : start + BATCH])
        places = np.union1d(part.left, part.right)
        companies = np.unique(visits.company[places])
        records = graph.read(
            CYPHER,
            caller,
            companies=companies.tolist(),
            visits=[visits.keys[place] for place in places],
            masked_name=MASKED_NAME,
        )
        known = {record["number"]: (record, visits_by_key(record["edges"], as_of)) for record in records}
        for left, right, rank in zip(part.left.tolist(), part.right.tolist(), part.rank.tolist(), strict=True):
            record, by_key = known.get(int(visits.company[left]), ({}, {}))
            one, other = by_key.get(visits.keys[left]), by_key.get(visits.keys[right])
            if one and other:  # else it was cancelled between the two reads
                uid = uid_of(record["uid"], _name(visits, left, one), _name(visits, right, other))
                decided = decisions.get(decision_key(visits.keys[left], visits.keys[right]))
                described.append((Cursor(rank, uid), _with(told(record, uid, one, other), decided)))
    return described


def _name(visits: Season, place: int, visit: Visit) -> str:
    return visit.uid or name_of(visit, _twins_before(visits, place))


def name_of(visit: Visit, twins_before: int) -> str:
    """Return what tells a visit from the others of its company, made of nothing that may not be seen."""
    if visit.uid:
        return visit.uid
    who = "+".join(sorted(visit.operator_uids))
    return f"{visit.on}|{who}|{visit.status}|{twins_before}"


def _twins_before(visits: Season, place: int) -> int:
    """Count the signalled visits of the same company, month and institutions that come before this one."""
    start, stop = np.searchsorted(visits.company, visits.company[place], side="left"), None
    stop = np.searchsorted(visits.company, visits.company[place], side="right")
    bits = visits.parties.bits
    same = [
        other
        for other in range(int(start), int(stop))
        if visits.signalled[other]
        and (visits.first[other], visits.last[other]) == (visits.first[place], visits.last[place])
        and (bits[visits.parties.of[other]] == bits[visits.parties.of[place]]).all()
    ]
    return sum(visits.keys[other] < visits.keys[place] for other in same)


def decision_key(one: str, other: str) -> str:
    """Return the uid under which a decision about two visits is kept, from the keys that their edges share."""
    return "|".join(sorted((one, other)))


def _with(found: Overlap, decided: Decision | None) -> Overlap:
    if decided is None:
        return found
    said = {"status": decided.status, "decided_by": decided.organisation, "decided_at": decided.at}
    return found.model_copy(update={**said, "agreed": decided.agreed})


def uid_of(company: str, one: str, other: str) -> str:
    """Return the uid of an overlap, from the names of its two visits."""
    return hashlib.blake2b("\n".join([company, *sorted((one, other))]).encode(), digest_size=12).hexdigest()
