"""Committees: calendar, agenda, decisions; and what went up to headquarters, came back, and how long it took."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field

from graph.errors import NotFound
from graph.store import Graph
from graph.visibility import Caller, Visibility
from queries.cypher import load
from queries.days import today
from queries.models import MASKED_NAME, Answer

CYPHER = load(__file__)
AGENDA = load(__file__, "agenda")
REFERRALS = load(__file__, "referrals")
MOST = 1_000


class Committee(Answer):
    """One committee; `rules` says whether the caller's institution decides there. A signalled one tells its month."""

    uid: str
    institution: str
    mailbox: str | None
    own: bool
    rules: bool
    visibility: Visibility
    title: str | None
    reference: str | None
    kind: str | None
    status: str | None
    on: str | None
    territory: str | None
    territory_name: str | None
    partner: str | None
    place: str | None
    members: tuple[str, ...]
    minutes: str | None
    items: int
    decided: int
    fresh_on: str


class Item(Answer):
    """One thing that a committee looks at, and what was decided of it."""

    uid: str
    committee: str
    title: str
    kind: str | None
    institution: str
    own: bool
    visibility: Visibility
    company: str | None
    siren: str | None
    holder: str | None
    asked_cents: int | None
    envelope: str | None
    envelope_title: str | None
    scheme: str | None
    summary: str | None
    verdict: str | None
    granted_cents: int | None
    reason: str | None
    decided_on: str | None
    decided_by: str | None
    commitment: str | None
    on: str | None


class Referral(Answer):
    """A question that went up to headquarters. `days` is how long the answer took, or has been waited for."""

    uid: str
    title: str
    institution: str
    own: bool
    visibility: Visibility
    addressee: str | None
    mailbox: str | None
    to_us: bool
    theme: str | None
    territory: str | None
    territory_name: str | None
    committee: str | None
    committee_title: str | None
    on: str | None
    due_on: str | None
    answered_on: str | None
    answer: str | None
    summary: str | None
    days: int | None
    overdue: bool = Field(description="not answered, and the day by which it should have been is past")
    fresh_on: str


class CommitteeScope(Answer):
    """Which committees, by their day."""

    territory: str | None = None
    since: date | None = None
    until: date | None = None


def committees(graph: Graph, caller: Caller, scope: CommitteeScope | None = None) -> tuple[Committee, ...]:
    """Return the committees that the caller may know, latest first.

    Raises:
        AccessRefused: the caller is not a member.
    """
    caller.members_only()
    asked = scope or CommitteeScope()
    since, until = asked.since and asked.since.isoformat(), asked.until and asked.until.isoformat()
    said = {"uid": None, "territory": asked.territory, "since": since or "", "until": until or "9"}
    return tuple(graph.read_all(CYPHER, Committee, caller, many=MOST, **said))


def committee(graph: Graph, caller: Caller, uid: str) -> Committee:
    """Return one committee.

    Raises:
        AccessRefused: the caller is not a member.
        NotFound: there is none, or the caller may not know it.
    """
    caller.members_only()
    said = {"uid": uid, "territory": None, "since": "", "until": "9"}
    found = graph.read_all(CYPHER, Committee, caller, many=1, **said)
    if not found:
        raise NotFound("Ce comité n'existe pas.", hint="Voyez le calendrier des comités.")
    return found[0]


def agenda(graph: Graph, caller: Caller, committee: str | None = None) -> tuple[Item, ...]:
    """Return the items of a committee, or of all of them.

    Raises:
        AccessRefused: the caller is not a member.
    """
    caller.members_only()
    said = {"committee": committee, "uid": None, "masked_name": MASKED_NAME, "many": MOST}
    return tuple(graph.read_all(AGENDA, Item, caller, **said))


def item(graph: Graph, caller: Caller, uid: str) -> Item:
    """Return one item.

    Raises:
        AccessRefused: the caller is not a member.
        NotFound: there is none, or the caller may not know it.
    """
    caller.members_only()
    said = {"committee": None, "uid": uid, "masked_name": MASKED_NAME, "many": 1}
    return graph.read_one(AGENDA, Item, caller, **said)


def referrals(
    graph: Graph,
    caller: Caller,
    *,
    committee: str | None = None,
    territory: str | None = None,
    as_of: date | None = None,
) -> tuple[Referral, ...]:
    """Return the questions that went up to headquarters: those that wait first, the longest due before the others.

    Raises:
        AccessRefused: the caller is not a member.
    """
    caller.members_only()
    day = as_of or today()
    said = {"uid": None, "committee": committee, "territory": territory, "as_of": day.isoformat(), "many": MOST}
    return tuple(_referral(row, day) for row in graph.read(REFERRALS, caller, **said))


def referral(graph: Graph, caller: Caller, uid: str, *, as_of: date | None = None) -> Referral:
    """Return one question.

    Raises:
        AccessRefused: the caller is not a member.
        NotFound: there is none, or the caller may not know it.
    """
    caller.members_only()
    day = as_of or today()
    said = {"uid": uid, "committee": None, "territory": None, "as_of": day.isoformat(), "many": 1}
    rows = graph.read(REFERRALS, caller, **said)
    if not rows:
        raise NotFound("Cette question n'existe pas.", hint="Voyez les questions posées au siège.")
    return _referral(rows[0], day)


def _referral(row: dict[str, Any], day: date) -> Referral:
    back, due = row["answered_on"], row["due_on"]
    days = (date.fromisoformat(back or day.isoformat()) - date.fromisoformat(row["on"])).days if row["on"] else None
    return Referral(**row, days=days, overdue=back is None and due is not None and due < day.isoformat())
