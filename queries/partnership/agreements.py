"""Agreements between institutions: what they are about, who answers for what, where their actions are."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import Field

from graph.errors import NotFound
from graph.store import Graph
from graph.visibility import Caller, Visibility
from queries.cypher import load
from queries.days import shown
from queries.models import MASKED_NAME, Answer
from queries.partnership.told import Named, Told

CYPHER = load(__file__)
ACTIONS = load(__file__, "agreement_actions")
MOST = 1000


class State(StrEnum):
    """Where an agreement is on a day, from its period alone."""

    COMING = "coming"
    RUNNING = "running"
    OVER = "over"


STATES_FR = {State.COMING: "à venir", State.RUNNING: "en cours", State.OVER: "échue"}


class AgreementParty(Answer):
    """Who is party to an agreement: an institution, company, territory, or somebody kept by name (`outsider`)."""

    uid: str
    kind: str
    name: str
    siren: str | None = None
    mailbox: str | None = None
    responsibility: str | None = None
    amount_eur: float | None = None
    engineering_fte: float | None = None


class Agreement(Told):
    """One agreement; jobs are those that it states, or else the sum of its actions'."""

    kind: str | None = None
    state: State | None = None
    starts_on: str | None = None
    ends_on: str | None = None
    est_ess: bool | None = None
    amount_eur: float | None = None
    engineering_fte: float | None = None
    jobs_expected: float | None = None
    jobs_created: float | None = None
    parties: tuple[AgreementParty, ...] = ()
    actions: int = 0
    open_actions: int = 0


class AgreementAction(Answer):
    """What the parties undertake; `late` when it is due and neither done nor abandoned."""

    uid: str
    title: str
    status: str
    leader: str | None
    due_on: str | None
    done_on: str | None
    jobs_expected: float | None
    jobs_created: float | None
    sectors: tuple[Named, ...]
    summary: str | None
    late: bool
    own: bool
    visibility: Visibility
    reference: str | None


class AgreementFilter(Answer):
    """Which agreements: a territory (and all that is in it), sector and party by uid, ESS, state on the day asked."""

    territory: str | None = None
    sector: str | None = None
    party: str | None = None
    ess: bool | None = None
    state: State | None = Field(default=None, description="agreements that are only signalled have no state")


def state_of(starts_on: str | None, ends_on: str | None, as_of: date) -> State:
    """Return where an agreement is: without an end it runs on.

    >>> state_of("2026-01-01", "2028-12-31", date(2029, 1, 1)).value
    'over'
    """
    day = as_of.isoformat()
    if ends_on and ends_on < day:
        return State.OVER
    return State.COMING if starts_on and starts_on > day else State.RUNNING


def agreements(graph: Graph, caller: Caller, which: AgreementFilter, *, as_of: date) -> tuple[Agreement, ...]:
    """Return the agreements that the caller may know, the latest first, 1,000 at most.

    Raises:
        AccessRefused: the caller is not a member.
    """
    caller.members_only()
    asked = which.model_dump(exclude={"state"})
    rows = graph.read(CYPHER, caller, uid=None, many=MOST, masked_name=MASKED_NAME, **asked)
    found = (_made(row, as_of) for row in rows)
    return tuple(one for one in found if which.state is None or one.state is which.state)


def agreement(graph: Graph, caller: Caller, uid: str, *, as_of: date) -> Agreement:
    """Return one agreement.

    Raises:
        AccessRefused: the caller is not a member.
        NotFound: there is none, or another institution keeps it to itself.
    """
    caller.members_only()
    nothing = AgreementFilter().model_dump(exclude={"state"})
    rows = graph.read(CYPHER, caller, uid=uid, many=1, masked_name=MASKED_NAME, **nothing)
    if not rows:
        raise NotFound("Cette convention n'existe pas.", hint="Voyez la liste des conventions.")
    return _made(rows[0], as_of)


def agreement_actions(graph: Graph, caller: Caller, uid: str, *, as_of: date) -> tuple[AgreementAction, ...]:
    """Return the actions of one agreement, those that are open and soonest due before the others."""
    caller.members_only()
    day = as_of.isoformat()
    rows = graph.read(ACTIONS, caller, uid=uid)
    for row in rows:
        row["late"] = bool(row["due_on"] and row["due_on"] < day and row["status"] in ("planned", "running"))
    return tuple(AgreementAction(**row) for row in rows)


def _made(row: dict[str, Any], as_of: date) -> Agreement:
    said = row.pop("said") or {}
    on = shown(row.pop("earliest"), row.pop("latest"), signalled=row["signalled"])
    state = None if row["signalled"] else state_of(said.get("starts_on"), said.get("ends_on"), as_of)
    return Agreement(**row, **said, on=on, state=state)
