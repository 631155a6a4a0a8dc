"""Put the reference tables into the graph: territories, sectors, filières and themes, once for each edition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from graph.store import Graph
from ingest.reference import rows
from ingest.reference.tables import VINTAGE

BATCH = 5_000
MARK = "MERGE (c:Counter {name: 'reference'}) SET c.value = $vintage"
MARKED = "MATCH (c:Counter {name: 'reference'}) RETURN c.value AS vintage"
NODES = "UNWIND $rows AS row MERGE (node:{label} {{uid: row.uid}}) SET node += row"
EDGES = """
UNWIND $rows AS row
MATCH (child:{label} {{uid: row[0]}}) MATCH (parent:{label} {{uid: row[1]}})
MERGE (child)-[:{type}]->(parent)
"""


def ensure_reference(graph: Graph) -> bool:
    """Load the tables if this edition is not in the graph yet, and return whether it had to be."""
    marked = graph.system_read(MARKED)
    if marked and marked[0]["vintage"] == VINTAGE:
        return False
    _nodes(graph, "Territory", rows.territories())
    _nodes(graph, "Sector", rows.sectors())
    _edges(graph, "Territory", "PART_OF", rows.part_of())
    _edges(graph, "Territory", "BECAME", rows.became())
    _edges(graph, "Sector", "PART_OF", rows.sector_parts())
    _edges(graph, "Sector", "INCLUDES", rows.includes())
    _nodes(graph, "Theme", rows.theme_rows())
    graph.write(MARK, vintage=VINTAGE)
    return True


def _nodes(graph: Graph, label: str, items: Iterable[dict[str, Any]]) -> None:
    for batch in _batches(items):
        graph.write(NODES.format(label=label), rows=batch)


def _edges(graph: Graph, label: str, type_: str, items: Iterable[tuple[str, str]]) -> None:
    for batch in _batches(items):
        graph.write(EDGES.format(label=label, type=type_), rows=[list(pair) for pair in batch])


def _batches(items: Iterable[Any]) -> Iterator[list[Any]]:
    iterator = iter(items)
    while batch := list(islice(iterator, BATCH)):
        yield batch
