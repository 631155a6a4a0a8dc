"""What became of one of an institution's own visits: who changed what, and when."""

from __future__ import annotations

from typing import Any, Literal

from graph.store import Graph
from graph.visibility import Caller
from queries.cypher import load
from queries.models import Answer

CYPHER = load(__file__)
Event = Literal["planned", "reported", "cancelled", "changed", "corrected", "level", "joined", "separated"]


class Change(Answer):
    """One field: what it said before and after; empty for texts, whose content the history does not keep."""

    field: str
    before: str
    after: str


class Step(Answer):
    """One moment of a visit; `by` is the uid of the person or key of the caller's own institution."""

    at: str
    by: str
    event: Event
    changes: tuple[Change, ...] = ()


def visit_history(graph: Graph, caller: Caller, uid: str) -> tuple[Step, ...]:
    """Return the steps of one of the caller's own visits, latest first; nothing for anybody else's."""
    found = graph.read(CYPHER, caller, uid=uid)
    if not found:
        return ()
    [record] = found
    names = dict(record["names"])
    steps = [_step(one, names) for one in record["changes"]]
    return (*steps, _beginning(record))


def _step(row: dict[str, Any], names: dict[str, str]) -> Step:
    changes = tuple(
        Change(field=field, before=names.get(before, before), after=names.get(after, after))
        for field, before, after in zip(row["changed"], row["before"], row["after"], strict=True)
    )
    return Step(at=row["at"], by=row["by"], event=_event(row), changes=changes)


def _event(row: dict[str, Any]) -> Event:
    after = dict(zip(row["changed"], row["after"], strict=True))
    if "joined" in after:
        return "joined" if after["joined"] else "separated"
    if "status" in after:
        events: dict[str, Event] = {"done": "reported", "cancelled": "cancelled", "planned": "planned"}
        return events[after["status"]]
    if set(after) == {"visibility"}:
        return "level"
    return "corrected" if "status" not in after and row.get("was_status") == "done" else "changed"


def _beginning(record: dict[str, Any]) -> Step:
    """How the visit was first entered: as its first change found it, or as it still is."""
    first = next((one for one in reversed(record["changes"]) if one["was_at"]), None)
    statuses = [
        dict(zip(one["changed"], one["before"], strict=True))["status"]
        for one in reversed(record["changes"])
        if "status" in one["changed"]
    ]
    status = statuses[0] if statuses else record["status"]
    event: Event = {"done": "reported", "cancelled": "cancelled"}.get(status, "planned")  # type: ignore[assignment]
    return Step(
        at=first["was_at"] if first else record["at"], by=first["was_by"] if first else record["by"], event=event
    )
