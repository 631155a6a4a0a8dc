"""Asking another institution to join its visit, or not to make it; answering; taking a joint visit apart again."""

from __future__ import annotations

import uuid
from typing import Any, Literal, NamedTuple

from access import Action, Identity
from graph.errors import Conflict, Refused
from graph.store import Graph
from ingest.amended import marks_beside
from planning.told import News, now
from queries.exchanges import Exchange, exchange
from queries.own_visits import own_visit
from queries.planned_by import planned_by

LONGEST = 500
Day = Literal["ours", "theirs"]
GONE = "Cette demande n'attend plus de réponse : quelqu'un a été plus rapide, ou la visite a changé."
RELOAD = "Rechargez la page."
_ASK = """
MATCH (theirs:Operator {uid: $operator})
WHERE NOT EXISTS {
  MATCH (other:Exchange {theirs: $theirs, owner: $owner, kind: $kind, status: 'open'}) WHERE other.uid <> $uid }
MERGE (x:Exchange {uid: $uid})
SET x += {owner: $owner, addressee: $addressee, kind: $kind, status: 'open', company: $company, mine: $mine,
          theirs: $theirs, reason: $reason, asked_at: $at, asked_by: $by}
RETURN x.uid AS uid
"""
# The lock is taken before the status is read: two people at once never answer twice.
_TAKE = """
MATCH (x:Exchange {uid: $uid}) WHERE x.addressee IN $own OR x.owner IN $own
SET x.answered_at = x.answered_at
WITH x WHERE x.status = $expected
"""
_SETTLE = """
SET x.status = $status, x.answer = $answer, x.answered_at = $at, x.answered_by = $by
RETURN x.uid AS uid
"""
# The edge of whoever asked takes the key of the visit it joins. Both are on one day: that of the visit that was joined,
# or that of whoever asked, as whoever accepted has said. What a file had said of each stays beside it, so that the
# file, given again, moves neither.
_JOIN = """
MATCH (a:Operator)-[mine:VISITED {uid: x.mine}]->(c:Company) USING INDEX SEEK mine:VISITED(uid)
MATCH (b:Operator)-[theirs:VISITED {uid: x.theirs}]->(c) USING INDEX SEEK theirs:VISITED(uid)
WHERE mine.owner = x.owner AND theirs.owner = x.addressee AND mine.status = 'planned' AND theirs.status = 'planned'
  AND coalesce(mine.content_hash, '') = $seen[0] AND coalesce(theirs.content_hash, '') = $seen[1]
WITH x, a, b, mine, theirs, [toString(mine.on), toString(theirs.on)] AS were,
  CASE $day WHEN 'theirs' THEN coalesce(mine.on, theirs.on) ELSE coalesce(theirs.on, mine.on) END AS day
SET mine.alone = coalesce(mine.alone, mine.visit), mine.joined = x.uid, mine.visit = theirs.visit,
    mine += $marks[0], theirs += $marks[1]
FOREACH (edge IN [mine, theirs] |
  SET edge.on = day,
      edge.earliest = CASE edge.visibility WHEN 'signalled' THEN left(day, 8) + '01' ELSE day END,
      edge.latest = CASE edge.visibility WHEN 'signalled'
        THEN toString(date(left(day, 8) + '01') + duration({months: 1}) - duration({days: 1})) ELSE day END)
WITH x, mine, theirs, day, [[mine, b.uid, were[0]], [theirs, a.uid, were[1]]] AS sides
UNWIND sides AS side
WITH x, mine, day, side[0] AS edge, side[1] AS partner, coalesce(side[2], '') AS was
MERGE (change:VisitChange {uid: edge.uid + '|' + $at + '|' + x.uid})
SET change += {owner: edge.owner, about: edge.uid, at: $at, by: CASE edge WHEN mine THEN x.asked_by ELSE $by END,
               was_by: edge.recorded_by, was_at: edge.recorded_at, was_status: edge.status}
SET change.changed = CASE WHEN was <> day THEN ['joined', 'on'] ELSE ['joined'] END,
    change.before = CASE WHEN was <> day THEN ['', was] ELSE [''] END,
    change.after = CASE WHEN was <> day THEN [partner, day] ELSE [partner] END
WITH DISTINCT x, CASE WHEN x.mine < x.theirs THEN x.mine + ':' + x.theirs ELSE x.theirs + ':' + x.mine END AS pair
CALL (x, pair) {
  // Whether the two are one visit is answered: the review queue asks no longer.
  MATCH (review:Review) WHERE review.uid IN [owner IN [x.owner, x.addressee] | 'joint:' + pair + ':' + owner]
    AND review.status = 'open'
  DELETE review
}
WITH x
"""
_EDGES = """
MATCH (x:Exchange {uid: $uid})
WITH x.mine AS one, x.theirs AS other
MATCH (:Operator)-[mine:VISITED {uid: one}]->(:Company) USING INDEX SEEK mine:VISITED(uid)
WITH mine, other
MATCH (:Operator)-[theirs:VISITED {uid: other}]->(:Company) USING INDEX SEEK theirs:VISITED(uid)
RETURN properties(mine) AS mine, properties(theirs) AS theirs
"""
_PART = """
MATCH (a:Operator)-[mine:VISITED {uid: x.mine}]->(c:Company) USING INDEX SEEK mine:VISITED(uid)
MATCH (b:Operator)-[theirs:VISITED {uid: x.theirs}]->(c) USING INDEX SEEK theirs:VISITED(uid)
WHERE mine.joined = x.uid
SET mine.visit = mine.alone
REMOVE mine.joined, mine.alone
WITH x, [[mine, b.uid], [theirs, a.uid]] AS sides
UNWIND sides AS side
WITH x, side[0] AS edge, side[1] AS partner
MERGE (change:VisitChange {uid: edge.uid + '|' + $at + '|' + x.uid})
SET change += {owner: edge.owner, about: edge.uid, at: $at, by: CASE WHEN edge.owner IN $own THEN $by ELSE '' END,
               was_by: edge.recorded_by, was_at: edge.recorded_at, was_status: edge.status,
               changed: ['joined'], before: [partner], after: ['']}
WITH DISTINCT x
"""


