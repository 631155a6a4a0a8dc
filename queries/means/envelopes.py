"""Envelopes: what was delegated to whom, what is committed, paid and returned, and where the year leads."""

from __future__ import annotations

from collections.abc import Iterable
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
COMMITMENTS = load(__file__, "commitments")
TRANSFERS = load(__file__, "transfers")
MOST = 2_000
LOW_SHARE = 0.8
"""An envelope of which less than this will be used at the year's end, at the present pace, is under-used."""
FIRST_DAYS = 90
"""Nothing is foretold of the first three months of a year: two commitments would make a trend."""


class EnvelopeScope(Answer):
    """Which envelopes."""

    year: int | None = None
    territory: str | None = None
    manager: str | None = None


class Envelope(Answer):
    """One envelope; amounts are None where it is only signalled. All are in cents.

    `amount_cents` is what it holds now, transfers included; `left_cents` what nothing takes yet.
    """

    uid: str
    year: int
    title: str | None
    reference: str | None
    owner: str = Field(description="the institution that delegates it")
    own: bool
    visibility: Visibility
    manager: str | None = Field(description="the institution that commits and splits it")
    managed: bool = Field(description="by the caller's own institution")
    territory: str | None
    territory_name: str | None
    scheme: str | None
    parent: str | None
    parent_title: str | None
    summary: str | None
    amount_cents: int | None
    moved_cents: int | None
    delegated_cents: int | None
    parts: int
    planned_cents: int | None
    committed_cents: int | None
    paid_cents: int | None
    returned_cents: int | None
    commitments: int
    fresh_on: str
    left_cents: int | None
    used_share: float | None = Field(description="committed less returned / what is not delegated further")
    forecast_share: float | None = Field(description="the same at the year's end, at the pace since 1 January")
    underused: bool


class Commitment(Answer):
    """One commitment; what a signalled one keeps for its institution is None."""

    uid: str
    envelope: str | None
    envelope_title: str | None
    institution: str
    own: bool
    visibility: Visibility
    title: str | None
    reference: str | None
    status: str | None
    scheme: str | None
    company: str | None
    siren: str | None
    holder: str | None
    amount_cents: int | None
    paid_cents: int | None
    returned_cents: int | None
    on: str | None
    paid_on: str | None
    returned_on: str | None
    decision: str | None
    summary: str | None


class Moved(Answer):
    """An amount that left an envelope (`gone`), or came into it."""

    uid: str
    institution: str
    gone: bool
    other: str
    other_title: str | None
    amount_cents: int
    on: str | None
    reason: str | None


def envelopes(
    graph: Graph, caller: Caller, scope: EnvelopeScope | None = None, *, as_of: date | None = None
) -> tuple[Envelope, ...]:
    """Return the envelopes that the caller may know, latest year first.

    The forecast is linear: what was committed since 1 January, or the day on which the envelope was voted (less what
    came back), over the share of the time that is past; it says nothing of the first three months, nor of another year
    than the day's.

    Raises:
        AccessRefused: the caller is not a member.
    """
    caller.members_only()
    day = as_of or today()
    asked = (scope or EnvelopeScope()).model_dump()
    rows = graph.read(CYPHER, caller, uid=None, as_of=day.isoformat(), many=MOST, **asked)
    return tuple(_envelope(row, day) for row in rows)


def envelope(graph: Graph, caller: Caller, uid: str, *, as_of: date | None = None) -> Envelope:
    """Return one envelope.

    Raises:
        AccessRefused: the caller is not a member.
        NotFound: there is none, or the caller may not know it.
    """
    caller.members_only()
    day = as_of or today()
    asked = EnvelopeScope().model_dump()
    rows = graph.read(CYPHER, caller, uid=uid, as_of=day.isoformat(), many=1, **asked)
    if not rows:
        raise NotFound("Cette enveloppe n'existe pas.", hint="Voyez la liste des enveloppes.")
    return _envelope(rows[0], day)


def commitments(
    graph: Graph, caller: Caller, *, envelope: str | None = None, company: str | None = None
) -> tuple[Commitment, ...]:
    """Return the commitments on an envelope, or for a company, latest first.

    Raises:
        AccessRefused: the caller is not a member.
    """
    caller.members_only()
    asked = {"envelope": envelope, "company": company, "uid": None, "masked_name": MASKED_NAME, "many": MOST}
    return tuple(graph.read_all(COMMITMENTS, Commitment, caller, **asked))


def commitment(graph: Graph, caller: Caller, uid: str) -> Commitment:
    """Return one commitment.

    Raises:
        AccessRefused: the caller is not a member.
        NotFound: there is none, or the caller may not know it.
    """
    caller.members_only()
    asked = {"envelope": None, "company": None, "uid": uid, "masked_name": MASKED_NAME, "many": 1}
    return graph.read_one(COMMITMENTS, Commitment, caller, **asked)


def transfers(graph: Graph, caller: Caller, envelope: str) -> tuple[Moved, ...]:
    """Return what left an envelope and came into it, latest first.

    Raises:
        AccessRefused: the caller is not a member.
    """
    caller.members_only()
    return tuple(graph.read_all(TRANSFERS, Moved, caller, envelope=envelope, many=MOST))


def as_tree(found: Iterable[Envelope]) -> list[tuple[int, Envelope]]:
    """Return envelopes under those they are taken from, and the depth of each; a root's parent is unseen."""
    listed = list(found)
    here = {one.uid for one in listed}
    below: dict[str | None, list[Envelope]] = {}
    for one in listed:
        below.setdefault(one.parent if one.parent in here else None, []).append(one)
    made: list[tuple[int, Envelope]] = []

    def add(parent: str | None, depth: int) -> None:
        for one in below.get(parent, []):
            made.append((depth, one))
            add(one.uid, depth + 1)

    add(None, 0)
    return made


def leaves_used(one: Envelope) -> tuple[int, int]:
    """Return what an envelope keeps for itself, not delegated further, and what of it is committed: they add up."""
    if one.amount_cents is None:
        return 0, 0
    return one.amount_cents - (one.delegated_cents or 0), (one.committed_cents or 0) - (one.returned_cents or 0)


def _envelope(row: dict[str, Any], day: date) -> Envelope:
    amount, since = row["amount_cents"], row.pop("since")
    if amount is None:
        told = dict.fromkeys(("left_cents", "used_share", "forecast_share"))
        return Envelope(**row, **told, underused=False)
    kept = amount - row["delegated_cents"]
    used = row["committed_cents"] - row["returned_cents"]
    share = used / kept if kept > 0 else None
    forecast = forecast_of(share, row["year"], day, date.fromisoformat(since) if since else None)
    under = forecast is not None and forecast < LOW_SHARE
    return Envelope(**row, left_cents=kept - used, used_share=share, forecast_share=forecast, underused=under)


def forecast_of(share: float | None, year: int, day: date, since: date | None = None) -> float | None:
    """Return the share used at the end of a year at the pace since its first day, or a later one, 1 at most.

    >>> forecast_of(0.25, 2026, date(2026, 7, 2)), forecast_of(0.25, 2026, date(2026, 2, 1))
    (0.4986, None)
    """
    begun = max(date(year, 1, 1), since or date.min)
    past = (day - begun).days + 1
    if share is None or day.year != year or past < FIRST_DAYS:
        return None
    length = (date(year + 1, 1, 1) - begun).days
    return round(min(1.0, share * length / past), 4)
