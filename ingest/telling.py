"""What a batch of visits leaves behind beside its edges: their history, offers of joint visits, notices.

All are written by the transaction that writes the visits, so that no stop can come between.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from graph.store import Record, Statement
from graph.visibility import MEMBER
from ingest.facts import EdgeRecord, NodeRecord

WINDOW_DAYS = 90
SHOWN = ("on", "status", "visibility", "theme", "siret", "role", "duration_minutes", "joint_reference", "reference")
TEXTS = ("purpose", "note", "agent", "overlap_reason")
"""Their former content is kept nowhere: texts may speak of people, whose erasure must not need the history."""

KEEP_HISTORY = """
UNWIND $rows AS row
MATCH ()-[edge:VISITED {uid: row.uid}]->() USING INDEX SEEK edge:VISITED(uid)
WITH edge, row,
  [name IN $shown + $texts WHERE coalesce(toString(edge[name]), '') <> coalesce(toString(row.after[name]), '')]
  AS changed
WHERE size(changed) > 0
WITH edge, row, changed, COUNT { (:VisitChange {about: row.uid}) } AS rank
MERGE (change:VisitChange {uid: row.uid + '|' + row.at + '|' + row.hash})
ON CREATE SET change.rank = rank
SET change.owner = edge.owner, change.about = row.uid, change.at = row.at, change.by = row.by,
    change.was_by = edge.recorded_by, change.was_at = edge.recorded_at, change.was_status = edge.status,
    change.changed = changed,
    change.before = [name IN changed | CASE WHEN name IN $shown THEN coalesce(toString(edge[name]), '') ELSE '' END],
    change.after = [name IN changed | CASE WHEN name IN $shown THEN coalesce(toString(row.after[name]), '') ELSE '' END]
"""

# The same company on the same day by two institutions, without a reference in common: offered to each of them as one
# joint visit, an overlap until both confirm. Only shared records offer themselves: a signalled one does not say its
# day. It runs in the transaction that writes the visits, so that no stop can come between.
OFFER_JOINT_VISITS = """
UNWIND $uids AS uid
MATCH (one:Operator)-[mine:VISITED {uid: uid}]->(company:Company) USING INDEX SEEK mine:VISITED(uid)
WHERE mine.status <> 'cancelled' AND mine.visibility IN $detail
MATCH (two:Operator)-[theirs:VISITED]->(company)
WHERE two <> one AND theirs.on = mine.on AND theirs.visit <> mine.visit
  AND theirs.status <> 'cancelled' AND theirs.visibility IN $detail
WITH DISTINCT company,
  CASE WHEN mine.uid < theirs.uid THEN [mine, theirs] ELSE [theirs, mine] END AS pair,
  CASE WHEN mine.uid < theirs.uid THEN [one, two] ELSE [two, one] END AS who
WITH company, pair, 'joint:' + pair[0].uid + ':' + pair[1].uid AS key,
  who[0].name + ' et ' + who[1].name + ' ont visité ' + company.name + ' le même jour : une seule visite conjointe ?'
    AS said
UNWIND pair AS mine
MERGE (review:Review {uid: key + ':' + mine.owner})
ON CREATE SET review += $provenance, review.is_new = true, review.kind = 'joint', review.status = 'open',
  review.owner = mine.owner, review.source_uid = mine.source_uid, review.import_uid = mine.import_uid,
  review.mention = company.name, review.candidates = '[]',
  review.reasons = CASE WHEN pair[0].owner = pair[1].owner THEN [said]
    ELSE [said, 'Il y faut un responsable de chaque institution.'] END,
  review.row = '{"edges": [{"uid": "' + pair[0].uid + '", "visit": "' + pair[0].visit + '"}, {"uid": "'
               + pair[1].uid + '", "visit": "' + pair[1].visit + '"}]}'
WITH key, review WHERE review.is_new
REMOVE review.is_new
RETURN count(DISTINCT key) AS offered
"""

# Each pair of visits has two sides, and each institution is told of the other's visit alone, if its level lets it be
# known: a private visit is never the cause of a notice to anybody else. What takes part in a visit unseen is not
# looked at either. A notice is news again when the other's day, as it may be known, or state has moved.
TELL = """
UNWIND $brought AS brought
MATCH (one:Operator)-[new:VISITED {uid: brought.uid}]->(company:Company) USING INDEX SEEK new:VISITED(uid)
MATCH (two:Operator)-[other:VISITED]->(company)
WHERE two <> one AND other.owner <> new.owner AND other.status IN ['done', 'planned']
  AND other.earliest <= brought.until AND other.latest >= brought.since
  AND (new.visit = other.visit OR (new.status <> 'cancelled'
       AND (brought.coming OR (other.status = 'planned' AND other.latest >= $today))))
WITH brought, company, new, other, one, two
UNWIND [[other, new, one, two], [new, other, two, one]] AS side
WITH company, side[0] AS mine, side[1] AS theirs, side[2] AS who, side[3] AS me,
  CASE WHEN side[0] = new THEN $seen_by ELSE [] END AS seen_by
WHERE theirs.visibility IN $layer AND mine.owner <> 'dore'
  AND (theirs.visit <> mine.visit OR theirs.uid IN $uids)
WITH company, mine, theirs, who, seen_by, CASE WHEN theirs.visit = mine.visit THEN 'joint'
  WHEN EXISTS { (who)-[part:VISITED]->(company)
                WHERE part.visit = mine.visit AND (part.visibility IN $layer OR part.owner = mine.owner) }
    OR EXISTS { (me)-[part:VISITED]->(company)
                WHERE part.visit = theirs.visit AND (part.visibility IN $layer OR part.owner = mine.owner) }
  THEN NULL ELSE 'overlap' END AS kind
