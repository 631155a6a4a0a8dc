"""What a batch of visits leaves behind beside its edges: their history, and notices to the institutions concerned.

Both are written by the transaction that writes the visits, so that no stop can come between.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from graph.store import Statement
from graph.visibility import MEMBER
from ingest.facts import EdgeRecord

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


def notices(edges: Iterable[EdgeRecord], today: date, at: str, seen_by: list[str]) -> list[Statement]:
    """Return what tells the institutions concerned of visits to come; to be run once the edges are there.

    Args:
        edges: what a batch brings.
        today: tells what is still to come.
        at: when they are told.
        seen_by: who needs no notice of their own institution's side: whoever was warned while typing.
    """
    layer = MEMBER.parameters["layer"]
    recent = (today - timedelta(days=WINDOW_DAYS)).isoformat()
    brought = [
        {
            "uid": edge.uid,
            "coming": said["status"] == "planned",
            "since": _moved(said["earliest"], -WINDOW_DAYS),
            "until": _moved(said["latest"], WINDOW_DAYS),
        }
        for edge in edges
        if edge.type == "VISITED" and "latest" in (said := edge.properties) and said["visibility"] in layer
        and said["latest"] >= (recent if said["status"] == "done" else today.isoformat())
    ]  # fmt: skip
    if not brought:
        return []
    parameters = {"brought": brought, "uids": [one["uid"] for one in brought], "layer": layer, "at": at}
    return [(TELL, {**parameters, "today": today.isoformat(), "seen_by": seen_by})]


def _moved(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
