"""Visits that a person changed since a file brought them: given again, the file neither undoes nor doubles them.

Beside such a visit stays what the file had said of it, as digests: `file_hash` of the whole row, `file_said` of each of
its values; in `file_rows` the uids of rows that were found to speak of it. So a row that says the same again changes
nothing, and of one that was corrected since only what the file itself changed is taken
(docs/decisions/0013-visits-changed-by-hand.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from graph.errors import NotFound
from graph.store import Graph
from ingest.facts import Provenance, taken
from ingest.source import Values
from ingest.sources.visits import VISITS
from ingest.understanding import Understood, digest

MARKS = ("file_hash", "file_said", "file_rows")
FIELDS = (*VISITS.links[0].properties, "visibility")
READ = """
MATCH (operator:Operator)-[edge:VISITED {uid: $uid}]->() USING INDEX SEEK edge:VISITED(uid)
WHERE edge.owner = $owner
RETURN properties(edge) AS edge, operator.uid AS operator
"""
PLACES = """
MATCH (operator:Operator)-[edge:VISITED]->(company:Company)
WHERE edge.owner = $owner AND edge.file_hash IS NOT NULL AND edge.reference IS NULL AND edge.on IS NOT NULL
RETURN edge.uid AS uid, operator.uid AS operator, company.uid AS company, toString(edge.on) AS day,
  coalesce(edge.file_rows, []) AS rows
"""
Place = tuple[str | None, str | None, str]
"""Which institution, at which company, on which day."""


class Said(NamedTuple):
    """What a file had said of a visit that was changed by hand since, and what the visit says now."""

    hash: str
    fields: dict[str, str]
    now: Mapping[str, Any]
    rows: tuple[str, ...] = ()

    @classmethod
    def of(cls, kept: Mapping[str, Any], now: Mapping[str, Any]) -> Said:
        """From what stands on the edge, or on the review that it became."""
        fields = dict(one.split(":", 1) for one in kept["file_said"])
        return cls(kept["file_hash"], fields, now, tuple(kept.get("file_rows") or ()))

    def marks(self, row: Understood, known_as: str | None) -> dict[str, Any]:
        """Return what is kept of a row that speaks of it anew, and under which other uid it does, if it has one."""
        rows = [*self.rows, *([known_as] if known_as and known_as not in self.rows else [])]
        said = marks_of(row.content, taken({name: name for name in FIELDS}, row.values))
        return said | ({"file_rows": rows} if rows else {})


class Amended(NamedTuple):
    """A visit of one's own that a form changes: whose it is, and what is to be kept beside it."""

    uid: str
    operator: str
    marks: dict[str, Any]


def amended(graph: Graph, owner: str, uid: str) -> Amended:
    """Return the visit that a form changes.

    Raises:
        NotFound: it is gone, or is somebody else's.
    """
    found = graph.system_read(READ, uid=uid, owner=owner)
    if not found:
        raise NotFound("Cette visite n'est pas l'une des vôtres.", hint="Voyez la liste de vos visites.")
    edge = found[0]["edge"]
    marks = marks_beside(edge)
    brought = {"import_uid": edge["import_uid"]} if edge.get("import_uid") else {}
    return Amended(uid, found[0]["operator"], {**marks, **brought})


def marks_beside(edge: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is to be kept beside a visit that is about to be changed: what its file had said."""
    if "file_hash" in edge:
        return {name: edge[name] for name in MARKS if name in edge}
    return marks_of(edge["content_hash"], edge) if edge.get("content_hash") else {}


def marks_of(content: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is kept of a row beside the visit that no longer says the same."""
    fields = [f"{name}:{_mark(content, name, said[name])}" for name in FIELDS if said.get(name) is not None]
    return {"file_hash": content, "file_said": fields}


def kept_by_hand(values: Values, said: Said) -> None:
    """Put into a row of a file what was changed by hand, unless the file itself has changed it since."""
    now = taken({name: name for name in FIELDS}, values)
    for name in FIELDS:
        value = now.get(name)
        if said.fields.get(name) != (None if value is None else _mark(said.hash, name, value)):
            continue
        if (kept := said.now.get(name)) is None:
            values.pop(name, None)
        else:
            values[name] = kept


class Places:
    """Where and when the visits changed by hand take place now: a row that says so is that visit, moved or renamed.

    Args:
        graph: read when a row without a number is first unknown.
        provenance: whose visits.
    """

    def __init__(self, graph: Graph, provenance: Provenance) -> None:
        self._graph = graph
        self._owner = provenance.owner
        self._found: dict[Place | str, str] | None = None

    def visit_of(self, row: str, values: Values, operator: str | None, company: str | None) -> str | None:
        """Return the uid of the visit changed by hand that a row without a number speaks of, or may speak of.

        Args:
            row: the uid that the row has of its own.
            values: what it says.
            operator: who acts in it.
            company: whom it is linked to.
        """
        on = values.get("on")
        if values.get("reference") or not on or on[0] != on[1]:
            return None
        if self._found is None:
            read = self._graph.system_read(PLACES, owner=self._owner)
            self._found = {(one["operator"], one["company"], one["day"]): one["uid"] for one in read}
            self._found |= {other: one["uid"] for one in read for other in one["rows"]}
        return self._found.get(row) or self._found.get((operator, company, on[0]))

    def forget(self, uid: str) -> None:
        """A row of its own speaks of that visit: no other row does."""
        self._found = {place: one for place, one in (self._found or {}).items() if one != uid}


def as_values(edge: Mapping[str, Any]) -> Values:
    """Return the values that a row would have to say what an edge says."""
    values = {name: edge[name] for name in FIELDS if edge.get(name) is not None}
    if "on" in values:
        values["on"] = [str(values["on"])] * 2
    return values


def _mark(content: str, name: str, value: Any) -> str:
    return digest(f"{content}|{name}|{value}")
