"""What a graph holds, record by record, as lines of JSON, and one number that stands for all of them.

A node is `["n", labels, properties]`; an edge is `["e", type, [label, key], [label, key], properties]`, its ends
named by the unique key of their label. Lines are canonical (sorted names), so that equal graphs have equal lines,
in whatever order they come; the sum of their digests does not depend on it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from hashlib import blake2b
from typing import Any

import orjson

from graph.backup.values import to_plain
from graph.check import KEYS
from graph.errors import Refused
from graph.store import Graph

MARK = "Restore"
"""The label of the node that says how far a restore is; never part of a backup."""
_MODULUS = 1 << 256

NODES = (
    f"MATCH (n) WHERE NOT n:{MARK} AND NOT n:Edition AND NOT n:Change "
    "RETURN labels(n) AS labels, properties(n) AS properties"
)
_END = "CASE " + " ".join(f"WHEN {{0}}:{label} THEN ['{label}', {{0}}.{key}]" for label, key in KEYS.items()) + " END"
EDGES = (
    f"MATCH (a)-[e]->(b) RETURN type(e) AS type, {_END.format('a')} AS start, {_END.format('b')} AS end, "
    "properties(e) AS properties"
)
SIZE = (
    "MATCH (n) WITH count(n) AS nodes OPTIONAL MATCH ()-[e]->() "
    "WITH nodes, count(e) AS edges RETURN nodes + edges AS records"
)


class Tally:
    """Counts records by label and type, and sums their digests modulo 2^256."""

    def __init__(self) -> None:
        self.nodes: Counter[str] = Counter()
        self.edges: Counter[str] = Counter()
        self._sum = 0

    def add(self, line: bytes, record: list[Any]) -> None:
        """Take one record into account; `line` is its canonical form."""
        if record[0] == "n":
            self.nodes[":".join(record[1])] += 1
        else:
            self.edges[record[1]] += 1
        self._sum = (self._sum + int.from_bytes(blake2b(line, digest_size=32).digest())) % _MODULUS

    @property
    def total(self) -> int:
        """Records seen."""
        return self.nodes.total() + self.edges.total()

    @property
    def hash(self) -> str:
        """The sum, in hexadecimal: the same for two graphs that hold the same, in whatever order."""
        return f"{self._sum:064x}"


def line_of(record: list[Any]) -> bytes:
    """Return the canonical form of a record, without its line end."""
    return orjson.dumps(record, option=orjson.OPT_SORT_KEYS)


def nodes(graph: Graph) -> Iterator[list[Any]]:
    """Give every node of the graph.

    Raises:
        Refused: one has no key by which its edges could find it again.
    """
    for found in graph.stream(NODES):
        labels = sorted(found["labels"])
        if key_of(labels, found["properties"]) is None:
            raise Refused(
                f"Un nœud « {':'.join(labels)} » n'a pas de clé : il ne pourrait pas être restauré.",
                hint="`dore check` dit lesquels.",
            )
        yield ["n", labels, {name: to_plain(value) for name, value in found["properties"].items()}]


def edges(graph: Graph) -> Iterator[list[Any]]:
    """Give every edge of the graph."""
    for found in graph.stream(EDGES):
        properties = {name: to_plain(value) for name, value in found["properties"].items()}
        yield ["e", found["type"], found["start"], found["end"], properties]


def key_of(labels: list[str], properties: dict[str, Any]) -> list[Any] | None:
    """Return the label and key by which a node is found again, None when it has none."""
    label = next((known for known in KEYS if known in labels), None)
    value = properties.get(KEYS[label]) if label else None
    return None if value is None else [label, value]


def tally_of(graph: Graph) -> Tally:
    """Return what the graph holds now, counted and summed."""
    tally = Tally()
    for each in (nodes, edges):
        for record in each(graph):
            tally.add(line_of(record), record)
    return tally
