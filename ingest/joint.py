"""Visits that several institutions made together: rows in doubt, bound by a reference that another row shares."""

from __future__ import annotations

import orjson

from graph.store import Graph
from graph.visibility import Caller
from ingest.request import PLATFORM
from ingest.reviewing import accept

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


def bind_by_reference(graph: Graph, caller: Caller) -> int:
    """Accept each waiting row whose joint reference another row of the same day shares.

    Returns:
        How many of the caller's own rows were bound; those of others are their own to count.
    """
    bound = 0
    for record in graph.system_read(BINDABLE, detail=caller.parameters["detail"]):
        on = orjson.loads(record["row"]).get("on")
        if on and on[0] == on[1] and record["days"] == [on[0]]:
            # A rule settles it, not whoever brought the other row: of another institution no person is ever told.
            owner = Caller(organisation=record["owner"], actor=PLATFORM)
            accept(graph, owner, record["uid"], company=record["company"])
            bound += record["owner"] == caller.organisation
    return bound
