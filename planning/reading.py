"""Marking notices as read: by each person, for that person alone."""

from __future__ import annotations

from access import Action, Identity
from graph.store import Graph
from planning.told import READ


def mark_read(graph: Graph, identity: Identity, until: str, uid: str | None = None) -> None:
    """Mark one notice, or all of the institution's up to a moment, as read by whoever asks.

    Raises:
        AccessRefused: the role reads nothing of an institution.
    """
    identity.require(Action.READ_OWN)
    graph.write(READ, own=[identity.organisation], until=until, uid=uid, reader=identity.actor)
