"""Putting off one's own planned visit: the same visit, said again with another day, through the same way in."""

from __future__ import annotations

from datetime import date

from graph.errors import Conflict, FieldsRefused
from graph.store import Graph
from planning.announcing import NOT_WRITTEN, Announcer, announce_visit
from planning.models import VisitIn, VisitRecorded, VisitWaiting
from queries.days import today
from queries.models import Status
from queries.own_visits import own_visit
from queries.who import dossiers_of

_SAME = ("theme", "purpose", "note", "agent", "visibility", "reference", "siret", "role", "joint_reference",
         "duration_minutes")  # fmt: skip


def postpone(
    graph: Graph, who: Announcer, uid: str, on: date, *, reason: str | None = None
) -> VisitRecorded | VisitWaiting:
    """Give a planned visit of one's own another day, and return the overlaps that it makes now.

    Args:
        graph: the store.
        who: on whose behalf.
        uid: of the visit.
        on: the new day, today or later.
        reason: why it takes place in spite of an overlap; the one that was given stays without it.

    Raises:
        NotFound: no such visit of one's own.
        Conflict: it is no longer planned.
        FieldsRefused: a day that is past.
    """
    one = own_visit(graph, who.caller, uid)
    if one.status is not Status.PLANNED:
        raise Conflict("Cette visite n'est plus à venir : elle ne se reporte plus.", hint="Corrigez son compte rendu.")
    if on < today():
        raise FieldsRefused(NOT_WRITTEN, (("on", "Donnez un jour à venir."),))
    said = {name: value for name in _SAME if (value := getattr(one, name)) is not None}
    [dossier] = dossiers_of(graph, who.caller, [one.company], today())
    company = dossier.company
    named = {"siren": company.siren} if company.siren else {
        "name": company.name, "code_postal": company.code_postal, "commune": company.commune
    }  # fmt: skip
    visit = VisitIn.model_validate(
        {**said, **named, "uid": uid, "on": on, "status": Status.PLANNED, "overlap_reason": reason or one.reason}
    )
    return announce_visit(graph, who, visit)
