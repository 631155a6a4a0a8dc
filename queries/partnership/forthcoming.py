"""What is announced to come, by date: projects, agreements, actions due, consultations; planned visits by month."""

from __future__ import annotations

from datetime import date
from typing import Literal

from graph.store import Graph
from graph.visibility import Caller
from queries.cypher import load
from queries.days import months_before
from queries.models import MASKED_NAME, Answer

CYPHER = load(__file__)
Kind = Literal["project", "agreement_starts", "agreement_ends", "action", "consultation"]
KINDS_FR: dict[Kind, str] = {
    "project": "projet annoncé",
    "agreement_starts": "convention qui commence",
    "agreement_ends": "convention qui s'achève",
    "action": "action à terminer",
    "consultation": "fin d'une concertation",
}
MOST = 200


class Event(Answer):
    """One thing announced for a day; `uid` names the agreement, consultation, or the company that carries a project."""

    on: str
    kind: Kind
    title: str
    who: str | None
    uid: str | None
    jobs: float | None
    amount_eur: float | None


class Forthcoming(Answer):
    """What is to come until a day: `events` in their order, 200 at most, and how many visits are planned by month."""

    until: str
    events: tuple[Event, ...]
    visits: tuple[tuple[str, int], ...]


def forthcoming(
    graph: Graph, caller: Caller, territory: str | None = None, *, as_of: date, months: int = 18
) -> Forthcoming:
    """Return what is announced to come in a territory, or everywhere; the same for all members.

    Raises:
        AccessRefused: the caller is not a member.
    """
    caller.members_only()
    until = months_before(as_of, -months).isoformat()
    asked = {"territory": territory, "everywhere": territory is None, "as_of": as_of.isoformat(), "until": until}
    [row] = graph.read(CYPHER, caller.across, masked_name=MASKED_NAME, **asked)
    events = sorted((Event(**one) for one in row["events"]), key=lambda one: (one.on, one.kind, one.title))
    return Forthcoming(until=until, events=tuple(events[:MOST]), visits=tuple((m, n) for m, n in row["visits"]))
