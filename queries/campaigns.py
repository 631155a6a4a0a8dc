"""Campaigns of visits: those that a caller may know, their companies, who takes which, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence

from graph.errors import NotFound
from graph.store import Graph
from graph.visibility import Caller, Visibility
from queries.cypher import load
from queries.days import shown
from queries.models import MASKED_NAME, Answer, Status

CYPHER = load(__file__)
TARGETS = load(__file__, "campaign_targets")
OF = load(__file__, "campaigns_of")
MOST = 200
MOST_COMPANIES = 500


class Campaign(Answer):
    """One campaign; `visited` companies had a visit since it began, whoever made it."""

    uid: str
    title: str
    institution: str
    own: bool
    visibility: Visibility
    since: str
    until: str
    drawn: str | None
    closed: bool
    companies: int
    taken: int
    visited: int


class TargetVisit(Answer):
    """The visit that tells what became of a company: one that is done before one that is planned."""

    on: str | None
    status: Status
    by: str


class Place(Answer):
    """A campaign that a company is in; `taken_by` names the institution that takes it there."""

    campaign: str
    title: str
    until: str
    taken_by: str | None


class Target(Answer):
    """A company of a campaign: `taken_by` names the institution that takes it, `taken_here` is the caller's."""

    company: str
    siren: str | None
    name: str
    commune: str | None
    rank: int
    reason: str | None
    taken_by: str | None
    taken_here: bool
    visit: TargetVisit | None


def campaigns(graph: Graph, caller: Caller) -> tuple[Campaign, ...]:
    """Return the campaigns that the caller may know: open ones first, the soonest to end before the others."""
    return tuple(Campaign(**row) for row in graph.read(CYPHER, caller, uid=None, many=MOST))


def campaign(graph: Graph, caller: Caller, uid: str) -> Campaign:
    """Return one campaign.

    Raises:
        NotFound: there is none, or it is another institution's own.
    """
    found = graph.read(CYPHER, caller, uid=uid, many=1)
    if not found:
        raise NotFound("Cette campagne n'existe pas.", hint="Voyez la liste des campagnes.")
    return Campaign(**found[0])


def targets(graph: Graph, caller: Caller, uid: str) -> tuple[Target, ...]:
    """Return the companies of a campaign, in the order of its list, 500 at most."""
    rows = graph.read(TARGETS, caller, uid=uid, masked_name=MASKED_NAME, many=MOST_COMPANIES)
    for row in rows:
        if visit := row["visit"]:
            on = shown(visit.pop("earliest"), visit.pop("latest"), signalled=bool(visit.pop("signalled")))
            row["visit"] = TargetVisit(on=on, **visit)
    return tuple(Target(**row) for row in rows)


def campaigns_of(graph: Graph, caller: Caller, companies: Sequence[str]) -> dict[str, Place]:
    """Return, by company (uid), its place in an open campaign: one where somebody takes it before the others."""
    rows = graph.read(OF, caller, companies=list(companies)) if companies else []
    return {row["company"]: Place(**row["first"]) for row in rows}
