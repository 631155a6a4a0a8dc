"""From a row that is understood and linked to the nodes and edges it becomes."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import orjson

from graph.visibility import Visibility
from ingest.source import LinkMap, Source, Values
from ingest.understanding import Understood, digest

End = tuple[str, str]
"""Label and uid of one end of an edge."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """What every fact of one import has in common."""

    owner: str
    source_uid: str
    import_uid: str
    recorded_at: str
    recorded_by: str

    def properties(self) -> dict[str, Any]:
        """As they stand on a fact."""
        return {
            "owner": self.owner,
            "source_uid": self.source_uid,
            "import_uid": self.import_uid,
            "recorded_at": self.recorded_at,
            "recorded_by": self.recorded_by,
        }


@dataclass(slots=True)
class NodeRecord:
    """A node to write; `keep` are properties that win over those of an earlier, better source."""

    label: str
    uid: str
    properties: dict[str, Any]


@dataclass(slots=True)
class EdgeRecord:
    """An edge to write."""

    type: str
    uid: str
    start: End
    end: End
    properties: dict[str, Any]


@dataclass(slots=True)
class Facts:
    """What one row becomes; the first record is the one that stands for the row."""

    nodes: list[NodeRecord] = field(default_factory=list)
    edges: list[EdgeRecord] = field(default_factory=list)


@dataclass(slots=True)
class Roles:
    """Whom the ends of a row's links are, as far as the row says."""

    operator: End | None = None
    company: End | None = None
    territory: End | None = None
    territories: tuple[End, ...] = ()
    parties: tuple[End, ...] = ()
    facts: dict[str, End] = field(default_factory=dict)
    """facts written before, by the column that speaks of them"""
    partners: tuple[End, ...] = ()
    parent: End | None = None
    leader: End | None = None
    said: dict[str, dict[str, Any]] = field(default_factory=dict)
    """what each party answers for, by uid: it stands on the edge from that party to the node"""

    @property
    def holder(self) -> End | None:
        """The company, or else the territory, that a project or need belongs to."""
        return self.company or self.territory


def make_facts(source: Source, row: Understood, uid: str, roles: Roles, provenance: Provenance) -> Facts:
    """Return the nodes and edges of one row.

    Args:
        source: says which they are.
        row: its values; `on` bounds the day as the institution knows it.
        uid: stands for the row; other records of the row derive theirs from it.
        roles: the ends that were found. A link with an end that is missing is left out.
        provenance: put on every record.
    """
    values = row.values
    visibility = Visibility(values.get("visibility") or source.visibility)
    common = {
        **provenance.properties(),
        "visibility": visibility.value,
        "content_hash": row.content,
        **known_to_members(values.get("on"), visibility),
    }
    if raw := _raw(row):
        common["raw"] = raw
    facts = Facts()
    node_end: End | None = None
    for mapped in source.nodes:
        node_end = node_end or (mapped.label, uid)
        properties = {"uid": uid, **taken(mapped.properties, values), **common}
        facts.nodes.append(NodeRecord(mapped.label, uid, properties))
    for position, link in enumerate(source.links):
        facts.edges += _edges(
            link,
            values,
            uid if not position and not source.nodes else _edge_key(uid, link),
            _Ends(roles, node_end),
            common,
        )
    return facts


def known_to_members(on: list[str] | None, visibility: Visibility) -> dict[str, str]:
    """Return `earliest` and `latest`: the day as far as other institutions may know it.

    >>> known_to_members(["2026-02-10", "2026-02-10"], Visibility.SIGNALLED)
    {'earliest': '2026-02-01', 'latest': '2026-02-28'}
    """
    if on is None:
        return {}
    earliest, latest = on
    if visibility is Visibility.SIGNALLED:
        return {"earliest": f"{earliest[:7]}-01", "latest": _month_end(latest[:7])}
    return {"earliest": earliest, "latest": latest}


def visit_uid(values: Values, company: str, uid: str) -> str:
    """Return what all edges of one visit share: its joint reference with the company and day, or the row's uid.

    The same reference on another company or day is another visit: institutions number theirs without asking.
    """
    reference = values.get("joint_reference")
    return digest(f"joint|{reference}|{company}|{values.get('on')}") if reference else uid


@dataclass(frozen=True, slots=True)
class _Ends:
    roles: Roles
    node: End | None

    def of(self, role: str) -> list[End]:
        if role in SEVERAL:
            return list(getattr(self.roles, role))
        if role in self.roles.facts:
            return [self.roles.facts[role]]
        end = self.node if role == "node" else getattr(self.roles, role, None)
        return [end] if end else []


def _edges(link: LinkMap, values: Values, uid: str, ends: _Ends, common: dict[str, Any]) -> list[EdgeRecord]:
    if link.when and not values.get(link.when):
        return []
    edges = []
    starts, stops = ends.of(link.start), ends.of(link.end)
    several = len(starts) * len(stops) > 1 or link.start in SEVERAL
    for start in starts:
        for end in stops:
            if link.start == link.end and start >= end:
                continue
            own = f"{uid}:{digest(start[1] + '|' + end[1])}" if several else uid
            said = ends.roles.said.get(start[1], {}) if link.start == "parties" else {}
            properties = {"uid": own, **taken(link.properties, values), **said, **common}
            if link.type == "VISITED":
                properties["visit"] = visit_uid(values, end[1], uid)
            if link.type == "PARTNERS_WITH":
                properties["agreement"] = uid.partition(":")[0]
            edges.append(EdgeRecord(link.type, own, start, end, properties))
    return edges


def taken(mapping: Mapping[str, str], values: Values) -> dict[str, Any]:
    """Return the properties that a row has; a day is taken where it is exact."""
    found = {}
    for name, value_name in mapping.items():
        value = values.get(value_name)
        if value is None:
            continue
        if isinstance(value, list) and len(value) == 2 and value_name in DAY_VALUES:
            if value[0] == value[1]:
                found[name] = value[0]
        else:
            found[name] = value
    return found


def _edge_key(uid: str, link: LinkMap) -> str:
    """A territory that an agreement is about may be a party to it too: two edges of one type."""
    return f"{uid}:{link.type}:{link.start}" if link.start == "territories" else f"{uid}:{link.type}"


SEVERAL = frozenset({"parties", "partners", "territories"})
DAY_VALUES = frozenset(
    {"on", "until", "starts_on", "ends_on", "answered_on", "created_on", "closed_on"}
    | {"call_until", "derogation_from", "derogation_until", "verdict_on", "baseline_on", "target_on"}
    | {"due_on", "done_on", "paid_on", "returned_on", "decided_on"}
)


def _raw(row: Understood) -> str | None:
    """The original cells that were repaired or doubted, kept beside the value understood."""
    kept = {finding.column: finding.original for finding in row.findings if finding.column and finding.original}
    return orjson.dumps(kept).decode() if kept else None


@lru_cache(maxsize=4096)
def _month_end(month: str) -> str:
    year, number = map(int, month.split("-"))
    return f"{month}-{monthrange(year, number)[1]:02d}"
