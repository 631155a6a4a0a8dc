"""Visits that several institutions made together: rows in doubt bound by a shared reference, and likely ones offered."""

from __future__ import annotations

from typing import Any

import orjson

from graph.store import Graph
from graph.visibility import Caller
from ingest.facts import Provenance
from ingest.reviewing import accept
from ingest.understanding import digest

# A row that waits, whosever it is, and a linked visit that bears its reference on the same day, which the row's owner
# may see. Nobody learns anything by it: each owner finds its own rows settled.
BINDABLE = """
MATCH (review:Review)
WHERE review.status = 'open' AND review.kind = 'company'
  AND review.joint_reference IS NOT NULL
MATCH ()-[visit:VISITED {joint_reference: review.joint_reference}]->(company:Company)
  USING INDEX SEEK visit:VISITED(joint_reference)
WHERE visit.visibility IN $detail OR visit.owner = review.owner
WITH review, company, visit ORDER BY company.uid
WITH review, collect(DISTINCT company.uid) AS companies, collect(DISTINCT visit.on) AS days
WHERE size(companies) = 1
RETURN review.uid AS uid, review.owner AS owner, review.row AS row, companies[0] AS company, days
ORDER BY uid
"""

# The same company on the same day by two institutions, without a reference in common. Only shared records offer
# themselves: a signalled one does not say its day.
SAME_DAY = """
MATCH (one:Operator)-[mine:VISITED]->(company:Company)
WHERE mine.owner IN $own AND mine.import_uid = $import_uid AND mine.status <> 'cancelled' AND mine.visibility IN $detail
MATCH (two:Operator)-[theirs:VISITED]->(company)
WHERE two <> one AND theirs.on = mine.on AND theirs.visit <> mine.visit AND theirs.status <> 'cancelled'
  AND theirs.visibility IN $detail
RETURN DISTINCT company.uid AS company, company.name AS name, mine.on AS on,
       [{uid: mine.uid, visit: mine.visit}, {uid: theirs.uid, visit: theirs.visit}] AS edges,
       [one.name, two.name] AS operators
ORDER BY company, on, edges[0].uid, edges[1].uid
"""
KEEP_OFFERS = """
UNWIND $rows AS row
MERGE (review:Review {uid: row.uid})
ON CREATE SET review = row.properties, review.is_new = true
WITH review WHERE review.is_new
REMOVE review.is_new
RETURN count(review) AS count
"""


def settle_joint_visits(graph: Graph, caller: Caller, provenance: Provenance) -> tuple[int, int]:
    """Bind rows in doubt by their joint reference, and offer same-day visits as joint ones.

    Returns:
        How many rows were bound to a company, and how many pairs were newly offered.
    """
    return bind_by_reference(graph, caller), offer_same_day(graph, caller, provenance)


def bind_by_reference(graph: Graph, caller: Caller) -> int:
    """Accept each waiting row whose joint reference another row of the same day shares.

    Returns:
        How many of the caller's own rows were bound; those of others are their own to count.
    """
    bound = 0
    for record in graph.system_read(BINDABLE, detail=caller.parameters["detail"]):
        on = orjson.loads(record["row"]).get("on")
        if on and on[0] == on[1] and record["days"] == [on[0]]:
            owner = Caller(organisation=record["owner"], actor=caller.actor)
            accept(graph, owner, record["uid"], company=record["company"])
            bound += record["owner"] == caller.organisation
    return bound


def offer_same_day(graph: Graph, caller: Caller, provenance: Provenance) -> int:
    """Offer each pair of this import's visits and another institution's as one joint visit; an overlap until then."""
    found = graph.read(SAME_DAY, caller, import_uid=provenance.import_uid)
    rows = [{"uid": uid, "properties": _offer(uid, record, provenance)} for uid, record in _by_pair(found)]
    if not rows:
        return 0
    [kept] = graph.write(KEEP_OFFERS, rows=rows)
    return int(kept["count"])


def _by_pair(found: list[dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    pairs: dict[str, dict[str, Any]] = {}
    for record in found:
        uids = sorted(edge["uid"] for edge in record["edges"])
        pairs.setdefault(digest("joint-offer|" + "|".join(uids)), record)
    return sorted(pairs.items())


def _offer(uid: str, record: dict[str, Any], provenance: Provenance) -> dict[str, Any]:
    first, second = record["operators"]
    return {
        "uid": uid,
        "kind": "joint",
        "status": "open",
        "mention": record["name"],
        "reasons": [
            f"{first} et {second} ont visité {record['name']} le même jour : une seule visite conjointe ?"
        ],
        "row": orjson.dumps(
            {"edges": record["edges"], "company": record["company"], "on": record["on"]}
        ).decode(),
        "candidates": "[]",
        **provenance.properties(),
    }