WHERE kind IS NOT NULL
WITH DISTINCT company, mine, theirs, who, seen_by, kind,
  theirs.uid + '|' + theirs.earliest + '|' + theirs.latest + '|' + theirs.status AS mark
ORDER BY mark
MERGE (notice:Notice {uid: kind + ':' + mine.uid + ':' + who.uid})
WITH notice, company, mine, who, seen_by, kind, mark WHERE coalesce(notice.mark, '') <> mark
SET notice += {owner: mine.owner, kind: kind, about: mine.uid, other: who.uid, company: company.uid, at: $at,
               mark: mark, read_by: seen_by}
"""


# Once: an agreement that is corrected is no news, and one whose level hides its parties tells nobody.
TELL_PARTIES = """
UNWIND $named AS named
MATCH (party:Operator {uid: named.party}) WHERE party.uid <> named.owner
MERGE (notice:Notice {uid: named.kind + ':' + named.about + ':' + party.uid})
ON CREATE SET notice.owner = party.uid, notice.kind = named.kind, notice.about = named.about,
  notice.other = named.owner, notice.company = '', notice.at = $at, notice.read_by = []
"""
ENTRUSTED = {"Envelope": ("envelope", "manager"), "Referral": ("referral", "addressee")}
NAMED = {"PARTY_TO": "agreement", "INVITED_TO": "consultation"}


def named_parties(edges: Iterable[EdgeRecord], at: str) -> list[Statement]:
    """Return what tells institutions that another named them as party to an agreement, or guest of a consultation."""
    detail = MEMBER.parameters["detail"]
    named = [
        {"kind": NAMED[edge.type], "party": edge.start[1], "owner": edge.properties["owner"], "about": edge.end[1]}
        for edge in edges
        if edge.type in NAMED and edge.start[0] == "Operator" and edge.properties["visibility"] in detail
    ]
    return [(TELL_PARTIES, {"named": named, "at": at})] if named else []


def entrusted(nodes: Iterable[NodeRecord], at: str) -> list[Statement]:
    """Return what tells institutions that another entrusts them with an envelope, or puts a question to them."""
    detail = MEMBER.parameters["detail"]
    named = [
        {"kind": kind, "party": node.properties[whom], "owner": node.properties["owner"], "about": node.uid}
        for node in nodes
        for kind, whom in [ENTRUSTED.get(node.label, ("", ""))]
        if kind and node.properties.get(whom) and node.properties["visibility"] in detail
    ]
    return [(TELL_PARTIES, {"named": named, "at": at})] if named else []


def history(edges: Iterable[EdgeRecord], replaced: set[str], at: str) -> list[Statement]:
    """Return what keeps the history of the visits that a batch replaces; to be run before they go."""
    rows = [
        {
            "uid": edge.uid,
            "after": {name: edge.properties.get(name) for name in (*SHOWN, *TEXTS)},
            "at": at,
            "by": edge.properties["recorded_by"],
            "hash": edge.properties.get("content_hash") or "",
        }
        for edge in edges
        if edge.type == "VISITED" and edge.uid in replaced
    ]
    return [(KEEP_HISTORY, {"rows": rows, "shown": list(SHOWN), "texts": list(TEXTS)})] if rows else []


def window(said: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return the first and the last day on which another visit is near this one, None for a visit without a day."""
    if "latest" not in said:
        return None
    return _moved(said["earliest"], -WINDOW_DAYS), _moved(said["latest"], WINDOW_DAYS)


def near_others(answers: Iterable[list[Record]]) -> tuple[set[str], list[str]]:
    """Return the visits that have another near them, and those that have one on their day, as their creation told."""
    told = [record for answer in answers for record in answer if "same_day" in record]
    near = {uid for record in told for uid in record["near"]}
    return near, sorted({uid for record in told for uid in record["same_day"]})


def offers(same_day: list[str], provenance: dict[str, Any]) -> list[Statement]:
    """Return what offers visits of one company and day as joint ones; to be run once the edges are there."""
    if not same_day:
        return []
    said = {"uids": same_day, "provenance": provenance, "detail": MEMBER.parameters["detail"]}
    return [(OFFER_JOINT_VISITS, said)]


def notices(edges: Iterable[EdgeRecord], today: date, at: str, seen_by: list[str]) -> list[Statement]:
    """Return what tells the institutions concerned of visits to come; to be run once the edges are there.

    Args:
        edges: of what a batch brings, those that have another visit near them.
        today: tells what is still to come.
        at: when they are told.
        seen_by: who needs no notice of their own institution's side: whoever was warned while typing.
    """
    layer = MEMBER.parameters["layer"]
    recent = (today - timedelta(days=WINDOW_DAYS)).isoformat()
    brought = []
    for edge in edges:
        said = edge.properties
        days = window(said)
        if days is None or said["visibility"] not in layer:
            continue
        if said["latest"] >= (recent if said["status"] == "done" else today.isoformat()):
            coming = said["status"] == "planned"
            brought.append({"uid": edge.uid, "coming": coming, "since": days[0], "until": days[1]})
    if not brought:
        return []
    parameters = {"brought": brought, "uids": [one["uid"] for one in brought], "layer": layer, "at": at}
    return [(TELL, {**parameters, "today": today.isoformat(), "seen_by": seen_by})]


@lru_cache(maxsize=8192)
def _moved(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
