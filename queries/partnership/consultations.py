"""Consultations: who is asked about what, what was answered, what was kept of it and why."""

from __future__ import annotations

from typing import Any, Literal

from graph.errors import NotFound
from graph.store import Graph
from graph.visibility import Caller
from queries.cypher import load
from queries.days import shown
from queries.models import MASKED_NAME, Answer
from queries.partnership.told import Told

CYPHER = load(__file__)
GUESTS = load(__file__, "consultation_guests")
MOST = 1000
Outcome = Literal["kept", "partly", "not_kept"]


class Consultation(Told):
    """One consultation, and how far it is."""

    until: str | None = None
    closed_on: str | None = None
    invited: int = 0
    invited_here: bool = False
    answered: int = 0
    kept: int = 0
    not_kept: int = 0


class Reply(Answer):
    """What a guest answered, and what the institution that asks kept of it."""

    on: str | None
    text: str
    said_at: str
    outcome: Outcome | None
    reason: str | None
    outcome_on: str | None


class Guest(Answer):
    """Who is invited: `guest` names the invitation; `here` is the caller's own institution, `member` answers itself."""

    guest: str
    uid: str
    kind: str
    siren: str | None
    member: bool
    here: bool
    name: str | None
    reply: Reply | None


def consultations(
    graph: Graph, caller: Caller, territory: str | None = None, sector: str | None = None
) -> tuple[Consultation, ...]:
    """Return the consultations that the caller may know, open ones first.

    Raises:
        AccessRefused: the caller is not a member.
    """
    caller.members_only()
    rows = graph.read(CYPHER, caller, uid=None, territory=territory, sector=sector, many=MOST)
    return tuple(_made(row) for row in rows)


def consultation(graph: Graph, caller: Caller, uid: str) -> Consultation:
    """Return one consultation.

    Raises:
        AccessRefused: the caller is not a member.
        NotFound: there is none, or another institution keeps it to itself.
    """
    caller.members_only()
    rows = graph.read(CYPHER, caller, uid=uid, territory=None, sector=None, many=1)
    if not rows:
        raise NotFound("Cette concertation n'existe pas.", hint="Voyez la liste des concertations.")
    return _made(rows[0])


def guests(graph: Graph, caller: Caller, uid: str) -> tuple[Guest, ...]:
    """Return who is invited to a consultation, by name, and what each answered."""
    caller.members_only()
    return tuple(Guest(**row) for row in graph.read(GUESTS, caller, uid=uid, masked_name=MASKED_NAME))


def _made(row: dict[str, Any]) -> Consultation:
    on = shown(row.pop("earliest"), row.pop("latest"), signalled=row["signalled"])
    said = row.pop("said") or {}
    return Consultation(**row, **said, on=on)
