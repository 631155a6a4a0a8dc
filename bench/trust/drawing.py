"""Worlds written into a graph: the first one whole, the next by what changes, so that a pair costs little."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bench.trust.facts import Properties, World
from graph import Graph
from graph.store import Statement
from ingest.reference.tables import VINTAGE

NodeKey = tuple[str, str]
EdgeKey = tuple[str, str, str, str]
"""Type, start, end, uid."""


def draw(graph: Graph, world: World, before: World | None = None) -> None:
    """Write a world into an empty graph, or over the one before it."""
    old, new = _nodes(before), _nodes(world)
    old_edges, new_edges = _edges(before), _edges(world)
    statements = [
        *_edges_gone(old_edges.keys() - new_edges.keys()),
        *_nodes_gone(old.keys() - new.keys()),
        *_nodes_written({key: said for key, said in new.items() if old.get(key) != said}),
        *_edges_written({key: said for key, said in new_edges.items() if old_edges.get(key) != said}),
        ("MERGE (c:Counter {name: 'reference'}) SET c.value = $vintage", {"vintage": VINTAGE}),
    ]
    graph.write_all(statements)


def _nodes(world: World | None) -> dict[NodeKey, Properties]:
    return {(label, said["uid"]): said for label, said in world.nodes} if world else {}


def _edges(world: World | None) -> dict[EdgeKey, Properties]:
    found = world.edges if world else []
    return {(kind, start, end, said.get("uid", "")): said for kind, start, end, said in found}


def _by_first(rows: Iterable[tuple[str, dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for first, row in rows:
        found.setdefault(first, []).append(row)
    return found


def _nodes_gone(keys: Iterable[NodeKey]) -> list[Statement]:
    return [
        (f"UNWIND $rows AS row MATCH (n:{label} {{uid: row.uid}}) DETACH DELETE n", {"rows": rows})
        for label, rows in _by_first((label, {"uid": uid}) for label, uid in keys).items()
    ]


def _edges_gone(keys: Iterable[EdgeKey]) -> list[Statement]:
    return [
        (
            f"UNWIND $rows AS row MATCH ({{uid: row.start}})-[r:{kind} {{uid: row.uid}}]->({{uid: row.end}}) DELETE r",
            {"rows": rows},
        )
        for kind, rows in _by_first((k, {"start": s, "end": e, "uid": uid}) for k, s, e, uid in keys).items()
    ]


def _nodes_written(changed: dict[NodeKey, Properties]) -> list[Statement]:
    return [
        (f"UNWIND $rows AS row MERGE (n:{label} {{uid: row.uid}}) SET n = row", {"rows": rows})
        for label, rows in _by_first((label, said) for (label, _), said in changed.items()).items()
    ]


def _edges_written(changed: dict[EdgeKey, Properties]) -> list[Statement]:
    rows = ((k, {"start": s, "end": e, "uid": uid, "with": said}) for (k, s, e, uid), said in changed.items())
    return [
        (
            f"UNWIND $rows AS row MATCH (a {{uid: row.start}}), (b {{uid: row.end}}) "
            f"MERGE (a)-[r:{kind} {{uid: row.uid}}]->(b) SET r = row.with",
            {"rows": of_kind},
        )
        for kind, of_kind in _by_first(rows).items()
    ]
