"""What all members alike may know of companies, in columns: the source of what is computed over a whole region.

Columns cross the wire instead of a record a row (20 times faster), and numpy does the rest. What is computed here is
the same for all members, so a service keeps it between requests (`queries.kept`); a command reads what it needs.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graph.store import Graph
from graph.visibility import Caller
from queries.cypher import load
from queries.overlap_kinds import Pairs, pairs
from queries.scope import Resolved, Scope, resolve
from queries.season import Bools, Ints, Season, day_number, grouped

CYPHER = load(__file__)
BATCH = 25_000
"""Companies of a region read at a time: no transaction meets its limit of time or memory, however large the region."""
REMEMBERED = 256
"""Answers kept with the columns that they were made from."""
PAIRS_KEPT = 2
"""Windows of which the overlaps are kept: a window of 90 days over a large region holds millions."""

A = TypeVar("A")
_TEXTS = ("commune", "epci", "departement", "naf", "size")
_KNOWN = pa.schema(
    {
        "number": pa.int64(),
        "uid": pa.string(),
        "state": pa.int8(),
        **dict.fromkeys(_TEXTS, pa.string()),
        "ess": pa.bool_(),
    }
)
_VISITS = pa.schema(
    {
        **dict.fromkeys(("company", "institution"), pa.int64()),
        **dict.fromkeys(("planned", "signalled"), pa.bool_()),
        **dict.fromkeys(("first", "last", "recorded"), pa.int32()),
        **dict.fromkeys(("visit", "theme", "site"), pa.string()),
    }
)
_FACTS = pa.schema({"company": pa.int64(), "start": pa.int32(), "stop": pa.int32(), "waits": pa.bool_()})


class Tables(NamedTuple):
    """The columns as they were read: companies, parts in visits that count, other facts of accompaniment."""

    known: pa.Table
    visits: pa.Table
    facts: pa.Table

    def replaced(self, uids: Collection[str], now: Tables) -> Tables:
        """Return these columns with those of some companies, named by uid, replaced by what is known of them now."""
        gone = pc.is_in(self.known["uid"], pa.array(sorted(uids), pa.string()))
        numbers = pa.concat_arrays([*self.known["number"].filter(gone).chunks, *now.known["number"].chunks])
        return Tables(
            *(
                pa.concat_tables([old.filter(pc.invert(pc.is_in(old[key], numbers))), new]).combine_chunks()
                for old, new, key in zip(self, now, ("number", "company", "company"), strict=True)
            )
        )


class Columns:
    """One state of what members may know, and what was computed from it.

    Args:
        tables: the columns.
    """

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self._held: dict[Hashable, Any] = {}
        self._remembered: dict[Hashable, Any] = {}
        self._pairs: dict[int, Pairs] = {}

    @cached_property
    def number(self) -> Ints:
        """The store's own numbers of the companies, good as long as nobody deletes one."""
        return _ints(self.tables.known["number"])

    @cached_property
    def _order(self) -> Ints:
        return np.argsort(self.number)

    def row(self, numbers: Ints) -> Ints:
        """Return the row of each company in the table of companies."""
        rows: Ints = self._order[np.searchsorted(self.number, numbers, sorter=self._order)]
        return rows

    @cached_property
    def season(self) -> Season:
        """The visits."""
        return grouped(self.tables.visits)

    @cached_property
    def visited(self) -> Ints:
        """The row of the company of each visit."""
        return self.row(self.season.company)

    def pairs(self, window_days: int) -> Pairs:
        """The overlaps of a window, latest first."""
        found = self._pairs.get(window_days)
        if found is None:
            found = pairs(self.season, window_days)
            while len(self._pairs) >= PAIRS_KEPT:
                self._pairs.pop(next(iter(self._pairs)), None)
            self._pairs[window_days] = found
        return found

    def text(self, name: str) -> pa.ChunkedArray:
        """A column of the companies."""
        return self.tables.known[name]

    def within(self, resolved: Resolved) -> Bools | None:
        """Return which companies are in a scope, None for all of them."""
        if resolved.everything:
            return None
        asked = resolved.parameters
        inside = np.ones(len(self.number), np.bool_)
        if not asked["everywhere"]:
            places = (("commune", "communes"), ("epci", "epcis"), ("departement", "departements"))
            inside = np.logical_or.reduce([self._is_in(column, asked[codes]) for column, codes in places])
        if not asked["any_sector"]:
            inside &= self._is_in("naf", asked["nafs"])
        if not asked["any_size"]:
            inside &= self._is_in("size", asked["sizes"])
        if not asked["any_ess"]:
            inside &= _flags(self.text("ess")) == asked["ess"]
        return inside

    def coded(self, name: str) -> tuple[Ints, list[str]]:
        """A column of the companies as the place of each text in a list of those that differ."""

        def made() -> tuple[Ints, list[str]]:
            column = self.text(name).combine_chunks().dictionary_encode()
            return np.asarray(column.indices.to_numpy(), np.int64), column.dictionary.to_pylist()

        return self.hold(("coded", name), made)

    def _is_in(self, name: str, codes: list[str]) -> Bools:
        # A missing value is an empty text here and is in no list of codes, but for the sizes that mean "unknown".
        if not codes:
            return np.zeros(len(self.number), np.bool_)
        places, texts = self.coded(name)
        wanted = set(codes)
        return np.array([text in wanted for text in texts], np.bool_)[places]

    def hold(self, key: Hashable, make: Callable[[], A]) -> A:
        """Return what many answers are made with, made at the first: it stays as long as these columns."""
        if key not in self._held:
            self._held[key] = make()
        held: A = self._held[key]
        return held

    def remember(self, key: Hashable, make: Callable[[], A]) -> A:
        """Return what was made for a key, made now when it was not: it goes with these columns."""
        if key in self._remembered:
            found: A = self._remembered[key]
            return found
        made = make()
        while len(self._remembered) >= REMEMBERED:
            self._remembered.pop(next(iter(self._remembered)), None)
        self._remembered[key] = made
        return made