class Wish(NamedTuple):
    """What is asked: of whom, about its visit to which company, on the day or in the month that one knows of."""

    kind: Literal["join", "objection"]
    company: str
    operator: str
    on: str
    reason: str = ""
    mine: str | None = None


class Answered(NamedTuple):
    """An answer; `day` is on which day a joint visit takes place: ours, or that of whoever asked."""

    accept: bool
    text: str = ""
    day: Day | None = None


class Part(NamedTuple):
    """What an answer does beside moving the status, and its parameters."""

    text: str = ""
    parameters: dict[str, Any] = {}  # noqa: RUF012  (never written to)


def ask(graph: Graph, identity: Identity, wish: Wish) -> str:
    """Ask, and return the uid of the exchange; the other institution is told, and its visit stays its own.

    Raises:
        AccessRefused: the role does not permit it.
        NotFound: no such visit that one may know, or no such visit of one's own.
        Refused: an objection without a reason.
        Conflict: it is asked already.
    """
    identity.require(Action.WRITE)
    reason = " ".join(wish.reason.split())[:LONGEST]
    if wish.kind == "objection" and not reason:
        raise Refused("Une objection dit pourquoi.", hint="Écrivez-en la raison en une ligne.")
    if wish.mine is not None:
        own_visit(graph, identity.caller, wish.mine)
    theirs = planned_by(graph, identity.caller, wish.company, wish.operator, wish.on)
    uid, at, owner = uuid.uuid4().hex, now(), identity.organisation or ""
    asked = {
        "uid": uid, "owner": owner, "addressee": theirs.owner, "operator": wish.operator, "kind": wish.kind,
        "company": wish.company, "mine": wish.mine, "theirs": theirs.uid, "reason": reason or None, "at": at,
        "by": identity.actor,
    }  # fmt: skip
    told = News(theirs.owner, wish.kind, uid, owner, wish.company).statement(at)
    if not graph.write_all([(_ASK, asked), told], guarded=True):
        raise Conflict("Votre institution l'a déjà demandé.", hint="La réponse viendra dans vos avis.")
    return uid


