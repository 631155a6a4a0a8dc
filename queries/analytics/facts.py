"""Read the facts of a perimeter from Neo4j: few records, each with packed columns.

The driver decodes collected columns many times faster than one record a fact. Companies go in batches, so
that no transaction holds more than a batch whatever the size of the perimeter. Nodes are known by their
internal ids here, which never leave this module but as keys: nothing that is shown or ordered depends on
them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.store import Graph, Record
from graph.visibility import Caller
from queries.analytics.around import Perimeter
from queries.analytics.model import Ints
from queries.cypher import load

COMPANIES = load(__file__, "companies")
WORKS = load(__file__, "works")
COMPANY_LINKS = load(__file__, "company_links")
WORK_LINKS = load(__file__, "work_links")
OPERATOR_LINKS = load(__file__, "operator_links")

BATCH = 50_000
FACTS = {
    "VISITED": "visits",
    "PLANNED": "planned",
    "SUPPORTED": "supports",
    "PARTNERS_WITH": "partnerships",
    "FOLLOWS": "follows",
    "CARRIES": "carries",
    "PARTY_TO": "party",
    "SIGNALLED": "signalled",
}
_CODES = {kind: code for code, kind in enumerate(FACTS)}
_WORKS = ("Project", "Agreement")
YEAR = 13
"""A month is the number year x 13 + month, a year alone year x 13: in order, the year before its months."""


class Known(NamedTuple):
    """Internal ids of the nodes of a perimeter."""

    companies: Ints
    others: Ints


@dataclass(frozen=True, slots=True)
class Facts:
    """One row a fact, by internal ids. `kind`: position in `FACTS`; `first` and `last`: 0 when unknown."""

    one: Ints
    other: Ints
    kind: Ints
    first: Ints
    last: Ints

    def where(self, kept: NDArray[np.bool_]) -> Facts:
        """Return some of them."""
        return Facts(self.one[kept], self.other[kept], self.kind[kept], self.first[kept], self.last[kept])


def read_facts(graph: Graph, caller: Caller, perimeter: Perimeter) -> tuple[Known, Facts]:
    """Return the nodes of a perimeter and the facts between them.

    The companies are all of the perimeter, linked or not; the others are those that are linked.
    """
    companies = companies_of(graph, caller, perimeter)
    records: list[Record] = []
    for batch in batches(companies):
        records += graph.read(COMPANY_LINKS, caller, companies=batch, as_of=perimeter.as_of)
    records = [record for record in map(_within(companies), records) if record["others"]]
    [found] = graph.read(WORKS, caller, **perimeter.parameters)
    works = {record["actor"] for record in records if record["label"] in _WORKS} | set(found["works"])
    for batch in batches(np.array(sorted(works), dtype=np.int64)):
        records += graph.read(WORK_LINKS, caller, works=batch)
    operators = {record["actor"] for record in records if record["label"] == "Operator"}
    if perimeter.operator:
        operators.add(perimeter.operator_id)
    if operators:
        asked = {"operators": sorted(operators), "ego": perimeter.operator_id}
        records += graph.read(OPERATOR_LINKS, caller, **asked)
    facts = _unpack(records)
    ids = np.unique(np.concatenate([facts.one, facts.other]))
    return Known(companies, np.setdiff1d(ids, companies, assume_unique=True)), facts


def companies_of(graph: Graph, caller: Caller, perimeter: Perimeter) -> Ints:
    """Return the companies that are in every frame that was asked for, in order."""
    frames: dict[str, list[int]] = {frame: [] for frame in perimeter.frames}
    for record in graph.read(COMPANIES, caller, **perimeter.parameters):
        if record["frame"] in frames:
            frames[record["frame"]] += record["companies"]
    columns = [np.unique(np.array(companies, dtype=np.int64)) for companies in frames.values()]
    return reduce(lambda one, other: np.intersect1d(one, other, assume_unique=True), columns)


def _within(companies: Ints) -> Any:
    """Keep, of links between two companies, those inside, each once: they were read from both ends."""

    def kept(record: Record) -> Record:
        if record["label"] != "Company":
            return record
        actor = record["actor"]
        place = int(np.searchsorted(companies, actor))
        inside = place < len(companies) and int(companies[place]) == actor
        rows = [row for row, other in enumerate(record["others"]) if inside and actor < other]
        columns = {name: [record[name][row] for row in rows] for name in ("others", "earliest", "latest")}
        return {**record, **columns}

    return kept


def batches(ids: Ints) -> Iterator[list[int]]:
    """Yield internal ids by lots, so that no transaction holds more than a lot."""
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH].tolist()


def _unpack(records: list[Record]) -> Facts:
    lengths = [len(record["others"]) for record in records]
    earliest = _months([text for record in records for text in record["earliest"]])
    latest = _months([text for record in records for text in record["latest"]])
    year_only = (earliest % YEAR == 1) & (latest % YEAR == 12) & (earliest // YEAR == latest // YEAR)
    whole_year = (earliest // YEAR) * YEAR
    return Facts(
        one=np.repeat(np.array([record["actor"] for record in records], dtype=np.int64), lengths),
        other=np.fromiter((i for record in records for i in record["others"]), np.int64, sum(lengths)),
        kind=np.repeat(np.array([_CODES[record["kind"]] for record in records], dtype=np.int64), lengths),
        first=np.where(year_only, whole_year, earliest),
        last=np.where(year_only, whole_year, latest),
    )


def _months(texts: list[str]) -> Ints:
    """Turn `2026-03` into 2026 x 13 + 3, and an empty text into 0."""
    if not texts:
        return np.empty(0, dtype=np.int64)
    letters: NDArray[Any] = np.array(texts, dtype="U7").view(np.uint32).reshape(len(texts), 7).astype(np.int64)
    digits = letters - ord("0")
    year = digits[:, :4] @ np.array([1000, 100, 10, 1])
    month = digits[:, 5:] @ np.array([10, 1])
    return np.where(letters[:, 6] > 0, year * YEAR + month, 0).astype(np.int64)