class Seen(NamedTuple):
    """Columns and the companies among them that a question is about; `inside` is None when it is all of them."""

    columns: Columns
    inside: Bools | None


def read(graph: Graph, caller: Caller, resolved: Resolved, uids: Collection[str] = ()) -> Tables:
    """Return the columns of the companies of a scope, or of some companies, from the graph."""
    parts = list(_parts(graph, caller.across, resolved, sorted(uids)))
    return Tables(
        pa.concat_tables([_table(part["known"], _KNOWN) for part in parts]).combine_chunks(),
        pa.concat_tables([_table(part["visits"], _VISITS) for part in parts]).combine_chunks(),
        pa.concat_tables([_table(part["facts"], _FACTS) for part in parts]).combine_chunks(),
    )


def whole(graph: Graph, caller: Caller, uids: Collection[str] = ()) -> Tables:
    """Return the columns of all companies, or of some of them whatever they are."""
    return read(graph, caller, resolve(graph, caller, Scope()), uids)


def _parts(graph: Graph, caller: Caller, resolved: Resolved, uids: list[str]) -> Iterator[dict[str, Any]]:
    after: str | None = ""
    while after is not None:
        [part] = graph.read(CYPHER, caller, after=after, many=BATCH, uids=uids, **resolved.parameters)
        yield part
        after = part["next"]


def _table(columns: dict[str, list[Any]], schema: pa.Schema) -> pa.Table:
    made = []
    for field in schema:
        values: Any = columns[field.name]
        if field.type == pa.int32():
            values = _each(values, _day if field.name in ("first", "last", "recorded") else _ordered)
        made.append(pa.array(values, field.type))
    return pa.table(made, schema=schema)


def _each(texts: list[str], convert: Callable[[str], int]) -> npt.NDArray[np.int32]:
    """Convert each text; few differ, so each is converted once."""
    coded = pa.array(texts, pa.string()).dictionary_encode()
    values = np.array([convert(text) for text in coded.dictionary.to_pylist()], dtype=np.int32)
    return values[coded.indices.to_numpy()] if len(values) else np.zeros(0, np.int32)


def _day(text: str) -> int:
    return day_number(date.fromisoformat(text[:10])) if text else 0


def _ordered(text: str) -> int:
    """Return a number that is ordered as the text of a day is: 20261120, less for a part of it."""
    return int(text[:10].replace("-", "").ljust(8, text[0] if text == "9" else "0")) if text else 0


def _ints(column: pa.ChunkedArray) -> Ints:
    return np.asarray(column.to_numpy(), np.int64)


def _flags(column: pa.ChunkedArray) -> Bools:
    return np.asarray(column.to_numpy(), np.bool_)