def answer(graph: Graph, identity: Identity, uid: str, said: Answered) -> None:
    """Answer what another institution asks; a request to join that is accepted makes one visit of two, on one day.

    Raises:
        AccessRefused: the role does not permit it.
        NotFound: no such exchange of one's own.
        Refused: on which day is not said, when ours is not told to them or theirs not to us.
        Conflict: it was answered or withdrawn meanwhile, or one of the visits is no longer planned.
    """
    found = _mine(graph, identity, uid, asked_by_us=False)
    status = "accepted" if said.accept else "declined"
    part = Part()
    if said.accept and found.kind == "join":
        part = _joining(graph, identity, found, said.day)
    _settle(graph, identity, found, ("open", status), part=part, text=said.text)


def _joining(graph: Graph, identity: Identity, found: Exchange, day: Day | None) -> Part:
    """What makes one visit of two, and the day on which it takes place; nobody's day is told without a word."""
    edges = graph.system_read(_EDGES, uid=found.uid)
    if len(edges) != 1:
        raise Conflict(GONE, hint=RELOAD)
    mine, theirs = edges[0]["mine"], edges[0]["theirs"]
    told = identity.caller.parameters["detail"]
    if day is None and theirs["visibility"] not in told:
        raise Refused(
            "Dites quel jour : le vôtre, qui leur sera dit, ou le leur.",
            hint="Votre visite n'est signalée que par son mois.",
        )
    if day == "theirs" and mine["visibility"] not in told:
        raise Refused("Leur jour ne vous est pas dit : acceptez au vôtre.")
    marks = [marks_beside(edge) for edge in (mine, theirs)]
    seen = [edge.get("content_hash") or "" for edge in (mine, theirs)]
    return Part(_JOIN, {"day": day or "ours", "marks": marks, "seen": seen})


def withdraw(graph: Graph, identity: Identity, uid: str) -> None:
    """Take back what one asked, as long as nobody answered.

    Raises:
        AccessRefused, NotFound, Conflict: as `answer`.
    """
    _settle(graph, identity, _mine(graph, identity, uid, asked_by_us=True), ("open", "withdrawn"))


def separate(graph: Graph, identity: Identity, uid: str) -> None:
    """Make two visits again of the one that an accepted request had made; either institution may.

    Raises:
        AccessRefused, NotFound, Conflict: as `answer`.
    """
    identity.require(Action.WRITE)
    found = exchange(graph, identity.caller, uid)
    _settle(graph, identity, found, ("accepted", "withdrawn"), part=Part(_PART))


def _mine(graph: Graph, identity: Identity, uid: str, *, asked_by_us: bool) -> Exchange:
    identity.require(Action.WRITE)
    found = exchange(graph, identity.caller, uid)
    if found.own is not asked_by_us:
        raise Refused("C'est à l'autre institution de le dire.")
    return found


def _settle(
    graph: Graph,
    identity: Identity,
    found: Exchange,
    change: tuple[str, str],
    *,
    part: Part | None = None,
    text: str = "",
) -> None:
    at, organisation = now(), identity.organisation or ""
    part = part or Part()
    parameters = {
        **part.parameters, "uid": found.uid, "expected": change[0], "status": change[1], "at": at, "by": identity.actor,
        "answer": " ".join(text.split())[:LONGEST] or None, "own": [organisation],
    }  # fmt: skip
    told = News(found.counterpart, found.kind, found.uid, organisation, found.company).statement(at)
    if not graph.write_all([(_TAKE + part.text + _SETTLE, parameters), told], guarded=True):
        raise Conflict(GONE, hint=RELOAD)
