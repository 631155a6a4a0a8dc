"""What each institution shares and how fresh it is, beside the median of all: to animate, never to rank."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from statistics import median
from typing import NamedTuple

from graph.store import Graph
from graph.visibility import Caller
from queries.cypher import load
from queries.days import today
from queries.kept import remembered
from queries.models import Answer

FACTS = load(__file__, "shared_facts")
KINDS_FR = {
    "visits": "visites",
    "support": "aides",
    "needs": "besoins",
    "projects": "projets",
    "agreements": "conventions",
    "experiments": "expérimentations",
}
RECENT_DAYS = 90


class Told(Answer):
    """How many facts of a kind an institution recorded in a month, and the last day on which it did."""

    uid: str
    institution: str
    kind: str
    month: str
    many: int
    last: str


class Place(NamedTuple):
    """A territory as the questions here take it; an empty level is the whole region."""

    level: str
    code: str

    @classmethod
    def of(cls, territory: str | None) -> Place:
        """Return the place of a territory's uid; None, and a region, are everything.

        >>> Place.of("epci:200067999"), Place.of("region:32"), Place.of(None)
        (Place(level='epci', code='200067999'), Place(level='', code=''), Place(level='', code=''))
        """
        level, _, code = (territory or "").partition(":")
        return cls(level, code) if level in ("commune", "epci", "departement") else cls("", "")


class Sharing(Answer):
    """What one institution has shared: facts by kind (French names), the last day, and the days since then."""

    uid: str
    institution: str
    facts: int
    kinds: tuple[tuple[str, int], ...]
    last_on: str
    days_since: int


class Shared(Answer):
    """What all institutions share, by name, and the medians beside which each may look at itself."""

    institutions: tuple[Sharing, ...]
    median_facts: float | None
    median_days_since: float | None


def facts_told(graph: Graph, caller: Caller, territory: str | None, until: date) -> tuple[Told, ...]:
    """Return the facts of the members' layer by institution, kind and month of recording, up to a day.

    Raises:
        AccessRefused: the caller is not a member.
    """
    caller.members_only()
    place = Place.of(territory)

    def make() -> tuple[Told, ...]:
        asked = {**place._asdict(), "until": until.isoformat()}
        return tuple(graph.read_all(FACTS, Told, caller.across, **asked))

    return remembered(graph, ("facts_told", place, until), make)


def sharing(graph: Graph, caller: Caller, territory: str | None = None, *, as_of: date | None = None) -> Shared:
    """Return what each institution has shared, by name, with the medians.

    Raises:
        AccessRefused: the caller is not a member.
    """
    day = as_of or today()
    kinds: defaultdict[str, Counter[str]] = defaultdict(Counter)
    last: dict[str, str] = {}
    names: dict[str, str] = {}
    for one in facts_told(graph, caller, territory, day):
        names[one.uid] = one.institution
        kinds[one.uid][KINDS_FR[one.kind]] += one.many
        last[one.uid] = max(last.get(one.uid, ""), one.last)
    found = tuple(
        Sharing(
            uid=uid,
            institution=name,
            facts=kinds[uid].total(),
            kinds=tuple(sorted(kinds[uid].items(), key=lambda pair: (-pair[1], pair[0]))),
            last_on=last[uid],
            days_since=(day - date.fromisoformat(last[uid])).days,
        )
        for uid, name in names.items()
    )
    return Shared(
        institutions=found,
        median_facts=median(one.facts for one in found) if found else None,
        median_days_since=median(one.days_since for one in found) if found else None,
    )
