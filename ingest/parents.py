"""What a row belongs to: the agreement of an action, by its reference, its title or its key."""

from __future__ import annotations

from typing import NamedTuple

from graph.errors import NotFound, Refused
from graph.store import Graph
from ingest.facts import End
from ingest.reading import fold_header
from ingest.source import Source

READ = """
MATCH (n:$($label) {owner: $owner})
RETURN n.uid AS uid, n.reference AS reference, n.title AS title, n.visibility AS level
"""


class Parent(NamedTuple):
    """What a row belongs to, and its level."""

    end: End
    visibility: str


class Parents:
    """The records of one institution that rows may belong to, read once for each kind."""

    def __init__(self, graph: Graph, owner: str) -> None:
        self._graph = graph
        self._owner = owner
        self._known: dict[str, dict[str, list[Parent]]] = {}

    def find(self, source: Source, written: str) -> Parent:
        """Return the one that is meant.

        Raises:
            NotFound: none of this institution's is.
            Refused: the title is that of several.
        """
        found = self._of(source.parent).get(written) or self._of(source.parent).get(fold_header(written)) or []
        if not found:
            raise NotFound(
                f"Rien de votre institution ne s'appelle « {written} ».",
                hint="Donnez l'identifiant ou l'intitulé exact, et importez-le d'abord.",
            )
        if len(found) > 1:
            raise Refused(f"« {written} » est l'intitulé de plusieurs : donnez l'identifiant.")
        return found[0]

    def _of(self, label: str) -> dict[str, list[Parent]]:
        if label not in self._known:
            known: dict[str, list[Parent]] = {}
            for row in self._graph.system_read(READ, label=label, owner=self._owner):
                parent = Parent((label, row["uid"]), row["level"])
                keys = {row["uid"], row["reference"], fold_header(row["title"] or "")} - {None, ""}
                for key in keys:
                    known.setdefault(key, []).append(parent)
            self._known[label] = known
        return self._known[label]
