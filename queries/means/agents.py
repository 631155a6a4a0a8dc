"""Posts in the territories: FTE against the norm, load, holes, the tandem, trainings, and where to place more.

What an institution declares of its posts (function, FTE, territories, mailbox) is a fact about the institution. What
is measured of work (visits and needs per FTE, people trained) is a staff figure: below three posts it is not said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby

from pydantic import Field

from graph.store import Graph
from graph.visibility import Caller, Visibility
from queries.cypher import load
from queries.days import months_before, today
from queries.models import Answer
from queries.territory_indicators import Figures, territory_figures

POSTS = load(__file__, "posts")
TRAININGS = load(__file__, "trainings")
COMPANIES_PER_FTE = 10_000
LEAST_POSTS = 3
"""Below so many, a figure on work would be one on somebody."""
MOST = 2_000
MOST_STEPS = 500
LEAST_GAP = 0.05
"""FTE below which a territory lacks nobody."""


class Post(Answer):
    """One post; `agent` is the name of who holds it, for their own institution alone."""

    uid: str
    institution: str
    institution_name: str
    of_region: bool
    own: bool
    visibility: Visibility
    function: str | None
    fte: float | None
    territories: tuple[str, ...]
    themes: tuple[str, ...]
    mailbox: str | None
    starts_on: str | None
    ends_on: str | None
    agent: str | None
    fresh_on: str

    def fte_in(self, territory: str) -> float:
        """FTE in one territory: a post that covers several is shared equally between them."""
        return (self.fte or 0.0) / len(self.territories) if territory in self.territories else 0.0


class Training(Answer):
    """One training followed by the people of one institution; their number is its own business below three."""

    uid: str
    title: str
    theme: str | None
    trainer: str | None
    institution: str
    territory: str | None
    on: str | None
    participants: int | None
    hours: float | None
    own: bool
    fresh_on: str


class Load(Answer):
    """One territory: its companies, the FTE there against one for 10,000 companies, and the work for each FTE."""

    code: str
    name: str
    companies: int
    region_fte: float = Field(description="of the Region's own posts, which the norm is about")
    other_fte: float = Field(description="of the territory's counterparts")
    norm_fte: float
    gap_fte: float = Field(description="what is missing to the norm; below 0 there is more")
    companies_per_fte: float | None
    visits_per_fte: float | None = Field(description="None below three posts")
    needs_per_fte: float | None = Field(description="None below three posts")


class Step(Answer):
    """One half post of a proposal: where it goes, and the gap there before and after."""

    rank: int
    code: str
    name: str
    fte: float
    gap_before: float
    gap_after: float


class Tandem(Answer):
    """Who works together in a territory: the Region's posts and the territory's, by function and mailbox."""

    code: str
    name: str
    region: tuple[Post, ...]
    counterparts: tuple[Post, ...]


class Hole(Answer):
    """What is missing in a territory: no post of the Region, no counterpart, subjects that nobody has."""

    code: str
    name: str
    no_region: bool
    no_counterpart: bool
    themes: tuple[str, ...] = Field(description="subjects asked about there that no post has")


def posts(graph: Graph, caller: Caller, *, as_of: date | None = None) -> tuple[Post, ...]:
    """Return the posts that the caller may know, by institution.

    Raises:
        AccessRefused: the caller is not a member.
    """
    caller.members_only()
    return tuple(graph.read_all(POSTS, Post, caller, as_of=(as_of or today()).isoformat(), many=MOST))


def trainings(
    graph: Graph, caller: Caller, *, territory: str | None = None, as_of: date | None = None, months: int = 12
) -> tuple[Training, ...]:
    """Return the trainings followed in the last months; how many people others sent is not said below three.

    Raises:
        AccessRefused: the caller is not a member.
    """
    caller.members_only()
    day = as_of or today()
    asked = {"since": months_before(day, months).isoformat(), "as_of": day.isoformat(), "territory": territory}
    found = graph.read_all(TRAININGS, Training, caller, many=MOST, **asked)
    return tuple(one if one.own else _counted(one) for one in found)


def _counted(one: Training) -> Training:
    few = one.participants is not None and one.participants < LEAST_POSTS
    return one.model_copy(update={"participants": None}) if few else one


def loads(graph: Graph, caller: Caller, names: Mapping[str, str], *, as_of: date | None = None) -> tuple[Load, ...]:
    """Return the load of every EPCI that is named, the largest gap to the norm first.

    Args:
        graph: the store.
        caller: a member; what is computed is the same for all of them.
        names: the EPCI of the region, by code: one without companies or posts is there too.
        as_of: the day.

    Raises:
        AccessRefused: the caller is not a member.
    """
    caller.members_only()
    day = as_of or today()
    figures = territory_figures(graph, caller, "epci", as_of=day)
    known = posts(graph, caller.across, as_of=day)
    found = [_load(code, name, figures.get(code), known) for code, name in names.items()]
    return tuple(sorted(found, key=lambda one: (-one.gap_fte, one.name)))


def _load(code: str, name: str, figures: Figures | None, known: Sequence[Post]) -> Load:
    here = [one for one in known if f"epci:{code}" in one.territories]
    region = sum(one.fte_in(f"epci:{code}") for one in here if one.of_region)
    others = sum(one.fte_in(f"epci:{code}") for one in here if not one.of_region)
    companies = figures.companies if figures else 0
    every = region + others
    enough = len(here) >= LEAST_POSTS and every > 0
    norm = companies / COMPANIES_PER_FTE
    return Load(
        code=code,
        name=name,
        companies=companies,
        region_fte=round(region, 2),
        other_fte=round(others, 2),
        norm_fte=round(norm, 2),
        gap_fte=round(norm - region, 4),
        companies_per_fte=round(companies / region, 1) if region else None,
        visits_per_fte=round(figures.visits / every, 1) if enough and figures else None,
        needs_per_fte=round(figures.needs_open / every, 1) if enough and figures else None,
    )


def proposal(found: Sequence[Load], fte: float, *, part: float = 0.5) -> tuple[Step, ...]:
    """Place a number of FTE by parts, each where the gap to the norm is largest then; the same every time.

    Equal gaps go to the territory with more companies, then by code. It stops when no gap worth a part is left.

    Args:
        found: the loads, as they are.
        fte: how much there is to place.
        part: what is placed at a time; the last part may be smaller.
    """
    gaps = {one.code: one.gap_fte for one in found}
    by_code = {one.code: one for one in found}
    left, made = fte, list[Step]()
    while left > 1e-9 and gaps and len(made) < MOST_STEPS:
        code = min(gaps, key=lambda one: (-gaps[one], -by_code[one].companies, one))
        if gaps[code] < LEAST_GAP:
            break
        placed = min(part, left)
        before, gaps[code] = gaps[code], gaps[code] - placed
        left -= placed
        said = {"code": code, "name": by_code[code].name, "fte": round(placed, 4)}
        made.append(Step(rank=len(made) + 1, gap_before=round(before, 4), gap_after=round(gaps[code], 4), **said))
    return tuple(made)


def tandems(found: Sequence[Post], names: Mapping[str, str]) -> tuple[Tandem, ...]:
    """Return the tandem of every EPCI where a post is known, by name."""
    made = []
    for code, name in sorted(names.items(), key=lambda one: one[1]):
        here = [one for one in found if f"epci:{code}" in one.territories]
        if here:
            region = tuple(one for one in here if one.of_region)
            others = tuple(one for one in here if not one.of_region)
            made.append(Tandem(code=code, name=name, region=region, counterparts=others))
    return tuple(made)


def holes(found: Sequence[Post], names: Mapping[str, str], wanted: Mapping[str, Sequence[str]]) -> tuple[Hole, ...]:
    """Return what is missing, territory by territory: an EPCI that no institution has a post in is a hole too.

    Args:
        found: the posts.
        names: the EPCI of the region, by code.
        wanted: the themes of the open needs of each EPCI; a post without a theme has all of them.
    """
    made = []
    for code, name in sorted(names.items(), key=lambda one: one[1]):
        here = [one for one in found if f"epci:{code}" in one.territories]
        had = {theme for one in here for theme in one.themes}
        whole = any(not one.themes for one in here)
        lacking = () if whole else tuple(sorted(set(wanted.get(code, ())) - had))
        no_region, no_other = not any(one.of_region for one in here), all(one.of_region for one in here)
        if no_region or no_other or lacking:
            made.append(Hole(code=code, name=name, no_region=no_region, no_counterpart=no_other, themes=lacking))
    return tuple(made)


class Staff(Answer):
    """The posts of one institution: how many FTE; how many posts, None below three."""

    institution: str
    of_region: bool
    fte: float
    posts: int | None


def staff(found: Sequence[Post]) -> tuple[Staff, ...]:
    """Return FTE by institution, the Region first."""
    ordered = sorted(found, key=lambda one: (not one.of_region, one.institution_name))
    made = []
    for (of_region, name), group in groupby(ordered, key=lambda one: (one.of_region, one.institution_name)):
        every = list(group)
        many = len(every) if len(every) >= LEAST_POSTS else None
        fte = round(sum(one.fte or 0.0 for one in every), 2)
        made.append(Staff(institution=name, of_region=of_region, fte=fte, posts=many))
    return tuple(made)
