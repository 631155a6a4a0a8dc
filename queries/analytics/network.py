"""The actors of a sector, a filière, a territory, or around one actor, and how they are linked."""

from __future__ import annotations

from datetime import date

import numpy as np

from graph.store import Graph
from graph.visibility import Caller, Layer
from queries.analytics.around import Around, perimeter
from queries.analytics.facts import BATCH, FACTS, YEAR, Facts, Known, read_facts
from queries.analytics.model import KINDS, Actor, Columns, Ints, Network
from queries.cypher import load
from queries.models import MASKED_NAME

COMPANY_CARDS = load(__file__, "company_cards")
ACTOR_CARDS = load(__file__, "actor_cards")

_UNTOLD = {"project": "[projet signalé]", "agreement": "[convention signalée]"}
_NEVER = np.iinfo(np.int64).max


def network(graph: Graph, caller: Caller, around: Around) -> Network:
    """Return all actors of a perimeter that are linked, and their links.

    Companies of the perimeter; the operators that visited, supported or work with them; the projects that
    they, or the territories asked for, carry; the agreements they are party to or that cover the perimeter;
    and the operators and territories behind those. Cancelled visits link nobody. It is computed across
    institutions, so it is the same for all members: the caller's own private records are not in it.

    Raises:
        Misuse: nothing is asked, or a word is unknown or means several things.
        NotFound: the ego is nothing that the caller may know.
    """
    return network_since(graph, caller, around, None)[0]


def network_since(graph: Graph, caller: Caller, around: Around, day: date | None) -> tuple[Network, Network | None]:
    """Return a network as `network` does, and as it was with the facts of up to the month of `day`, in one reading.

    The companies are today's in both: no register tells which ones there were. A fact without a date is in both, one
    that tells its year alone from that year on. By month, because that is all that members know of a signalled fact.
    """
    caller = caller.across
    asked = perimeter(graph, caller, around)
    known, facts = read_facts(graph, caller, asked)
    cards = _cards(graph, caller, known, facts)
    by_year = caller.layer is Layer.PUBLIC

    def drawn(some: Facts) -> Network:
        linked = np.unique(np.concatenate([some.one, some.other])).tolist()
        actors, links = _drawn(some, {key: cards[key] for key in linked if key in cards}, by_year=by_year)
        return Network(asked.title, len(known.companies), actors, links)

    before = None if day is None else drawn(facts.where(facts.first <= day.year * YEAR + day.month))
    return drawn(facts), before


def _drawn(facts: Facts, cards: dict[int, Actor], *, by_year: bool) -> tuple[list[Actor], Columns]:
    ids = np.array(sorted(cards), dtype=np.int64)
    order = sorted(range(len(ids)), key=lambda position: cards[int(ids[position])].order)
    actors = [cards[int(ids[position])] for position in order]
    rank = np.empty(len(ids), dtype=np.int64)
    rank[order] = np.arange(len(ids))
    return actors, _links(facts, ids, rank, actors, by_year=by_year)


def _cards(graph: Graph, caller: Caller, known: Known, facts: Facts) -> dict[int, Actor]:
    """Return what is said of each linked node, by internal id."""
    linked = np.unique(np.concatenate([facts.one, facts.other]))
    cards: dict[int, Actor] = {}
    companies = np.intersect1d(known.companies, linked, assume_unique=True)
    for start in range(0, len(companies), BATCH):
        [card] = graph.read(COMPANY_CARDS, caller, ids=companies[start : start + BATCH].tolist())
        columns = (card[name] for name in ("ids", "uids", "labels", "sirens", "nafs", "communes", "departements"))
        for key, uid, label, siren, naf, commune, departement in zip(*columns, strict=True):
            name = label or MASKED_NAME
            cards[key] = Actor(f"company:{uid}", "company", uid, name, siren, naf, commune, departement=departement)
    for start in range(0, len(known.others), BATCH):
        [card] = graph.read(ACTOR_CARDS, caller, ids=known.others[start : start + BATCH].tolist())
        columns = (card[name] for name in ("ids", "uids", "kinds", "labels", "sirens", "details"))
        for key, uid, node_label, name, siren, detail in zip(*columns, strict=True):
            kind = node_label.lower()
            label = name or _UNTOLD.get(kind, uid)
            cards[key] = Actor(f"{kind}:{uid}", kind, uid, label, siren, detail=detail)
    return cards


def _links(facts: Facts, ids: Ints, rank: Ints, actors: list[Actor], *, by_year: bool) -> Columns:
    """Add the facts up by pair of actors. A node that vanished between two reads takes its facts along."""
    keep = np.isin(facts.one, ids) & np.isin(facts.other, ids) & (facts.one != facts.other)
    one = rank[np.searchsorted(ids, facts.one[keep])]
    other = rank[np.searchsorted(ids, facts.other[keep])]
    # source and target by kind, then by position: both ends of a pair are always told in the same order
    kinds = np.array([KINDS.index(actor.kind) for actor in actors], dtype=np.int64)
    size = len(actors)
    swap = (kinds[one] * size + one) > (kinds[other] * size + other) if size else np.zeros(0, dtype=bool)
    source, target = np.where(swap, other, one), np.where(swap, one, other)
    pairs, row = np.unique(source * size + target, return_inverse=True)
    code = facts.kind[keep]
    counted = {
        name: np.bincount(row[code == number], minlength=len(pairs)).astype(np.int64)
        for number, name in enumerate(FACTS.values())
    }
    first, last = facts.first[keep], facts.last[keep]
    earliest = np.full(len(pairs), _NEVER)
    np.minimum.at(earliest, row, np.where(first > 0, first, _NEVER))
    latest = np.zeros(len(pairs), dtype=np.int64)
    np.maximum.at(latest, row, last)
    return Columns(
        source=pairs // max(size, 1),
        target=pairs % max(size, 1),
        weight=np.bincount(row, minlength=len(pairs)).astype(np.int64),
        counts=counted,
        first=_told(np.where(earliest == _NEVER, 0, earliest), by_year=by_year),
        last=_told(latest, by_year=by_year),
    )


def _told(numbers: Ints, *, by_year: bool) -> list[str]:
    """Turn 2026 x 13 + 3 back into `2026-03`, or `2026` for a year alone and for the public."""
    texts = {0: ""}
    for number in np.unique(numbers).tolist():
        year, month = divmod(number, YEAR)
        if number:
            texts[number] = f"{year:04}" if by_year or not month else f"{year:04}-{month:02}"
    return [texts[number] for number in numbers.tolist()]
