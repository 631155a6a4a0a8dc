"""Companies that may be one: which to keep, which others to make one with it, and why, the surest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Literal

from pydantic import Field

from graph.companies import companies_state
from graph.store import Graph
from graph.visibility import Caller, Visibility
from matching import Mention, Registry
from queries.cypher import load
from queries.duplicate_pairs import KINDS_FR, Kind, Known, Pair, known_of, pairs
from queries.kept import remembered
from queries.models import MASKED_NAME, Answer
from queries.registry import registry
from queries.scope import Resolved, Scope, resolve

CYPHER = load(__file__)
SUCCESSIONS = load(__file__, "successions")
DECIDED = load(__file__, "decided_pairs")
BATCH = 20_000
LEAST = 0.5
"""Below this score nothing is proposed: a person would say no more often than yes."""
NEAR = 3
"""How many companies a name typed by hand is compared with."""
_RANK = {level.value: rank for rank, level in enumerate(Visibility)}


class Card(Answer):
    """A company, as far as it takes to tell it from another."""

    uid: str
    siren: str | None
    name: str
    address: str | None
    code_postal: str | None
    commune: str | None
    naf: str | None
    state: str
    verified: bool
    created_on: str | None
    closed_on: str | None
    sites: int


class Proposal(Answer):
    """A company that may be the one to keep; `score` is from 0 to 1, `reasons` say why, in French."""

    company: Card
    kind: Kind
    kind_fr: str
    score: float
    reasons: tuple[str, ...]
    status: Literal["none", "proposed"] = Field(default="none", description="proposed: somebody has said so already")
    merging: str | None = Field(default=None, description="number of what was proposed")
    waits_for: tuple[str, ...] = Field(default=(), description="institutions whose word is missing")


class Group(Answer):
    """Companies that may be one: the one to keep, and the others."""

    keep: Card
    others: tuple[Proposal, ...]
    score: float


class Duplicates(Answer):
    """The groups, the surest first, and how many there are in all."""

    count: int
    groups: tuple[Group, ...]


def duplicates(
    graph: Graph, caller: Caller, scope: Scope | None = None, *, limit: int = 20, skip: int = 0
) -> Duplicates:
    """Return the companies that may be one, but for the pairs that were said to be two.

    Args:
        graph: the store.
        caller: on whose behalf: companies that it may know; of partial diffusion none is found by its name.
        scope: where one of the companies must be.
        limit: how many groups at most; 0 takes all.
        skip: how many groups to leave out first.

    Raises:
        AccessRefused: the caller is not a member.
        Misuse: a territory that nobody knows.
    """
    caller.members_only()
    scope = scope or Scope()
    reader = companies_state(graph, caller).reader
    if reader.organisation:  # it has companies that the layer lacks: this answer is its own
        groups = _found(graph, reader, scope)
    else:
        groups = remembered(graph, ("duplicates", scope), lambda: _found(graph, reader, scope))
    return Duplicates(count=len(groups), groups=tuple(groups[skip : skip + limit if limit else None]))


def _found(graph: Graph, caller: Caller, scope: Scope) -> list[Group]:
    resolved = resolve(graph, caller, scope)
    companies = {one.uid: one for one in _read(graph, caller, resolved)}
    found = [*pairs(list(companies.values()), graph.read(SUCCESSIONS, caller))]
    found += _typed(graph, caller, companies, resolved)
    decided = {frozenset((one["keep"], one["gone"])): one for one in graph.read(DECIDED, caller)}
    best: dict[frozenset[str], Pair] = {}
    for pair in found:
        key = frozenset((pair.one.uid, pair.other.uid))
        if pair.score < LEAST or decided.get(key, {}).get("status") == "distinct":
            continue
        if key not in best or best[key].score < pair.score:
            best[key] = pair
    return sorted(_groups(best, decided), key=lambda one: (-one.score, one.keep.uid))


def _read(graph: Graph, caller: Caller, resolved: Resolved, wanted: Iterable[str] = ()) -> Iterator[Known]:
    after, said = "", {"wanted": sorted(wanted), "many": BATCH, "masked_name": MASKED_NAME, **resolved.parameters}
    while rows := graph.read(CYPHER, caller, after=after, **said)[0]["rows"]:
        after = rows[-1]["uid"]
        yield from map(known_of, rows)


def _typed(graph: Graph, caller: Caller, companies: dict[str, Known], resolved: Resolved) -> list[Pair]:
    """Companies typed by hand, beside those that their name and place may mean."""
    by_hand = [one for one in companies.values() if one.by_hand and one.names]
    if not by_hand:
        return []
    known = registry(graph, caller)
    near = {one.uid: list(_near(known, one)) for one in by_hand}
    missing = {uid for found in near.values() for uid, _, _ in found} - companies.keys()
    if missing:
        companies |= {one.uid: one for one in _read(graph, caller, resolved, missing)}
    made = []
    for one in by_hand:
        why = "saisie à la main, sans SIREN" if one.siren is None else "saisie à la main, SIREN inconnu du répertoire"
        for uid, score, reasons in near[one.uid]:
            if uid in companies:
                made.append(Pair(one, companies[uid], Kind.TYPED, score, (why, *reasons)))
    return made


def _near(known: Registry, one: Known) -> Iterator[tuple[str, float, tuple[str, ...]]]:
    """Give the companies that a name may mean but for itself: the probability that it held is shared out again."""
    mention = Mention(one.names[0], one.commune, one.code_commune, one.code_postal, one.departement, one.naf)
    found = known.candidates(mention, NEAR + 1)
    left = 1.0 - sum(each.score for each in found if each.uid == one.uid)
    for each in found:
        if each.uid != one.uid and left > 0.0:
            yield each.uid, min(0.98, each.score / left), each.reasons


def _groups(best: dict[frozenset[str], Pair], decided: dict[frozenset[str], dict[str, Any]]) -> list[Group]:
    """Put together the pairs that would keep the same company; each company goes at most once."""
    found: dict[str, list[Proposal]] = {}
    keeps: dict[str, Known] = {}
    going: set[str] = set()
    for key, pair in sorted(best.items(), key=lambda item: (-item[1].score, sorted(item[0]))):
        said = decided.get(key)
        keep, gone = sorted((pair.one, pair.other), key=_worth, reverse=True)
        if said and said["keep"] == gone.uid:
            keep, gone = gone, keep
        # A chain is walked one step at a time: what is left of it is proposed again afterwards.
        if gone.uid in going or gone.uid in keeps or keep.uid in going:
            continue
        going.add(gone.uid)
        keeps[keep.uid] = keep
        found.setdefault(keep.uid, []).append(_proposal(gone, pair, said))
    return [Group(keep=_card(keep), others=tuple(found[uid]), score=found[uid][0].score) for uid, keep in keeps.items()]


def _worth(one: Known) -> tuple[Any, ...]:
    """What makes a company the one to keep: known to most, of the register, open, the latest."""
    level = _RANK[one.visibility]
    return one.siren is not None, level, one.verified, one.state == "open", one.created_on or "", one.uid


def _proposal(gone: Known, pair: Pair, said: dict[str, Any] | None) -> Proposal:
    return Proposal(
        company=_card(gone),
        kind=pair.kind,
        kind_fr=KINDS_FR[pair.kind],
        score=round(pair.score, 3),
        reasons=pair.reasons,
        status="proposed" if said else "none",
        merging=said["uid"] if said else None,
        waits_for=tuple(said["waits_for"]) if said else (),
    )


def _card(one: Known) -> Card:
    shown = {name: getattr(one, name) for name in Card.model_fields if name != "sites"}
    return Card(**shown, sites=len(one.sirets))
