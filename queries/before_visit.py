"""Before a visit is announced: the overlaps it would make, whom to call, and what nobody has covered."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from pydantic import Field

from graph.errors import NotFound
from graph.store import Graph
from graph.visibility import Caller
from queries.cypher import load
from queries.days import said, today
from queries.dossier import Call
from queries.models import MASKED_NAME, Answer, Overlap, Party, Status, Visit
from queries.overlap_kinds import overlap, told
from queries.visits import visits_of

CYPHER = load(__file__)
MOST_CALLS = 5
SATURDAY = 5


class NewVisit(Answer):
    """A visit that somebody thinks of making; `company` is a SIREN or uid, `operators` are uids."""

    company: str
    on: date
    operators: tuple[str, ...] = Field(min_length=1)
    theme: str | None = None
    siret: str | None = None


class BeforeVisit(Answer):
    """What to know before going: the overlaps that the visit would make, the nearest first, and what
    helps."""

    company: str
    siren: str | None
    name: str
    on: date
    overlaps: tuple[Overlap, ...]
    call: tuple[Call, ...]
    uncovered: tuple[str, ...] = Field(description="thèmes que personne de connu n'a abordés")
    first_free: date | None = Field(default=None, description="first working day from then on without an overlap")


def before_visit(
    graph: Graph, caller: Caller, visit: NewVisit, *, window_days: int = 90, as_of: date | None = None
) -> BeforeVisit:
    """Return the overlaps that a visit would make, before it is written, in one round trip.

    The definition is that of `overlaps`; for it is about one company, the caller's own records count too.

    Args:
        graph: the store.
        caller: a member.
        visit: the visit thought of.
        window_days: how near two visits must be, bounds included.
        as_of: the day that tells done from planned; default today.

    Raises:
        AccessRefused: the caller is not a member.
        NotFound: no such company, or no such institution, that the caller may know.
    """
    as_of = as_of or today()
    record = _read(graph, caller, visit)
    announcers = {row["uid"]: Party(**row) for row in record["announcers"]}
    if unknown := [uid for uid in visit.operators if uid not in announcers]:
        raise NotFound(f"Institution inconnue : {', '.join(unknown)}.")
    parties = tuple(announcers[uid] for uid in dict.fromkeys(visit.operators))
    planned = _as_visit(visit.model_copy(update={"theme": record["announced"]}), parties, as_of)
    known = visits_of(record["visits"], as_of)
    overlaps = tuple(_overlaps(record["company"], known, planned, window_days))
    return BeforeVisit(
        company=record["company"]["uid"],
        siren=record["company"]["siren"],
        name=record["company"]["name"],
        on=visit.on,
        overlaps=overlaps,
        call=_whom_to_call(known, planned),
        uncovered=tuple(sorted(set(record["themes"]) - {theme for one in known for theme in one.themes})),
        first_free=_first_free(known, planned, window_days, as_of) if overlaps else None,
    )


def _read(graph: Graph, caller: Caller, visit: NewVisit) -> dict[str, Any]:
    caller.members_only()
    records = graph.read(
        CYPHER,
        caller,
        keys=[visit.company],
        operators=list(visit.operators),
        theme=visit.theme,
        masked_name=MASKED_NAME,
    )
    if not records:
        raise NotFound(f"Aucune entreprise connue sous « {visit.company} ».", hint="Cherchez-la par son nom.")
    return records[0]


def _overlaps(company: dict[str, Any], known: list[Visit], planned: Visit, window_days: int) -> list[Overlap]:
    found = [
        told(company, None, *sorted((one, planned), key=lambda each: each.earliest or ""))
        for one in known
        if one.earliest and one.latest and overlap(one, planned, window_days)
    ]
    return sorted(found, key=lambda one: one.days_apart)


def _first_free(known: list[Visit], planned: Visit, window_days: int, as_of: date) -> date:
    """Return the first working day, neither past nor before the day thought of, that is far from every visit."""
    day = max(date.fromisoformat(planned.earliest or ""), as_of)
    spans = [
        (date.fromisoformat(one.earliest) - timedelta(window_days), date.fromisoformat(one.latest))
        for one in known
        if one.earliest and one.latest and planned.operator_uids - one.operator_uids
        and one.operator_uids - planned.operator_uids
    ]  # fmt: skip
    for first, last in sorted(spans):
        if first <= _working(day) <= last + timedelta(window_days):
            day = last + timedelta(window_days + 1)
    return _working(day)


def _working(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= SATURDAY else 0)


def _as_visit(visit: NewVisit, parties: tuple[Party, ...], as_of: date) -> Visit:
    on = visit.on.isoformat()
    return Visit(
        on=on,
        earliest=on,
        latest=on,
        status=Status.PLANNED if visit.on > as_of else Status.DONE,
        operators=tuple(party.name for party in parties),
        parties=parties,
        themes=(visit.theme,) if visit.theme else (),
        siret=visit.siret,
    )


def _whom_to_call(known: list[Visit], planned: Visit) -> tuple[Call, ...]:
    """The others who went or will go, the latest first."""
    calls: dict[str, Call] = {}
    for one in known:
        verb = "visite prévue" if one.status is Status.PLANNED else "dernière visite connue"
        for party in one.parties:
            if party.uid not in planned.operator_uids:
                why = f"{verb} {said(one.on)}"
                calls.setdefault(party.uid, Call(operator=party.name, mailbox=party.mailbox, why=why))
    return tuple(calls.values())[:MOST_CALLS]
