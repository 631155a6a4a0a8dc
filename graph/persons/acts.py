"""What is done about a person, in one transaction, and the line of the log that does it again after a restore.

An act names nobody: its marks are keyed hashes. Done the first time, its records are found in clear; played again, by
hashing what stands in them. Both ways lead to the same graph.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Literal, NamedTuple

import orjson
from pydantic import BaseModel, ConfigDict, Field

from graph.check import KEYS
from graph.companies import BUMP_COMPANIES
from graph.persons.holdings import Held, held
from graph.persons.sealing import Seal
from graph.persons.traces import Kind, Mark, Trace, Wanted
from graph.schema import FACT_EDGE_MODELS
from graph.store import Graph, Statement

ERASED, FROZEN = "[effacé]", "[gelé]"
Op = Literal["erase", "freeze", "unfreeze", "object", "unobject"]

_SUPPRESS = "MERGE (s:Suppression {uid: $uid}) SET s = $properties"
_RELEASE = "MATCH (s:Suppression {uid: $uid}) DELETE s"
_FREEZE = "UNWIND $rows AS row MERGE (f:Frozen {uid: row.uid}) ON CREATE SET f = row"
_FROZEN = "MATCH (f:Frozen {act: $act}) RETURN properties(f) AS frozen"
_THAW = "MATCH (f:Frozen {act: $act}) DELETE f"
_FROZEN_OF = "MATCH (f:Frozen {owner: $owner}) RETURN properties(f) AS frozen ORDER BY f.at, f.uid"
_FORGET = "UNWIND $uids AS uid MATCH (f:Frozen {uid: uid}) DELETE f"
_REVIVE = "UNWIND $rows AS row MERGE (n:{label} {{{key}: row.record}}) ON CREATE SET n = row.values"
_SAME = "(row.left IS NULL AND e.`{name}` IS NULL OR e.`{name}` = row.left)"


class Act(BaseModel):
    """One thing done about one person, for one institution.

    `key` says which key made the hashes; `only` are the records concerned, None all of them; `undoes` is the act
    that an `unfreeze` or `unobject` takes back.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    uid: str
    op: Op
    owner: str
    at: str
    by: str
    key: str = ""
    marks: tuple[Annotated[str, Field(pattern=r"^(name|mail|phone):[0-9]+:[0-9a-f]{32}$")], ...] = ()
    only: tuple[str, ...] | None = None
    undoes: str = ""

    @property
    def sealed(self) -> tuple[Mark, ...]:
        """The marks, as they are sought."""
        return tuple(read_mark(text) for text in self.marks)


class Done(NamedTuple):
    """What an act changes: the statements, and how many records they concern."""

    statements: list[Statement]
    records: tuple[Held, ...] = ()


def write_marks(seal: Seal, traces: Iterable[Trace]) -> tuple[str, ...]:
    """Return what may be kept of traces, as text."""
    marks = (seal.mark(trace) for trace in traces)
    return tuple(sorted(f"{mark.kind}:{mark.words}:{mark.value}" for mark in marks))


def read_mark(text: str) -> Mark:
    """Return a mark as it is sought."""
    kind, words, value = text.split(":")
    return Mark(Kind(kind), value, int(words))


def prepare(graph: Graph, act: Act, wanted: Wanted) -> Done:
    """Return what an act changes in the graph as it is now; nothing is written."""
    if act.op in ("unfreeze", "unobject"):
        return Done([*_thawed(graph, act.undoes), (_RELEASE, {"uid": act.undoes})])
    suppression = {"owner": act.owner, "reason": act.op, "marks": list(act.marks), "at": act.at, "by": act.by}
    suppression |= {"uid": act.uid, "records": list(act.only or ())}
    made: list[Statement] = [(_SUPPRESS, {"uid": act.uid, "properties": suppression})]
    if act.op == "object":
        return Done(made)
    found = tuple(one for one in held(graph, act.owner, wanted) if act.only is None or one.ref in act.only)
    if act.op == "erase":
        made.append((_FORGET, {"uids": [one["uid"] for one in frozen(graph, act.owner, wanted)]}))
    else:
        made.append((_FREEZE, {"rows": [_frozen(act, one, wanted) for one in found]}))
    changes = [
        (one, None if one.whole else one.changed(wanted, ERASED if act.op == "erase" else FROZEN, drop=True))
        for one in found
    ]
    return Done([*made, *writing(changes)], found)


