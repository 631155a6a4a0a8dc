"""How alike territories are: a distance over stated traits, and what each trait adds to it, in words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from math import log, sqrt
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from graph.store import Graph
from graph.visibility import Caller
from queries.columns import Seen
from queries.cypher import load
from queries.days import today
from queries.kept import answered
from queries.likeness_words import said_of
from queries.models import Answer
from queries.scope import SIZES, Scope
from queries.territory_indicators import LEAST, Figures, Level, share, territory_figures

CYPHER = load(__file__)
TOWN = 5_000
"""Inhabitants from which a commune counts as a town."""
SECTIONS: dict[str, tuple[int, int]] = {
    "agriculture": (1, 3), "industries extractives": (5, 9), "industrie": (10, 33), "énergie": (35, 35),
    "eau et déchets": (36, 39), "construction": (41, 43), "commerce": (45, 47), "transports": (49, 53),
    "hébergement et restauration": (55, 56), "information et communication": (58, 63), "finance": (64, 66),
    "immobilier": (68, 68), "activités spécialisées": (69, 75), "services aux entreprises": (77, 82),
    "administration": (84, 84), "enseignement": (85, 85), "santé et action sociale": (86, 88),
    "arts et loisirs": (90, 93), "autres services": (94, 99),
}  # fmt: skip
"""Sections of the NAF by the divisions they hold: enough companies in each to compare."""
TRAITS = {
    "population": "nombre d'habitants",
    "companies": "nombre d'entreprises",
    "sectors": "répartition par secteur",
    "sizes": "répartition par taille",
    "urbanity": f"part des habitants en commune de plus de {TOWN:,} habitants".replace(",", " "),
    "unsupported": "part des entreprises sans accompagnement connu",
}
"""What is compared, each counted as much as the others."""
UNKNOWN_GAP = 1.0
"""A trait unknown of one of two territories counts as an average gap: what is not known brings nobody nearer."""
Floats = npt.NDArray[np.float64]


class Profile(NamedTuple):
    """What is compared of a territory; shares go from 0 to 1, None where too few companies say anything."""

    code: str
    name: str
    population: int | None
    companies: int
    sectors: Mapping[str, float]
    sizes: Mapping[str, float]
    urbanity: float | None
    unsupported: float | None


class Contribution(Answer):
    """What one trait adds to a distance: its part of it, from 0 to 1, and the gap in French words."""

    trait: str
    part: float
    said: str


class Like(Answer):
    """A territory that resembles another; two drawn at random are at 1 on average."""

    territory: str
    code: str
    name: str
    distance: float
    contributions: tuple[Contribution, ...]


def like_territories(
    graph: Graph, caller: Caller, territory: str, *, only: Collection[str] | None = None, as_of: date | None = None
) -> list[Like]:
    """Return the other territories of the same level, the most alike first; none where it is not known enough.

    The distance is the root of the mean, over the traits, of the squared gap divided by its mean over all pairs of
    territories compared. Numbers are compared by their logarithm, shares of several kinds by the square roots of
    the shares (Hellinger); a trait that is unknown of one of the two counts as an average gap.

    Args:
        graph: the store.
        caller: a member.
        territory: level and code, `epci:200067999`.
        only: the codes among which to compare; None takes all where enough companies are known.
        as_of: the day of the figures; today when None.

    Raises:
        AccessRefused: the caller is not a member.
    """
    level, _, code = territory.partition(":")
    if level not in ("commune", "epci", "departement"):
        return []
    known = profiles(graph, caller, level, as_of=as_of)  # type: ignore[arg-type]
    compared = {one: profile for one, profile in known.items() if only is None or one in only}
    return nearest(compared, level, code)


def profiles(graph: Graph, caller: Caller, level: Level, *, as_of: date | None = None) -> dict[str, Profile]:
    """Return what is compared of each territory of a level where at least three companies are known, by code.

    Raises:
        AccessRefused: the caller is not a member.
    """
    as_of = as_of or today()
    figures = territory_figures(graph, caller, level, as_of=as_of)

    def make(seen: Seen) -> dict[str, Profile]:
        mixes = _mixes(seen, level)
        codes = [code for code, one in figures.items() if one.companies >= LEAST]
        rows = graph.read(CYPHER, caller.across, level=level, codes=codes, town=TOWN)
        return {row["code"]: _profile(row, figures[row["code"]], *mixes[row["code"]]) for row in rows}

    return answered(graph, caller, Scope(), make, key=("likeness", level, as_of))


def nearest(compared: Mapping[str, Profile], level: str, code: str) -> list[Like]:
    """Return the others of some territories, the most alike to one first."""
    if code not in compared or len(compared) < LEAST:
        return []
    codes = sorted(compared)
    here = codes.index(code)
    gaps = {trait: _gaps([_vector(compared[one], trait) for one in codes], here) for trait in TRAITS}
    told = {trait: found for trait, found in gaps.items() if found is not None}
    if not told:
        return []
    found = [
        _like(compared[code], compared[other], level, {trait: float(of[at]) for trait, of in told.items()})
        for at, other in enumerate(codes)
        if at != here
    ]
    return sorted(found, key=lambda one: (one.distance, one.code))


def _gaps(vectors: list[Floats | None], here: int) -> Floats | None:
    """The squared gaps to one territory, their mean over all pairs being 1; None where the trait tells nothing."""
    known = [one for one in vectors if one is not None]
    mine = vectors[here]
    if len(known) < LEAST or mine is None:
        return None
    table = np.stack(known)
    mean_pair = 2 * float(table.var(axis=0, ddof=1).sum())
    if mean_pair < 1e-12:
        return None
    return np.array([UNKNOWN_GAP if one is None else float(((one - mine) ** 2).sum()) / mean_pair for one in vectors])


def _vector(one: Profile, trait: str) -> Floats | None:
    if trait in ("sectors", "sizes"):
        shares = one.sectors if trait == "sectors" else one.sizes
        names = SECTIONS if trait == "sectors" else SIZES
        return np.sqrt([shares.get(name, 0.0) for name in names]) if shares else None
    value = getattr(one, trait)
    if value is None or (trait in ("population", "companies") and value <= 0):
        return None
    return np.array([log(value) if trait in ("population", "companies") else value])


def _like(mine: Profile, other: Profile, level: str, gaps: Mapping[str, float]) -> Like:
    total = sum(gaps.values())
    contributions = [
        Contribution(
            trait=TRAITS[trait], part=round(gap / total, 3) if total else 0.0, said=said_of(trait, mine, other)
        )
        for trait, gap in gaps.items()
    ]
    return Like(
        territory=f"{level}:{other.code}",
        code=other.code,
        name=other.name,
        distance=round(sqrt(total / len(gaps)), 2),
        contributions=tuple(sorted(contributions, key=lambda one: (-one.part, one.trait))),
    )


def _profile(row: Mapping[str, Any], one: Figures, sectors: dict[str, float], sizes: dict[str, float]) -> Profile:
    return Profile(
        code=row["code"],
        name=row["name"],
        population=row["population"],
        companies=one.companies,
        sectors=sectors,
        sizes=sizes,
        urbanity=row["in_towns"] / row["known"] if row["known"] else None,
        unsupported=share(one.unsupported, one.listed),
    )


def _mixes(seen: Seen, level: Level) -> dict[str, tuple[dict[str, float], dict[str, float]]]:
    """The shares of companies by section and by size in each territory, those not known left out."""
    columns = seen.columns
    open_now = np.asarray(columns.tables.known["state"].to_numpy()) != 1
    place, codes = columns.coded(level)
    counted = []
    for name, kind_of in (("naf", _section), ("size", _size)):
        of, texts = columns.coded(name)
        kinds = list(SECTIONS if name == "naf" else SIZES)
        kind = np.array([kinds.index(found) if (found := kind_of(text)) else -1 for text in texts] or [-1], np.int64)
        mine = kind[of] if len(of) else np.zeros(0, np.int64)
        kept = open_now & (mine >= 0)
        table = np.zeros((len(codes), len(kinds)))
        np.add.at(table, (place[kept], mine[kept]), 1)
        counted.append([_shares(kinds, line) for line in table])
    return {code: (counted[0][at], counted[1][at]) for at, code in enumerate(codes)}


def _shares(kinds: list[str], line: Floats) -> dict[str, float]:
    total = float(line.sum())
    return {kind: float(many) / total for kind, many in zip(kinds, line, strict=True)} if total else {}


def _section(naf: str) -> str | None:
    division = int(naf[:2]) if naf[:2].isdigit() else 0
    return next((name for name, (low, high) in SECTIONS.items() if low <= division <= high), None)


def _size(code: str) -> str | None:
    return next((name for name, codes in SIZES.items() if code in codes and name != "inconnu"), None)
