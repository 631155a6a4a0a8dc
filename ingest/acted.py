"""What a row that comes again leaves as it is: what institutions did about its fact stands until the row says more."""

from __future__ import annotations

_NEED = """
WITH node, row, CASE WHEN node.told = row.properties.status
  THEN {status: node.status, handed_to: node.handed_to,
        answered_on: coalesce(node.answered_on, row.properties.answered_on)}
  ELSE {} END AS acted
SET node = row.properties
SET node.told = row.properties.status
SET node += acted
"""
_KEPT = {"Consultation": ("closed_on", "closed_by")}
"""By label, what people decided of a node and no row says again."""


def replaced(label: str) -> str:
    """Return how a node takes the properties of its row, in Cypher that goes on from `node` and `row`."""
    if label == "Need":
        return _NEED
    if label == "Operator":  # one that somebody else made meanwhile stays as it is
        return "ON CREATE SET node = row.properties"
    kept = _KEPT.get(label, ())
    if not kept:
        return "SET node = row.properties"
    before = "".join(f", node.{name} AS {name}" for name in kept)
    after = "".join(f", node.{name} = coalesce(row.properties.{name}, {name})" for name in kept)
    return f"WITH node, row{before} SET node = row.properties{after}"


# Who is named no more goes with the row that named it.
FORGET_OUTSIDERS = """
UNWIND $uids AS uid
MATCH (gone:Outsider) WHERE gone.uid STARTS WITH uid + ':' AND NOT EXISTS { (gone)-[:PARTY_TO|INVITED_TO]->() }
DELETE gone
"""
