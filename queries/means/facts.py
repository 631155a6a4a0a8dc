"""What the indicators of the means are computed from: read once, on the members' layer, for one territory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from graph.store import Graph
from graph.visibility import Caller
from queries.cypher import load
from queries.days import months_before
from queries.means.agents import COMPANIES_PER_FTE, Post, Training, posts, trainings
from queries.means.committees import Committee, CommitteeScope, Item, Referral, agenda, committees, referrals
from queries.means.envelopes import Envelope, EnvelopeScope, envelopes
from queries.results.months import month_ends
from queries.territory_indicators import territory_figures

INSIDE = load(__file__, "inside")
LED = load(__file__, "led")
WINDOW = 12
"""Months over which what happens is counted."""
LED_DAYS = 180
"""An aid counts as found through a visit when it comes within so many days after it."""


@dataclass(frozen=True, slots=True)
class Led:
    """A company that found an aid after a visit, and the days of its aids."""

    company: str
    days: tuple[str, ...]
    fresh_on: str | None


@dataclass(frozen=True, slots=True)
class Means:
    """The facts of one territory; lists by the end of each month, the last cut at the day."""

    ends: tuple[date, ...]
    posts: tuple[tuple[Post, ...], ...]
    inside: frozenset[str] | None
    companies: int
    envelopes: tuple[tuple[Envelope, ...], ...]
    committees: tuple[Committee, ...]
    items: tuple[Item, ...]
    referrals: tuple[Referral, ...]
    trainings: tuple[Training, ...]
    led: tuple[Led, ...]

    def fte(self, known: Sequence[Post], *, of_region: bool) -> float:
        """FTE here: a post that covers several territories is shared equally between them."""
        return sum(self.part(one) for one in known if one.of_region is of_region)

    def part(self, one: Post) -> float:
        """What of a post is here."""
        if self.inside is None or not one.territories:
            return one.fte or 0.0
        return (one.fte or 0.0) * len(self.inside.intersection(one.territories)) / len(one.territories)

    @property
    def norm_fte(self) -> float:
        """One for 10,000 companies."""
        return self.companies / COMPANIES_PER_FTE


def means_of(graph: Graph, caller: Caller, territory: str | None, as_of: date, months: int) -> Means:
    """Read the facts of a territory (an uid; None, or a région, is all of them).

    Raises:
        AccessRefused: the caller is not a member.
    """
    caller.members_only()
    everybody = caller.across
    place = None if territory is None or territory.startswith("region:") else territory
    inside = None if place is None else inside_of(graph, everybody, place)
    ends = month_ends(as_of, months)
    since = months_before(as_of, months + WINDOW + 1)
    asked = {"since": since.isoformat(), "as_of": as_of.isoformat(), "days": LED_DAYS}
    led = graph.read(LED, everybody, territory=place, inside=sorted(inside or ()), **asked)
    # What a committee to come has already decided counts too.
    held = committees(graph, everybody, CommitteeScope(territory=place, since=since))
    here = {one.uid for one in held}
    return Means(
        ends=ends,
        posts=tuple(posts(graph, everybody, as_of=end) for end in ends),
        inside=inside,
        companies=_companies(graph, caller, place, as_of),
        envelopes=tuple(
            envelopes(graph, everybody, EnvelopeScope(year=end.year, territory=place), as_of=end) for end in ends
        ),
        committees=held,
        items=tuple(one for one in agenda(graph, everybody) if one.committee in here),
        referrals=referrals(graph, everybody, territory=place, as_of=as_of),
        trainings=trainings(graph, everybody, territory=place, as_of=as_of, months=months + WINDOW + 1),
        led=tuple(Led(row["company"], tuple(row["days"]), row["fresh_on"]) for row in led),
    )


def inside_of(graph: Graph, caller: Caller, place: str) -> frozenset[str]:
    """Return the EPCI of a territory, itself included, by uid."""
    rows = graph.read(INSIDE, caller, territory=place)
    return frozenset(rows[0]["uids"]) if rows else frozenset({place})


def _companies(graph: Graph, caller: Caller, place: str | None, as_of: date) -> int:
    level, _, code = (place or "departement:").partition(":")
    if level not in ("epci", "departement", "commune"):
        return 0
    figures = territory_figures(graph, caller, level, as_of=as_of)  # type: ignore[arg-type]  # one of the three above
    if code:
        return figures[code].companies if code in figures else 0
    return sum(one.companies for one in figures.values())


def within(on: str | None, end: date) -> bool:
    """Whether a day is in the twelve months that end on a day."""
    return on is not None and months_before(end, WINDOW).isoformat() < on[:10] <= end.isoformat()


def days_between(start: str | None, end: str | None) -> int | None:
    """Days from one to the other; None when one is not an exact day."""
    if not start or not end or len(start) < 10 or len(end) < 10:
        return None
    return (date.fromisoformat(end) - date.fromisoformat(start)).days


def middle(values: Iterable[int | None]) -> float | None:
    """Return the median of the values that are known."""
    known = [one for one in values if one is not None]
    return float(median(known)) if known else None
