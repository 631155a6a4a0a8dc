"""Which companies nobody accompanies, the most urgent first: the definition, over columns."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from queries.columns import Columns, Seen
from queries.cursor import Cursor
from queries.season import Bools, Ints, day_number

SIZES_FR = {
    "NN": "sans salarié connu",
    "00": "sans salarié",
    "01": "1 ou 2 salariés",
    "02": "3 à 5 salariés",
    "03": "6 à 9 salariés",
    "11": "10 à 19 salariés",
    "12": "20 à 49 salariés",
    "21": "50 à 99 salariés",
    "22": "100 à 199 salariés",
    "31": "200 à 249 salariés",
    "32": "250 à 499 salariés",
    "41": "500 à 999 salariés",
    "42": "1 000 à 1 999 salariés",
    "51": "2 000 à 4 999 salariés",
    "52": "5 000 à 9 999 salariés",
    "53": "10 000 salariés et plus",
}
_SIZES = tuple(SIZES_FR)
_NEVER = np.iinfo(np.int64).max
_CLOSED, _MASKED = 1, 2


class Ranking(NamedTuple):
    """Every company by row: what ranks it, whether somebody accompanies it, its state; `order` lists those without."""

    order: Ints
    rank: Ints
    accompanied: Bools
    state: Ints
    uids: pa.ChunkedArray


class Listed(NamedTuple):
    """The companies of a scope that nobody accompanies, in their order, and how many the others are."""

    order: Ints
    ranking: Ranking
    supported: int
    closed: int
    masked: int

    @property
    def known(self) -> int:
        """How many are known to be without: the last bit of a rank says it."""
        return int((self.ranking.rank[self.order] & 1).sum())

    def cursor(self, row: int) -> Cursor:
        """Where a page that ends with this row goes on."""
        return Cursor(int(self.ranking.rank[row]), self.ranking.uids[int(row)].as_py())

    def page(self, cursor: Cursor | None, limit: int) -> tuple[Ints, bool]:
        """Return the rows that follow a cursor, and whether more follow them; limit 0 is all."""
        start = bisect_right(self.order, cursor.key, key=lambda row: self.cursor(row).key) if cursor else 0
        stop = start + limit if limit else len(self.order)
        return self.order[start:stop], stop < len(self.order)


def listed(seen: Seen, since: date, as_of: date) -> Listed:
    """Return the companies of a scope that nobody is known to accompany between two days, bounds included."""
    ranking = seen.columns.remember((ranked, since, as_of), lambda: ranked(seen.columns, since, as_of))
    order, state, accompanied = ranking.order, ranking.state, ranking.accompanied
    if seen.inside is not None:
        order, state, accompanied = order[seen.inside[order]], state[seen.inside], accompanied[seen.inside]
    return Listed(
        order=order,
        ranking=ranking,
        supported=int((accompanied & (state == 0)).sum()),
        closed=int((state == _CLOSED).sum()),
        masked=int((state == _MASKED).sum()),
    )


def ranked(columns: Columns, since: date, as_of: date) -> Ranking:
    """Rank all companies: a need that waits, longest first; nobody expected; larger; known to be without; uid."""
    known, visits, facts = columns.tables
    many, first_day, last_day = len(columns.number), _text_number(since), _text_number(as_of)
    visited, told = columns.row(_ints(visits, "company")), columns.row(_ints(facts, "company"))
    first, last, done = _ints(visits, "first"), _ints(visits, "last"), ~_flags(visits, "planned")
    start, stop = _ints(facts, "start"), _ints(facts, "stop")
    past = done & (first <= day_number(as_of))
    waits = _flags(facts, "waits") & (start <= last_day)

    accompanied = _marked(many, visited[past & (last >= day_number(since))])
    accompanied |= _marked(many, told[(start <= last_day) & (stop >= first_day)])
    expected = _marked(many, visited[last >= day_number(as_of)])
    heard_of = _marked(many, visited[past]) | _marked(many, told)
    state = _ints(known, "state")
    rank = (
        (_marked(many, told[waits]) * 65_536)
        + (_months_waited(many, told[waits], start[waits], as_of) << 8)
        + (~expected * 128)
        + _sizes(known["size"]) * 4
        + heard_of
    )
    listed = np.flatnonzero((state == 0) & ~accompanied)
    by = pa.table({"rank": -rank[listed], "uid": known["uid"].take(listed)})
    order = listed[np.asarray(pc.sort_indices(by, [("rank", "ascending"), ("uid", "ascending")]), np.int64)]
    return Ranking(order, rank, accompanied, state, known["uid"])


def _months_waited(many: int, rows: Ints, asked: Ints, as_of: date) -> Ints:
    """Return how many months the oldest dated need of each company has waited, 127 at most."""
    oldest = np.full(many, _NEVER)
    dated = asked > 0
    np.minimum.at(oldest, rows[dated], asked[dated])
    months = as_of.year * 12 + as_of.month - oldest // 10_000 * 12 - oldest // 100 % 100
    waited: Ints = np.where(oldest == _NEVER, 0, np.clip(months, 0, 127))
    return waited


def _sizes(codes: pa.ChunkedArray) -> Ints:
    place = pc.index_in(codes, pa.array(_SIZES, pa.string())).fill_null(0)
    return np.asarray(place.to_numpy(), np.int64)


def _marked(many: int, rows: Ints) -> Bools:
    marks = np.zeros(many, np.bool_)
    marks[rows] = True
    return marks


def _text_number(day: date) -> int:
    return int(f"{day:%Y%m%d}")


def _ints(table: pa.Table, name: str) -> Ints:
    return np.asarray(table[name].to_numpy(), np.int64)


def _flags(table: pa.Table, name: str) -> Bools:
    return np.asarray(table[name].to_numpy(), np.bool_)
