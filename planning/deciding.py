"""Deciding about an overlap: justified, avoided, or to merge, which makes one visit of two once each side agrees."""

from __future__ import annotations

from typing import Literal

from access import Action, Identity
from graph.errors import AccessRefused, Conflict, Misuse
from graph.store import Graph, Statement
from planning.told import News, now
from queries.overlap_decisions import overlap_decisions
from queries.overlap_pair import Pair, overlap_pair

Decided = Literal["justified", "to_merge", "avoided", "open"]
FASTER = "Quelqu'un d'autre a décidé de ce recouvrement entre-temps."
RELOAD = "Relisez-le avant de décider à nouveau."
# The lock is taken before the status is read: two people at once never decide the same overlap twice.
_DECIDE = """
MERGE (d:OverlapDecision {uid: $uid})
ON CREATE SET d.status = 'open', d.company = $company, d.visits = $visits, d.agreed = []
SET d.overlap = $overlap
WITH d WHERE d.status = $expected AND ($expected <> 'to_merge' OR d.agreed = $before)
SET d.status = $status, d.organisation = $organisation, d.by = $by, d.at = $at, d.agreed = $agreed
RETURN d.uid AS uid
"""
# Of the later key, every part that members know of moves; a part that its owner alone knows stays where it is.
_MERGE = """
MATCH (:Operator)-[edge:VISITED {visit: $two}]->(:Company {uid: $company})
WHERE edge.visibility IN $layer
SET edge.alone = coalesce(edge.alone, edge.visit), edge.joined = $uid, edge.visit = $one
"""
_HISTORY = """
MATCH (o:Operator)-[edge:VISITED]->(:Company {uid: $company})
WHERE (edge.visit IN $visits OR edge.joined = $uid) AND edge.visibility IN $layer AND edge.owner IN $owners
WITH collect([edge, o.uid]) AS parts
UNWIND parts AS part
WITH part[0] AS edge, [one IN parts WHERE one[0].owner <> part[0].owner | one[1]] AS partners
WITH edge, coalesce(partners[0], '') AS partner
MERGE (change:VisitChange {uid: edge.uid + '|' + $at + '|merge'})
SET change += {owner: edge.owner, about: edge.uid, at: $at, by: CASE WHEN edge.owner IN $own THEN $by ELSE '' END,
               was_by: edge.recorded_by, was_at: edge.recorded_at, was_status: edge.status, changed: ['joined'],
               before: [CASE WHEN $parted THEN partner ELSE '' END],
               after: [CASE WHEN $parted THEN '' ELSE partner END]}
"""
_PART = """
MATCH (:Operator)-[edge:VISITED {joined: $uid}]->(:Company {uid: $company})
SET edge.visit = edge.alone
REMOVE edge.joined, edge.alone
"""


def decide(
    graph: Graph, identity: Identity, company: str, uid: str, *, decision: Decided, expected: str = "open"
) -> str:
    """Decide about one overlap for one's institution, and return what it is now: `merged` once each side agreed.

    Args:
        graph: the store.
        identity: a steward of an institution that made one of the two visits.
        company: uid of the company.
        uid: of the overlap, as the list shows it.
        decision: `open` takes the decision back.
        expected: what it was when the page was read.

    Raises:
        AccessRefused: not a steward, or the overlap is between others.
        NotFound: the overlap is no more.
        Conflict: somebody was faster.
    """
    identity.require(Action.DECIDE)
    if decision not in ("justified", "to_merge", "avoided", "open"):
        raise Misuse("Une décision est « justifié », « à fusionner » ou « évité ».")
    pair = overlap_pair(graph, identity.caller, company, uid)
    mine = identity.organisation or ""
    if mine not in pair.owners:
        raise AccessRefused("Ce recouvrement est celui d'autres institutions : elles seules en décident.")
    known = {one.key: one for one in overlap_decisions(graph, identity.caller)}.get(pair.key)
    before = known.agreed if known and known.status == "to_merge" else ()
    agreed = tuple(sorted({*before, mine})) if decision == "to_merge" else ()
    merged = decision == "to_merge" and set(agreed) >= pair.owners
    status = "merged" if merged else decision
    at = now()
    said = _said(identity, pair, at) | {"expected": expected, "status": status, "before": list(before)}
    made: list[Statement] = [(_DECIDE, said | {"agreed": list(agreed)})]
    if merged:
        made += [(_HISTORY, said | {"parted": False}), (_MERGE, said)]
    others = sorted(pair.owners - {mine})
    made += [News(one, "decision", pair.key, mine, pair.overlap.company, uid).statement(at) for one in others]
    if not graph.write_all(made, guarded=True):
        raise Conflict(FASTER, hint=RELOAD)
    return status


def part(graph: Graph, identity: Identity, uid: str) -> None:
    """Make two visits again of those that a decision had merged; a steward of either institution may.

    Args:
        graph: the store.
        identity: who does it.
        uid: of the overlap that was merged.

    Raises:
        AccessRefused: not a steward.
        Conflict: it is merged no more.
    """
    identity.require(Action.DECIDE)
    merged = overlap_decisions(graph, identity.caller, merged_only=True)
    found = next((one for one in merged if one.overlap == uid), None)
    if found is None:
        raise Conflict(FASTER, hint=RELOAD)
    at, keys, mine = now(), found.key.split("|"), identity.organisation or ""
    said = {
        **_by(identity, at), "uid": found.key, "company": found.company, "visits": keys, "overlap": uid,
        "owners": list(found.agreed), "expected": "merged", "status": "open", "before": [], "agreed": [],
    }  # fmt: skip
    made: list[Statement] = [(_DECIDE, said), (_HISTORY, said | {"parted": True}), (_PART, said)]
    for one in found.agreed:
        if one != mine:
            made.append(News(one, "decision", found.key, mine, found.company, uid).statement(at))
    if not graph.write_all(made, guarded=True):
        raise Conflict(FASTER, hint=RELOAD)


def _said(identity: Identity, pair: Pair, at: str) -> dict[str, object]:
    one, two = sorted(pair.visits)
    return {
        **_by(identity, at), "uid": pair.key, "company": pair.overlap.company, "visits": [one, two],
        "overlap": pair.overlap.uid, "one": one, "two": two, "owners": sorted(pair.owners),
    }  # fmt: skip


def _by(identity: Identity, at: str) -> dict[str, object]:
    layer, mine = identity.caller.parameters["layer"], identity.organisation
    return {"organisation": mine, "own": [mine], "by": identity.actor, "at": at, "layer": layer}
