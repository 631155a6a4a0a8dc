"""The visits of the members' layer, one entry each, in columns: what overlaps and indicators are computed from."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

FIRST_DAY = date(1970, 1, 1)  # day numbers count from here, as numpy's do

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


class Sets(NamedTuple):
    """A set for each visit: row `of[i]` of `bits` has a bit for each member of the set of visit i."""

    of: Ints
    bits: npt.NDArray[np.uint64]

    def take(self, order: Ints) -> Sets:
        """The sets of the visits in another order."""
        return Sets(self.of[order], self.bits)

    def meet(self, left: Ints, right: Ints) -> Bools:
        """Whether the sets of two columns of visits have a member in common."""
        return np.asarray((self.bits[self.of[left]] & self.bits[self.of[right]]).any(axis=1), np.bool_)

    def apart(self, left: Ints, right: Ints) -> Bools:
        """Whether each of two sets has a member that the other lacks."""
        one, other = self.bits[self.of[left]], self.bits[self.of[right]]
        return np.asarray((one & ~other).any(axis=1) & (other & ~one).any(axis=1), np.bool_)


class Season(NamedTuple):
    """Visits in columns, sorted by company, then by the first day each may have taken place on.

    `company` is the store's own number, `keys` what the parts of a visit share. `single` tells visits of one
    institution. `site` is a code, -1 when no site or several are known; `recorded` the day first told of it.
    """

    company: Ints
    first: Ints
    last: Ints
    planned: Bools
    signalled: Bools
    keys: npt.NDArray[Any]
    parties: Sets
    single: Bools
    themes: Sets
    site: Ints
    recorded: Ints

    @property
    def size(self) -> int:
        """How many visits there are."""
        return len(self.company)


def day_number(day: date) -> int:
    """Return the number by which a day is packed."""
    return (day - FIRST_DAY).days


def day_of(number: int) -> date:
    """Return the day of a number."""
    return FIRST_DAY + timedelta(days=int(number))


def grouped(parts: pa.Table) -> Season:
    """Group parts in visits (`queries.columns`) by visit, then sort the visits."""
    code, keys = _coded(parts["visit"])
    order = np.argsort(code, kind="stable")
    code = code[order]
    starts = np.flatnonzero(np.diff(code, prepend=-1))
    if not len(starts):
        return _nothing()

    def column(name: str) -> npt.NDArray[Any]:
        return np.asarray(parts[name].to_numpy())[order]

    institutions, institution = np.unique(column("institution"), return_inverse=True)
    theme, labels = _coded(parts["theme"], empty="")
    site, _ = _coded(parts["site"], empty="")
    visits = Season(
        company=column("company")[starts].astype(np.int64),
        first=np.minimum.reduceat(column("first"), starts).astype(np.int64),
        last=np.maximum.reduceat(column("last"), starts).astype(np.int64),
        planned=np.logical_and.reduceat(column("planned"), starts),
        signalled=np.logical_or.reduceat(column("signalled"), starts),
        keys=keys,
        parties=_sets(institution, starts, len(institutions)),
        single=np.diff(starts, append=len(code)) == 1,
        themes=_sets(theme[order], starts, len(labels)),
        site=_only(site[order], starts),
        recorded=np.minimum.reduceat(column("recorded"), starts).astype(np.int64),
    )
    return _sorted(visits)


def _nothing() -> Season:
    no_number, no_flag = np.zeros(0, np.int64), np.zeros(0, np.bool_)
    no_set, no_key = Sets(no_number, np.zeros((0, 1), np.uint64)), np.zeros(0, object)
    return Season(
        no_number, no_number, no_number, no_flag, no_flag, no_key, no_set, no_flag, no_set, no_number, no_number
    )


def _coded(column: pa.ChunkedArray, empty: str | None = None) -> tuple[Ints, npt.NDArray[Any]]:
    """Return a small number for each text, and the texts by number; `empty` is -1."""
    if empty is not None:
        column = pc.if_else(pc.equal(column, empty), None, column)
    coded = column.combine_chunks().dictionary_encode()
    codes = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    return codes, coded.dictionary.to_numpy(zero_copy_only=False)


def _sets(member: Ints, starts: Ints, count: int) -> Sets:
    """Return the set of the members of each group; those of one member share the first rows."""
    words = count // 64 + 1
    singles = np.zeros((count + 1, words), np.uint64)
    numbers = np.arange(count)
    singles[numbers, numbers // 64] = np.uint64(1) << (numbers % 64).astype(np.uint64)
    sizes = np.diff(starts, append=len(member))
    of = np.where(member[starts] < 0, count, member[starts])
    several = np.flatnonzero(sizes > 1)
    if not len(several):
        return Sets(of, singles)
    # Rows of the visits of several institutions only: most visits are of one.
    row = np.repeat(np.arange(len(several)), sizes[several])
    within = np.concatenate([np.arange(starts[group], starts[group] + sizes[group]) for group in several])
    known = member[within] >= 0
    row, value = row[known], member[within][known]
    mixed = np.zeros((len(several), words), np.uint64)
    np.bitwise_or.at(mixed, (row, value // 64), np.uint64(1) << (value % 64).astype(np.uint64))
    of[several] = count + 1 + np.arange(len(several))
    return Sets(of, np.concatenate([singles, mixed]))


def _only(value: Ints, starts: Ints) -> Ints:
    """Return the one known value of each group, -1 when there is none or several."""
    largest = np.maximum.reduceat(value, starts)
    smallest = np.minimum.reduceat(np.where(value < 0, np.iinfo(np.int64).max, value), starts)
    only: Ints = np.where(smallest == largest, largest, -1)
    return only


def _sorted(visits: Season) -> Season:
    order = np.lexsort((visits.last, visits.first, visits.company))
    taken: dict[str, Any] = {name: column.take(order) for name, column in visits._asdict().items()}
    return Season(**taken)
