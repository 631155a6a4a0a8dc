"""From the edges of a company to its visits: one entry a visit, however many institutions took part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from queries.days import shown
from queries.models import Party, Status, Visit

Edge = dict[str, Any]


def visits_of(edges: Iterable[Edge], as_of: date) -> list[Visit]:
    """Group the edges of one company into visits, latest first.

    A participant who cancelled took no part; the visit is cancelled when all did. A done visit dated after
    `as_of` was still planned on that day. The order depends on nothing that the caller may not know.
    """
    return sorted(visits_by_key(edges, as_of).values(), key=_latest_first, reverse=True)


def visits_by_key(edges: Iterable[Edge], as_of: date) -> dict[str, Visit]:
    """Group edges into visits, by the key that their edges share; that key is not always the caller's to
    see."""
    grouped: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        grouped[edge["visit"]].append(edge)
    return {key: _visit(group, as_of) for key, group in grouped.items()}


def status_on(status: str, earliest: str | None, as_of: date) -> Status:
    """What a visit was on a day: done becomes planned when it came later; nothing else changes."""
    if status == Status.DONE and earliest is not None and earliest > as_of.isoformat():
        return Status.PLANNED
    return Status(status)


def _visit(group: list[Edge], as_of: date) -> Visit:
    took_part = [edge for edge in group if edge["status"] != Status.CANCELLED] or group
    took_part.sort(key=lambda edge: (edge["role"] != "lead", edge["name"], edge["operator"]))
    earliest = min((edge["earliest"] for edge in took_part if edge["earliest"]), default=None)
    latest = max((edge["latest"] for edge in took_part if edge["latest"]), default=None)
    statuses = {edge["status"] for edge in took_part}
    recorded = next(status for status in ("done", "planned", "cancelled") if status in statuses)
    signalled = any(edge["signalled"] for edge in took_part)
    mine = [edge for edge in took_part if edge["mine"]]
    parties = {edge["operator"]: _party(edge) for edge in reversed(took_part)}
    sites = {edge["siret"] for edge in took_part if edge["siret"]}
    return Visit(
        on=shown(earliest, latest, signalled=signalled),
        earliest=earliest,
        latest=latest,
        status=status_on(recorded, earliest, as_of),
        operators=tuple(party.name for party in reversed(parties.values())),
        parties=tuple(reversed(parties.values())),
        themes=_distinct(took_part, "theme"),
        purposes=_distinct(took_part, "purpose"),
        reasons=_distinct(took_part, "reason"),
        siret=sites.pop() if len(sites) == 1 else None,
        signalled=signalled,
        own=bool(mine),
        note=" · ".join(_distinct(mine, "note")) or None,
        agent=" · ".join(_distinct(mine, "agent")) or None,
        duration_minutes=max((edge["minutes"] for edge in took_part if edge["minutes"]), default=None),
        uid=None if signalled else str(took_part[0]["visit"]),
    )


def _party(edge: Edge) -> Party:
    return Party(uid=edge["operator"], name=edge["name"], mailbox=edge["mailbox"], role=edge["role"])


def _distinct(edges: list[Edge], key: str) -> tuple[str, ...]:
    return tuple(sorted({str(edge[key]) for edge in edges if edge.get(key)}))


def _latest_first(visit: Visit) -> tuple[str, ...]:
    return (
        visit.earliest or "",
        visit.latest or "",
        visit.status,
        "|".join(visit.operators),
        "|".join(visit.themes),
        "|".join(visit.purposes),
        visit.siret or "",
        visit.note or "",
        visit.uid or "",
    )
