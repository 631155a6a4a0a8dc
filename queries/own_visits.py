"""The visits that one organisation recorded, planned ones and past ones."""

from __future__ import annotations

from graph.errors import NotFound
from graph.store import Graph
from graph.visibility import Caller, Visibility
from queries.cypher import load
from queries.models import MASKED_NAME, Answer, Status

CYPHER = load(__file__)
MOST = 500


class OwnVisit(Answer):
    """One visit of the caller's own, with all its fields; `reference` is what it may be corrected by."""

    uid: str
    visit: str
    company: str
    siren: str | None
    commune: str | None
    name: str
    on: str | None
    status: Status
    theme: str | None
    purpose: str | None
    note: str | None
    agent: str | None
    visibility: Visibility
    reference: str | None
    reason: str | None


def own_visits(graph: Graph, caller: Caller) -> tuple[OwnVisit, ...]:
    """Return the caller's own visits, latest first, 500 at most."""
    found = graph.read(CYPHER, caller, uid=None, masked_name=MASKED_NAME, many=MOST)
    return tuple(OwnVisit(**row) for row in found)


def own_visit(graph: Graph, caller: Caller, uid: str) -> OwnVisit:
    """Return one of the caller's own visits.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    found = graph.read(CYPHER, caller, uid=uid, masked_name=MASKED_NAME, many=1)
    if not found:
        raise NotFound("Cette visite n'est pas l'une des vôtres.", hint="Voyez la liste de vos visites.")
    return OwnVisit(**found[0])