def frozen(graph: Graph, owner: str, wanted: Wanted | None = None) -> list[dict[str, Any]]:
    """Return what is frozen of an institution's records, or of one person's, for its dpo alone."""
    found = [record["frozen"] for record in graph.system_read(_FROZEN_OF, owner=owner)]
    return [one for one in found if wanted is None or wanted.replaced(one["values"], "") is not None]


def writing(changes: Sequence[tuple[Held, dict[str, Any] | None]]) -> list[Statement]:
    """Return the statements that write new values of records, or delete those that have none."""
    deleted: dict[str, list[str]] = defaultdict(list)
    changed: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for one, values in changes:
        if values is None:
            deleted[one.place].append(one.uid)
        else:
            changed[one.place].append({"uid": one.uid, "values": values})
    made: list[Statement] = [
        (f"UNWIND $uids AS uid MATCH (n:{label} {{{KEYS[label]}: uid}}) DETACH DELETE n", {"uids": uids})
        for label, uids in deleted.items()
    ]
    made += [(_setting(place), {"rows": rows}) for place, rows in changed.items()]
    if companies := [row["uid"] for row in changed["Company"]]:
        made.append((BUMP_COMPANIES, {"uids": sorted(companies)}))
    return made


def _setting(place: str) -> str:
    if place in FACT_EDGE_MODELS:
        found = f"MATCH ()-[e:{place} {{uid: row.uid}}]->() USING INDEX SEEK e:{place}(uid)"
    else:
        # A company that was found to be another one keeps its record, under another label.
        label = "Company|FormerCompany" if place == "Company" else place
        found = f"MATCH (e:{label} {{{KEYS[place]}: row.uid}})"
    return f"UNWIND $rows AS row {found} SET e += row.values"


def _frozen(act: Act, one: Held, wanted: Wanted) -> dict[str, Any]:
    values = one.properties if one.whole else one.texts
    left = None if one.whole else one.changed(wanted, FROZEN, drop=True)
    kept = {"uid": f"{act.uid}:{one.ref}", "owner": act.owner, "act": act.uid, "place": one.place, "record": one.uid}
    kept |= {"at": act.at, "by": act.by, "values": orjson.dumps(values).decode()}
    return kept | ({"whole": "yes"} if one.whole else {"left": orjson.dumps(left).decode()})


def _thawed(graph: Graph, act: str) -> list[Statement]:
    """Put back what was frozen, where nobody has written something else since."""
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    companies = set()
    for found in graph.system_read(_FROZEN, act=act):
        one = found["frozen"]
        place, record, values = one["place"], one["record"], orjson.loads(one["values"])
        if one.get("whole"):
            rows[_REVIVE.format(label=place, key=KEYS[place])].append({"record": record, "values": values})
            continue
        left = orjson.loads(one["left"])
        for name, value in values.items():
            match = _setting(place).partition(" SET ")[0]
            text = f"{match} WITH e, row WHERE {_SAME.format(name=name)} SET e.`{name}` = row.value"
            rows[text].append({"uid": record, "left": left[name], "value": value})
        companies |= {record} if place == "Company" else set()
    made: list[Statement] = [(text, {"rows": changed}) for text, changed in rows.items()]
    if companies:
        made.append((BUMP_COMPANIES, {"uids": sorted(companies)}))
    return [*made, (_THAW, {"act": act})]
