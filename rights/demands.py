"""How long requests from outside are kept: the person goes before the proof that a need came of it."""

from __future__ import annotations

from datetime import date, timedelta

from graph.store import Graph

UNREAD, REFUSED, KEPT = timedelta(days=365), timedelta(days=183), timedelta(days=3 * 365)
_DUE = """
MATCH (n:Demand) WHERE ($owner IS NULL OR n.owner = $owner) AND (
  (n.status = 'open' AND left(n.received_at, 10) < $unread)
  OR (n.status = 'refused' AND left(n.decided_at, 10) < $refused)
  OR (n.status = 'validated' AND left(n.decided_at, 10) < $kept
    AND coalesce(n.contact_name, n.contact_email, n.contact_phone, n.summary, n.holder, n.note) IS NOT NULL))
"""
_COUNT = _DUE + "RETURN count(n) AS count"
# What became a need stays as the proof of it, without the person and without the person's own words.
_FORGET = (
    _DUE
    + """
CALL (n) {
  FOREACH (one IN CASE n.status WHEN 'validated' THEN [n] ELSE [] END |
    REMOVE one.contact_name, one.contact_email, one.contact_phone, one.summary, one.holder, one.note)
  FOREACH (one IN CASE n.status WHEN 'validated' THEN [] ELSE [n] END | DETACH DELETE one)
} IN TRANSACTIONS OF 1000 ROWS
"""
)


def due(graph: Graph, today: date, owner: str | None = None) -> int:
    """Return how many requests have been kept for long enough, of one institution or of all."""
    [found] = graph.system_read(_COUNT, owner=owner, **_limits(today))
    return int(found["count"])


def forget(graph: Graph, today: date) -> None:
    """Erase those that were refused or never read, and the person of those that became a need."""
    graph.auto_commit(_FORGET, owner=None, **_limits(today))


def _limits(today: date) -> dict[str, str]:
    return {
        "unread": (today - UNREAD).isoformat(),
        "refused": (today - REFUSED).isoformat(),
        "kept": (today - KEPT).isoformat(),
    }
