"""Where a person stands in what one institution holds: every text of every record of its own.

Which records those are follows from the schema: a label that has an `owner`, every type of edge that carries facts. A
record that is added to the schema is searched from then on, with all of its texts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import orjson

from graph.check import KEYS
from graph.persons.traces import Wanted
from graph.schema import FACT_EDGE_MODELS, NODE_MODELS, Frozen, Suppression
from graph.store import Graph, Record

OWNED = tuple(
    model.__label__
    for model in NODE_MODELS
    if "owner" in model.defined_properties(aliases=False, rels=False) and model not in (Frozen, Suppression)
)
_DECLARED = {
    **{model.__label__: model.defined_properties(aliases=False, rels=False) for model in NODE_MODELS},
    **{type_: model.defined_properties(aliases=False, rels=False) for type_, model in FACT_EDGE_MODELS.items()},
}
REQUIRED = {place: {name for name, one in declared.items() if one.required} for place, declared in _DECLARED.items()}
PERSONS = {"Contact": ("name", "email", "phone"), "Agent": ("name", "email")}
"""Records that are a person, whole, and the properties that say which."""
_IN_JSON = frozenset({"raw", "row", "candidates", "before"})
_TECHNICAL = frozenset(
    {
        "uid", "owner", "visibility", "source_uid", "import_uid", "recorded_at", "recorded_by", "content_hash",
        "file_hash", "file_said", "file_rows",
        "sha256", "siren", "siret", "visit", "lead_row", "row_hashes", "company", "operator", "decided_by",
        "decided_company", "earliest", "latest", "status", "counts", "keep", "gone", "asked", "agreed", "moved",
        "referred", "measure", "verdict", "better",
        "sectors", "territories", "themes", "consultation", "guest", "said_at", "outcome", "outcome_by", "closed_by",
        "envelope", "parent", "manager", "committee", "partner", "addressee", "out_of", "into",
        "commitment", "decision", "territory",
    }
)  # fmt: skip
_ABOUT = "coalesce(b.name, b.title) AS about, b.siren AS siren"


@dataclass(frozen=True, slots=True)
class Held:
    """A record in which a person stands.

    Args:
        place: its label, or the type of its edge.
        uid: its key.
        about: what it is about, as people call it.
        siren: of the company that it is about.
        on: its day.
        texts: the texts where the person stands, by property.
        whole: whether the record is that person.
        properties: all that it holds.
    """

    place: str
    uid: str
    about: str | None
    siren: str | None
    on: str | None
    texts: dict[str, Any]
    whole: bool
    properties: dict[str, Any] = field(repr=False)

    @property
    def ref(self) -> str:
        """What names it among all records."""
        return f"{self.place}:{self.uid}"

    def changed(self, wanted: Wanted, by: str, *, drop: bool) -> dict[str, Any]:
        """Return the properties as they are once another text stands in the place of the person.

        Args:
            wanted: the person.
            by: what is put there.
            drop: leave nothing at all where nothing else stood and the record can do without.
        """
        made = {}
        for name, value in self.texts.items():
            new = replaced_in(name, value, wanted, by)
            made[name] = None if drop and new in (by, [by]) and name not in REQUIRED[self.place] else new
        return made


def held(graph: Graph, owner: str, wanted: Wanted) -> Iterator[Held]:
    """Give every record of an institution in which a person stands; each is read once, whatever their number."""
    for place, found in _records(graph, owner):
        properties = found["properties"]
        texts = {}
        for name, value in properties.items():
            if name not in _TECHNICAL and replaced_in(name, value, wanted, "") is not None:
                texts[name] = value
        if texts:
            whole = any(name in texts for name in PERSONS.get(place, ()))
            on = properties.get("on") or properties.get("last_contact_on")
            yield Held(place, found["uid"], found["about"], found["siren"], on, texts, whole, properties)


def _records(graph: Graph, owner: str) -> Iterator[tuple[str, Record]]:
    for label in OWNED:
        text = (
            f"MATCH (b:{label}) WHERE b.owner = $owner "
            f"RETURN b.{KEYS[label]} AS uid, properties(b) AS properties, {_ABOUT}"
        )
        # One that is gone is the same record as before, and as it will be if it comes back.
        place = "Company" if label == "FormerCompany" else label
        yield from ((place, found) for found in graph.stream(text, owner=owner))
    for type_ in FACT_EDGE_MODELS:
        text = (
            f"MATCH ()-[e:{type_}]->(b) WHERE e.owner = $owner "
            f"RETURN e.uid AS uid, properties(e) AS properties, {_ABOUT}"
        )
        yield from ((type_, found) for found in graph.stream(text, owner=owner))
    # Neither has an owner: the institution itself, and the sites of the companies that it brought.
    itself = f"MATCH (b:Operator {{uid: $owner}}) RETURN b.uid AS uid, {{mailbox: b.mailbox}} AS properties, {_ABOUT}"
    yield from (("Operator", found) for found in graph.stream(itself, owner=owner))
    sites = (
        "MATCH (b:Company)<-[:SITE_OF]-(s:Establishment) WHERE b.owner = $owner "
        f"RETURN s.siret AS uid, properties(s) AS properties, {_ABOUT}"
    )
    yield from (("Establishment", found) for found in graph.stream(sites, owner=owner))
    moved = (
        "MATCH (b:FormerCompany)-[:MERGED_INTO*1..9]->(c:Company) WHERE b.owner = $owner AND c.owner <> $owner "
        "MATCH (s:Establishment {siren: b.siren})-[:SITE_OF]->(c) "
        f"RETURN s.siret AS uid, properties(s) AS properties, {_ABOUT}"
    )
    yield from (("Establishment", found) for found in graph.stream(moved, owner=owner))


def replaced_in(name: str, value: Any, wanted: Wanted, by: str) -> Any:
    """Return a value with another text in the place of a person, None when nobody sought stands in it.

    Args:
        name: of the property; some hold JSON.
        value: a text, or lists and objects of texts.
        wanted: the person.
        by: what is put there.
    """
    if isinstance(value, str) and name in _IN_JSON:
        new = _walked(orjson.loads(value), wanted, by)
        return None if new is None else orjson.dumps(new).decode()
    return _walked(value, wanted, by)


def _walked(value: Any, wanted: Wanted, by: str) -> Any:
    if isinstance(value, str):
        return wanted.replaced(value, by)
    if isinstance(value, list):
        items = [_walked(one, wanted, by) for one in value]
        changed = any(one is not None for one in items)
        return [old if new is None else new for old, new in zip(value, items, strict=True)] if changed else None
    if isinstance(value, dict):
        parts = {key: _walked(one, wanted, by) for key, one in value.items()}
        changed = any(one is not None for one in parts.values())
        return {key: value[key] if new is None else new for key, new in parts.items()} if changed else None
    return None
