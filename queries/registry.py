"""The companies that a caller may find by name, indexed in memory and kept up to date."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graph.companies import companies_state, joined, vanished
from graph.store import Graph
from graph.visibility import Caller
from matching import Entry, Registry
from matching.kept import Edition, kept_registry
from queries.cypher import load

CYPHER = load(__file__)
FORMERS = load(__file__, "formers")
BATCH = 20_000
LISTS = ("names", "code_communes", "codes_postaux", "departements", "communes", "sirets", "former_sirens")


def registry(graph: Graph, caller: Caller) -> Registry:
    """Return the registry of the companies that the caller may know.

    It is not the one that ingest decides with: here a company of partial diffusion has no name, since an
    answer to its name would tell it. All callers of a layer share one, but for those who have companies of
    their own that the layer lacks. A graph that no import has written to is read again each time.
    """
    state = companies_state(graph, caller)
    edition = Edition(*state.edition) if state.edition else None

    def read(newer_than: int) -> Iterator[Entry]:
        return _entries(graph, state.reader, newer_than)

    return kept_registry(graph, ("search", state.reader.layer, state.reader.organisation), edition, read)


def _entries(graph: Graph, caller: Caller, newer_than: int) -> Iterator[Entry]:
    gone, after = graph.read(FORMERS, caller), ""
    if newer_than >= 0:
        yield from (_entry(vanished(one)) for one in gone if (one["edition"] or 0) > newer_than)
    while rows := graph.read(CYPHER, caller, after=after, many=BATCH, newer_than=newer_than)[0]["rows"]:
        after = rows[-1]["uid"]
        joined(rows, gone)
        yield from map(_entry, rows)


def _entry(row: dict[str, Any]) -> Entry:
    distinct = {name: tuple(dict.fromkeys(value for value in row[name] if value)) for name in LISTS}
    return Entry(uid=row["uid"], siren=row["siren"], naf=row["naf"], listed=row["listed"], **distinct)
