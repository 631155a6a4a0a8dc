"""The companies that a caller may find by name, indexed in memory and read again when they changed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any
from weakref import WeakKeyDictionary

from graph.store import Graph
from graph.visibility import Caller
from matching import Entry, Registry
from queries.cypher import load

CYPHER = load(__file__)
STAMP = load(__file__, "registry_stamp")
BATCH = 20_000

_Key = tuple[str, str | None]
_cache: WeakKeyDictionary[Graph, dict[_Key, tuple[int, Registry]]] = WeakKeyDictionary()
_reading = threading.Lock()


def registry(graph: Graph, caller: Caller) -> Registry:
    """Return the registry of the companies that the caller may know.

    It is kept until the number that ingest adds to in `(:Counter {name: 'companies'})` changes. All callers
    of a layer share one, but for those who have companies of their own that the layer lacks. A graph
    without the counter is read again each time.
    """
    [state] = graph.read(STAMP, caller)
    reader = caller if state["has_own"] else caller.across
    stamp, key = state["stamp"], (reader.layer.value, reader.organisation)
    if stamp is None:
        return Registry(_entries(graph, reader))
    kept = _cache.setdefault(graph, {})
    found = kept.get(key)
    if found is None or found[0] != stamp:
        fresh = Registry(_entries(graph, reader))
        with _reading:
            kept[key] = found = (stamp, fresh)
    return found[1]


def _entries(graph: Graph, caller: Caller) -> Iterator[Entry]:
    after = ""
    while rows := graph.read(CYPHER, caller, after=after, many=BATCH)[0]["rows"]:
        after = rows[-1][0]
        yield from map(_entry, rows)


def _entry(row: list[Any]) -> Entry:
    uid, siren, names, code_commune, code_postal, departement, commune, naf = row
    return Entry(
        uid=uid,
        siren=siren,
        names=tuple(names),
        code_communes=_one(code_commune),
        codes_postaux=_one(code_postal),
        departements=_one(departement),
        communes=_one(commune),
        naf=naf,
        listed=bool(names),
    )


def _one(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()
